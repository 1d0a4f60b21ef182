#include <boost/asio/post.hpp>
#include <nlohmann/json.hpp>

#include "base/format.h"
#include "serve/session.h"

namespace sluice::serve {
namespace {

class SessionReply final : public Reply, public std::enable_shared_from_this<SessionReply> {
 public:
  explicit SessionReply(std::shared_ptr<Session> session) : session_(std::move(session)) {}

  void send(Response response) override {
    if (begun_) {  // what went wrong half way is the last line
      while (response.body.ends_with('\n')) response.body.pop_back();
      line(std::move(response.body));
      return end();
    }
    later([response = std::move(response)](Session& session) { session.write_whole(response); });
  }
  void begin(std::string type) override {
    begun_ = true;
    later([type = std::move(type)](Session& session) { session.write_head(type); });
  }
  void line(std::string text) override {
    text += '\n';
    session_->count_waiting();
    later([text = std::move(text)](Session& session) {
      session.write_piece(format("{:x}\r\n{}\r\n", text.size(), text), false);
    });
  }
  void end() override {
    later([](Session& session) { session.write_piece("0\r\n\r\n", true); });
  }
  std::size_t waiting() const override { return session_->waiting(); }

 private:
  // A session that has gone on to another request hears no more of this one.
  template <class Act>
  void later(Act act) {
    boost::asio::post(session_->executor(),
                      [self = shared_from_this(), act = std::move(act)]() mutable {
                        if (self->session_->answers(*self)) act(*self->session_);
                      });
  }

  std::shared_ptr<Session> session_;
  std::atomic<bool> begun_{false};
};

}  // namespace

std::shared_ptr<Reply> reply_through(const std::shared_ptr<Session>& session) {
  return std::make_shared<SessionReply>(session);
}

Response refusal(unsigned status, const std::string& error, const std::string& mend) {
  const nlohmann::ordered_json json = {{"error", error}, {"mend", mend}};
  return {status,
          "application/json",
          json.dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace) + "\n",
          {}};
}

std::string_view reason_of(unsigned status) {
  switch (status) {
    case 200: return "OK";
    case 304: return "Not Modified";
    case 400: return "Bad Request";
    case 403: return "Forbidden";
    case 404: return "Not Found";
    case 405: return "Method Not Allowed";
    case 408: return "Request Timeout";
    case 409: return "Conflict";
    case 413: return "Payload Too Large";
    case 415: return "Unsupported Media Type";
    case 422: return "Unprocessable Entity";
    case 431: return "Request Header Fields Too Large";
    case 503: return "Service Unavailable";
    default: return "Internal Server Error";
  }
}

}  // namespace sluice::serve
