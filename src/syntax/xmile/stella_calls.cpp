// Functions that isee's programs have beyond the standard (isee's help, Builtins): money, growth,
// earlier values and runs, areas under graphs. Draws are in random_calls.cpp.
#include <algorithm>
#include <cmath>

#include "base/format.h"
#include "base/number.h"
#include "syntax/xmile/build.h"
#include "syntax/xmile/parser.h"
#include "syntax/xmile/translate.h"

namespace sluice::syntax::xmile {

namespace {

struct Unread {
  std::string_view name, meaning;
};
constexpr Unread kUnread[] = {
    {"agecount", "it counts what is of an age in a stock, which is not tracked"},
    {"attrcount", "attributes of material are not tracked"},
    {"attrmax", "attributes of material are not tracked"},
    {"attrmean", "attributes of material are not tracked"},
    {"attrmin", "attributes of material are not tracked"},
    {"attrstddev", "attributes of material are not tracked"},
    {"clocktime", "it gives the clock of the computer, and two runs of one model shall agree"},
    {"cooktime", "it looks into an oven"},
    {"ctflow", "cycle times of material are not tracked"},
    {"ctmax", "cycle times of material are not tracked"},
    {"ctmean", "cycle times of material are not tracked"},
    {"ctmin", "cycle times of material are not tracked"},
    {"ctstddev", "cycle times of material are not tracked"},
    {"cycletime", "cycle times of material are not tracked"},
    {"lookupxy", "it takes the points of a graphical function from two arrays"},
    {"ostate", "it looks into an oven"},
    {"pause", "nobody sits before this run"},
    {"proctime", "it looks into a conveyor or an oven"},
    {"qelem", "it looks into a queue"},
    {"qlen", "it looks into a queue"},
    {"rework", "its meaning is not laid down in the standard"},
    {"sound", "nobody sits before this run"},
    {"squarewave", "how it begins is not laid down in the standard"},
    {"throughput", "cycle times of material are not tracked"},
    {"trianglewave", "how it begins is not laid down in the standard"},
    {"transtime", "it looks into a conveyor"},
};

}  // namespace

std::optional<Expr> Translator::stella_function(const std::string& name, const Applied& form,
                                                Span span) {
  if (auto made = payment(name, form, span)) return made;
  if (auto made = earlier_value(name, form, span)) return made;
  if (name == "interpolate") return interpolated(form, span);
  if (name == "normalcdf" && count_is("NORMALCDF", form, span, 2, 4)) {
    return call_of("normal_share", span, argument(form, 0), argument(form, 1),
                   argument_or(form, 2, 0, span), argument_or(form, 3, 1, span));
  }
  if (name == "cgrowth" && count_is("CGROWTH", form, span, 1, 1)) {  // percent a unit of time
    Expr share = binary(BinaryOp::divide, argument(form, 0), number(100, span), span);
    Expr growth = binary(BinaryOp::power, binary(BinaryOp::add, number(1, span), share, span),
                         time_step(span), span);
    return binary(BinaryOp::divide,
                  binary(BinaryOp::subtract, std::move(growth), number(1, span), span),
                  time_step(span), span);
  }
  if ((name == "percent" || name == "pct") && count_is("PERCENT", form, span, 1, 1)) {
    return binary(BinaryOp::multiply, argument(form, 0), number(100, span), span);
  }
  if (name == "switch" && count_is("SWITCH", form, span, 2, 2)) {
    return binary(BinaryOp::greater, argument(form, 0), argument(form, 1), span);
  }
  const auto* unread =
      std::ranges::find_if(kUnread, [&](const Unread& one) { return one.name == name; });
  if (unread == std::end(kUnread)) return std::nullopt;
  complaints_.say(Code::xmile_not_read, span, format("{} is not read", form.path.back()),
                  std::string(unread->meaning), "write what it gives as an equation");
  return number(0, span);
}

// A part that is used twice, written down once.
Expr Translator::once(const Applied& form, std::size_t index, Span span) {
  Expr value = argument(form, index);
  const bool small =
      std::holds_alternative<Number>(value.node) || std::holds_alternative<Reference>(value.node);
  if (small || reduction_ != nullptr) return value;
  return hide("argument", std::move(value), free_axes(), span);
}

// FV(rate, periods, payment, present), PMT(rate, periods, present, future) and PV(rate, periods,
// payment, future) solve  present g + payment (g - 1) / rate + future = 0,  g = (1 + rate)^periods.
std::optional<Expr> Translator::payment(const std::string& name, const Applied& form, Span span) {
  const bool future = name == "fv", part = name == "pmt", present = name == "pv";
  if (name == "irr" && count_is("IRR", form, span, 1, 2)) return rate_of_return(form, span);
  if (!(future || part || present)) return std::nullopt;
  if (!count_is(future ? "FV" : part ? "PMT" : "PV", form, span, 4, 4)) return number(0, span);
  const Expr rate = once(form, 0, span), periods = once(form, 1, span);
  Expr growth =
      binary(BinaryOp::power, binary(BinaryOp::add, number(1, span), rate, span), periods, span);
  if (reduction_ == nullptr) growth = hide("growth", std::move(growth), free_axes(), span);
  Expr annuity = call_of("safe_divide", span,
                         binary(BinaryOp::subtract, growth, number(1, span), span), rate, periods);
  Expr first = argument(form, 2), second = argument(form, 3);
  Expr grown = std::move(future ? second : first);
  Expr sum;
  if (future) {
    sum = binary(BinaryOp::add, binary(BinaryOp::multiply, std::move(grown), growth, span),
                 binary(BinaryOp::multiply, std::move(first), std::move(annuity), span), span);
  } else if (part) {
    sum = binary(BinaryOp::add, binary(BinaryOp::multiply, std::move(grown), growth, span),
                 std::move(second), span);
    sum = binary(BinaryOp::divide, std::move(sum), std::move(annuity), span);
  } else {
    sum = binary(BinaryOp::add,
                 binary(BinaryOp::multiply, std::move(grown), std::move(annuity), span),
                 std::move(second), span);
    sum = binary(BinaryOp::divide, std::move(sum), growth, span);
  }
  return binary(BinaryOp::subtract, number(0, span), std::move(sum), span);
}

// IRR(stream, missing): the interest a unit of time, compounded each step, at which all that has
// flowed so far is worth nothing.
Expr Translator::rate_of_return(const Applied& form, Span span) {
  Expr found = hide("interest",
                    call_of("internal_rate_of_return", span, argument(form, 0), time_step(span),
                            number(0, span), refer("INITIAL TIME", span)),
                    free_axes(), span);
  Expr a_year = binary(BinaryOp::power, binary(BinaryOp::add, number(1, span), found, span),
                       binary(BinaryOp::divide, number(1, span), time_step(span), span), span);
  Expr none = binary(BinaryOp::equal, std::move(found), Expr{span, NotAvailable{}}, span);
  return call_of("if_then_else", span, std::move(none), argument_or(form, 1, 0, span),
                 binary(BinaryOp::subtract, std::move(a_year), number(1, span), span));
}

// Surely above 0, and plain to see: a number, DT, or a variable that is such a number.
bool Translator::is_positive(const Node& node) const {
  if (const auto* written = std::get_if<Number>(&node.form)) return written->value > 0;
  const auto* name = std::get_if<Name>(&node.form);
  if (name == nullptr || !name->indices.empty()) return false;
  const auto found = find(name->path);
  if (!found) return name->path.size() == 1 && key_of(name->path[0]) == "dt";
  const Variable& variable = *source_of(whole_, found).variable;
  const bool plain = variable.sort == Sort::aux && variable.elements.empty() &&
                     !variable.has_table() && variable.equation &&
                     variable.further_equations.empty();
  const auto value = plain ? number_in(name_in(variable.equation->value)) : std::nullopt;
  return value && *value > 0;
}

// Where it is plain how long ago, HISTORY is a delay, and a variable may ask for its own.
Expr Translator::history(const Applied& form, Span span) {
  const Node& when = form.arguments[1];
  const auto* joined = std::get_if<Joined>(&when.form);
  const bool ago = joined != nullptr && joined->joint == Joint::plain &&
                   joined->op == BinaryOp::subtract && is_positive(joined->operands[1]);
  const auto* from = ago ? std::get_if<Name>(&joined->operands[0].form) : nullptr;
  const bool from_now = from != nullptr && from->path.size() == 1 &&
                        key_of(from->path[0]) == "time" && !find(from->path);
  if (from_now) {
    return call_of("delay_fixed", span, argument(form, 0), translate(joined->operands[1]),
                   number(0, span));
  }
  return call_of("history", span, argument(form, 0), argument(form, 1));
}

// Values of other times and runs; there is no run before this one.
std::optional<Expr> Translator::earlier_value(const std::string& name, const Applied& form,
                                              Span span) {
  if (name == "history" && count_is("HISTORY", form, span, 2, 2)) return history(form, span);
  if (name == "previous" && count_is("PREVIOUS", form, span, 1, 2)) {
    return call_of("delay_fixed", span, argument(form, 0), time_step(span),
                   argument(form, form.arguments.size() - 1));
  }
  if (name == "endval" && count_is("ENDVAL", form, span, 1, 2)) {
    return call_of("initial", span, argument(form, form.arguments.size() - 1));
  }
  return std::nullopt;
}

}  // namespace sluice::syntax::xmile
