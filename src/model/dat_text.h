// Vensim's .dat text: a line with a variable's name, then a line for each of its points, time and
// value, then the next name:
//     exchange rate
//     0    7.1
//     20   7.2   measured in spring
//     demand[north] / tons a year
//     0    10
// Between the two numbers stand blanks, tabs or a comma; what follows them, and what follows a
// slash behind a name, is a comment. A name may come again: its points are put together. Source:
// Vensim reference manual, The .dat Data Format.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "model/model.h"

namespace sluice::model {

// Whether the text has that form: a line of numbers follows names that stand alone.
bool is_dat_text(std::string_view text);

// Fills Variable::series of the data variables that it names; the text is `file` of the sources.
Diagnostics attach_dat_text(Model& model, std::uint32_t file, std::string_view text);

// The names that stand in it.
std::vector<std::string> names_in_dat_text(std::string_view text);

// A warning that lists series which the model has no variable for.
struct NamedSpan {
  std::string_view text;
  Span span;
};
Diagnostic unknown_series(const Model& model, const std::vector<NamedSpan>& names);

}  // namespace sluice::model
