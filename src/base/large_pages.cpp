#include "base/large_pages.h"

#include <sys/mman.h>

#include <cstdint>

namespace sluice {

void prefer_large_pages(void* from, std::size_t bytes) {
  constexpr std::uintptr_t kLarge = std::uintptr_t{1} << 21U, kPage = 4096;
  if (bytes < 2 * kLarge) return;
  const auto start = reinterpret_cast<std::uintptr_t>(from);
  const std::uintptr_t first = (start + kPage - 1) / kPage * kPage;
  const std::uintptr_t last = (start + bytes) / kPage * kPage;
  // NOLINTNEXTLINE(performance-no-int-to-ptr): madvise wants the start of a page
  (void)madvise(reinterpret_cast<void*>(first), last - first, MADV_HUGEPAGE);
}

std::vector<double> many_zeros(std::size_t count) {
  std::vector<double> numbers;
  numbers.reserve(count);
  prefer_large_pages(numbers.data(), count * sizeof(double));
  numbers.resize(count);
  return numbers;
}

NumberRoom::NumberRoom(std::size_t count)
    : size_(count), numbers_(std::make_unique_for_overwrite<double[]>(count)) {
  prefer_large_pages(numbers_.get(), count * sizeof(double));
}

}  // namespace sluice
