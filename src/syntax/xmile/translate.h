// One XMILE equation into an expression of the tree: names into the variables they mean, arrays
// with all their subscripts written out, functions into those of the table.
#pragma once

#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "syntax/complaints.h"
#include "syntax/xmile/whole.h"

namespace sluice::syntax::xmile {

// Where an equation stands.
struct Site {
  const Scope* scope = nullptr;
  const Variable* owner = nullptr;
  // By the owner's axis: the one element that the equation is for; nothing for all elements.
  std::vector<std::optional<std::size_t>> fixed;
  std::vector<Equation>* sink = nullptr;  // for hidden variables
};

class Translator {
 public:
  Translator(Whole& whole, Complaints& complaints, Site site)
      : whole_(whole), complaints_(complaints), site_(std::move(site)) {}

  Expr translate(const Node& node);
  // A variable with its subscripts left out.
  Expr refer_to(const Variable& variable, Span span);
  // The equation holds something that differs from cell to cell in a way that the tree has no form
  // for: translate it once for each cell.
  bool needs_cells() const { return needs_cells_; }
  // Whether the equation is for that one cell.
  bool is_for(const std::vector<std::size_t>& places) const {
    return std::ranges::equal(site_.fixed, places,
                              [](const auto& one, std::size_t place) { return one == place; });
  }
  // A variable of its own for a part, over the given axes.
  Expr hide(const std::string& what, Expr expr, const std::vector<std::string>& axes, Span span);
  // The same in two steps, for a variable that refers to itself.
  std::string hidden_name(const std::string& what);
  void hide_as(std::string name, Expr expr, const std::vector<std::string>& axes, Span span);
  // A hidden variable over axes that the equation has too.
  Expr reference_to(const std::string& name, const std::vector<std::string>& axes, Span span) const;
  // The owner's axes that the equation is for as a whole.
  std::vector<std::string> free_axes() const;
  // A graphical function read at an input.
  Expr read_table(const Variable& table, const std::vector<Index>& indices, Expr input, Span span);
  Expr read_table_at(const Variable& table, std::vector<Subscript> cell, Expr input, Span span);

 private:
  // An array function at work: over what it runs.
  struct Reduction {
    bool explicit_loops = false;  // wildcards or ranges are written: plain names follow the owner
    std::map<std::string, std::size_t> loops;  // size by the tree's dimension
    std::optional<std::size_t> leads_here;     // a dimension run over that a mapping leads here
  };
  struct Places {  // the subscripts of one reference
    std::vector<Subscript> subscripts;
    std::vector<std::pair<std::size_t, const Node*>> computed;  // axis and what gives its place
    bool outside = false;
    bool loops = false;  // a wildcard or a range is among them
  };
  // What RANK looks through: an array, or a part of one for each cell of the equation.
  struct Ranked {
    std::string name;
    std::vector<std::string> outer, axes;  // what it is for each of, and what it runs over
    std::vector<std::size_t> dimensions;   // of `axes`
  };
  struct Argument {
    Expr expr;
    Reduction reduction;
  };

  // The variable of that name; in a macro also one of the model, whose name Vensim ends with "$".
  Found find(const std::vector<std::string>& path) const;
  void refuse_subscripts(const std::string& parameter, Span span);
  bool is_marked(const std::vector<std::string>& path) const;
  // As the tree knows it: in a macro a variable of the model, not of the macro's own, has a "$".
  std::string name_of(const Variable& variable) const;

  // --- arrays given to macros (given_arrays.cpp) ---
  struct Given {
    GivenArray array;
    std::vector<const Node*> places;  // what the parameters among its axes stand for
  };
  std::optional<GivenArray::Axis> given_axis(std::size_t dimension, const Index& index);
  std::optional<Given> given_in(const Node& node);
  std::vector<Expr> arguments_of(const WrittenMacro& macro, const Applied& form,
                                 const std::vector<std::optional<Given>>& given);
  std::vector<Expr> with_places(std::vector<Expr> arguments,
                                const std::vector<std::optional<Given>>& given);
  std::vector<std::optional<Given>> given_in(const WrittenMacro& macro, const Applied& form);
  const WrittenMacro* macro_for_arrays(const WrittenMacro* macro,
                                       const std::vector<std::optional<Given>>& given, Span span);
  std::unique_ptr<WrittenMacro> written_for(const WrittenMacro& macro,
                                            const std::vector<std::optional<Given>>& given);
  bool may_be_given(const WrittenMacro& macro, const Node& node, Span span);

  Expr read_graph(const Graph& graph, const Applied& form, Span span);
  Expr from(const Number& form, Span span);
  Expr from(const Name& form, Span span);
  Expr from(const Applied& form, Span span);
  Expr from(const Joined& form, Span span);
  Expr from(const Signed& form, Span span);
  Expr from(const Choice& form, Span span);
  std::optional<Expr> constant(const std::string& name, Span span);

  // --- arrays (arrays.cpp) ---
  Expr refer_to(const Variable& variable, const std::vector<Index>& indices, bool transposed,
                Span span);
  Places places_of(const Variable& variable, const std::vector<Index>& indices, bool transposed,
                   Span span);
  void place(Places& places, const Variable& variable, std::size_t axis, const Index& index);
  bool is_own_in_macro(const Name& name) const;
  void place_name(Places& places, const Variable& variable, std::size_t axis, const Index& index);
  void place_number(Places& places, const Variable& variable, std::size_t axis, double value,
                    Span span);
  void place_range(Places& places, const Variable& variable, std::size_t axis, const Index& index);
  void place_plain(Places& places, const Variable& variable, std::size_t axis, Span span);
  void place_each(Places& places, const std::string& dimension, std::size_t size, Span span);
  std::optional<double> place_in_range(const Node& node, std::size_t dimension,
                                       std::size_t otherwise);
  Expr pick(const Variable& variable, const Places& places, Span span);
  Expr dimension_number(std::size_t dimension, Span span);
  Expr flat(const Variable& variable, const Node& argument, Span span);
  Expr flat_element(const Variable& variable, double place, Span span);
  Expr flat_index(const std::vector<std::size_t>& dimensions, const std::vector<Subscript>& at,
                  Span span);
  Expr settled(const Node& node);
  // --- mappings.cpp: from one dimension to another ---
  std::optional<Subscript> mapped(std::size_t written, Span span);
  bool place_matched(Places& places, std::size_t dimension, Span span);
  bool leads_here(std::size_t written) const;
  void check_loops(const Reduction& reduction, Span span);

  std::optional<std::size_t> owner_axis(std::size_t dimension, std::size_t occurrence) const;
  std::size_t occurrence_of(const Variable& variable, std::size_t axis) const;
  Subscript bound(std::size_t owner_axis, Span span) const;
  void complain_of_subscript(Span span, std::string message, std::string reason, std::string hint);
  // Whether a part holds wildcards or ranges; or arrays that do not follow the owner, be it by a
  // mapping.
  bool has_loops(const Node& node, bool plain_arrays) const;
  bool follows_owner(const Variable& variable) const;

  // --- functions (calls.cpp, array_calls.cpp) ---
  bool is_function(const std::string& name) const;
  const WrittenMacro* macro_for(const std::string& name, std::size_t count,
                                std::uint32_t file) const;
  Expr apply(const std::string& name, const Applied& form, Span span);
  std::optional<Expr> special(const std::string& name, const Applied& form, Span span);
  std::optional<Expr> random(const std::string& name, const Applied& form, Span span);
  std::optional<Expr> counted_trials(const std::string& name, const Applied& form, Span span);
  static Expr trials(Expr successes, Expr chance, Expr seed, Span span);
  std::optional<Expr> further_random(const std::string& name, const Applied& form, Span span);
  std::optional<Expr> number_function(const std::string& name, const Applied& form, Span span);
  std::optional<Expr> delay(const std::string& name, const Applied& form, Span span);
  std::optional<Expr> shape(const std::string& name, const Applied& form, Span span);
  std::optional<Expr> array_function(const std::string& name, const Applied& form, Span span);
  std::optional<Expr> table_function(const std::string& name, const Applied& form, Span span);
  Expr interpolated(const Applied& form, Span span);
  std::optional<Expr> stella_function(const std::string& name, const Applied& form, Span span);
  std::optional<Expr> payment(const std::string& name, const Applied& form, Span span);
  std::optional<Expr> earlier_value(const std::string& name, const Applied& form, Span span);
  Expr rate_of_return(const Applied& form, Span span);
  Expr history(const Applied& form, Span span);
  bool is_positive(const Node& node) const;
  Expr once(const Applied& form, std::size_t index, Span span);
  std::optional<Expr> graph_function(const std::string& name, const Applied& form, Span span);
  std::optional<Expr> vensim_function(const std::string& name, const Applied& form, Span span);
  Expr allocate(const Applied& form, Span span);
  Expr vector_select(const Applied& form, Span span);
  Expr graph_area(const Applied& form, const Variable& graph, bool mean, Span span);
  Expr graph_inverse(const Applied& form, const Variable& graph, Span span);
  Found graph_named(const Node& node) const;
  static bool is_continuous(const Variable& table);
  Expr graph_reference(const Node& node, const Variable& table);
  Expr no_such_graph(const Node& node, const std::string& function);
  static std::optional<std::pair<double, double>> reach_of(const Variable& table);
  Expr extreme(bool largest, const Applied& form, Span span);
  Expr size_of(const Applied& form, Span span);
  Expr deviation(const Applied& form, Span span);
  Expr rank(const Applied& form, Span span);
  bool is_bare_size(const Node& node) const;
  double cells_in(const std::vector<std::size_t>& dimensions) const;
  std::optional<Ranked> ranked(const Node& node);
  Expr comes_before(const Ranked& array, const Ranked* partner, Span span);
  Argument reduce(const Node& node);
  Expr reduced(const std::string& id, const Node& node, Span span, std::size_t* count = nullptr);
  Expr pulse(const Applied& form, Span span);
  Expr derivative(const Applied& form, Span span);
  static void put_in(const WrittenMacro& macro, const std::vector<Node>& arguments, Node& node);
  Node stand_in(Expr& value, Span span);
  bool may_work_out(const Text& otherwise, const WrittenMacro& macro, Span span);
  Expr left_out(const WrittenMacro& macro, std::size_t index, const std::vector<Node>& before,
                Span span);
  bool may_have_results(const WrittenMacro& macro, const Applied& form);
  Expr refuse_results(const Applied& form, Span span);
  Expr call_macro(const WrittenMacro& macro, const Applied& form, Span span);
  Expr unknown(const std::string& name, const Applied& form, Span span);
  std::vector<Expr> arguments_of(const Applied& form);
  Expr argument(const Applied& form, std::size_t index);
  Expr argument_or(const Applied& form, std::size_t index, double otherwise, Span span);
  bool count_is(const std::string& name, const Applied& form, Span span, std::size_t least,
                std::size_t most);
  Expr seeded(const std::string& id, const std::vector<double>& bounds, Expr a, Expr b,
              const Applied& form, std::size_t seed, Span span);

  Whole& whole_;
  Complaints& complaints_;
  Site site_;
  Reduction* reduction_ = nullptr;
  bool needs_cells_ = false;
  int deviations_ = 0;
  int nested_ = 0;                          // calls of macros whose arguments are being translated
  std::map<std::string, Expr> stands_for_;  // by the names that stand_in gives
  std::vector<const Text*> open_;           // the defaults of macros that are being worked out
};

}  // namespace sluice::syntax::xmile
