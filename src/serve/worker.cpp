#include "serve/worker.h"

#include <algorithm>
#include <utility>

namespace sluice::serve {
namespace {

constexpr std::size_t kMostWaiting = 400;
constexpr std::size_t kMostClients = 10'000;

// A bug or a lack of memory in one job is no reason to leave the others without an answer.
bool turn_of(Job& job) {
  try {
    return job.turn();
  } catch (const std::bad_alloc&) {
    job.reply().send(refusal(503, "not enough memory", "ask for fewer members or charts"));
  } catch (const std::exception& failure) {
    job.reply().send(refusal(500, failure.what(), "this is a bug of the program"));
  }
  return false;
}

}  // namespace

Worker::Worker() : thread_([this](const std::stop_token& stop) { work(stop); }) {}

Worker::~Worker() {
  thread_.request_stop();
  const std::scoped_lock lock(mutex_);
  for (const auto& one : waiting_) one->job->reply().stopped = true;
  if (running_ != nullptr) running_->job->reply().stopped = true;
}

bool Worker::add(std::unique_ptr<Job> job, const Ticket& ticket) {
  auto one = std::make_unique<Waiting>();
  one->job = std::move(job);
  one->ticket = ticket;
  {
    const std::scoped_lock lock(mutex_);
    if (waiting_.size() >= kMostWaiting) return false;
    if (!ticket.client.empty()) {
      if (latest_.size() > kMostClients) latest_.clear();
      std::uint64_t& latest = latest_[ticket.client];
      one->superseded = ticket.sequence < latest;
      latest = std::max(latest, ticket.sequence);
      supersede(ticket);
    }
    waiting_.push_back(std::move(one));
  }
  arrived_.notify_one();
  return true;
}

void Worker::supersede(const Ticket& ticket) {
  const auto end_if_older = [&](Waiting& one) {
    if (one.ticket.client == ticket.client && one.ticket.sequence < ticket.sequence) {
      one.superseded = true;
    }
  };
  for (const auto& one : waiting_) end_if_older(*one);
  if (running_ == nullptr) return;
  end_if_older(*running_);
  if (running_->superseded) running_->job->reply().stopped = true;
}

// The job with the fewest turns, of equal ones the oldest.
std::unique_ptr<Worker::Waiting> Worker::next() {
  const auto found = std::ranges::min_element(
      waiting_, {}, [](const std::unique_ptr<Waiting>& one) { return one->turns; });
  auto taken = std::move(*found);
  waiting_.erase(found);
  return taken;
}

void Worker::work(const std::stop_token& stop) {
  std::unique_lock lock(mutex_);
  while (arrived_.wait(lock, stop, [this] { return !waiting_.empty(); })) {
    if (stop.stop_requested()) return;
    auto one = next();
    running_ = one.get();
    const bool ended = one->superseded;
    lock.unlock();
    if (ended) one->job->superseded();
    const bool more = !ended && !one->job->reply().stopped && turn_of(*one->job);
    lock.lock();
    running_ = nullptr;
    ++one->turns;
    if (more) {
      waiting_.push_back(std::move(one));
    } else if (one->superseded && !ended) {
      one->job->superseded();
    }
  }
}

}  // namespace sluice::serve
