#include <algorithm>
#include <array>

#include "model/macros.h"

namespace sluice::model {

namespace {

bool is_digit(char letter) { return letter >= '0' && letter <= '9'; }

// A blank, a number and then one of these, of something: "#L 1: stock", "#rate 3 of S".
bool has_number_of_copy(std::string_view name) {
  for (std::size_t at = name.find(' ', 1); at != name.npos; at = name.find(' ', at + 1)) {
    const std::string_view number = name.substr(at + 1);
    const auto digits =
        static_cast<std::size_t>(std::ranges::find_if_not(number, is_digit) - number.begin());
    const std::string_view rest = number.substr(digits);
    if (at > 1 && digits > 0 && (rest.starts_with(": ") || rest.starts_with(" of "))) return true;
  }
  return false;
}

bool is_turn(std::string_view name) {
  constexpr std::string_view kTurn = " turn ";
  const std::size_t at = name.rfind(kTurn);
  if (at == name.npos || at + kTurn.size() == name.size()) return false;
  return std::ranges::all_of(name.substr(at + kTurn.size()), is_digit);
}

}  // namespace

bool is_macro_local(std::string_view name) {
  if (!name.starts_with('#') || name.starts_with("# ")) return false;
  constexpr std::array<std::string_view, 4> kOf = {"#table of ", "#range of ", "#data of ",
                                                   "#index of "};
  const auto begins = [&](std::string_view words) { return name.starts_with(words); };
  if (begins("#:")) return true;  // XMILE text says that it is hidden
  return std::ranges::any_of(kOf, begins) || has_number_of_copy(name) || is_turn(name);
}

}  // namespace sluice::model
