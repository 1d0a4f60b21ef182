#include "serve/routes.h"

#include <algorithm>
#include <map>

#include "base/format.h"
#include "serve/describe.h"
#include "serve/known_keys.h"
#include "serve/one_turn.h"
#include "serve/page.h"
#include "serve/questions.h"
#include "serve/report_job.h"
#include "serve/run_job.h"
#include "serve/scenario_file.h"
#include "serve/snapshot.h"
#include "serve/variable.h"

namespace sluice::serve {
namespace {

constexpr std::string_view kApi = "/api/v1/";

Response json_response(const Json& json, unsigned status = 200) {
  return {status,
          "application/json",
          json.dump(-1, ' ', false, Json::error_handler_t::replace) + "\n",
          {{"Cache-Control", "no-store"}}};
}

// The program is recursive where it writes JSON on: what is nested without end is nobody's need.
bool is_deep(const std::string& text) {
  constexpr int kMost = 40;
  int depth = 0;
  bool in_text = false;
  for (std::size_t at = 0; at < text.size(); ++at) {
    const char letter = text[at];
    if (letter == '\\' && in_text) {
      ++at;
    } else if (letter == '"') {
      in_text = !in_text;
    } else if (!in_text && (letter == '[' || letter == '{')) {
      if (++depth > kMost) return true;
    } else if (!in_text && (letter == ']' || letter == '}')) {
      --depth;
    }
  }
  return false;
}

std::string query_value(const std::string& query, const std::string& key) {
  std::size_t at = 0;
  while (at <= query.size()) {
    const std::size_t end = std::min(query.find('&', at), query.size());
    const std::string pair = query.substr(at, end - at);
    if (pair.starts_with(key + "=")) {
      std::string value = pair.substr(key.size() + 1);
      std::ranges::replace(value, '+', ' ');
      return percent_decoded(value);
    }
    at = end + 1;
  }
  return {};
}

template <class Kind>
std::unique_ptr<Job> make(std::shared_ptr<Reply> reply, Studio& studio, Json json) {
  return std::make_unique<Kind>(std::move(reply), studio, std::move(json));
}

// /claims is a run without charts.
std::unique_ptr<Job> make_claims(std::shared_ptr<Reply> reply, Studio& studio, Json json) {
  if (json.is_object()) json["claims"] = true;
  return std::make_unique<RunJob>(std::move(reply), studio, std::move(json));
}

using Make = std::unique_ptr<Job> (*)(std::shared_ptr<Reply>, Studio&, Json);
const std::map<std::string, Make, std::less<>> kQuestions = {
    {"run", make<RunJob>},       {"claims", make_claims},     {"drivers", make<DriversJob>},
    {"effect", make<EffectJob>}, {"future", make<FutureJob>}, {"report", make<ReportJob>},
};

bool has_form(const std::string& name) {
  return kQuestions.contains(name) || name == "check" || name == "save" || name == "scenario" ||
         name == "scenario/read";
}

Json status_json(const Studio::Status& status) {
  return {{"revision", status.revision},
          {"ok", status.ok},
          {"diagnostics", to_json(status.diagnostics)}};
}

Response check(Studio& studio, const Json& json) {
  const auto edition = studio.edition();
  const auto bound = studio.with_edits(*edition, edits_in(json));
  return json_response(
      {{"ok", bound.value.has_value()}, {"diagnostics", to_json(bound.diagnostics)}});
}

Response save(Studio& studio, const Json& json, bool may_save) {
  if (!may_save) {
    return refusal(403, "this server does not write files", "it does where it listens on loopback");
  }
  const auto revision = json.is_object() ? json.find("revision") : json.end();
  if (revision == json.end() || !revision->is_number_unsigned()) {
    return refusal(400, "\"revision\" is needed", "give the one of GET /api/v1/study");
  }
  const auto wrong = studio.save(edits_in(json), revision->get<std::uint64_t>());
  if (has_error(wrong)) return refusal(409, wrong);
  return json_response(status_json(studio.status()));
}

}  // namespace

std::string Routes::study_text() {
  const auto edition = studio_.edition();
  const std::scoped_lock lock(mutex_);
  if (study_revision_ == edition->revision) return study_text_;
  std::vector<double> times;
  if (auto bench = studio_.bench({}, {}); bench.value) {
    const auto& outcomes = edition->bound.study->outcomes;
    const std::string chart = outcomes.empty() ? "variable:Time" : outcomes.front().name;
    if (auto view = bench.value->lab->view({chart}, {}); view.value) {
      times = (*view.value)->runner->times();
    }
  }
  study_text_ =
      describe(*edition, times, may_save_).dump(-1, ' ', false, Json::error_handler_t::replace);
  study_revision_ = edition->revision;
  return study_text_;
}

void Routes::add(std::unique_ptr<Job> job, const Ticket& ticket,
                 const std::shared_ptr<Reply>& reply) {
  if (worker_.add(std::move(job), ticket)) return;
  reply->send(refusal(503, "too much work is waiting", "try again"));
}

void Routes::answer_file(const Request& request, Reply& reply) {
  const PageFile* file = find_page_file(request.path);
  if (file == nullptr) {
    return reply.send(refusal(404, format("there is no {}", request.path), "the page is at /"));
  }
  const bool lasting = request.path.starts_with("/assets/");  // named after their content
  reply.send({200,
              std::string(file->type),
              std::string(file->bytes),
              {{"Cache-Control", lasting ? "public, max-age=31536000, immutable" : "no-cache"}}});
}

void Routes::get(const Request& request, const std::shared_ptr<Reply>& reply) {
  if (!request.path.starts_with(kApi)) return answer_file(request, *reply);
  const std::string name = request.path.substr(kApi.size());
  if (name == "status") return reply->send(json_response(status_json(studio_.status())));
  if (name == "openapi.json") {
    return reply->send({200, "application/json", std::string(openapi()), {}});
  }
  if (name == "variables") {
    return reply->send(json_response(variables_json(*studio_.edition()->bound.model)));
  }
  if (name == "study") {
    return add(std::make_unique<OneTurn>(
                   reply,
                   [this] {
                     return Response{
                         200, "application/json", study_text(), {{"Cache-Control", "no-store"}}};
                   }),
               {}, reply);
  }
  if (name == "variable") {
    const std::string wanted = query_value(request.query, "name");
    return add(std::make_unique<OneTurn>(
                   reply, [this, wanted] { return variable_response(*studio_.edition(), wanted); }),
               {}, reply);
  }
  if (kQuestions.contains(name)) {
    return reply->send(refusal(405, format("{} takes POST", request.path), "docs/api.md"));
  }
  reply->send(refusal(404, format("there is no {}", request.path), "docs/api.md lists the paths"));
}

void Routes::post(const Request& request, const std::shared_ptr<Reply>& reply) {
  const bool known = request.path.starts_with(kApi);
  const std::string name = known ? request.path.substr(kApi.size()) : "";
  if (!request.content_type.starts_with("application/json")) {
    return reply->send(refusal(415, "the request must be application/json",
                               "send the header Content-Type: application/json"));
  }
  if (is_deep(request.body)) {
    return reply->send(
        refusal(400, "the JSON is nested too deeply", "docs/api.md shows the forms"));
  }
  Json json = Json::parse(request.body, nullptr, false);
  if (json.is_discarded()) {
    return reply->send(refusal(400, "this is not JSON", "docs/api.md shows an example"));
  }
  const auto wrong = has_form(name) ? find_unknown_keys(json) : Diagnostics{};
  if (has_error(wrong)) {
    return reply->send(refusal(422, wrong));
  }
  if (const auto found = kQuestions.find(name); found != kQuestions.end()) {
    const Ticket ticket = ticket_in(json);
    return add(found->second(reply, studio_, std::move(json)), ticket, reply);
  }
  const auto once = [&](auto work) {
    add(std::make_unique<OneTurn>(reply, [this, json, work] { return work(json); }), {}, reply);
  };
  if (name == "check") return once([this](const Json& one) { return check(studio_, one); });
  if (name == "save")
    return once([this](const Json& one) { return save(studio_, one, may_save_); });
  if (name == "scenario") {
    return once([this](const Json& one) { return scenario_file(*studio_.edition(), one); });
  }
  if (name == "scenario/read") {
    return once([this](const Json& one) { return read_scenario_file(*studio_.edition(), one); });
  }
  reply->send(refusal(404, format("there is no {}", request.path), "docs/api.md lists the paths"));
}

void Routes::handle(const Request& request, const std::shared_ptr<Reply>& reply) {
  if (request.method == "GET") return get(request, reply);
  if (request.method == "POST") return post(request, reply);
  reply->send(refusal(405, format("{} is not answered", request.method), "use GET or POST"));
}

}  // namespace sluice::serve
