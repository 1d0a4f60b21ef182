#include "convert/xmile_calls.h"

#include <algorithm>
#include <utility>

#include "base/format.h"
#include "convert/build.h"
#include "model/builtins.h"

namespace sluice::convert {
namespace {

using model::Builtin;
using syntax::BinaryOp;
using syntax::Expr;

// The name of the row that XMILE has with the same arguments.
std::string xmile_name(Builtin builtin) {
  const std::string_view names = model::info_of(builtin).xmile_name;
  return std::string(names.substr(0, names.find(',')));
}

// What XMILE's readers take by Vensim's name.
bool goes_by_vensim_name(const model::BuiltinInfo& info) {
  switch (info.builtin_class) {
    case model::BuiltinClass::elementary:
    case model::BuiltinClass::stateful:
    case model::BuiltinClass::random:
    case model::BuiltinClass::vector:
    case model::BuiltinClass::initial: return true;
    case model::BuiltinClass::reduction: return info.id == Builtin::vector_select;
    default: return false;
  }
}

// As ZIDZ and XIDZ have it: what is this near to zero counts as zero.
Expr quotient(const std::vector<Expr>& given, Expr otherwise, Span span) {
  constexpr double kAsGoodAsZero = 1e-6;
  return choose(binary(BinaryOp::less, call("ABS", span, given[1]), number(kAsGoodAsZero, span)),
                std::move(otherwise), binary(BinaryOp::divide, given[0], given[1]));
}

// The width of a pulse; 0 is one step.
Expr width_of(const std::vector<Expr>& given, Span span) {
  return choose(binary(BinaryOp::equal, given[1], number(0, span)), reference("DT", span),
                given[1]);
}

// A pulse holds for whole steps, as STEP does; within a step of a Runge-Kutta method TIME moves.
Expr pulse_of_steps(const std::vector<Expr>& given, Span span) {
  Expr end = binary(BinaryOp::add, given[0], width_of(given, span));
  return binary(BinaryOp::subtract, call("STEP", span, number(1, span), given[0]),
                call("STEP", span, number(1, span), std::move(end)));
}

// One from the start for the width, counted from half a step early.
Expr pulse(const std::vector<Expr>& given, Span span) {
  const auto now = [span] {
    return binary(BinaryOp::add, reference("TIME", span),
                  binary(BinaryOp::divide, reference("DT", span), number(2, span)));
  };
  Expr width = width_of(given, span);
  Expr begun = binary(BinaryOp::greater, now(), given[0]);
  Expr ends = binary(BinaryOp::less, now(), binary(BinaryOp::add, given[0], std::move(width)));
  return choose(binary(BinaryOp::logical_and, std::move(begun), std::move(ends)), number(1, span),
                number(0, span));
}

}  // namespace

void XmileCalls::rewrite(Expr& expr, const std::string& owner) {
  owner_ = owner;
  if (auto* unary = std::get_if<syntax::Unary>(&expr.node)) {
    rewrite(unary->operand.at(0), owner);
  } else if (auto* joined = std::get_if<syntax::Binary>(&expr.node)) {
    for (Expr& operand : joined->operands) rewrite(operand, owner);
  } else if (auto* made = std::get_if<syntax::Call>(&expr.node)) {
    const auto builtin = model::find_builtin(made->name);
    const bool reads_table = builtin == Builtin::lookup_extrapolate ||
                             builtin == Builtin::lookup_forward ||
                             builtin == Builtin::lookup_backward;
    for (std::size_t i = reads_table ? 1 : 0; i < made->arguments.size(); ++i) {
      rewrite(made->arguments[i], owner);
    }
    rewrite_call(*made, expr);
  } else if (auto* named = std::get_if<syntax::Reference>(&expr.node)) {
    const std::string key = syntax::key_of(named->name);
    if (key == "time step") named->name = "DT";
    if (key == "initial time") named->name = "STARTTIME";
    if (key == "final time") named->name = "STOPTIME";
    if (key == "time") named->name = "TIME";
  }
}

void XmileCalls::rewrite_call(syntax::Call& made, Expr& expr) {
  const auto builtin = model::find_builtin(made.name);
  if (!builtin) return;  // a lookup
  if (*builtin == Builtin::with_lookup) return read_table(made, expr);
  if (*builtin == Builtin::lookup_extrapolate) {
    return read_by_kind(made, expr, syntax::TableKind::extrapolate);
  }
  if (*builtin == Builtin::lookup_backward) {
    return read_by_kind(made, expr, syntax::TableKind::step);
  }
  if (rename(*builtin, made) || take_apart(*builtin, made, expr)) return;
  const std::string name = xmile_name(*builtin);
  if (!name.empty()) {
    made.name = name;
  } else {
    use_vensim_name(*builtin, made, expr.span);
  }
}

// Functions whose name alone differs, where the table of functions has no row for it.
bool XmileCalls::rename(Builtin builtin, syntax::Call& made) {
  if (made.name == "#smooth_nth" || made.name == "#delay_nth") {
    std::swap(made.arguments[2], made.arguments[3]);
    made.name = xmile_name(builtin);
    return true;
  }
  switch (builtin) {
    case Builtin::if_then_else: return true;
    case Builtin::delay_fixed: made.name = "DELAY"; return true;
    case Builtin::trend: made.name = "TREND"; return true;
    case Builtin::initial:
    case Builtin::active_initial: made.name = "INIT"; return true;
    case Builtin::sum: made.name = "SUM"; return true;
    case Builtin::prod: made.name = "PROD"; return true;
    case Builtin::vmin: made.name = "MIN"; return true;
    case Builtin::vmax: made.name = "MAX"; return true;
    default: return false;
  }
}

// Functions that XMILE has in another form, to the same bits.
bool XmileCalls::take_apart(Builtin builtin, syntax::Call& made, Expr& expr) {
  const std::vector<Expr> given = made.arguments;
  const Span span = expr.span;
  const bool repeatable = std::ranges::all_of(given, is_repeatable);
  if (made.name == "#floored_modulo" && repeatable) {  // an operator there; this is its meaning
    Expr whole = call("INT", span, binary(BinaryOp::divide, given[0], given[1]));
    replace(expr, binary(BinaryOp::subtract, given[0],
                         binary(BinaryOp::multiply, given[1], std::move(whole))));
    return true;
  }
  switch (builtin) {
    case Builtin::log:
      replace(expr,
              binary(BinaryOp::divide, call("LN", span, given[0]), call("LN", span, given[1])));
      return true;
    case Builtin::power: replace(expr, binary(BinaryOp::power, given[0], given[1])); return true;
    case Builtin::integer:
      if (!repeatable) return false;
      replace(expr,
              choose(binary(BinaryOp::less, given[0], number(0, span)),
                     negative(call("INT", span, negative(given[0]))), call("INT", span, given[0])));
      return true;
    case Builtin::zidz:
    case Builtin::xidz:
      if (!repeatable) return false;
      replace(expr, quotient(given, builtin == Builtin::zidz ? number(0, span) : given[2], span));
      return true;
    case Builtin::pulse:
      if (!repeatable) return false;
      if (model_.control.method != model::Method::euler) tell_of_pulse(span);
      replace(expr, model_.control.method == model::Method::euler ? pulse(given, span)
                                                                  : pulse_of_steps(given, span));
      return true;
    default: return false;
  }
}

void XmileCalls::tell_of_pulse(Span span) {
  if (!told_.insert("PULSE").second) return;
  said_.push_back(make_diagnostic(
      Code::writing_changed, model_.sources.place_of(span),
      "PULSE is written as the difference of two STEPs",
      "a pulse that ends exactly in the middle of a time step lasts one step longer there",
      "let pulses begin and end at time steps"));
}

// A table in place becomes a graphical function of its own.
void XmileCalls::read_table(syntax::Call& made, Expr& expr) {
  const auto* table = std::get_if<syntax::Table>(&made.arguments.at(1).node);
  if (table == nullptr) return refuse(expr.span, "WITH LOOKUP without a table");
  const std::string name = names_.unused(owner_ + " lookup");
  tables_.push_back({name, *table});
  replace(expr, call(name, expr.span, made.arguments[0]));
}

// What is written has names of its own.
const model::Variable* XmileCalls::written_as(const std::string& name) {
  if (by_name_.empty()) {
    for (std::size_t i = 0; i < model_.variables.size(); ++i) {
      const auto id = model::VariableId{static_cast<std::uint32_t>(i)};
      by_name_.emplace(syntax::key_of(names_.of(id)), &model_.variables[i]);
    }
  }
  const auto found = by_name_.find(syntax::key_of(name));
  return found != by_name_.end() ? found->second : nullptr;
}

// XMILE's kind of a table belongs to the table, so it gets another one.
void XmileCalls::read_by_kind(syntax::Call& made, Expr& expr, syntax::TableKind kind) {
  const auto* named = std::get_if<syntax::Reference>(&made.arguments.at(0).node);
  const model::Variable* lookup = named != nullptr ? written_as(named->name) : nullptr;
  const model::Table* table = nullptr;
  if (lookup != nullptr && lookup->axes.empty() && lookup->equations.size() == 1) {
    table = std::get_if<model::Table>(&lookup->equations[0].right.node);
  }
  const bool steps = kind == syntax::TableKind::step;
  if (table == nullptr) {
    return refuse(expr.span, format("{} of an array of lookups",
                                    steps ? "LOOKUP BACKWARD" : "LOOKUP EXTRAPOLATE"));
  }
  const std::string name = names_.unused(named->name + (steps ? " in steps" : " extrapolated"));
  tables_.push_back({name, {table->points, kind, {}}});
  replace(expr, call(name, expr.span, made.arguments[1]));
}

void XmileCalls::use_vensim_name(Builtin builtin, syntax::Call& made, Span span) {
  const model::BuiltinInfo& info = model::info_of(builtin);
  if (!goes_by_vensim_name(info)) return refuse(span, std::string(info.name));
  made.name = info.name;
  if (!told_.insert(made.name).second) return;
  const char* const hint =
      builtin == Builtin::invert_matrix
          ? "for other programs, give them the numbers of the inverse; what FIND ZERO looks for, "
            "which needs one at each step, let a stock approach"
          : "for other programs, write the relation with stocks and simple functions";
  said_.push_back(make_diagnostic(
      Code::writing_not_common, model_.sources.place_of(span),
      format("XMILE has no {}; it is written by its name in Vensim", info.name),
      "Sluice reads it so, and programs that know Vensim's functions; others may not", hint));
}

void XmileCalls::refuse(Span span, const std::string& what) {
  said_.push_back(make_diagnostic(Code::writing_not_expressible, model_.sources.place_of(span),
                                  format("XMILE has no form for {}", what),
                                  format("the equation of \"{}\" needs it", owner_),
                                  "write the relation with simpler functions"));
}

}  // namespace sluice::convert
