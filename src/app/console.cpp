#include "app/console.h"

#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <charconv>
#include <cmath>
#include <cstdlib>

#include "base/format.h"
#include "report/numbers.h"

namespace sluice::app {
namespace {

std::string_view environment(const char* name) {
  const char* value = std::getenv(name);
  return value == nullptr ? std::string_view{} : std::string_view{value};
}

std::size_t terminal_columns(int stream) {
  const std::string_view wanted = environment("COLUMNS");
  std::size_t columns = 0;
  const auto read = std::from_chars(wanted.data(), wanted.data() + wanted.size(), columns);
  if (read.ec == std::errc{} && columns > 0) return columns;
  winsize size{};
  if (ioctl(stream, TIOCGWINSZ, &size) == 0 && size.ws_col > 0) return size.ws_col;
  return 80;
}

bool write_all(int stream, std::string_view text) {
  while (!text.empty()) {
    const ssize_t written = ::write(stream, text.data(), text.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) return false;
    text.remove_prefix(static_cast<std::size_t>(written));
  }
  return true;
}

std::string time_left(double seconds) {
  const auto whole = static_cast<long>(std::ceil(seconds));
  if (whole < 60) return format("{} s left", whole);
  if (whole < 3600) return format("{} min {:02} s left", whole / 60, whole % 60);
  return format("{} h {:02} min left", whole / 3600, whole / 60 % 60);
}

constexpr auto kRedraw = std::chrono::milliseconds(100);
constexpr auto kPatience = std::chrono::milliseconds(300);

}  // namespace

report::Terminal output_terminal() {
  if (isatty(STDOUT_FILENO) == 0) return {};
  const bool plain = !environment("NO_COLOR").empty() || environment("TERM") == "dumb";
  return {terminal_columns(STDOUT_FILENO), !plain};
}

bool write_output(std::string_view text) { return write_all(STDOUT_FILENO, text); }

void write_message(std::string_view text) { write_all(STDERR_FILENO, text); }

void tell(const Diagnostics& diagnostics) { write_message(to_text(diagnostics)); }

ProgressBar::ProgressBar(std::string title)
    : title_(std::move(title)),
      terminal_(isatty(STDERR_FILENO) != 0 && environment("TERM") != "dumb"),
      begun_(Clock::now()),
      last_(begun_) {}

ProgressBar::~ProgressBar() {
  if (drawn_) write_message("\r\x1b[K");
}

void ProgressBar::show(std::uint64_t done, std::uint64_t total, std::string_view note) {
  const auto now = Clock::now();
  // Short work shows no bar at all.
  if (!terminal_ || now - begun_ < kPatience || (drawn_ && now - last_ < kRedraw)) return;
  last_ = now;
  drawn_ = true;
  const double seconds = std::chrono::duration<double>(now - begun_).count();
  write_message("\r" +
                progress_line(title_, done, total, seconds, terminal_columns(STDERR_FILENO), note) +
                "\x1b[K");
}

std::string progress_line(std::string_view title, std::uint64_t done, std::uint64_t total,
                          double seconds, std::size_t columns, std::string_view note) {
  constexpr std::size_t kBar = 20;
  const double part =
      total == 0 ? 1 : std::min(1.0, static_cast<double>(done) / static_cast<double>(total));
  const auto filled = static_cast<std::size_t>(part * kBar);
  const double rate = seconds > 0 ? static_cast<double>(done) / seconds : 0;
  std::string line = format("{} {:3.0f} %", title, part * 100);
  const std::string bar =
      format(" [{}{}]", std::string(filled, '='), std::string(kBar - filled, ' '));
  const std::string counts =
      format("  {} of {} futures", report::show_count(done), report::show_count(total));
  const std::string speed =
      rate > 0
          ? format(", {}/s, {}", report::show_count(static_cast<std::uint64_t>(std::round(rate))),
                   time_left(static_cast<double>(total - std::min(done, total)) / rate))
          : "";
  const std::string last = note.empty() ? "" : format(", {}", note);
  for (const std::string* more : {&bar, &counts, &speed, &last}) {
    if (report::display_width(line + *more) < columns) line += *more;
  }
  return line;
}

}  // namespace sluice::app
