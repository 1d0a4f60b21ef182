#include "report/numbers.h"

#include <cmath>

#include "base/format.h"

namespace sluice::report {
namespace {

std::string with_commas(const std::string& digits) {
  std::string text;
  for (std::size_t k = 0; k < digits.size(); ++k) {
    const std::size_t left = digits.size() - k;
    if (k > 0 && left % 3 == 0) text += ',';
    text += digits[k];
  }
  return text;
}

std::string show_size(double size) {
  if (size >= 999.5 && size < 1e9) return with_commas(to_fixed(size, 0));
  return to_significant(size, 3);
}

std::string show_percent(double size) {
  const bool small = size != 0 && size * 100 < 0.05;
  return small ? to_significant(size * 100, 1) : to_fixed(size * 100, 1);
}

}  // namespace

std::string show(double value, const NumberStyle& style) {
  if (std::isnan(value)) return "n/a";
  if (style.never && value >= *style.never) return "not by then";
  const double size = std::abs(value);
  if (style.date) return to_fixed(value, 1);
  const std::string text = style.percent ? show_percent(size) : show_size(size);
  if (value < 0) return "-" + text;
  return (style.sign && value > 0 ? "+" : "") + text;
}

std::string show_count(std::uint64_t count) { return with_commas(std::to_string(count)); }

std::string show_share(double share) {
  if (std::isnan(share)) return "n/a";
  if (share > 0 && share < 0.005) return "<0.5 %";
  if (share < 1 && share > 0.995) return ">99.5 %";
  return to_fixed(share * 100, 0) + " %";
}

std::string show_share(double share, double error) {
  if (std::isnan(share)) return "n/a";
  return to_fixed(share * 100, 0) + " ± " + to_fixed(error * 100, 1) + " %";
}

}  // namespace sluice::report
