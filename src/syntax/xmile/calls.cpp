// Calls of XMILE's functions into those of the table: where the arguments are the same the table's
// row says it all; the others are put together here (OASIS XMILE 1.0, 3.5; isee's own are marked).
#include <algorithm>
#include <numbers>

#include "base/format.h"
#include "syntax/xmile/build.h"
#include "syntax/xmile/functions.h"
#include "syntax/xmile/parser.h"
#include "syntax/xmile/tokens.h"
#include "syntax/xmile/translate.h"

namespace sluice::syntax::xmile {

namespace {

std::string counts(std::size_t least, std::size_t most) {
  if (least == most) return format("{} argument{}", least, least == 1 ? "" : "s");
  return format("{} to {} arguments", least, most);
}

}  // namespace

std::vector<Expr> Translator::arguments_of(const Applied& form) {
  std::vector<Expr> arguments;
  for (const Node& node : form.arguments) arguments.push_back(translate(node));
  return arguments;
}

Expr Translator::argument(const Applied& form, std::size_t index) {
  return translate(form.arguments[index]);
}

Expr Translator::argument_or(const Applied& form, std::size_t index, double otherwise, Span span) {
  return index < form.arguments.size() ? argument(form, index) : number(otherwise, span);
}

bool Translator::count_is(const std::string& name, const Applied& form, Span span,
                          std::size_t least, std::size_t most) {
  const std::size_t count = form.arguments.size();
  if (count >= least && count <= most) return true;
  complaints_.say(Code::model_argument_count, span,
                  format("{} takes {}, not {}", name, counts(least, most), count));
  return false;
}

// The macro that takes so many arguments: that of the call's own file before those of others, and
// one that a module has for itself last.
const WrittenMacro* Translator::macro_for(const std::string& name, std::size_t count,
                                          std::uint32_t file) const {
  const WrittenMacro* found = nullptr;
  for (const WrittenMacro* macro : whole_.macros_named(name)) {
    std::size_t least = 0;
    while (least < macro->parameters.size() && !macro->parameters[least].otherwise) ++least;
    if (count < least || count > macro->parameters.size()) continue;
    if (macro->span.file == file) return macro;
    if (found == nullptr || (found->in_module_file && !macro->in_module_file)) found = macro;
  }
  return found;
}

Expr Translator::apply(const std::string& name, const Applied& form, Span span) {
  const WrittenMacro* macro = macro_for(name, form.arguments.size(), span.file);
  if (macro != nullptr) return call_macro(*macro, form, span);
  if (!form.results.empty()) return refuse_results(form, span);
  const std::size_t told = complaints_.count();
  if (auto made = special(name, form, span)) return std::move(*made);
  if (const auto function = find_function(name, form.arguments.size())) {
    return call(std::string(function->id), arguments_of(form), span);
  }
  if (complaints_.count() > told) return number(0, span);
  return unknown(form.path.back(), form, span);
}

Expr Translator::unknown(const std::string& name, const Applied& form, Span span) {
  // As Stella and others write a relation that nobody has written down yet.
  if (key_of(name) == "nan") {
    complaints_.say(Code::model_no_equation, span,
                    format("\"{}\" has no equation yet", site_.owner->name),
                    "NAN(...) only lists what it will depend on, as a diagram shows it",
                    "write how it depends on them");
    return number(0, span);
  }
  const auto same = functions_named(name);
  if (!same.empty()) {
    std::size_t least = same.front().least, most = same.front().most;
    for (const Function& one : same) {
      least = std::min(least, one.least);
      most = std::max(most, one.most);
    }
    count_is(form.path.back(), form, span, least, most);
    return number(0, span);
  }
  if (const auto function = find_vensim_function(name)) {
    if (!count_is(name, form, span, function->least, function->most)) return number(0, span);
    Expr made = call(std::string(function->id), arguments_of(form), span);
    const bool alone = function->id == "active_initial" || function->id == "integ";
    return alone ? hide("initial", std::move(made), free_axes(), span) : made;
  }
  if (is_composed(name)) {  // such as TIME
    count_is(form.path.back(), form, span, 0, 0);
    return number(0, span);
  }
  if (const auto& macros = whole_.macros_named(key_of(name)); !macros.empty()) {
    const WrittenMacro* macro = macros.front();
    const auto optional = std::ranges::count_if(
        macro->parameters, [](const MacroParameter& one) { return one.otherwise.has_value(); });
    const std::size_t most = macro->parameters.size();
    count_is(macro->name, form, span, most - static_cast<std::size_t>(optional), most);
    return number(0, span);
  }
  std::vector<std::string> known = function_names();
  for (const auto& variable : site_.scope->variables) known.push_back(variable->local_name);
  for (const auto& macro : whole_.macros) known.push_back(macro->name);
  complaints_.say(Code::model_unknown_function, span,
                  format("there is no function or graphical function \"{}\"", name),
                  format("the equation of \"{}\" applies it", site_.owner->local_name),
                  did_you_mean(name, known));
  return number(0, span);
}

std::optional<Expr> Translator::special(const std::string& name, const Applied& form, Span span) {
  if (auto made = array_function(name, form, span)) return made;
  if (auto made = table_function(name, form, span)) return made;
  if (auto made = delay(name, form, span)) return made;
  if (auto made = shape(name, form, span)) return made;
  if (auto made = random(name, form, span)) return made;
  if (auto made = number_function(name, form, span)) return made;
  if (auto made = graph_function(name, form, span)) return made;
  if (auto made = stella_function(name, form, span)) return made;
  if (auto made = vensim_function(name, form, span)) return made;
  if (name == "allocate" && count_is("ALLOCATE", form, span, 5, 6)) return allocate(form, span);
  if (name == "int" && count_is("INT", form, span, 1, 1)) {
    return call_of(whole_.is_of_vensim ? "integer" : "floor", span, argument(form, 0));
  }
  if (name == "log10" && count_is("LOG10", form, span, 1, 1)) {
    return call_of("log", span, argument(form, 0), number(10, span));
  }
  if (name == "safediv" && count_is("SAFEDIV", form, span, 2, 3)) {
    // Converters write Vensim's ZIDZ and XIDZ so, which take what is near zero for zero.
    const char* const id = whole_.is_of_vensim ? "xidz" : "safe_divide";
    return call_of(id, span, argument(form, 0), argument(form, 1), argument_or(form, 2, 0, span));
  }
  if (name == "init" && form.arguments.size() == 2) {  // as converters write ACTIVE INITIAL
    return hide("initial", call("active_initial", arguments_of(form), span), free_axes(), span);
  }
  return std::nullopt;
}

// Functions of numbers that isee has beyond the standard.
std::optional<Expr> Translator::number_function(const std::string& name, const Applied& form,
                                                Span span) {
  const auto log_factorial = [&](Expr of) {
    return call_of("gamma_ln", span, binary(BinaryOp::add, std::move(of), number(1, span), span));
  };
  const auto counted = [&](Expr logarithm) {
    return call_of("round", span, call_of("exp", span, std::move(logarithm)));
  };
  if (name == "rootn" && count_is("ROOTN", form, span, 2, 2)) {
    Expr inverse = binary(BinaryOp::divide, number(1, span), argument(form, 1), span);
    return binary(BinaryOp::power, argument(form, 0), std::move(inverse), span);
  }
  if (name == "sign" && count_is("SIGN", form, span, 1, 1)) {
    const Expr value = once(form, 0, span);
    return binary(BinaryOp::subtract, binary(BinaryOp::greater, value, number(0, span), span),
                  binary(BinaryOp::less, value, number(0, span), span), span);
  }
  if (name == "floor" && count_is("FLOOR", form, span, 1, 1)) {
    return call_of("floor", span, argument(form, 0));
  }
  if (name == "ceiling" && count_is("CEILING", form, span, 1, 1)) {
    const auto minus = [&](Expr of) {
      return binary(BinaryOp::subtract, number(0, span), std::move(of), span);
    };
    return minus(call_of("floor", span, minus(argument(form, 0))));
  }
  if (name == "logn" && count_is("LOGN", form, span, 1, 1)) {  // of older STELLA
    return call_of("ln", span, argument(form, 0));
  }
  if (name == "gammaln" && count_is("GAMMALN", form, span, 1, 1)) {
    return call_of("gamma_ln", span, argument(form, 0));
  }
  if (name == "factorial" && count_is("FACTORIAL", form, span, 1, 1)) {
    return counted(log_factorial(argument(form, 0)));
  }
  const bool combinations = name == "combinations";
  if ((combinations || name == "permutations") &&
      count_is(combinations ? "COMBINATIONS" : "PERMUTATIONS", form, span, 2, 2)) {
    Expr left =
        log_factorial(binary(BinaryOp::subtract, argument(form, 0), argument(form, 1), span));
    if (combinations) {
      left = binary(BinaryOp::add, std::move(left), log_factorial(argument(form, 1)), span);
    }
    return counted(
        binary(BinaryOp::subtract, log_factorial(argument(form, 0)), std::move(left), span));
  }
  if (name == "derivn" && count_is("DERIVN", form, span, 2, 2)) return derivative(form, span);
  return std::nullopt;
}

// DERIVN(input, order): differences of differences over DT; 0 at the start, as isee has it.
Expr Translator::derivative(const Applied& form, Span span) {
  constexpr double kMostOrder = 10;
  const auto* order = std::get_if<Number>(&form.arguments[1].form);
  const bool whole = order != nullptr && order->value >= 0 && order->value <= kMostOrder &&
                     order->value == static_cast<int>(order->value);
  if (!whole) {
    complaints_.say(Code::xmile_not_read, form.arguments[1].span,
                    "the order of DERIVN is no written whole number",
                    format("it says how often a difference is taken, up to {} times", kMostOrder),
                    "write DERIVN(input, 1)");
    return number(0, span);
  }
  Expr value = argument(form, 0);
  for (int i = 0; i < static_cast<int>(order->value); ++i) {
    const Expr now = hide("derivative", std::move(value), free_axes(), span);
    Expr before = call_of("delay_fixed", span, now, time_step(span), now);
    value = binary(BinaryOp::divide, binary(BinaryOp::subtract, now, std::move(before), span),
                   time_step(span), span);
  }
  return value;
}

// Functions that remember. A starting value that is left out is that of the input.
std::optional<Expr> Translator::delay(const std::string& name, const Applied& form, Span span) {
  if (name == "delay" && count_is("DELAY", form, span, 2, 3)) {
    return call_of("delay_fixed", span, argument(form, 0), argument(form, 1),
                   argument(form, form.arguments.size() > 2 ? 2 : 0));
  }
  if (name == "npv" && count_is("NPV", form, span, 2, 4)) {  // isee's, and Vensim's of four
    return call_of("npv", span, argument(form, 0), argument(form, 1), argument_or(form, 2, 0, span),
                   argument_or(form, 3, 1, span));
  }
  if (name == "delayn" && count_is("DELAYN", form, span, 3, 4)) {
    return call_of("delay_nth", span, argument(form, 0), argument(form, 1),
                   argument(form, form.arguments.size() > 3 ? 3 : 0), argument(form, 2));
  }
  if (name == "smthn" && count_is("SMTHN", form, span, 3, 4)) {
    return call_of("smooth_nth", span, argument(form, 0), argument(form, 1),
                   argument(form, form.arguments.size() > 3 ? 3 : 0), argument(form, 2));
  }
  if (name == "trend" && count_is("TREND", form, span, 2, 3)) {
    return call_of("trend", span, argument(form, 0), argument(form, 1),
                   argument_or(form, 2, 0, span));
  }
  if (name == "forcst" && count_is("FORCST", form, span, 3, 4)) {
    return call_of("forecast_from", span, argument(form, 0), argument(form, 1), argument(form, 2),
                   argument_or(form, 3, 0, span));
  }
  return std::nullopt;
}

// Functions of the time.
std::optional<Expr> Translator::shape(const std::string& name, const Applied& form, Span span) {
  if (name == "ramp" && count_is("RAMP", form, span, 1, 3)) {
    const bool starts = form.arguments.size() > 1, ends = form.arguments.size() > 2;
    return call_of("ramp", span, argument(form, 0),
                   starts ? argument(form, 1) : refer("INITIAL TIME", span),
                   ends ? argument(form, 2) : refer("FINAL TIME", span));
  }
  if (name == "pulse" && count_is("PULSE", form, span, 1, 3)) return pulse(form, span);
  const bool sine = name == "sinwave", cosine = name == "coswave";  // isee
  if ((sine || cosine) && count_is(sine ? "SINWAVE" : "COSWAVE", form, span, 2, 2)) {
    Expr turns = binary(BinaryOp::divide, refer("Time", span), argument(form, 1), span);
    Expr angle =
        binary(BinaryOp::multiply, number(2 * std::numbers::pi, span), std::move(turns), span);
    return binary(BinaryOp::multiply, call_of("abs", span, argument(form, 0)),
                  call_of(sine ? "sin" : "cos", span, std::move(angle)), span);
  }
  if (name == "counter" && count_is("COUNTER", form, span, 2, 2)) {  // isee
    Expr since = binary(BinaryOp::subtract, refer("Time", span), refer("INITIAL TIME", span), span);
    Expr length = binary(BinaryOp::subtract, argument(form, 1), argument(form, 0), span);
    return binary(BinaryOp::add, argument(form, 0),
                  call_of("floored_modulo", span, std::move(since), std::move(length)), span);
  }
  return std::nullopt;
}

// By the standard a pulse without an interval comes once; in isee's programs it comes at each step,
// as one without a start does (isee's help, Test input builtins).
Expr Translator::pulse(const Applied& form, Span span) {
  const std::size_t count = form.arguments.size();
  if (count == 1) return binary(BinaryOp::divide, argument(form, 0), time_step(span), span);
  // Vensim's own PULSE(start, width), whose name its exporter keeps.
  if (count == 2 && whole_.is_of_vensim) {
    return call_of("pulse", span, argument(form, 0), argument(form, 1));
  }
  Expr interval = whole_.written_by_isee ? time_step(span) : number(0, span);
  return call_of("pulse_volume", span, argument(form, 0), argument(form, 1),
                 count > 2 ? argument(form, 2) : std::move(interval));
}

// A call of LOOKUP, or of a table by another one's name.
std::optional<Expr> Translator::table_function(const std::string& name, const Applied& form,
                                               Span span) {
  if (name != "lookup" || !count_is("LOOKUP", form, span, 2, 2)) return std::nullopt;
  const auto* table = std::get_if<Name>(&form.arguments[0].form);
  const auto found = table != nullptr ? find(table->path) : Found{};
  const Found source = found ? source_of(whole_, found) : Found{};
  if (source && source.variable->has_table()) {
    return read_table(*source.variable, table->indices, argument(form, 1), span);
  }
  const auto& parameters = site_.scope->parameters;
  for (const std::string& parameter : parameters) {
    if (table != nullptr && key_of(parameter) == key_of(table->path[0])) {
      std::vector<Expr> input;
      input.push_back(argument(form, 1));
      return Expr{span, Call{parameter, {}, std::move(input)}};
    }
  }
  complaints_.say(Code::model_not_a_lookup, form.arguments[0].span,
                  "the first argument of LOOKUP is no graphical function",
                  "it reads a graphical function at its second argument",
                  "name a variable that has a <gf>");
  return number(0, span);
}

}  // namespace sluice::syntax::xmile
