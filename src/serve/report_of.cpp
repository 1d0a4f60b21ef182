#include "serve/report_job.h"
#include "serve/service.h"

namespace sluice::serve {
namespace {

// Keeps an answer instead of sending it.
class Kept final : public Reply {
 public:
  void send(Response response) override { response_ = std::move(response); }
  void begin(std::string) override {}
  void line(std::string) override {}
  void end() override {}
  std::size_t waiting() const override { return 0; }
  const Response& response() const { return response_; }

 private:
  Response response_;
};

}  // namespace

Checked<std::string> report_of(const std::string& folder,
                               const std::vector<study::Addition>& additions,
                               const std::string& request, const std::atomic<bool>& stop) {
  auto studio = Studio::open(folder, additions);
  if (!studio.value) return {std::nullopt, std::move(studio.diagnostics)};
  const auto kept = std::make_shared<Kept>();
  ReportJob job(kept, **studio.value, Json::parse(request, nullptr, false));
  while (!stop && job.turn()) {
  }
  if (stop) return {std::string(), {}};
  if (kept->response().status == 200) return {kept->response().body, {}};
  const Json wrong = Json::parse(kept->response().body, nullptr, false);
  return {std::nullopt, {bad_request(wrong.value("error", ""), wrong.value("mend", ""))}};
}

}  // namespace sluice::serve
