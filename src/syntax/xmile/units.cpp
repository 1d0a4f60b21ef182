// Units that the file defines by others: written out where they are used.
#include <algorithm>

#include "syntax/xmile/file.h"

namespace sluice::syntax::xmile {

namespace {

constexpr int kLongestChain = 20;

std::string written_out(const Whole& whole, const std::string& unit, int depth) {
  constexpr std::string_view kSigns = "*/^()";
  std::string result;
  for (std::size_t at = 0; at < unit.size();) {
    const std::size_t end = std::min(unit.find_first_of(kSigns, at), unit.size());
    std::string part = unit.substr(at, end - at);
    for (const auto& [name, equation] : whole.unit_equations) {
      const bool compound = equation.find_first_of(kSigns) != std::string::npos;
      if (!compound || depth >= kLongestChain || key_of(part) != key_of(name)) continue;
      part = "(" + written_out(whole, equation, depth + 1) + ")";
      break;
    }
    result += part;
    if (end < unit.size()) result += unit[end];
    at = end + 1;
  }
  return result;
}

}  // namespace

void write_out_units(Whole& whole) {
  if (whole.unit_equations.empty()) return;
  for (Equation& equation : whole.tree.equations) {
    const std::string unit = written_out(whole, equation.unit, 0);
    constexpr std::size_t kLongestUnit = 10000;
    if (unit.size() <= kLongestUnit) equation.unit = unit;
  }
}

}  // namespace sluice::syntax::xmile
