#include "serve/session.h"

#include <boost/asio/post.hpp>
#include <boost/asio/write.hpp>
#include <chrono>
#include <tuple>

#include "base/format.h"

namespace sluice::serve {
namespace {

namespace http = boost::beast::http;
using boost::beast::error_code;

constexpr std::string_view kPolicyOfContent =
    "default-src 'self'; img-src 'self' data: blob:; style-src 'self' 'unsafe-inline'; "
    "object-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

std::string head_of(unsigned status, const std::string& type, bool keep) {
  return format(
      "HTTP/1.1 {} {}\r\nContent-Type: {}\r\nX-Content-Type-Options: nosniff\r\n"
      "Referrer-Policy: no-referrer\r\nContent-Security-Policy: {}\r\n"
      "Cross-Origin-Resource-Policy: same-origin\r\nConnection: {}\r\n",
      status, reason_of(status), type, kPolicyOfContent, keep ? "keep-alive" : "close");
}

int hex_digit(char letter) {
  if (letter >= '0' && letter <= '9') return letter - '0';
  if (letter >= 'a' && letter <= 'f') return letter - 'a' + 10;
  if (letter >= 'A' && letter <= 'F') return letter - 'A' + 10;
  return -1;
}

std::string text_of(boost::beast::string_view view) { return {view.data(), view.size()}; }

}  // namespace

std::string percent_decoded(std::string_view text) {
  std::string plain;
  for (std::size_t at = 0; at < text.size(); ++at) {
    const bool escape = text[at] == '%' && at + 2 < text.size() && hex_digit(text[at + 1]) >= 0 &&
                        hex_digit(text[at + 2]) >= 0;
    if (!escape) {
      plain.push_back(text[at]);
      continue;
    }
    plain.push_back(static_cast<char>(hex_digit(text[at + 1]) * 16 + hex_digit(text[at + 2])));
    at += 2;
  }
  return plain;
}

Session::Session(boost::asio::ip::tcp::socket socket, Shop& shop)
    : socket_(std::move(socket)), deadline_(socket_.get_executor()), shop_(shop) {
  ++shop_.connections;
}

Session::~Session() { --shop_.connections; }

void Session::set_deadline(unsigned seconds) {
  deadline_.expires_after(std::chrono::seconds(seconds));
  deadline_.async_wait([self = weak_from_this()](error_code error) {
    const auto session = self.lock();
    if (error || !session) return;
    session->timed_out_ = true;
    std::ignore = session->socket_.cancel(error);
  });
}

// Between two requests a connection may rest; once a request has begun, it has to arrive.
void Session::wait_for_request() {
  if (buffer_.size() > 0) return read_request();
  set_deadline(shop_.listening.idle_seconds);
  socket_.async_wait(boost::asio::ip::tcp::socket::wait_read,
                     [self = shared_from_this()](error_code error) {
                       if (error) return self->close();
                       self->read_request();
                     });
}

void Session::read_request() {
  timed_out_ = false;
  parser_.emplace();
  parser_->header_limit(shop_.listening.most_header);
  parser_->body_limit(shop_.listening.most_body);
  set_deadline(shop_.listening.request_seconds);
  http::async_read(
      socket_, buffer_, *parser_,
      [self = shared_from_this()](error_code error, std::size_t) { self->on_request(error); });
}

void Session::on_request(error_code error) {
  deadline_.cancel();
  if (error) return on_unreadable(error);
  keep_ = parser_->get().keep_alive();
  handle(parser_->get());
}

void Session::on_unreadable(error_code error) {
  if (timed_out_) {
    return refuse(408, "the request did not arrive in time", "send it in one go");
  }
  if (error == http::error::body_limit) {
    return refuse(413, "the request is too large", "send at most 1 MiB");
  }
  if (error == http::error::header_limit || error == http::error::buffer_overflow) {
    return refuse(431, "the headers are too large", "send at most 16 KiB of headers");
  }
  const bool not_http = error.category() == make_error_code(http::error::bad_method).category();
  if (not_http && error != http::error::end_of_stream && error != http::error::partial_message) {
    return refuse(400, "this is not HTTP: " + error.message(), "send an HTTP/1.1 request");
  }
  close();
}

void Session::handle(const http::request<http::string_body>& message) {
  const std::string host = text_of(message[http::field::host]);
  const std::string origin = text_of(message[http::field::origin]);
  if (!accepts_host(shop_.listening, host)) {
    return refuse(403, format("\"{}\" is not a name of this server", host),
                  "use its address, or start it with --name");
  }
  if (!accepts_origin(origin, host)) {
    return refuse(403, format("a page of {} may not use this server", origin),
                  "open the page that this server serves");
  }
  const std::string target = text_of(message.target());
  const auto question = target.find('?');
  Request request;
  request.method = text_of(message.method_string());
  request.path = percent_decoded(std::string_view(target).substr(0, question));
  if (question != std::string::npos) request.query = target.substr(question + 1);
  request.content_type = text_of(message[http::field::content_type]);
  request.if_none_match = text_of(message[http::field::if_none_match]);
  request.body = message.body();
  head_ = request.method == "HEAD";
  if (head_) request.method = "GET";
  reply_ = reply_through(shared_from_this());
  watch();
  shop_.handler(request, reply_);
}

void Session::watch() {
  socket_.async_wait(boost::asio::ip::tcp::socket::wait_read,
                     [self = shared_from_this(), reply = reply_](error_code error) {
                       if (error || reply != self->reply_) return;
                       error_code failed;
                       // Readable and nothing to read is the end of the stream.
                       if (self->socket_.available(failed) == 0 || failed) self->close();
                     });
}

void Session::refuse(unsigned status, const std::string& error, const std::string& mend) {
  keep_ = false;
  write_whole(refusal(status, error, mend));
}

void Session::write_whole(const Response& response) {
  std::string bytes = head_of(response.status, response.type, keep_);
  for (const auto& [name, value] : response.headers) bytes += format("{}: {}\r\n", name, value);
  bytes += format("Content-Length: {}\r\n\r\n", response.body.size());
  if (!head_) bytes += response.body;
  write_piece(std::move(bytes), true);
}

void Session::write_head(const std::string& type) {
  write_piece(
      head_of(200, type, keep_) + "Cache-Control: no-store\r\nTransfer-Encoding: chunked\r\n\r\n",
      false);
}

void Session::write_piece(std::string bytes, bool last) {
  if (closed_ || last_queued_) return;
  last_queued_ = last;
  pieces_.push_back(std::move(bytes));
  if (pieces_.size() == 1) write_next();
}

void Session::write_next() {
  timed_out_ = false;
  set_deadline(shop_.listening.write_seconds);
  boost::asio::async_write(
      socket_, boost::asio::buffer(pieces_.front()),
      [self = shared_from_this()](error_code error, std::size_t) { self->on_written(error); });
}

void Session::on_written(error_code error) {
  deadline_.cancel();
  if (error || closed_) return close();
  pieces_.pop_front();
  waiting_ = pieces_.size();
  if (!pieces_.empty()) return write_next();
  if (last_queued_) finish_answer();
}

void Session::finish_answer() {
  if (reply_) reply_->stopped = true;
  reply_.reset();
  last_queued_ = false;
  if (!keep_) return close();
  error_code ignored;
  std::ignore = socket_.cancel(ignored);  // watch
  wait_for_request();
}

void Session::close() {
  if (closed_) return;
  closed_ = true;
  if (reply_) reply_->stopped = true;
  reply_.reset();
  deadline_.cancel();
  error_code ignored;
  std::ignore = socket_.shutdown(boost::asio::ip::tcp::socket::shutdown_send, ignored);
  std::ignore = socket_.close(ignored);
}

}  // namespace sluice::serve
