#include "serve/http.h"

#include <boost/asio/ip/address.hpp>
#include <chrono>
#include <tuple>
#include <utility>

#include "base/format.h"
#include "serve/session.h"

namespace sluice::serve {
namespace {

namespace asio = boost::asio;
using asio::ip::tcp;

class Server final : public HttpServer {
 public:
  Server(const Listening& listening, Handler handler)
      : acceptor_(io_), clock_(io_), shop_{listening, std::move(handler), 0} {}

  boost::system::error_code open(const tcp::endpoint& endpoint) {
    boost::system::error_code error;
    if (acceptor_.open(endpoint.protocol(), error); error) return error;
    if (acceptor_.set_option(tcp::acceptor::reuse_address(true), error); error) return error;
    if (acceptor_.bind(endpoint, error); error) return error;
    return acceptor_.listen(asio::socket_base::max_listen_connections, error);
  }

  std::uint16_t port() const override { return acceptor_.local_endpoint().port(); }

  void run(const std::atomic<bool>& stop) override {
    accept();
    look_for(stop);
    io_.run();
  }

 private:
  void accept() {
    acceptor_.async_accept([this](boost::system::error_code error, tcp::socket socket) {
      if (!acceptor_.is_open()) return;
      if (!error) welcome(std::move(socket));
      accept();
    });
  }

  void welcome(tcp::socket socket) {
    boost::system::error_code ignored;
    std::ignore = socket.set_option(tcp::no_delay(true), ignored);  // slower without, no worse
    const bool full = shop_.connections >= shop_.listening.most_connections;
    const auto session = std::make_shared<Session>(std::move(socket), shop_);
    if (full) return session->refuse(503, "too many connections", "try again later");
    session->start();
  }

  // A signal only sets a flag.
  void look_for(const std::atomic<bool>& stop) {
    if (stop) return io_.stop();
    clock_.expires_after(std::chrono::milliseconds(100));
    clock_.async_wait([this, &stop](boost::system::error_code) { look_for(stop); });
  }

  asio::io_context io_{1};
  tcp::acceptor acceptor_;
  asio::steady_timer clock_;
  Shop shop_;
};

Diagnostic cannot_listen(const Listening& listening, const std::string& why,
                         const std::string& mend) {
  Place place;
  place.file = "--host";
  return make_diagnostic(
      Code::wrong_use, std::move(place),
      format("cannot listen on {} port {}: {}", listening.host, listening.port, why), {}, mend);
}

}  // namespace

Checked<std::unique_ptr<HttpServer>> HttpServer::listen(const Listening& listening,
                                                        Handler handler) {
  const std::string host = listening.host == "localhost" ? "127.0.0.1" : listening.host;
  boost::system::error_code error;
  const auto address = asio::ip::make_address(host, error);
  if (error)
    return {std::nullopt,
            {cannot_listen(listening, "this is no IP address",
                           "give --host an address of this machine, as in 127.0.0.1 or 0.0.0.0")}};
  auto server = std::make_unique<Server>(listening, std::move(handler));
  error = server->open({address, listening.port});
  if (error)
    return {std::nullopt,
            {cannot_listen(listening, error.message(),
                           "choose another with --port, or 0 for any that is free")}};
  return {std::unique_ptr<HttpServer>(std::move(server)), {}};
}

}  // namespace sluice::serve
