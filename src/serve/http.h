// HTTP/1.1 on one thread, for people and scripts on the same machine. Reading and writing never
// block, so a slow client holds up nobody; work is done elsewhere and answers through a Reply.
//
// What is refused before a handler sees it: a Host that this server was not started for (DNS
// rebinding), another page's Origin, too many connections, and requests that are too large, too
// slow or not HTTP.
#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/diagnostic.h"

namespace sluice::serve {

struct Request {
  std::string method, path, query;  // path without query, percent-decoded
  std::string content_type, body;
  std::string if_none_match;
};

struct Response {
  unsigned status = 200;
  std::string type = "application/json";
  std::string body;
  std::vector<std::pair<std::string, std::string>> headers = {};
};

// {"error": "what is wrong", "mend": "how"}
Response refusal(unsigned status, const std::string& error, const std::string& mend);

// Where one request's answer goes: either send(), or begin() and any number of lines and end(). May
// be called from any thread. After `stopped` nothing is sent any more.
class Reply {
 public:
  virtual ~Reply() = default;
  virtual void send(Response response) = 0;
  virtual void begin(std::string type) = 0;
  virtual void line(std::string text) = 0;
  virtual void end() = 0;
  // Lines that the client has not taken yet: who makes many may leave some out.
  virtual std::size_t waiting() const = 0;

  // Set where the client has gone, or where its work is no longer wanted.
  std::atomic<bool> stopped{false};
};

using Handler = std::function<void(const Request&, const std::shared_ptr<Reply>&)>;

struct Listening {
  std::string host = "127.0.0.1";
  std::uint16_t port = 8080;
  std::vector<std::string> names = {};  // further names by which clients may call it
  std::size_t most_connections = 512;
  std::size_t most_body = std::size_t{1} << 20U;
  std::uint32_t most_header = std::uint32_t{1} << 14U;
  unsigned request_seconds = 10, idle_seconds = 75, write_seconds = 30;
};

// Whether an address means this machine only.
bool is_loopback(std::string_view host);
// Whether a request's Host may name this server: without its port an address (any, or a loopback
// one where the server listens on loopback), "localhost", or one of `names`.
bool accepts_host(const Listening& listening, std::string_view host);
// An absent Origin is a program's; a page's must be this server itself.
bool accepts_origin(std::string_view origin, std::string_view host);

std::string percent_decoded(std::string_view text);

class HttpServer {
 public:
  // Errors: an address that is none, a port that is taken.
  static Checked<std::unique_ptr<HttpServer>> listen(const Listening& listening, Handler handler);
  virtual ~HttpServer() = default;
  virtual std::uint16_t port() const = 0;
  // Serves until `stop` is set.
  virtual void run(const std::atomic<bool>& stop) = 0;
};

}  // namespace sluice::serve
