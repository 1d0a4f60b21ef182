#include "model/find_zero.h"

#include <algorithm>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/format.h"
#include "model/equation_loops.h"
#include "model/find_zero_steps.h"
#include "model/macro_parts.h"
#include "model/written_elements.h"

namespace sluice::model {
namespace {

using syntax::Equation;
using syntax::Expr;

syntax::Call* find_zero_of(Equation& equation) { return sole_call(equation, Builtin::find_zero); }

class FindZeroWriter {
 public:
  FindZeroWriter(syntax::Tree& tree, const SourceSet& sources, Diagnostics& diagnostics)
      : tree_(tree), sources_(sources), diagnostics_(diagnostics) {}

  bool write() {
    std::vector<std::size_t> calls;
    for (std::size_t i = 0; i < tree_.equations.size(); ++i) {
      if (find_zero_of(tree_.equations[i]) != nullptr) calls.push_back(i);
    }
    if (calls.empty()) return false;
    loops_.emplace(tree_);
    std::vector<Equation> made;
    for (const std::size_t number : calls) {
      std::vector<std::string> loop = loops_->loop_of(syntax::key_of(tree_.equations[number].name));
      if (is_sound(number, loop)) {
        sound_.emplace_back(number, std::move(loop));
      }
    }
    for (auto& [number, loop] : sound_) {
      write_search(tree_, *loops_, std::move(loop), number, made);
    }
    // So that what is left has no loop, and its other mistakes are found.
    for (const std::size_t number : refused_) {
      tree_.equations[number].right->node = syntax::Number{0};
    }
    tree_.equations.insert(tree_.equations.end(), std::make_move_iterator(made.begin()),
                           std::make_move_iterator(made.end()));
    return true;
  }

 private:
  bool is_dimension(const std::string& name) const {
    const std::string key = syntax::key_of(name);
    return std::ranges::any_of(tree_.dimensions, [&](const syntax::Dimension& dimension) {
      return syntax::key_of(dimension.name) == key ||
             syntax::key_of(dimension.equivalent_to) == key;
    });
  }

  bool is_sound(std::size_t number, const std::vector<std::string>& loop) {
    const Equation& x = tree_.equations[number];
    if (x.subscripts.empty() || !x.exceptions.empty() || !is_dimension(x.subscripts.back().name)) {
      return refuse(Code::model_find_zero, number,
                    format("FIND ZERO needs \"{}\" to be an array over a dimension", x.name),
                    "it looks for all elements along the last subscript at once",
                    "give it a dimension, of one element if need be, and no exceptions");
    }
    if (!loops_->needs_itself(syntax::key_of(x.name))) {
      return refuse(Code::model_find_zero, number,
                    format("what FIND ZERO is to bring to zero does not depend on \"{}\"", x.name),
                    "its second argument must be computed from what it looks for",
                    "name there a variable that follows from it");
    }
    return are_known_before(number) && fits(number) && is_sound_loop(number, loop);
  }

  // Only what is to be zero follows from x; the others are needed to look for it.
  bool are_known_before(std::size_t number) {
    const Equation& x = tree_.equations[number];
    const std::string key = syntax::key_of(x.name);
    const syntax::Call& call = *find_zero_of(tree_.equations[number]);
    for (std::size_t i = 0; i < kArgumentsUsed; ++i) {
      const Expr* part = i == kZero ? nullptr : loops_->part_that_needs(call.arguments[i], key);
      if (part == nullptr) continue;
      const std::string& name = std::get<syntax::Reference>(part->node).name;
      const bool itself = syntax::key_of(name) == key;
      return refuse(Code::model_find_zero, number,
                    format("{} of FIND ZERO depends on \"{}\"", name_of(i), x.name),
                    itself
                        ? "it must be known before the search begins"
                        : format("\"{}\" follows from what is looked for, and this must be known "
                                 "before the search begins",
                                 name),
                    "give it a number, or a value of an earlier time: of a stock, or of a DELAY "
                    "FIXED with a number to start from",
                    part->span);
    }
    return true;
  }

  static std::string_view name_of(std::size_t argument) {
    switch (argument) {
      case kScaleX: return "the scale of what it looks for (the first argument)";
      case kScaleZero: return "the scale of what is to be zero (the third argument)";
      case kGuess: return "the guess (the fourth argument)";
      case kCount: return "the number of elements (the fifth argument)";
      case kSkip: return "the number of elements to skip (the sixth argument)";
      default: return "the tolerance (the seventh argument)";
    }
  }

  // A count that is written as a number, of a dimension whose elements all stand in the model.
  bool fits(std::size_t number) {
    const Equation& x = tree_.equations[number];
    const Expr& argument = find_zero_of(tree_.equations[number])->arguments[kCount];
    const auto* count = std::get_if<syntax::Number>(&argument.node);
    const auto elements = count_of(x.subscripts.back().name);
    if (count == nullptr || !elements) return true;
    const auto most = static_cast<double>(*elements);
    if (count->value >= 1 && count->value <= most) return true;
    return refuse(
        Code::model_find_zero, number,
        format("FIND ZERO is to look for {} elements of \"{}\"", to_text(count->value), x.name),
        format("the last subscript, {}, has {}", x.subscripts.back().name, *elements),
        format("write ELMCOUNT({}) for all of them, or a number from 1 to {}",
               x.subscripts.back().name, *elements),
        argument.span);
  }

  // Of a dimension of which all elements stand in the model.
  std::optional<std::size_t> count_of(const std::string& name) const {
    const syntax::Dimension* const dimension = dimension_named(tree_, name);
    std::size_t count = 0;
    const bool all =
        dimension != nullptr &&
        for_each_written_element(tree_, *dimension, [&](const std::string&) { ++count; });
    return all ? std::optional(count) : std::nullopt;
  }

  bool is_sound_loop(std::size_t number, const std::vector<std::string>& loop) {
    const Equation& x = tree_.equations[number];
    for (const std::string& member : loop) {
      const Equation& first = tree_.equations[loops_->equations_of(member).front()];
      if (loops_->lasts(member)) {
        return refuse(
            Code::model_simultaneous_lasts, number,
            format("\"{}\" is part of a loop that FIND ZERO solves, and keeps something "
                   "from step to step, or draws by chance",
                   first.name),
            format("such a loop is gone round many times at one instant (it holds \"{}\")", x.name),
            "take that part out of the loop, into a variable of its own");
      }
      for (const std::size_t other : loops_->equations_of(member)) {
        Equation& equation = tree_.equations[other];
        const bool solves = find_zero_of(equation) != nullptr ||
                            sole_call(equation, Builtin::simultaneous) != nullptr;
        if (other == number || !solves) continue;
        return refuse(Code::model_find_zero, number,
                      format("the loop of \"{}\" is solved for \"{}\" too", x.name, equation.name),
                      "a loop has one FIND ZERO or one SIMULTANEOUS, which solves all of it",
                      "let one FIND ZERO look for all of them, as elements of one array");
      }
    }
    if (loops_->parts_of(loop, kMostParts) <= kMostParts / (2 * kNewtonSteps)) return true;
    return refuse(
        Code::model_macros_too_large, number,
        format("the loop of \"{}\" written out makes more than {} parts", x.name, kMostParts),
        format("FIND ZERO takes {} steps, and each is two copies of the loop's equations",
               kNewtonSteps),
        "make the loop smaller, or break it with a stock");
  }

  // `at`: the part of the equation that is wrong; else its name stands for it.
  bool refuse(Code code, std::size_t number, std::string message, std::string reason,
              std::string hint, std::optional<Span> at = std::nullopt) {
    refused_.push_back(number);
    const Span span = at.value_or(tree_.equations[number].name_span);
    diagnostics_.push_back(make_diagnostic(code, sources_.place_of(span), std::move(message),
                                           std::move(reason), std::move(hint)));
    return false;
  }

  syntax::Tree& tree_;
  const SourceSet& sources_;
  Diagnostics& diagnostics_;
  std::optional<EquationLoops> loops_;
  std::vector<std::pair<std::size_t, std::vector<std::string>>> sound_;
  std::vector<std::size_t> refused_;
};

}  // namespace

bool write_out_find_zero(syntax::Tree& tree, const SourceSet& sources, Diagnostics& diagnostics) {
  return FindZeroWriter(tree, sources, diagnostics).write();
}

}  // namespace sluice::model
