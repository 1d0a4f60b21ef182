#include "serve/picture.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "base/format.h"
#include "report/numbers.h"

namespace sluice::serve {
namespace {

constexpr double kWidth = 720, kHeight = 340;
constexpr double kLeft = 64, kRight = 700, kTop = 16, kBottom = 290;

struct Scale {
  double first_year = 0, last_year = 1, low = 0, high = 1;
  double x(double year) const {
    return kLeft + (year - first_year) / (last_year - first_year) * (kRight - kLeft);
  }
  double y(double value) const { return kBottom - (value - low) / (high - low) * (kBottom - kTop); }
};

void widen(double value, Scale& scale) {
  if (!std::isfinite(value)) return;
  scale.low = std::min(scale.low, value);
  scale.high = std::max(scale.high, value);
}

Scale scale_of(const Picture& picture) {
  constexpr double kNone = std::numeric_limits<double>::infinity();
  Scale scale{picture.years.front(), picture.years.back(), kNone, -kNone};
  const std::size_t times = picture.years.size();
  for (const PictureLine& line : picture.lines) {
    for (std::size_t time = 0; time < times; ++time) {
      widen(line.course.quantiles[time], scale);
      widen(line.course.quantiles[4 * times + time], scale);
    }
  }
  for (const PicturePoint& point : picture.points) widen(point.value, scale);
  if (!(scale.low < kNone)) scale.low = 0, scale.high = 1;
  if (scale.low > 0 && scale.low < scale.high / 2) scale.low = 0;
  if (scale.low == scale.high) scale.low -= 1, scale.high += 1;
  return scale;
}

// Round numbers from low to high.
std::vector<double> ticks_of(double low, double high, double wanted) {
  const double rough = (high - low) / wanted;
  const double power = std::pow(10.0, std::floor(std::log10(rough)));
  double step = 10 * power;
  for (const double one : {5.0, 2.0, 1.0}) {
    if (one * power >= rough) step = one * power;
  }
  std::vector<double> ticks;
  const auto last = static_cast<long>(std::floor(high / step + 1e-9));
  for (auto k = static_cast<long>(std::ceil(low / step - 1e-9)); k <= last; ++k) {
    ticks.push_back(static_cast<double>(k) * step);
  }
  return ticks;
}

// "M1 2L3 4": the finite stretches of one band's course.
std::string path_of(const Picture& picture, const Course& course, std::size_t band,
                    const Scale& scale) {
  std::string path;
  bool open = false;
  const std::size_t times = picture.years.size();
  for (std::size_t time = 0; time < times; ++time) {
    const double value = course.quantiles[band * times + time];
    if (!std::isfinite(value)) {
      open = false;
      continue;
    }
    path +=
        format("{}{:.1f} {:.1f}", open ? "L" : "M", scale.x(picture.years[time]), scale.y(value));
    open = true;
  }
  return path;
}

std::string area_of(const Picture& picture, const Course& course, std::size_t low, std::size_t high,
                    const Scale& scale) {
  std::string path = path_of(picture, course, high, scale);
  const std::size_t times = picture.years.size();
  for (std::size_t time = times; time-- > 0;) {
    const double value = course.quantiles[low * times + time];
    if (!std::isfinite(value)) continue;
    path += format("L{:.1f} {:.1f}", scale.x(picture.years[time]), scale.y(value));
  }
  return path + "Z";
}

std::string axes_of(const Picture& picture, const Scale& scale) {
  std::string text;
  for (const double tick : ticks_of(scale.low, scale.high, 6)) {
    const double y = scale.y(tick);
    text += format(
        "<path class=\"grid\" d=\"M{} {:.1f}H{}\"/><text x=\"{}\" y=\"{:.1f}\" "
        "text-anchor=\"end\">{}{}</text>",
        kLeft, y, kRight, kLeft - 6, y + 4, report::show(tick, {.percent = picture.percent}),
        picture.percent ? " %" : "");
  }
  for (const double tick : ticks_of(scale.first_year, scale.last_year, 10)) {
    if (tick != std::floor(tick)) continue;
    text += format("<text x=\"{:.1f}\" y=\"{}\" text-anchor=\"middle\">{}</text>", scale.x(tick),
                   kBottom + 18, tick);
  }
  return text;
}

std::string fan_of(const Picture& picture, const PictureLine& line, const Scale& scale) {
  return format(
      "<path d=\"{}\" fill=\"{}\" fill-opacity=\".15\"/><path d=\"{}\" fill=\"{}\" "
      "fill-opacity=\".32\"/><path d=\"{}\" fill=\"none\" stroke=\"{}\" stroke-width=\"2.5\"/>",
      area_of(picture, line.course, 0, 4, scale), line.color,
      area_of(picture, line.course, 1, 3, scale), line.color,
      path_of(picture, line.course, 2, scale), line.color);
}

std::string outline_of(const Picture& picture, const PictureLine& line, const Scale& scale) {
  std::string text;
  for (const std::size_t band : {std::size_t{0}, std::size_t{4}}) {
    text += format(
        "<path d=\"{}\" fill=\"none\" stroke=\"{}\" stroke-opacity=\".55\" "
        "stroke-dasharray=\"2 3\"/>",
        path_of(picture, line.course, band, scale), line.color);
  }
  return text + format("<path d=\"{}\" fill=\"none\" stroke=\"{}\" stroke-width=\"2\"{}/>",
                       path_of(picture, line.course, 2, scale), line.color,
                       line.dashed ? " stroke-dasharray=\"6 4\"" : "");
}

std::string key_of(const Picture& picture) {
  std::string text;
  double left = kLeft;
  for (auto line = picture.lines.rbegin(); line != picture.lines.rend(); ++line) {
    text += format(
        "<path d=\"M{0} 328h18\" stroke=\"{1}\" stroke-width=\"2.5\"{2}/><text x=\"{3}\" "
        "y=\"332\">{4}</text>",
        left, line->color, line->dashed ? " stroke-dasharray=\"6 4\"" : "", left + 23,
        escaped(line->label));
    left += 44 + 6.5 * static_cast<double>(line->label.size());
  }
  return text;
}

}  // namespace

std::string escaped(std::string_view text) {
  std::string safe;
  for (const char letter : text) {
    switch (letter) {
      case '&': safe += "&amp;"; break;
      case '<': safe += "&lt;"; break;
      case '>': safe += "&gt;"; break;
      case '"': safe += "&quot;"; break;
      default: safe += letter;
    }
  }
  return safe;
}

std::string svg_of(const Picture& picture) {
  const Scale scale = scale_of(picture);
  std::string text =
      format("<svg viewBox=\"0 0 {} {}\" role=\"img\" aria-label=\"{}\" font-size=\"12\">", kWidth,
             kHeight, escaped(picture.title));
  text += axes_of(picture, scale);
  text += fan_of(picture, picture.lines.back(), scale);
  for (std::size_t k = 0; k + 1 < picture.lines.size(); ++k) {
    text += outline_of(picture, picture.lines[k], scale);
  }
  for (const PicturePoint& point : picture.points) {
    text += format("<circle cx=\"{:.1f}\" cy=\"{:.1f}\" r=\"3\"><title>{}</title></circle>",
                   scale.x(point.year), scale.y(point.value), escaped(point.text));
  }
  return text + key_of(picture) + "</svg>";
}

}  // namespace sluice::serve
