// A fan as SVG text: what a report holds. The page draws the same on a canvas.
#pragma once

#include <string>
#include <vector>

#include "serve/courses.h"

namespace sluice::serve {

struct PictureLine {
  Course course;
  std::string label, color;
  bool dashed = false;
};
struct PicturePoint {
  double year = 0, value = 0;
  std::string text;  // for people: what was observed, and by whom
};
struct Picture {
  std::string title, unit;
  bool percent = false;
  std::vector<double> years;       // of the saved times, with fractions
  std::vector<PictureLine> lines;  // the last one as a fan, the others by median and outer band
  std::vector<PicturePoint> points;
};
std::string svg_of(const Picture& picture);

// Text where markup would be read.
std::string escaped(std::string_view text);

}  // namespace sluice::serve
