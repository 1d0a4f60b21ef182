#include "model/function_hints.h"

#include <algorithm>
#include <utility>

#include "base/format.h"
#include "syntax/tree.h"

namespace sluice::model {
namespace {

// By Vensim's name, for those whose meaning does not list the arguments.
constexpr std::pair<Builtin, std::string_view> kForms[] = {
    {Builtin::if_then_else, "condition, value where it is true, value where it is false"},
    {Builtin::min, "a, b"},
    {Builtin::max, "a, b"},
    {Builtin::abs, "x"},
    {Builtin::exp, "x"},
    {Builtin::ln, "x"},
    {Builtin::log, "x, base"},
    {Builtin::sqrt, "x"},
    {Builtin::power, "x, exponent"},
    {Builtin::modulo, "x, divisor"},
    {Builtin::integer, "x"},
    {Builtin::quantum, "x, unit of rounding"},
    {Builtin::zidz, "x, divisor"},
    {Builtin::xidz, "x, divisor, value where the divisor is zero"},
    {Builtin::step, "height, time"},
    {Builtin::pulse, "start, width"},
    {Builtin::pulse_train, "start, width, interval, end"},
    {Builtin::ramp, "slope, start, end"},
    {Builtin::integ, "rate, starting value"},
    {Builtin::active_initial, "value, starting value"},
    {Builtin::initial, "value"},
    {Builtin::smoothi, "input, time, start"},
    {Builtin::delay1i, "input, time, start"},
    {Builtin::with_lookup, "input, ((x, y), (x, y))"},
    {Builtin::random_normal, "least, most, mean, standard deviation, seed"},
    {Builtin::sample_if_true, "condition, input, starting value"},
};

constexpr std::pair<std::string_view, std::string_view> kOtherNames[] = {
    {"if", "IF THEN ELSE(condition, value where it is true, value where it is false)"},
    {"iif", "IF THEN ELSE(condition, value where it is true, value where it is false)"},
    {"ifelse", "IF THEN ELSE(condition, value where it is true, value where it is false)"},
    {"ifthenelse", "IF THEN ELSE(condition, value where it is true, value where it is false)"},
    {"lookup", "the lookup's own name, as in table(x)"},
    {"graph", "the lookup's own name, as in table(x)"},
    {"interpolate", "the lookup's own name, as in table(x)"},
    {"smth1", "SMOOTH(input, time), or SMOOTHI(input, time, start)"},
    {"smth3", "SMOOTH3(input, time), or SMOOTH3I(input, time, start)"},
    {"smthn", "SMOOTH N(input, time, start, order)"},
    {"forcst", "FORECAST(input, average time, horizon)"},
    {"init", "INITIAL(value)"},
    {"safediv", "ZIDZ(x, divisor), or XIDZ(x, divisor, value where the divisor is zero)"},
    {"log10", "LOG(x, 10)"},
    {"log2", "LOG(x, 2)"},
    {"mod", "MODULO(x, divisor)"},
    {"int", "INTEGER(x)"},
    {"floor", "INTEGER(x), which cuts off toward zero"},
    {"round", "INTEGER(x + 0.5), for x of 0 or more"},
    {"pow", "x ^ exponent"},
    {"rand", "RANDOM UNIFORM(least, most, seed)"},
    {"random", "RANDOM UNIFORM(least, most, seed)"},
    {"normal", "RANDOM NORMAL(least, most, mean, standard deviation, seed)"},
    {"delay", "DELAY FIXED(input, time, start), DELAY1(input, time) or DELAY3(input, time)"},
    {"integral", "INTEG(rate, starting value)"},
    {"integrate", "INTEG(rate, starting value)"},
    {"mean", "SUM(x[dimension!]) / ELMCOUNT(dimension)"},
    {"not", ":NOT: x"},
    {"and", "a :AND: b"},
    {"or", "a :OR: b"},
    {"average", "SUM(x[dimension!]) / ELMCOUNT(dimension)"},
};

// "(input, time, start)" at the end of a meaning, where it names as many as the function takes.
std::string_view listed_in(const BuiltinInfo& info) {
  const std::size_t open = info.meaning.rfind('(');
  if (open == std::string_view::npos || !info.meaning.ends_with(')')) return {};
  const std::string_view list = info.meaning.substr(open + 1, info.meaning.size() - open - 2);
  const auto count = 1 + static_cast<std::size_t>(std::ranges::count(list, ','));
  return count == info.most_arguments ? list : std::string_view{};
}

}  // namespace

std::string form_hint(const BuiltinInfo& info) {
  const auto* known =
      std::ranges::find(kForms, info.id, &std::pair<Builtin, std::string_view>::first);
  const std::string_view form = known != std::end(kForms) ? known->second : listed_in(info);
  return form.empty() ? "" : format("write it as {}({})", info.name, form);
}

std::string other_name_hint(std::string_view name) {
  const std::string key = syntax::key_of(name);
  for (const auto& [other, vensim] : kOtherNames) {
    if (key == other) return format("in Vensim that is {}", vensim);
  }
  return {};
}

std::string word_between_names_hint(std::string_view name, const std::vector<std::string>& known) {
  const std::string key = syntax::key_of(name);
  const auto is_known = [&](std::string_view one) {
    return std::ranges::any_of(
        known, [&](const std::string& other) { return syntax::key_of(other) == one; });
  };
  constexpr std::pair<std::string_view, std::string_view> kWords[] = {{" and ", ":AND:"},
                                                                      {" or ", ":OR:"}};
  for (const auto& [word, vensim] : kWords) {
    const std::size_t at = key.find(word);
    const bool between = at != std::string::npos && is_known(key.substr(0, at)) &&
                         is_known(key.substr(at + word.size()));
    if (!between) continue;
    return format("the logical \"{}\" is written {} in Vensim", trimmed(word), vensim);
  }
  return {};
}

}  // namespace sluice::model
