#include "model/macros.h"

#include <algorithm>
#include <cmath>
#include <deque>
#include <optional>
#include <unordered_map>
#include <unordered_set>
#include <utility>

#include "base/format.h"
#include "model/builtins.h"
#include "model/delayp.h"
#include "model/folding.h"
#include "model/macro_circles.h"
#include "model/macro_clock.h"
#include "model/macro_parts.h"

namespace sluice::model {
namespace {

using syntax::key_of;

// How many calls of one macro may lie inside each other where written numbers tell when it ends,
// and how many are written out where only the run tells.
constexpr std::ptrdiff_t kDeepest = 200, kDeepestInRun = 64;
// How many calls, and parts of expressions around them, may lie inside each other in all: copies
// are written by recursion, and what is said of mistakes stands apart (noinline) so that it takes
// none of the stack.
constexpr std::size_t kDeepestCalls = 400, kDeepestParts = 2500;

class MacroWriter {
 public:
  MacroWriter(const syntax::Tree& tree, const SourceSet& sources, Diagnostics& diagnostics)
      : tree_(tree), sources_(sources), diagnostics_(diagnostics) {
    for (const syntax::Macro& macro : tree.macros) macros_.emplace(key_of(macro.name), &macro);
    circles_ = circles_in(tree, macros_);
  }

  syntax::Tree write() {
    syntax::Tree result = tree_;
    result.macros.clear();
    result.equations.clear();
    for (const syntax::Equation& equation : tree_.equations) {
      if (parts_ > 0) add(equation, result);
    }
    return result;
  }

 private:
  // The copies that an equation needs come before it.
  void add(syntax::Equation equation, syntax::Tree& result) {
    if (equation.right) write_calls(*equation.right, equation, result);
    result.equations.push_back(std::move(equation));
  }

  void write_calls(syntax::Expr& expr, const syntax::Equation& owner, syntax::Tree& result) {
    ++nested_;
    auto* call = std::get_if<syntax::Call>(&expr.node);
    if (call != nullptr && is_choice(*call, macros_)) {
      write_calls(call->arguments[0], owner, result);
      ++choices_;
      write_calls(call->arguments[1], owner, result);
      write_calls(call->arguments[2], owner, result);
      --choices_;
    } else {
      for_each_part(expr, [&](syntax::Expr& part) { write_calls(part, owner, result); });
      if (call != nullptr) write_if_macro(expr, *call, owner, result);
    }
    --nested_;
  }

  [[gnu::noinline]] void write_if_macro(syntax::Expr& expr, syntax::Call& written,
                                        const syntax::Equation& owner, syntax::Tree& result) {
    const syntax::Call* call = &written;
    const auto macro = macros_.find(key_of(call->name));
    if (macro == macros_.end()) {
      if (is_delayp(*call)) write_pipeline(*call, expr, owner, result);
      return;
    }
    if (parts_ > 0 && sound(*call, *macro->second, expr)) {
      write_call(expr, *call, *macro->second, owner, result);
    } else {
      // Something that leads to no further complaints about the same place.
      const syntax::Expr rest = call->arguments.empty() ? syntax::Expr{expr.span, syntax::Number{}}
                                                        : syntax::Expr(call->arguments.front());
      expr = rest;
    }
  }

  void write_call(syntax::Expr& expr, const syntax::Call& call, const syntax::Macro& macro,
                  const syntax::Equation& owner, syntax::Tree& result) {
    if (is_beyond_the_run(macro)) {  // not a number where the run comes here
      syntax::Binary nothing{syntax::BinaryOp::divide, {}};
      nothing.operands.assign(2, syntax::Expr{expr.span, syntax::Number{0}});
      expr.node = std::move(nothing);
      return;
    }
    if (!gives_result(macro)) {
      expr.node = syntax::Number{0};
      return;
    }
    if (!macro.clock) {
      expr.node = write_copy(call, macro, owner, result);
      return;
    }
    const auto run = run_of(macro, call, expr.span);
    if (!run.sound) {
      expr.node = syntax::Number{0};
      return;
    }
    const syntax::Macro whole = without_clock(macro, run.run);
    expr.node = write_copy(call, whole, owner, result);
  }

  // --- macros that call themselves ---

  struct Open {
    std::string key;
    bool chosen = false;  // called in a branch that the run takes or not
  };

  // Whether the run decides when the calls inside each other end.
  bool is_for_the_run(const std::string& key) const {
    bool chosen = choices_ > 0;
    for (auto one = open_.rbegin(); one != open_.rend() && !chosen; ++one) {
      if (one->key == key) return false;
      chosen = one->chosen;
    }
    return chosen;
  }

  std::ptrdiff_t depth_of(const std::string& key) const {
    return std::ranges::count(open_, key, &Open::key);
  }

  bool is_deep() const { return open_.size() >= kDeepestCalls || nested_ >= kDeepestParts; }

  bool is_beyond_the_run(const syntax::Macro& macro) const {
    const std::string key = key_of(macro.name);
    const std::ptrdiff_t depth = depth_of(key);
    return (depth >= kDeepestInRun || (depth > 0 && is_deep())) && is_for_the_run(key);
  }

  bool ends(const syntax::Macro& macro, Span span) {
    const std::string key = key_of(macro.name);
    const std::ptrdiff_t depth = depth_of(key);
    if (depth == 0) return !is_deep() || refuse_depth(macro, span);
    const auto circle = circles_.may_end.find(key);
    const bool may_end = circle != circles_.may_end.end() && circle->second;
    if (may_end && depth < kDeepest && !is_deep()) return true;
    if (may_end && is_beyond_the_run(macro)) return true;
    if (circular_.insert(key).second) {
      say(Code::model_macro_not_read, span,
          format("the macro {} calls itself, directly or through others", macro.name),
          may_end ? format("after {} calls inside each other it has not ended", open_.size())
                  : "it would never end",
          may_end ? "let a condition on its inputs end it" : "break the circle");
    }
    return false;
  }

  bool refuse_depth(const syntax::Macro& macro, Span span) {
    if (std::exchange(told_of_depth_, true)) return false;
    say(Code::model_macro_not_read, span,
        format("the call of the macro {} lies too deep inside others", macro.name),
        format("{} calls and {} parts of equations may lie inside each other", kDeepestCalls,
               kDeepestParts),
        "let a macro take what another gives as its input, instead of calling it");
    return false;
  }

  // --- macros with a clock ---

  struct Timed {
    bool sound = true;
    std::optional<MacroRun> run;
  };

  [[gnu::noinline]] Timed run_of(const syntax::Macro& macro, const syntax::Call& call, Span span) {
    const auto refuse = [&](std::string message, std::string reason, std::string hint) {
      say(Code::model_macro_not_read, span, std::move(message), std::move(reason), std::move(hint));
      return Timed{false, std::nullopt};
    };
    const Misplaced misplaced = misplaced_in(macro, macros_);
    if (!misplaced.name.empty()) {
      return refuse(
          format("the macro {} has a clock of its own and holds {}", macro.name, misplaced.name),
          misplaced.reads_time ? "that goes by the time of the model, not by that of the macro"
                               : "it runs anew whenever it is asked, and remembers nothing",
          misplaced.reads_time
              ? "write it by TIME in the macro's own variables: IF TIME >= 2 THEN 1 ELSE 0"
              : "write that part with stocks");
    }
    const auto start = number_for(macro.clock->start, macro, call);
    const auto stop = number_for(macro.clock->stop, macro, call);
    const auto step = number_for(macro.clock->step, macro, call);
    if (step && !(*step > 0)) {
      return refuse(format("the macro {} runs by steps of {}", macro.name, *step),
                    "its <dt> is above 0", "");
    }
    if (!start || !stop || !step) return {};
    const double steps = std::max(0.0, std::round((*stop - *start) / *step));
    if (!(steps <= static_cast<double>(kMostMacroSteps))) {
      return refuse(format("the macro {} runs for {} steps", macro.name, steps),
                    format("it may run for {}", kMostMacroSteps), "write the loop in another way");
    }
    return {true, MacroRun{static_cast<std::size_t>(steps), *start, *step}};
  }

  std::optional<double> number_for(syntax::Expr expr, const syntax::Macro& macro,
                                   const syntax::Call& call) {
    Substitution names;
    for (std::size_t i = 0; i < macro.inputs.size(); ++i) {
      names.inputs.emplace(key_of(macro.inputs[i].name), &call.arguments[i]);
    }
    names.parts = &parts_;
    substitute(expr, names);
    fold(expr, macros_);
    return number_in(expr);
  }

  // DELAYP is no macro, but it has an output as one.
  [[gnu::noinline]] void write_pipeline(const syntax::Call& call, syntax::Expr& expr,
                                        const syntax::Equation& owner, syntax::Tree& result) {
    const bool sound = call.arguments.size() == 3 &&
                       std::holds_alternative<syntax::Reference>(call.arguments[2].node) &&
                       !runs_over(expr);
    if (!sound) {
      say(Code::model_argument_count, expr.span,
          "DELAYP takes an input, a time and, after a colon, the name of a new variable",
          "that variable holds what is under way",
          "write out = DELAYP(input, delay time: work in progress)");
      expr = syntax::Expr{expr.span, syntax::Number{}};
      return;
    }
    const std::string name = format("#DELAYP {}: out", ++copies_["delayp"]);
    WrittenDelay written = write_delayp(call, name, owner, expr.span);
    result.equations.push_back(std::move(written.delay));
    result.equations.push_back(std::move(written.pipeline));
    expr.node = syntax::Reference{name, owner.subscripts};
  }

  [[gnu::noinline]] bool sound(const syntax::Call& call, const syntax::Macro& macro,
                               syntax::Expr& expr) {
    const std::size_t inputs = macro.inputs.size(), most = inputs + macro.outputs.size();
    if (call.arguments.size() < inputs || call.arguments.size() > most) {
      say(Code::model_argument_count, expr.span,
          format("the macro {} takes {} argument{}, not {}", macro.name, inputs,
                 inputs == 1 ? "" : "s", call.arguments.size()),
          format("it is defined on line {}", sources_.place_of(macro.span).line), "");
      return false;
    }
    if (runs_over(expr)) {
      say(Code::model_macro_not_read, expr.span,
          format("the macro {} is called over a `!` subscript", macro.name),
          "each call keeps state of its own, so it needs an equation for each element",
          "give the call a variable over that dimension, and reduce the variable");
      return false;
    }
    return ends(macro, expr.span);
  }

  // The value of a call is that of the variable that has the macro's name.
  bool gives_result(const syntax::Macro& macro) {
    const std::string key = key_of(macro.name);
    bool gives = false;
    for (const syntax::Equation& local : macro.equations) {
      gives = gives || key_of(local.name) == key;
      if (!local.right) continue;
      for_each_output(*local.right, macros_,
                      [&](const std::string& output) { gives = gives || key_of(output) == key; });
    }
    if (gives || !without_result_.insert(key).second) return gives;
    say(Code::model_no_equation, macro.span,
        format("the macro {} has no equation for its result", macro.name),
        "a call has the value of the variable that is named like the macro",
        format("write one in the macro: {} = ...", macro.name));
    return false;
  }

  syntax::Reference write_copy(const syntax::Call& call, const syntax::Macro& macro,
                               const syntax::Equation& owner, syntax::Tree& result) {
    const std::string prefix = format("#{} {}: ", macro.name, ++copies_[key_of(macro.name)]);
    Substitution names;
    names.subscripts = owner.subscripts;
    for (const syntax::Equation& local : macro.equations) {
      const std::string key = key_of(local.name);
      names.locals.emplace(key, prefix + local.name);
      if (!local.subscripts.empty()) names.arrays.insert(key);
      if (is_table(local)) names.tables.emplace(key, prefix + local.name);
      if (local.right) {
        // What calls inside a macro make belongs to that macro.
        for_each_output(*local.right, macros_, [&](const std::string& output) {
          names.locals.emplace(key_of(output), prefix + output);
        });
      }
    }
    std::deque<syntax::Expr> kept;  // what stands in the body for arguments that are no plain names
    for (std::size_t i = 0; i < macro.inputs.size(); ++i) {
      const syntax::Expr* argument = &call.arguments[i];
      if (!is_plain(*argument)) {
        argument = &kept.emplace_back(
            keep_argument(*argument, prefix + macro.inputs[i].name, owner, result));
      }
      names.inputs.emplace(key_of(macro.inputs[i].name), argument);
    }
    names.parts = &parts_;
    const bool circles = circles_.may_end.contains(key_of(macro.name));
    const int around = std::exchange(choices_, 0);
    open_.push_back({key_of(macro.name), around > 0});
    for (const syntax::Equation& local : macro.equations) {
      spend(local.right ? parts_of(*local.right, parts_) : 1, call, macro);
      if (parts_ == 0) continue;
      syntax::Equation copy = local_equation(local, names, owner);
      if (circles && copy.right) fold(*copy.right, macros_);
      add(std::move(copy), result);
    }
    spend(0, call, macro);
    open_.pop_back();
    choices_ = around;
    for (std::size_t i = macro.inputs.size(); i < call.arguments.size(); ++i) {
      add_output(call.arguments[i], prefix + macro.outputs[i - macro.inputs.size()].name, owner,
                 result);
    }
    return syntax::Reference{prefix + macro.name, owner.subscripts};
  }

  void spend(std::size_t parts, const syntax::Call& call, const syntax::Macro& macro) {
    parts_ -= std::min(parts, parts_);
    if (parts_ > 0 || told_) return;
    told_ = true;
    say(Code::model_macros_too_large, call.arguments.empty() ? macro.span : call.arguments[0].span,
        format("macros written out make more than {} parts, last for {}", kMostParts, macro.name),
        "each call is a copy of the macro's equations, and macros that call others multiply",
        "call the macro less often, or give what is repeated a variable of its own");
  }

  void add_output(const syntax::Expr& argument, std::string local, const syntax::Equation& owner,
                  syntax::Tree& result) {
    const auto* name = std::get_if<syntax::Reference>(&argument.node);
    if (name == nullptr) {
      return say(Code::model_macro_not_read, argument.span, "an output of a macro is no plain name",
                 "it becomes a variable of the model", "write a name after the colon");
    }
    if (key_of(name->name) == key_of(owner.name)) {
      return say(Code::model_output_twice, argument.span,
                 format("\"{}\" is the macro's value and its second output at once", owner.name),
                 "it keeps the value; the output is left out",
                 "give the output after the colon a name of its own");
    }
    syntax::Equation output;
    output.span = output.name_span = argument.span;
    output.name = name->name;
    output.subscripts = owner.subscripts;
    output.exceptions = owner.exceptions;
    output.group = owner.group;
    output.supplementary = true;
    output.right =
        syntax::Expr{argument.span, syntax::Reference{std::move(local), owner.subscripts}};
    result.equations.push_back(std::move(output));
  }

  void say(Code code, Span span, std::string message, std::string reason, std::string hint) {
    diagnostics_.push_back(make_diagnostic(code, sources_.place_of(span), std::move(message),
                                           std::move(reason), std::move(hint)));
  }

  const syntax::Tree& tree_;
  const SourceSet& sources_;
  Diagnostics& diagnostics_;
  Macros macros_;
  std::unordered_map<std::string, int> copies_;
  std::vector<Open> open_;  // being written out, outermost first
  std::size_t nested_ = 0;  // parts of expressions around the call that is written
  int choices_ = 0;         // branches around the call that is written, in its equation
  std::unordered_set<std::string> circular_, without_result_;
  Circles circles_;
  std::size_t parts_ = kMostParts;  // that may still be written
  bool told_ = false, told_of_depth_ = false;
};

}  // namespace

syntax::Tree write_out_macros(const syntax::Tree& tree, const SourceSet& sources,
                              Diagnostics& diagnostics) {
  return MacroWriter(tree, sources, diagnostics).write();
}

}  // namespace sluice::model
