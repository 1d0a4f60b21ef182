// Numbers in the prose of a study that are read from its model, so that the two cannot part.
//
// A number in a Markdown file of the study's folder followed by a comment that says what it is:
//
//   a cap of 75,000<!-- = Cap per buyer * 1000 --> a buyer
//
// What stands after "=": a value, perhaps times or divided by a number.
//   Cap per buyer                     a constant of the model (with its element where it has one)
//   Lag to US frontier at 2030-12     a run at central values, of the baseline; "under SCENARIO";
//                                     "with Fear switch=0, Price[b]=2" sets constants, and
//                                     "against SCENARIO" gives how much more that is than under
//                                     the other, as a share: 0.1 is a tenth more, -0.1 less
//   lever us_cap_share default        or low, high
//   uncertainty wafers_2025 p5        or p50, p95, central
//   claim hooked.A holds              or fails; "claim hooked.B 2 holds" is its second leg
//   count levers                      or uncertainties, scenarios, worldviews, outcomes, claims,
//                                     histories, back-tests, variables, stocks, rows; or the
//                                     policies of a grid or elements of a dimension: count Class
// A number with " %" after it is a percentage. It must equal the value as rounded to its own
// digits.
#pragma once

#include <string>
#include <vector>

#include "app/open.h"
#include "base/diagnostic.h"

namespace sluice::app {

struct ProseMark {
  std::string file, written, expression;  // "75,000", "Cap per buyer * 1000"
  std::size_t begin = 0, end = 0;         // bytes of `written` in the file
  std::uint32_t line = 0;
  bool percent = false;
};
// Every mark of a text, in its order.
std::vector<ProseMark> marks_in(const std::string& file, const std::string& text);

struct ProseCheck {
  std::size_t files = 0, marks = 0, changed = 0;
  Diagnostics diagnostics;  // A826 for each number that differs, A827 for what cannot be read
};
// All Markdown files of the study's folder. With `update` numbers that differ are written anew.
ProseCheck check_prose(const Opened& opened, bool update);

}  // namespace sluice::app
