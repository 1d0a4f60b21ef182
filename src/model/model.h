// The checked, format-free model: every name is an id, every subscript is resolved, every equation
// knows which cells (elements) of its variable it defines. A Model that exists has no errors.
//
// Cells: a variable with axes of sizes n0, n1, ... has n0*n1*... cells, numbered row-major (last
// axis fastest). A scalar has one cell, number 0.
#pragma once

#include <concepts>
#include <cstdint>
#include <optional>
#include <string>
#include <type_traits>
#include <unordered_map>
#include <utility>
#include <variant>
#include <vector>

#include "base/diagnostic.h"
#include "base/source_set.h"
#include "model/builtins.h"
#include "model/unit.h"

namespace sluice::model {

enum class ElementId : std::uint32_t {};
enum class DimensionId : std::uint32_t {};
enum class VariableId : std::uint32_t {};

struct Dimension {
  std::string name;
  std::vector<ElementId> elements;  // of a subrange too: the same ids as in its family
  DimensionId family{};             // the widest dimension that holds these elements
  std::string note;
  Span span;
};

// --- subscripts of a reference inside an equation ---
struct FixedElement {
  std::uint32_t position = 0;  // on the referenced variable's axis
};
struct BoundIndex {  // follows the left-hand side's axis, possibly through a mapping
  std::uint32_t left_axis = 0;
  std::vector<std::uint32_t> position;  // by the left element's position in its axis
                                        // (kNoPosition where the equation defines no cell)
};
struct LoopIndex {                      // written with `!`
  std::uint32_t loop = 0;               // the id of a Loop of an enclosing reduction
  std::vector<std::uint32_t> position;  // by the loop element's place in its dimension
};
using Index = std::variant<FixedElement, BoundIndex, LoopIndex>;
inline constexpr std::uint32_t kNoPosition = 0xffffffffU;
inline constexpr std::uint32_t kNoEquation = 0xffffffffU;

struct Expr;

struct Number {
  double value = 0;     // :NA: is -2^109
  bool absent = false;  // see syntax::Number
};
struct Reference {
  VariableId variable{};
  std::vector<Index> indices;  // one per axis of the variable
};
// A subscript name used as a number: its 1-based place in the dimension it stands for.
struct ElementNumber {
  Index index;  // position + 1 is the value
};
enum class UnaryOp : std::uint8_t { minus, logical_not };
struct Unary {
  UnaryOp op{};
  std::vector<Expr> operand;
};
enum class BinaryOp : std::uint8_t {
  add,
  subtract,
  multiply,
  divide,
  power,
  less,
  less_equal,
  greater,
  greater_equal,
  equal,
  not_equal,
  logical_and,
  logical_or,
};
struct Binary {
  BinaryOp op{};
  std::vector<Expr> operands;
};
struct Loop {
  std::uint32_t id = 0;  // unique within its equation, so that nested reductions do not clash
  DimensionId dimension{};
};
struct Call {
  Builtin builtin{};
  std::vector<Expr> arguments;
  std::vector<Loop> loops;  // of a reduction (SUM, PROD, VMIN, VMAX, VECTOR SELECT, ...)
};
struct LookupCall {  // a lookup variable applied to an argument; `hold`: as the table itself says
  Reference table;
  std::vector<Expr> argument;
  LookupMode mode{};
};
struct Table {  // a literal inside WITH LOOKUP or a lookup variable's right-hand side
  std::vector<std::pair<double, double>> points;
  LookupMode mode{};
};

struct Expr {
  Span span;
  std::variant<Number, Reference, ElementNumber, Unary, Binary, Call, LookupCall, Table> node;
};

// Calls `visit` with each expression that stands directly in this one, in reading order.
template <class AnyExpr, class Visit>
requires std::same_as<std::remove_const_t<AnyExpr>, Expr>
void for_each_part(AnyExpr& expr, const Visit& visit) {
  const auto all = [&](auto& parts) {
    for (auto& part : parts) visit(part);
  };
  if (auto* unary = std::get_if<Unary>(&expr.node)) all(unary->operand);
  if (auto* binary = std::get_if<Binary>(&expr.node)) all(binary->operands);
  if (auto* call = std::get_if<Call>(&expr.node)) all(call->arguments);
  if (auto* lookup = std::get_if<LookupCall>(&expr.node)) all(lookup->argument);
}

// Whether `is` holds for one of them; the others after it are not asked.
template <class Predicate>
bool any_part(const Expr& expr, const Predicate& is) {
  bool found = false;
  for_each_part(expr, [&](const Expr& part) { found = found || is(part); });
  return found;
}

// What data are between their points; raw: :NA:.
enum class DataMode : std::uint8_t { interpolate, hold_backward, look_forward, raw };

struct Equation {
  Span span;                          // the whole entry
  Span name_span;                     // the left-hand name
  std::vector<std::uint32_t> cells;   // cells of the variable that it defines, ascending
  Expr right;                         // for `values` non-empty: unused
  std::vector<double> values;         // a number list: one value per entry of `cells`
  std::optional<DataMode> data_mode;  // of an equation between data: what it is between its points
  std::string shown;                  // how it reads; empty: as the text of `span`
};

enum class VariableKind : std::uint8_t {
  constant,   // a number, or a number list
  auxiliary,  // anything computed
  stock,      // some equation is INTEG(...); others of the same array may be ordinary
  lookup,     // a table: only applied, never read as a number
  data,       // an exogenous series; see Variable::series
};

// An exogenous series of one cell, from a data file or a `:=` table. Times ascending.
struct Series {
  std::vector<double> times;
  std::vector<double> values;
};

// An axis defined only for some elements of every declared dimension gets a dimension of its own,
// named after them ("{a, c}"), so that cells and equations stay one to one.
struct Variable {
  std::string name;  // as first written
  VariableKind kind{};
  std::vector<DimensionId> axes;
  std::vector<Equation> equations;
  // Which equation defines each cell: an index into `equations`, or kNoEquation (the builtin Time,
  // a data variable without right-hand side, a cell that nothing refers to and nothing defines).
  std::vector<std::uint32_t> equation_of_cell;
  std::vector<Series> series;  // data only: one per cell
  DataMode data_mode = DataMode::interpolate;
  Unit unit;
  std::string unit_text;  // as written, "" when the model gives none
  std::string note;
  std::string group;
  std::optional<double> minimum, maximum;
  bool supplementary = false;  // said to be an end of the model: no note that nothing uses it
  Span span;                   // the first equation's left-hand name
};

enum class Method : std::uint8_t { euler, midpoint, heun, rk4 };

struct Control {  // central values; the variables exist too (INITIAL TIME, ...)
  double initial_time = 0, final_time = 100, time_step = 1, save_period = 1;
  // FINAL TIME is computed in the run: it ends when the time reaches it. final_time is its value at
  // the start.
  bool final_time_changes = false;
  // The same of these: the values here are those of the start, and the steps are found before a run
  // (lower/find_clock.h).
  bool time_step_changes = false, save_period_changes = false;
  std::string time_unit;
  Method method = Method::euler;
};

struct Model {
  std::vector<std::string> elements;  // names by ElementId
  std::vector<Dimension> dimensions;
  std::vector<Variable> variables;
  Control control;
  VariableId time{};                                  // the builtin variable Time
  std::unordered_map<std::string, VariableId> names;  // by syntax::key_of: for `find`
  UnitNames unit_names;                               // with the file's own equivalences
  SourceSet sources;
  // So many of the sources are the model itself: its file, and those that it includes or links to.
  std::uint32_t file_count = 1;
  // What its GET ... functions read from other files: (name as written, text), for keeping.
  std::vector<std::pair<std::string, std::string>> external_files;

  const Variable& at(VariableId id) const { return variables[static_cast<std::size_t>(id)]; }
  const Dimension& at(DimensionId id) const { return dimensions[static_cast<std::size_t>(id)]; }
  std::size_t cell_count(const Variable& variable) const;
  std::vector<std::size_t> shape_of(const Variable& variable) const;
  // "Name" or "Name[a,b]" for a cell.
  std::string cell_name(const Variable& variable, std::size_t cell) const;
  std::optional<VariableId> find(std::string_view name) const;
};

struct CellRef {
  VariableId variable{};
  std::uint32_t cell = 0;
  bool operator==(const CellRef&) const = default;
};

// All cells that `text` names: "Name" (every cell) or "Name[a,b]" (elements or dimensions).
// On failure the diagnostic says what is near; `place` is where the name was written.
Checked<std::vector<CellRef>> find_cells(const Model& model, std::string_view text,
                                         const Place& place);

}  // namespace sluice::model
