// How many numbers the requests under way may hold at once. One that finds no room waits for others
// to end; a small one, such as a look while a lever is dragged, never waits.
#pragma once

#include <cstddef>
#include <mutex>

namespace sluice::serve {

class Room {
 public:
  explicit Room(std::size_t most = 200'000'000, std::size_t small = 10'000'000)
      : most_(most), small_(small) {}

  // What has been taken must be given back. A request larger than all there is gets in alone.
  bool take(std::size_t numbers) {
    const std::scoped_lock lock(mutex_);
    const bool fits = numbers <= small_ || taken_ == 0 || taken_ + numbers <= most_;
    if (fits) taken_ += numbers;
    return fits;
  }
  void give(std::size_t numbers) {
    const std::scoped_lock lock(mutex_);
    taken_ -= numbers;
  }

 private:
  std::mutex mutex_;
  std::size_t most_, small_, taken_ = 0;
};

}  // namespace sluice::serve
