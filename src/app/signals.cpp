#include "app/signals.h"

#include <unistd.h>

#include <csignal>
#include <mutex>
#include <string_view>

#include "app/arguments.h"

namespace sluice::app {
namespace {

std::atomic<bool> g_interrupted{false};  // a signal handler can reach nothing else
bool g_may_wait = false;
static_assert(std::atomic<bool>::is_always_lock_free);

void interrupt(int signal) {
  g_interrupted.store(true);
  // The default action is back for the second signal.
  struct sigaction standard {};
  standard.sa_handler = SIG_DFL;
  sigaction(signal, &standard, nullptr);
}

// Only what a signal handler may do.
void end_at_once(int /*signal*/) {
  constexpr std::string_view kSaid = "sluice: interrupted\n";
  [[maybe_unused]] const ssize_t written = write(STDERR_FILENO, kSaid.data(), kSaid.size());
  _exit(kInterrupted);
}

void handle_by(void (*handler)(int)) {
  struct sigaction action {};
  action.sa_handler = handler;
  sigemptyset(&action.sa_mask);
  sigaction(SIGINT, &action, nullptr);
  sigaction(SIGTERM, &action, nullptr);
}

}  // namespace

void let_signals_wait() { g_may_wait = true; }

void watch_signals() {
  static std::once_flag once;
  if (g_may_wait) std::call_once(once, [] { handle_by(interrupt); });
}

void end_at_signals() {
  handle_by(end_at_once);
  struct sigaction ignore {};
  ignore.sa_handler = SIG_IGN;
  sigaction(SIGPIPE, &ignore, nullptr);
}

const std::atomic<bool>& interrupted() {
  watch_signals();
  return g_interrupted;
}

}  // namespace sluice::app
