#include "syntax/mdl/braces.h"

#include <algorithm>

namespace sluice::syntax::mdl {

std::size_t Braces::partner_of(std::size_t open) {
  const std::size_t first = text_.find('}', open);
  const std::string_view inside = text_.substr(open + 1, first - open - 1);
  if (first == text_.npos || inside.find('{') == inside.npos) return first;
  if (open < begin_ || open >= end_) pair_up(open);
  const auto found = std::ranges::lower_bound(pairs_, std::pair(open, std::size_t{0}));
  return found != pairs_.end() && found->first == open ? found->second : first;
}

void Braces::pair_up(std::size_t begin) {
  begin_ = begin;
  end_ = std::min(text_.find_first_of("~|", begin), text_.size());
  pairs_.clear();
  std::vector<std::size_t> open;
  for (std::size_t at = begin_; at < end_; ++at) {
    if (text_[at] == '{') {
      open.push_back(at);
    } else if (text_[at] == '}' && !open.empty()) {
      pairs_.emplace_back(open.back(), at);
      open.pop_back();
    }
  }
  std::ranges::sort(pairs_);
}

}  // namespace sluice::syntax::mdl
