#include "model/find_zero_steps.h"

#include <unordered_set>
#include <utility>

#include "base/format.h"
#include "model/find_zero.h"
#include "model/macro_parts.h"

namespace sluice::model {
namespace {

using syntax::BinaryOp;
using syntax::Equation;
using syntax::Expr;
using syntax::Subscript;
using Subscripts = std::vector<Subscript>;

// What is added to x for a slope, by its size, and what counts as no distance at all.
constexpr double kNudge = 1e-7;
constexpr double kNothing = 1e-13;

// One call: the equation `x`, whose last subscript is the vector's dimension.
class Search {
 public:
  Search(syntax::Tree& tree, const EquationLoops& loops, std::vector<std::string> loop,
         std::size_t number, std::vector<Equation>& made)
      : tree_(tree),
        loops_(loops),
        loop_(std::move(loop)),
        members_(loop_.begin(), loop_.end()),
        x_(tree.equations[number]),
        number_(number),
        call_(*sole_call(x_, Builtin::find_zero)),
        span_(x_.right->span),
        made_(made),
        vector_(x_.subscripts),
        rest_(x_.subscripts) {
    const Subscript element = vector_.back();
    rest_.pop_back();
    column_ = Subscript{format("#{} of {}", element.name, x_.name), false, element.span};
    matrix_ = vector_;
    matrix_.push_back(column_);
    columns_ = rest_;
    columns_.push_back(column_);
    near_ = vector_;
    near_.insert(near_.begin(), column_);
  }

  void write() {
    syntax::Dimension columns;
    columns.span = span_;
    columns.name = column_.name;
    columns.elements = {vector_.back()};
    write_places();
    for (int step = 0; step <= kNewtonSteps; ++step) {
      write_copy(step);
      write_distance(step);
      if (step < kNewtonSteps) write_step(step);
    }
    finish();
    tree_.dimensions.push_back(std::move(columns));
  }

 private:
  Expr number(double value) const { return Expr{span_, syntax::Number{value}}; }
  Expr call(const char* function, std::vector<Expr> arguments) const {
    return call_of(function, std::move(arguments), span_);
  }
  Expr size_of(Expr value) const { return call("ABS", {std::move(value)}); }
  Expr choice(Expr condition, Expr then, Expr otherwise) const {
    return call("IF THEN ELSE", {std::move(condition), std::move(then), std::move(otherwise)});
  }
  Expr refer(const std::string& name, Subscripts subscripts) const {
    return Expr{span_, syntax::Reference{name, std::move(subscripts)}};
  }
  Expr place(const Subscript& dimension) const { return refer(dimension.name, {}); }
  Expr same_place() const { return joined(BinaryOp::equal, place(vector_.back()), place(column_)); }
  Subscripts over(Subscripts subscripts) const {
    subscripts.back().each = true;
    return subscripts;
  }
  Expr sum(Expr value) const { return call("SUM", {std::move(value)}); }
  const Expr& argument(FindZeroArgument which) const { return call_.arguments[which]; }

  // The place of each element in the vector, from 1. As a number a subscript is its place in the
  // whole dimension, of which the vector may be a part.
  void write_places() {
    Expr is_before = joined(BinaryOp::less_equal, place(column_), place(vector_.back()));
    add(hidden("before", 0), matrix_, choice(std::move(is_before), number(1), number(0)));
    add(hidden("place", 0), vector_, sum(refer(hidden("before", 0), over(matrix_))));
  }

  // Which elements are looked for: those behind the ones skipped, up to the count.
  Expr is_sought(const Subscripts& element) const {
    const Expr at = refer(hidden("place", 0), element);
    return joined(BinaryOp::logical_and, joined(BinaryOp::greater, at, argument(kSkip)),
                  joined(BinaryOp::less_equal, at, argument(kCount)));
  }

  std::string hidden(const char* what, int step) const {
    return format("#{} of {} turn {}", what, x_.name, step);
  }
  static std::string name_near(const std::string& name, int step) {
    return format("#{} nudged turn {}", name, step);
  }

  void add(std::string name, Subscripts subscripts, Expr right) {
    Equation equation;
    equation.span = x_.span;
    equation.name_span = x_.name_span;
    equation.name = std::move(name);
    equation.subscripts = std::move(subscripts);
    equation.right = std::move(right);
    made_.push_back(std::move(equation));
  }

  // The loop with x as the search has it so far.
  void write_copy(int step) {
    add(name_at(x_.name, step), vector_, step == 0 ? argument(kGuess) : next(step - 1));
    for_each_other([&](const Equation& from) {
      Equation copy = copy_of(from, name_at(from.name, step));
      move(*copy.right, [&](syntax::Reference& name) { name.name = name_at(name.name, step); });
      made_.push_back(std::move(copy));
    });
  }

  // The same once more for each element of x, that one nudged.
  void write_nudged(int step) {
    Expr nudged = joined(BinaryOp::add, refer(name_at(x_.name, step), vector_),
                         choice(same_place(), refer(hidden("nudge", step), vector_), number(0)));
    add(name_near(x_.name, step), near_, std::move(nudged));
    for_each_other([&](const Equation& from) {
      Equation copy = copy_of(from, name_near(from.name, step));
      if (std::holds_alternative<syntax::NumberList>(copy.right->node)) {
        copy.right = refer(from.name, from.subscripts);
      }
      move(*copy.right, [&](syntax::Reference& name) { to_near(name, step); });
      copy.subscripts.insert(copy.subscripts.begin(), column_);
      for (Subscripts& exception : copy.exceptions) exception.insert(exception.begin(), column_);
      made_.push_back(std::move(copy));
    });
  }

  void to_near(syntax::Reference& name, int step) const {
    name.name = name_near(name.name, step);
    name.subscripts.insert(name.subscripts.begin(), column_);
  }

  template <class Write>
  void for_each_other(const Write& write) {
    for (const std::string& member : loop_) {
      for (const std::size_t other : loops_.equations_of(member)) {
        const Equation& from = tree_.equations[other];
        if (other != number_ && from.right) write(from);
      }
    }
  }

  static Equation copy_of(const Equation& from, std::string name) {
    Equation copy = from;
    copy.name = std::move(name);
    copy.unit.clear();
    copy.note.clear();
    return copy;
  }

  // Names of the loop as they are in a copy of it.
  template <class Rename>
  void move(Expr& expr, const Rename& rename) const {
    for_each_part(expr, [&](Expr& part) { move(part, rename); });
    auto* name = std::get_if<syntax::Reference>(&expr.node);
    if (name != nullptr && members_.contains(syntax::key_of(name->name))) rename(*name);
  }

  // How far z is from zero: by element, and of all elements together.
  void write_distance(int step) {
    Expr zero = argument(kZero);
    move(zero, [&](syntax::Reference& name) { name.name = name_at(name.name, step); });
    add(hidden("zero", step), vector_, choice(is_sought(vector_), std::move(zero), number(0)));
    // A scale of 0 is none, of z as of x: else all were near enough.
    Expr scale = choice(joined(BinaryOp::equal, argument(kScaleZero), number(0)), number(1),
                        argument(kScaleZero));
    Expr scaled =
        joined(BinaryOp::multiply, refer(hidden("zero", step), vector_), std::move(scale));
    add(hidden("distance", step), vector_, size_of(std::move(scaled)));
    add(hidden("whole distance", step), rest_, sum(refer(hidden("distance", step), over(vector_))));
  }

  // By Newton's method, at most as far as x is large (by xs) at a time.
  void write_step(int step) {
    Expr scale = choice(joined(BinaryOp::equal, argument(kScaleX), number(0)), number(1),
                        joined(BinaryOp::divide, number(1), size_of(argument(kScaleX))));
    Expr size = call("MAX", {size_of(refer(name_at(x_.name, step), vector_)), std::move(scale)});
    add(hidden("size", step), vector_, std::move(size));
    add(hidden("nudge", step), vector_,
        joined(BinaryOp::multiply, number(kNudge), refer(hidden("size", step), vector_)));
    write_nudged(step);
    write_slopes(step);
    add(hidden("inverse", step), matrix_,
        call("INVERT MATRIX", {refer(hidden("slope", step), matrix_), argument(kCount)}));
    Expr product = joined(BinaryOp::multiply, refer(hidden("inverse", step), over(matrix_)),
                          refer(hidden("zero", step), over(columns_)));
    add(hidden("step", step), vector_, sum(std::move(product)));
    Expr reach = joined(BinaryOp::divide, size_of(refer(hidden("step", step), vector_)),
                        refer(hidden("size", step), vector_));
    add(hidden("reach", step), vector_, std::move(reach));
    Expr farthest = call("VMAX", {refer(hidden("reach", step), over(vector_))});
    add(hidden("share", step), rest_,
        joined(BinaryOp::divide, number(1), call("MAX", {number(1), std::move(farthest)})));
  }

  // What z changes by for each element of x; of those not looked for nothing but themselves.
  void write_slopes(int step) {
    Expr nudged = argument(kZero);
    move(nudged, [&](syntax::Reference& name) { to_near(name, step); });
    Expr change =
        joined(BinaryOp::subtract, std::move(nudged), refer(hidden("zero", step), vector_));
    Expr slope =
        joined(BinaryOp::divide, std::move(change), refer(hidden("nudge", step), columns_));
    Expr both = joined(BinaryOp::logical_and, is_sought(vector_), is_sought(columns_));
    add(hidden("slope", step), matrix_,
        choice(std::move(both), std::move(slope), choice(same_place(), number(1), number(0))));
  }

  // Where a zero was found it is kept: there may be no slope.
  Expr next(int step) const {
    Expr found = joined(BinaryOp::less_equal, refer(hidden("whole distance", step), rest_),
                        number(kNothing));
    Expr moved = joined(BinaryOp::multiply, refer(hidden("step", step), vector_),
                        refer(hidden("share", step), rest_));
    const Expr now = refer(name_at(x_.name, step), vector_);
    return choice(std::move(found), now, joined(BinaryOp::subtract, now, std::move(moved)));
  }

  void finish() {
    Expr tolerance = call("MAX", {argument(kTolerance), number(kLeastTolerance)});
    Expr settled =
        joined(BinaryOp::less_equal, refer(hidden("distance", kNewtonSteps), over(vector_)),
               std::move(tolerance));
    Expr others = sum(choice(std::move(settled), number(0), number(1)));
    add(hidden("unsettled", kNewtonSteps), rest_, std::move(others));
    Expr all = joined(BinaryOp::equal, refer(hidden("unsettled", kNewtonSteps), rest_), number(0));
    x_.right = choice(std::move(all), refer(name_at(x_.name, kNewtonSteps), vector_),
                      joined(BinaryOp::divide, number(0), number(0)));
  }

  syntax::Tree& tree_;
  const EquationLoops& loops_;
  std::vector<std::string> loop_;
  std::unordered_set<std::string> members_;
  Equation& x_;
  std::size_t number_;
  syntax::Call call_;  // a copy: its equation is written anew
  Span span_;
  std::vector<Equation>& made_;
  Subscripts vector_, rest_;  // as x has them, with and without the last
  Subscript column_;          // a dimension with the elements of the last
  Subscripts matrix_, columns_, near_;
};

}  // namespace

void write_search(syntax::Tree& tree, const EquationLoops& loops, std::vector<std::string> loop,
                  std::size_t number, std::vector<Equation>& made) {
  Search(tree, loops, std::move(loop), number, made).write();
}

}  // namespace sluice::model
