#include "syntax/xmile/functions.h"

#include <algorithm>
#include <array>
#include <set>
#include <unordered_map>

#include "base/format.h"
#include "syntax/tree.h"

namespace sluice::syntax::xmile {

namespace {

struct Row {
  Function function;
  std::string_view function_class;
};
constexpr std::array kRows = {
#define SLUICE_BUILTIN(id, name, xmile, builtin_class, least, most, rule, meaning)     \
  Row{{#id, name, xmile, least, most, std::string_view(#builtin_class) == "stateful"}, \
      #builtin_class},
#define SLUICE_UNREAD_BUILTIN(name, meaning)
#include "syntax/builtins.def"
#undef SLUICE_UNREAD_BUILTIN
#undef SLUICE_BUILTIN
};

// What calls.cpp and array_calls.cpp make of other functions.
constexpr std::string_view kComposed[] = {
    "MIN",
    "MAX",
    "PRODUCT",
    "LOG10",
    "SAFEDIV",
    "TREND",
    "FORCST",
    "DELAY",
    "DELAYN",
    "SMTHN",
    "PULSE",
    "PREVIOUS",
    "RANDOM",
    "UNIFORM",
    "NORMAL",
    "EXPRND",
    "LOGNORMAL",
    "POISSON",
    "MONTECARLO",
    "COUNTER",
    "SINWAVE",
    "COSWAVE",
    "PERCENT",
    "SUM",
    "MEAN",
    "PROD",
    "SIZE",
    "STDDEV",
    "RANK",
    "LOOKUP",
    "INT",
    "TIME",
    "DT",
    "PI",
    "INF",
    "SELF",
    "STARTTIME",
    "STOPTIME",
    "BETA",
    "BINOMIAL",
    "GAMMA",
    "TRIANGULAR",
    "PARETO",
    "WEIBULL",
    "ROOTN",
    "GAMMALN",
    "FACTORIAL",
    "COMBINATIONS",
    "PERMUTATIONS",
    "DERIVN",
    "NPV",
    "HISTORY",
    "IRR",
    "FV",
    "PMT",
    "PV",
    "CGROWTH",
    "PCT",
    "SWITCH",
    "INTERPOLATE",
    "ENDVAL",
    "LOOKUPAREA",
    "LOOKUPMEAN",
    "LOOKUPINV",
    "NORMALCDF",
    "RAMP",
    "NAN",
    "RUNCOUNT",
    "SENSIRUNCOUNT",
    "SENSIRUNTOTAL",
    "GEOMETRIC",
    "LOGISTIC",
    "NEGBINOMIAL",
    "SIGN",
    "ALLOCATE",
    "LOGN",
    "FLOOR",
    "CEILING",
    "ARRAYSUM",
    "ARRAYMEAN",
    "ARRAYSTDDEV",
};

using Places = std::unordered_map<std::string, std::vector<std::size_t>>;

Places places_by_xmile_name() {
  Places places;
  for (std::size_t i = 0; i < kRows.size(); ++i) {
    for (const std::string_view name : split(kRows[i].function.xmile, ',')) {
      if (!name.empty()) places[key_of(name)].push_back(i);
    }
  }
  return places;
}

const std::vector<std::size_t>* rows_named(std::string_view name) {
  static const Places places = places_by_xmile_name();
  const auto found = places.find(key_of(name));
  return found == places.end() ? nullptr : &found->second;
}

}  // namespace

std::vector<Function> functions_named(std::string_view name) {
  std::vector<Function> functions;
  if (const auto* rows = rows_named(name)) {
    for (const std::size_t row : *rows) functions.push_back(kRows[row].function);
  }
  return functions;
}

std::optional<Function> find_function(std::string_view name, std::size_t arguments) {
  for (const Function& function : functions_named(name)) {
    if (arguments >= function.least && arguments <= function.most) return function;
  }
  return std::nullopt;
}

std::optional<Function> find_vensim_function(std::string_view name) {
  for (const Row& row : kRows) {
    const bool plain = row.function_class == "elementary" || row.function_class == "stateful" ||
                       row.function_class == "random" || row.function_class == "initial" ||
                       row.function_class == "vector" || row.function_class == "data" ||
                       row.function.id == "game";
    if (plain && !row.function.vensim.empty() && key_of(row.function.vensim) == key_of(name)) {
      return row.function;
    }
  }
  return std::nullopt;
}

std::vector<std::string> function_names() {
  std::set<std::string> names(std::begin(kComposed), std::end(kComposed));
  for (const Row& row : kRows) {
    for (const std::string_view name : split(row.function.xmile, ',')) {
      if (!name.empty()) names.emplace(trimmed(name, " "));
    }
  }
  return {names.begin(), names.end()};
}

bool is_composed(std::string_view name) {
  return std::ranges::any_of(kComposed,
                             [&](std::string_view one) { return key_of(one) == key_of(name); });
}

}  // namespace sluice::syntax::xmile
