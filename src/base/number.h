// Numbers in text: the reverse of to_text(double) in base/format.h.
#pragma once

#include <optional>
#include <string_view>

namespace sluice {

// What Vensim's :NA: is as a number.
inline constexpr double kNotAvailable = -0x1p109;

// The number that the whole of `text` spells: 12, -0.5, .5, 5., 1e6, +3, inf, nan. Nothing for any
// other text, blanks among it. Too large for a double gives an infinity, too small a zero. It does
// not depend on the locale.
std::optional<double> number_in(std::string_view text);

}  // namespace sluice
