// A model as XMILE text (OASIS XMILE 1.0): the elements and attributes of the standard, in its
// order, and of vendors the time between saved values (isee:save_interval) and what XMILE has no
// place for and only we read back: sluice:supplementary, sluice:hidden, the step of a range, notes
// of dimensions.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "syntax/print_expression.h"
#include "syntax/tree.h"
#include "syntax/views.h"

namespace sluice::syntax {

// One <eqn>, or <element> where the variable is an array that has one for each.
struct XmileCell {
  std::vector<std::string> elements;  // none: the equation is for all of them
  std::string equation;               // may be empty where there is a table
  std::optional<Table> table;
};

enum class XmileKind : std::uint8_t { stock, flow, aux, table };

struct XmileVariable {
  XmileKind kind = XmileKind::aux;
  std::string name;
  std::vector<std::string> dimensions;
  std::vector<XmileCell> cells;
  std::vector<std::string> inflows, outflows;  // of a stock
  std::string unit, note, group;
  std::optional<double> minimum, maximum, step;
  bool supplementary = false;
  bool hidden = false;  // no variable of the modeller's
  bool output = false;  // of a macro: a further result
};

struct XmileMacro {
  std::string name;
  std::vector<std::string> parameters;
  std::vector<XmileVariable> variables;  // one has the macro's name: what it gives
};

struct XmileDimension {
  std::string name;
  std::vector<std::string> elements;
  std::string note;
};

struct XmileModel {
  std::string name;
  double start = 0, stop = 0, step = 1, save_period = 1;
  std::string time_unit;
  Integration method = Integration::euler;
  std::vector<std::vector<std::string>> unit_equivalences;
  std::vector<XmileDimension> dimensions;
  std::vector<XmileMacro> macros;
  std::vector<XmileVariable> variables;
  std::map<std::string, std::string> group_notes;
  std::vector<View> views;
};

std::string write_xmile(const XmileModel& model);

namespace xmile {

// As it stands in an equation: blanks as underscores, in quotes where it is no plain name.
std::string print_name(std::string_view name);
Wording wording();
// In a macro: what begins with this is a name of the model's, ".name".
inline constexpr char kOfModel = '\x01';
Wording wording_in_macros();

}  // namespace xmile

}  // namespace sluice::syntax
