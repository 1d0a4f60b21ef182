// One connection: reads a request at a time, hands it on, writes the answer. All of it runs on the
// server's one thread, except what Reply promises to other threads.
#pragma once

#include <atomic>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http.hpp>
#include <deque>
#include <memory>
#include <optional>
#include <string>
#include <utility>  // before asio, which forgets it

#include "serve/http.h"

namespace sluice::serve {

// What all connections share.
struct Shop {
  Listening listening;
  Handler handler;
  std::size_t connections = 0;
};

class Session : public std::enable_shared_from_this<Session> {
 public:
  Session(boost::asio::ip::tcp::socket socket, Shop& shop);
  ~Session();
  Session(const Session&) = delete;
  Session& operator=(const Session&) = delete;

  void start() { wait_for_request(); }
  // Answers at once and closes.
  void refuse(unsigned status, const std::string& error, const std::string& mend);

  // For the replies, on the server's thread.
  void write_whole(const Response& response);
  void write_head(const std::string& type);
  void write_piece(std::string bytes, bool last);
  auto executor() { return socket_.get_executor(); }
  bool answers(const Reply& reply) const { return !closed_ && reply_.get() == &reply; }

  // From any thread: lines on their way to the client.
  void count_waiting() { waiting_.fetch_add(1); }
  std::size_t waiting() const { return waiting_.load(); }

 private:
  using Parser = boost::beast::http::request_parser<boost::beast::http::string_body>;
  void wait_for_request();
  void read_request();
  void on_request(boost::beast::error_code error);
  void on_unreadable(boost::beast::error_code error);
  void handle(const boost::beast::http::request<boost::beast::http::string_body>& message);
  // Notices a client that leaves while its answer is made.
  void watch();
  void write_next();
  void on_written(boost::beast::error_code error);
  void finish_answer();
  void close();
  void set_deadline(unsigned seconds);

  boost::asio::ip::tcp::socket socket_;
  boost::asio::steady_timer deadline_;
  Shop& shop_;
  boost::beast::flat_buffer buffer_;
  std::optional<Parser> parser_;
  std::shared_ptr<Reply> reply_;
  std::deque<std::string> pieces_;  // bytes to write; the first is being written
  std::atomic<std::size_t> waiting_{0};
  bool last_queued_ = false, keep_ = true, timed_out_ = false, closed_ = false, head_ = false;
};

// A Reply that speaks to a session from any thread.
std::shared_ptr<Reply> reply_through(const std::shared_ptr<Session>& session);

std::string_view reason_of(unsigned status);

}  // namespace sluice::serve
