// Work in turns. One thread takes the waiting jobs by turns, each turn a few tens of milliseconds
// on all cores: the job that has had the fewest turns is next, so a quick look never waits for a
// long run to end, and fifty clients share alike.
#pragma once

#include <condition_variable>
#include <cstdint>
#include <deque>
#include <exception>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <thread>

#include "serve/http.h"

namespace sluice::serve {

class Job {
 public:
  explicit Job(std::shared_ptr<Reply> reply) : reply_(std::move(reply)) {}
  virtual ~Job() = default;
  Job(const Job&) = delete;
  Job& operator=(const Job&) = delete;

  // One turn. False once the answer is given.
  virtual bool turn() = 0;
  // The last words of a job that a newer request of its client has ended.
  virtual void superseded() {}

  Reply& reply() { return *reply_; }

 private:
  std::shared_ptr<Reply> reply_;
};

// Whose job it is: a higher sequence of the same client ends the lower ones.
struct Ticket {
  std::string client;  // empty: nobody's
  std::uint64_t sequence = 0;
};

class Worker {
 public:
  Worker();
  ~Worker();
  Worker(const Worker&) = delete;
  Worker& operator=(const Worker&) = delete;

  // False where too much is waiting. A job that comes after a higher sequence is ended at once.
  bool add(std::unique_ptr<Job> job, const Ticket& ticket);

 private:
  struct Waiting {
    std::unique_ptr<Job> job;
    Ticket ticket;
    std::uint64_t turns = 0;
    bool superseded = false;
  };
  void work(const std::stop_token& stop);
  std::unique_ptr<Waiting> next();
  void supersede(const Ticket& ticket);

  std::mutex mutex_;
  std::condition_variable_any arrived_;
  std::deque<std::unique_ptr<Waiting>> waiting_;
  Waiting* running_ = nullptr;
  std::map<std::string, std::uint64_t> latest_;  // sequence by client
  std::jthread thread_;
};

}  // namespace sluice::serve
