// The variables of an XMILE file as written, in the models that they stand in: what the second pass
// needs to know before it can read an equation.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "syntax/xmile/dimensions.h"
#include "syntax/xmile/xml.h"

namespace sluice::syntax::xmile {

enum class Sort : std::uint8_t {
  stock,
  flow,
  aux,
  table,
  result,  // a further result of a macro, which its call names: it has no equation
};

// One <element subscript="...">: the cell that it gives, by place on each axis.
struct Element {
  std::vector<std::size_t> places;
  std::optional<Text> equation;
  std::optional<Table> table;
  std::string graph_name;  // of its <gf>
  Span span;
  std::optional<Text> net_flow, initial_equation;  // as a variable's
};

struct Conveyor {
  std::optional<Text> length, capacity, inflow_limit, sample, arrest;
  bool discrete = false, batch_integrity = false, one_at_a_time = true, exponential = false;
  Span span;
};
struct Oven {  // isee's, no part of the standard
  std::optional<Text> cook_time, capacity, fill_time, clean_time, arrest;
  Span span;
};
struct Leak {
  bool marked = false, integers = false;
  std::optional<Text> fraction;
  double zone_start = 0, zone_end = 1;
};

struct Variable {
  Sort sort = Sort::aux;
  std::string name;        // in the tree: with its module, "hares.births"
  std::string local_name;  // in its model
  Span span, name_span;
  std::vector<std::size_t> dimensions;
  std::vector<std::string> axes;  // the tree's dimension of each axis
  std::optional<Text> equation, initial_equation;
  std::vector<Text> further_equations;  // of an array: one <eqn> for each cell, after the first
  std::optional<Text> net_flow;         // Vensim's, beside inflows and outflows
  // Vensim's: what the equation for all cells leaves out, elements or dimensions by axis.
  std::vector<std::vector<std::string>> exceptions;
  std::vector<Element> elements;
  std::optional<Table> table;
  std::string graph_name;     // of its <gf>
  bool shares_graph = false;  // which is only named, and stands elsewhere
  std::vector<Text> inflows, outflows;
  std::optional<bool> non_negative;
  std::optional<Conveyor> conveyor;
  std::optional<Oven> oven;
  bool queue = false, overflow = false;
  Leak leak;
  std::optional<Text> multiplier;
  std::string unit, note, group;
  Span unit_span;
  std::optional<double> minimum, maximum, step;
  bool supplementary = false;
  bool is_input = false, is_output = false;
  bool applied = false;       // its graphical function is called from an equation
  std::string imported_from;  // the file that <data> takes its numbers from; usually empty

  bool has_table() const;
};

// A graphical function with a name of its own: the whole variable's, or that of one of its cells.
struct Graph {
  const Variable* variable = nullptr;
  std::optional<std::size_t> element;
};

// An array that a call gives to a macro, or a part of it: what one of the macro's parameters means.
struct GivenArray {
  struct Axis {
    std::string parameter;  // of the macro, which gives the place; else
    double place = 0;       // from 1, or 0 for all places
  };
  std::string name;  // of the array, as no file can write it: see Whole::given
  std::vector<Axis> axes;
};

struct Scope;
struct Connection {
  std::string from;  // as written: ".area", "lynxes.lynxes"
  Span span;
  Scope* scope = nullptr;  // whose names those are
};

// One model as it stands in the whole: a submodel that two modules use stands there twice.
struct Scope {
  std::string module;  // its name in the model above; empty for the root
  std::string prefix;  // "hares."
  Scope* above = nullptr;
  std::vector<std::unique_ptr<Variable>> variables;  // in file order
  std::unordered_map<std::string, Variable*> by_key;
  std::unordered_map<std::string, Graph> graphs;            // with a name of their own, by its key
  std::unordered_map<std::string, Connection> connections;  // by the key of the input
  std::vector<std::unique_ptr<Scope>> modules;
  bool non_negative_stocks = false, non_negative_flows = false;
  bool is_macro = false;
  std::vector<std::string> parameters;                 // of a macro
  std::unordered_map<std::string, GivenArray> arrays;  // of a macro: by the key of the parameter

  Variable* find(std::string_view name) const;
  Scope* module_named(std::string_view name) const;
};

}  // namespace sluice::syntax::xmile
