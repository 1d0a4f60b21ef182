// Which "}" closes a {comment}. Private to src/syntax/mdl.
#pragma once

#include <cstddef>
#include <string_view>
#include <utility>
#include <vector>

namespace sluice::syntax::mdl {

class Braces {
 public:
  explicit Braces(std::string_view text) : text_(text) {}

  // Of the "{" that stands there: its partner where the braces come out even before the next field
  // ("~") or entry ("|") begins, else the first "}"; npos where there is none.
  std::size_t partner_of(std::size_t open);

 private:
  void pair_up(std::size_t begin);

  // The braces of one field are paired once, however many comments it has.
  std::string_view text_;
  std::size_t begin_ = 0, end_ = 0;
  std::vector<std::pair<std::size_t, std::size_t>> pairs_;  // by where they open
};

}  // namespace sluice::syntax::mdl
