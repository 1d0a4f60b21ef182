#include "ensemble/pasts.h"

#include <algorithm>

namespace sluice::ensemble {

std::shared_ptr<execute::Past> Pasts::of(const std::vector<double>& prepared) {
  constexpr std::size_t kMostPasts = 2;  // a lever that acts from the start has a past of its own
  const auto found =
      std::ranges::find_if(pasts_, [&](const auto& past) { return past->is_of(prepared); });
  if (found != pasts_.end()) {
    pasts_.splice(pasts_.begin(), pasts_, found);
    return pasts_.front();
  }
  std::shared_ptr<execute::Past> made =
      runner_.kernel().make_past(prepared, time_, most_bytes_ / kMostPasts);
  if (!made) return nullptr;
  pasts_.push_front(made);
  if (pasts_.size() > kMostPasts) pasts_.pop_back();
  return made;
}

}  // namespace sluice::ensemble
