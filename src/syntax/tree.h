// The tree that every reader makes, whatever the format: equations as written, with spans, before
// any name is looked up. Vensim's and XMILE's readers fill the same types, so nothing above
// `syntax` knows which one it was.
//
// Names are kept as written (quotes removed, inner white space and underscores folded to one space,
// escapes decoded); comparison is case-insensitive through `key_of`.
#pragma once

#include <concepts>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <variant>
#include <vector>

#include "base/diagnostic.h"
#include "base/number.h"

namespace sluice::syntax {

// The form under which names are compared: Unicode lower case, runs of blanks and underscores as
// one space.
std::string key_of(std::string_view name);
// The form under which names are kept: as key_of, but with their letters as written.
std::string fold_blanks(std::string_view name);

struct Subscript {
  std::string name;   // an element or a dimension
  bool each = false;  // written with `!`: a reduction runs over it
  Span span;
};

struct Expr;

struct Number {
  double value = 0;
  bool absent = false;  // of an element that an array lacks: nobody has written it
};
struct NotAvailable {};  // :NA:, in number lists the number kNotAvailable
struct Text {            // 'file.csv'
  std::string value;
};
struct Reference {  // a variable, or a bare subscript name used as a number
  std::string name;
  std::vector<Subscript> subscripts;
};
// A builtin function, a macro, or a lookup variable applied to an argument. Output arguments of a
// macro, written after a colon, follow its inputs.
struct Call {
  std::string name;
  std::vector<Subscript> subscripts;
  std::vector<Expr> arguments;
};
enum class UnaryOp : std::uint8_t { plus, minus, logical_not };
struct Unary {
  UnaryOp op{};
  std::vector<Expr> operand;  // exactly one
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
  std::vector<Expr> operands;  // exactly two
};
struct NumberList {  // 1,2,3; 4,5,6;  (only as a whole right-hand side)
  std::vector<double> values;
  std::vector<std::size_t> row_lengths;
};
// How a lookup continues outside its points.
enum class TableKind : std::uint8_t { hold, extrapolate, step };
struct Table {  // [(0,0)-(10,10)],(0,1),(5,2),(10,4)
  std::vector<std::pair<double, double>> points;
  TableKind kind = TableKind::hold;
  std::string frame;  // what its graph shows, as Vensim writes it: "(0,0)-(10,10)"; may be empty
};

struct Expr {
  Span span;
  std::variant<Number, NotAvailable, Text, Reference, Call, Unary, Binary, NumberList, Table> node;
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
}

// Whether `is` holds for one of them; the others after it are not asked.
template <class Predicate>
bool any_part(const Expr& expr, const Predicate& is) {
  bool found = false;
  for_each_part(expr, [&](const Expr& part) { found = found || is(part); });
  return found;
}

enum class EquationKind : std::uint8_t {
  ordinary,      // a = ...
  unchangeable,  // a == ...
  data,          // a := ...  or no right-hand side at all
  text,          // a :IS: 'text'
  lookup,        // a( ... )
};
enum class DataMode : std::uint8_t { standard, interpolate, hold_backward, look_forward, raw };

struct Equation {
  Span span;       // the whole entry
  Span name_span;  // the left-hand name
  std::string name;
  std::vector<Subscript> subscripts;
  std::vector<std::vector<Subscript>> exceptions;  // :EXCEPT: [a,b], [c,d]
  EquationKind kind = EquationKind::ordinary;
  DataMode data_mode = DataMode::standard;
  std::optional<Expr> right;  // absent for data variables without an equation
  std::string unit;           // as written, without the range
  Span unit_span;
  std::optional<double> minimum, maximum, step;  // from the unit field's [min,max,step]
  std::string note;
  std::string group;
  bool supplementary = false;
  std::string shown;  // how a user would read it, where the text of `span` is no equation
};

// A lookup, which is applied and has no value itself.
inline bool is_table(const Equation& equation) {
  return equation.kind == EquationKind::lookup ||
         (equation.right && std::holds_alternative<Table>(equation.right->node));
}

// A heading above equations (Equation::group), and what is written of it.
struct Group {
  std::string name, note;
};

// dim: a, b, (c1-c9)   with mappings -> other, -> (other: x, y)
struct Mapping {
  Subscript target;
  std::vector<Subscript> elements;  // empty: element by element in order
};
// Elements that a function takes from a file, as GET DIRECT SUBSCRIPT; they come before
// elements[before].
struct ElementsFromFile {
  std::size_t before = 0;
  Expr call;
};
struct Dimension {
  Span span;
  std::string name;
  std::vector<Subscript> elements;  // numeric ranges already spelled out; may name subranges
  std::vector<ElementsFromFile> from_files;
  std::vector<Mapping> mappings;
  std::string equivalent_to;  // dim <-> other
  std::string note;
};

// Of a macro that runs from its start to its stop by Euler's method whenever it is asked.
struct MacroClock {
  Expr start, stop, step;  // of its inputs
};
struct Macro {
  Span span;
  std::string name;
  std::vector<Subscript> inputs;
  std::vector<Subscript> outputs;
  std::vector<Equation> equations;
  std::optional<MacroClock> clock;
};

// What the file's settings ask for; with automatic steps the reader says so in a note.
enum class Integration : std::uint8_t { euler, midpoint, heun, rk4 };

struct Tree {
  std::vector<Equation> equations;  // in file order
  std::vector<Dimension> dimensions;
  std::vector<Macro> macros;
  std::vector<Group> groups;                                // those with a note, each once
  std::vector<std::vector<std::string>> unit_equivalences;  // from the settings section
  std::optional<Integration> integration;                   // from the settings section
  bool elements_apart = false;  // elements may have the names of variables
  std::vector<Span> comments;   // {in braces} inside equations: no part of the model
  Span drawing;                 // Vensim's sketches and settings, as written; may be empty
};

// Two headings of one group have their notes one after the other.
void add_group(Tree& tree, Group group);

}  // namespace sluice::syntax
