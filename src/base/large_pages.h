// Memory that is about to be written for the first time, by the megabyte.
#pragma once

#include <cstddef>
#include <memory>
#include <utility>
#include <vector>

namespace sluice {

// Asks the system for large pages there: it then has to make a few hundred times fewer of them.
// Nothing happens where it has none.
void prefer_large_pages(void* from, std::size_t bytes);

// So many zeros.
std::vector<double> many_zeros(std::size_t count);

// Room for numbers of which none is there yet. The system makes each page when it is first written:
// a gigabyte is there at once, and whoever fills it can be cancelled meanwhile.
class NumberRoom {
 public:
  NumberRoom() = default;
  explicit NumberRoom(std::size_t count);
  NumberRoom(NumberRoom&& other) noexcept
      : size_(std::exchange(other.size_, 0)), numbers_(std::move(other.numbers_)) {}
  NumberRoom& operator=(NumberRoom&& other) noexcept {
    size_ = std::exchange(other.size_, 0);
    numbers_ = std::move(other.numbers_);
    return *this;
  }
  ~NumberRoom() = default;

  std::size_t size() const { return size_; }
  double* data() { return numbers_.get(); }
  const double* data() const { return numbers_.get(); }

 private:
  std::size_t size_ = 0;
  std::unique_ptr<double[]> numbers_;
};

}  // namespace sluice
