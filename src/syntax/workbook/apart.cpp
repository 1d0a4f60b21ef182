#include "syntax/workbook/apart.h"

#include <fcntl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <csignal>
#include <cstdio>

#include "syntax/workbook/formats.h"

namespace sluice::syntax {
namespace {

constexpr rlim_t kMostSeconds = 10;
constexpr rlim_t kMostMemory = rlim_t{2} << 30U;  // beside what this process has
constexpr char kRead = 'r', kFault = 'f';

rlim_t memory_now() {
  unsigned long pages = 0;
  std::FILE* const sizes = std::fopen("/proc/self/statm", "r");
  if (sizes == nullptr) return 0;
  const int found = std::fscanf(sizes, "%lu", &pages);
  (void)std::fclose(sizes);
  return found == 1 ? static_cast<rlim_t>(pages) * static_cast<rlim_t>(sysconf(_SC_PAGESIZE)) : 0;
}

void limit(rlim_t most, decltype(RLIMIT_CPU) what) {
  const rlimit both{most, most};
  (void)setrlimit(what, &both);
}

// What a fault has to say goes to the parent: the child itself says nothing and leaves nothing.
void confine(unsigned most_seconds) {
  limit(kMostSeconds, RLIMIT_CPU);
  limit(0, RLIMIT_CORE);
  if (const rlim_t now = memory_now(); now > 0) limit(now + kMostMemory, RLIMIT_AS);
  for (const int signal : {SIGSEGV, SIGBUS, SIGFPE, SIGABRT, SIGILL, SIGXCPU, SIGALRM}) {
    (void)std::signal(signal, SIG_DFL);
  }
  // Processor time does not end one that sleeps: on a lock, say, that another thread of the parent
  // held when it was copied, and that nobody releases here.
  sigset_t clock;
  sigemptyset(&clock);
  sigaddset(&clock, SIGALRM);
  (void)sigprocmask(SIG_UNBLOCK, &clock, nullptr);
  (void)alarm(most_seconds);
  const int nowhere = open("/dev/null", O_WRONLY | O_CLOEXEC);
  if (nowhere >= 0) (void)dup2(nowhere, STDERR_FILENO);
}

void send(int pipe, const std::string& text) {
  for (std::size_t at = 0; at < text.size();) {
    const ssize_t sent = write(pipe, text.data() + at, text.size() - at);
    if (sent < 0 && errno == EINTR) continue;
    if (sent <= 0) return;
    at += static_cast<std::size_t>(sent);
  }
}

[[noreturn]] void be_child(int pipe, const std::function<Workbook()>& read, unsigned most_seconds) {
  confine(most_seconds);
  try {
    send(pipe, kRead + to_text(read()));
  } catch (const std::exception& fault) {
    send(pipe, std::string(1, kFault) + fault.what());
  }
  _exit(0);
}

std::string receive(int pipe) {
  std::string text;
  std::array<char, 65536> bytes{};
  for (;;) {
    const ssize_t got = read(pipe, bytes.data(), bytes.size());
    if (got < 0 && errno == EINTR) continue;
    if (got <= 0) return text;
    text.append(bytes.data(), static_cast<std::size_t>(got));
  }
}

// How the child ended, in words that follow "NAME cannot be read".
std::string fate_of(int status) {
  const int signal = WIFSIGNALED(status) ? WTERMSIG(status) : 0;
  if (signal == SIGXCPU || signal == SIGKILL || signal == SIGALRM) {
    return "it is damaged: reading it comes to no end";
  }
  return "it is damaged: its parts lie where none can be";
}

}  // namespace

Workbook read_apart(const std::function<Workbook()>& read, unsigned most_seconds) {
  std::array<int, 2> ends{};
  if (pipe2(ends.data(), O_CLOEXEC) != 0) throw BadWorkbook("there is no pipe to read it through");
  const pid_t child = fork();
  if (child == 0) be_child(ends[1], read, most_seconds);
  (void)close(ends[1]);
  const std::string text = child > 0 ? receive(ends[0]) : std::string();
  (void)close(ends[0]);
  int status = 0;
  while (child > 0 && waitpid(child, &status, 0) < 0 && errno == EINTR) {
  }
  if (text.starts_with(kFault)) throw BadWorkbook(text.substr(1));
  const bool whole = text.starts_with(kRead) && WIFEXITED(status) && WEXITSTATUS(status) == 0;
  std::optional<Workbook> workbook;
  if (whole) workbook = workbook_from_text(std::string_view(text).substr(1));
  if (!workbook) throw BadWorkbook(fate_of(status));
  return std::move(*workbook);
}

}  // namespace sluice::syntax
