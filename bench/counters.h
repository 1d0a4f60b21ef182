// Cycles and cache misses of a piece of work, where the system counts them for us.
#pragma once

#include <linux/perf_event.h>
#include <sys/ioctl.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <cstdint>
#include <optional>

namespace sluice::bench {

class Counter {
 public:
  explicit Counter(std::uint64_t event) {
    perf_event_attr wanted{};
    wanted.type = PERF_TYPE_HARDWARE;
    wanted.size = sizeof wanted;
    wanted.config = event;
    wanted.disabled = 1;
    wanted.exclude_kernel = 1;
    file_ = static_cast<int>(syscall(SYS_perf_event_open, &wanted, 0, -1, -1, 0));
  }
  ~Counter() {
    if (file_ >= 0) close(file_);
  }
  Counter(const Counter&) = delete;
  Counter& operator=(const Counter&) = delete;

  template <class Work>
  std::optional<double> count(const Work& work) const {
    if (file_ < 0) {
      work();
      return std::nullopt;
    }
    ioctl(file_, PERF_EVENT_IOC_RESET, 0);
    ioctl(file_, PERF_EVENT_IOC_ENABLE, 0);
    work();
    ioctl(file_, PERF_EVENT_IOC_DISABLE, 0);
    std::uint64_t value = 0;
    if (read(file_, &value, sizeof value) != sizeof value) return std::nullopt;
    return static_cast<double>(value);
  }

 private:
  int file_ = -1;
};

}  // namespace sluice::bench
