#include "execute/jit/beside.h"

#include <unistd.h>

#include <chrono>
#include <condition_variable>
#include <cstdio>
#include <cstdlib>
#include <iostream>
#include <mutex>
#include <system_error>
#include <thread>
#include <utility>

namespace sluice::execute {
namespace {

constexpr auto kPatience = std::chrono::milliseconds(10);

#ifdef SLUICE_NO_CLONES
constexpr bool kWaits = true;  // the sanitizers
#else
constexpr bool kWaits = false;
#endif

// What is at work, and whether the program ends. Never destroyed, since threads may still look.
class AtWork {
 public:
  static AtWork& all() {
    static AtWork* const kAll = new AtWork;
    return *kAll;
  }
  // False once the program ends.
  bool begin() {
    const std::scoped_lock lock(mutex_);
    if (!ending_) ++count_;
    return !ending_;
  }
  void end() {
    const std::scoped_lock lock(mutex_);
    --count_;
    none_.notify_all();
  }
  bool ending() {
    const std::scoped_lock lock(mutex_);
    return ending_;
  }
  // What is registered last is asked first when a program ends.
  void watch_from_the_start() {
    std::call_once(at_start_, [] { on_exit(program_ends, nullptr); });
  }
  void watch_before_what_was_opened() {
    std::call_once(after_opening_, [] { on_exit(program_ends, nullptr); });
  }

  void end_program(int status, std::chrono::milliseconds patience) {
    std::unique_lock lock(mutex_);
    ending_ = true;
    if (none_.wait_for(lock, patience, [this] { return count_ == 0; })) return;
    std::cout.flush();
    std::fflush(nullptr);
    _exit(status);
  }

 private:
  AtWork() = default;
  static void program_ends(int status, void* /*unused*/) {
    all().end_program(status, std::chrono::milliseconds(0));
  }

  std::mutex mutex_;
  std::condition_variable none_;
  int count_ = 0;
  bool ending_ = false;
  std::once_flag at_start_, after_opening_;
};

void run_whole(const std::function<bool()>& prepare, const std::function<void()>& work) {
  AtWork& at_work = AtWork::all();
  if (prepare()) {
    at_work.watch_before_what_was_opened();
    if (!at_work.ending()) work();
  }
  at_work.end();
}

}  // namespace

void end_beside(int status) { AtWork::all().end_program(status, kPatience); }

bool run_beside(std::function<bool()> prepare, std::function<void()> work) {
  AtWork& at_work = AtWork::all();
  at_work.watch_from_the_start();
  if (!at_work.begin()) return false;
  try {
    std::thread thread(
        [prepare = std::move(prepare), work = std::move(work)] { run_whole(prepare, work); });
    kWaits ? thread.join() : thread.detach();
    return true;
  } catch (const std::system_error&) {
    at_work.end();
    return false;
  }
}

}  // namespace sluice::execute
