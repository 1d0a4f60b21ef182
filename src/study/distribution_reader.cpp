#include "study/distribution_reader.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "base/format.h"
#include "study/discrete.h"
#include "study/fit.h"
#include "study/quantile.h"
#include "vmath/vmath.h"

namespace sluice::study {
namespace {

constexpr std::pair<std::string_view, Kind> kKinds[] = {
    {"uniform", Kind::uniform},
    {"triangular", Kind::triangular},
    {"normal", Kind::normal},
    {"lognormal", Kind::lognormal},
    {"logit-normal", Kind::logit_normal},
    {"beta", Kind::beta},
    {"pert", Kind::pert},
    {"gamma", Kind::gamma},
    {"discrete", Kind::discrete},
    {"listed", Kind::listed},
    {"mixture", Kind::mixture},
    {"constant", Kind::constant},
    {"normal-halves", Kind::normal_halves},
    {"lognormal-halves", Kind::lognormal_halves},
    {"logit-normal-halves", Kind::logit_normal_halves},
};

std::string_view name_of(Kind kind) {
  const auto* found = std::ranges::find(kKinds, kind, &std::pair<std::string_view, Kind>::second);
  return found->first;
}

constexpr double kSmallest = 1e-300;
const Range kPositive{kSmallest, 1e300, "above 0"};
const Range kInsideUnit{1e-12, 1 - 1e-12, "above 0 and below 1"};
const Range kAboveOne{1 + 1e-9, 1e300, "above 1"};
const Range kNotNegative{0, 1e300, "0 or more"};

std::string quantile_name(double probability) {
  return format("p{}", static_cast<int>(std::lround(probability * 100)));
}

bool is_quantile_key(std::string_view key) {
  const auto digit = [](char c) { return c >= '0' && c <= '9'; };
  return key.size() >= 2 && key.size() <= 3 && key[0] == 'p' && key[1] != '0' &&
         std::ranges::all_of(key.substr(1), digit);
}

// What one distribution table says, and what was wrong with it.
class Reading {
 public:
  Reading(const toml::table& table, const std::string& what, Report& report)
      : reader_(table, what, report), mistakes_(report), what_(what) {}

  std::optional<Distribution> read();
  // The weight that a component of a mixture carries beside its distribution.
  double read_weight() { return number("weight", kPositive); }

 private:
  void read_quantiles();
  void read_bounds();
  std::optional<Distribution> read_family();
  std::optional<Distribution> from_parameters();
  std::optional<Distribution> from_quantiles();
  std::optional<Distribution> from_corners();
  std::optional<Distribution> from_gamma_parameters();
  std::optional<Distribution> from_values();
  std::optional<Distribution> from_list();
  std::optional<Distribution> from_components();
  bool quantiles_make_sense();
  bool check_order(const std::string& low_name, double low, const std::string& high_name,
                   double high);
  void take_bounds_as_truncation(Distribution& distribution) const;
  bool check_truncation(const Distribution& distribution);
  void tell_implied(const Distribution& distribution, bool agrees);
  double number(std::string_view key, const Range& range = {});
  std::nullopt_t wrong(std::string_view key, std::string message, std::string hint = {});
  bool bounds_are_parameters() const;

  TableReader reader_;
  Report& mistakes_;
  std::string what_;
  Kind kind_{};
  bool sound_ = true;
  bool agrees_ = true;
  std::vector<StatedQuantile> quantiles_;
  std::optional<double> minimum_, maximum_;
};

std::nullopt_t Reading::wrong(std::string_view key, std::string message, std::string hint) {
  const Place place = reader_.has(key) ? reader_.place_of_value(key) : reader_.place();
  mistakes_.say(Code::study_bad_distribution, place, std::move(message), {}, std::move(hint));
  sound_ = false;
  return std::nullopt;
}

double Reading::number(std::string_view key, const Range& range) {
  reader_.need(key);
  const auto value = reader_.optional_number(key, range);
  if (!value) sound_ = false;
  return value.value_or(0.5);
}

void Reading::read_quantiles() {
  for (const auto& [key, node] : reader_.table()) {
    if (!is_quantile_key(key.str())) continue;
    if (node.is_table()) {
      reader_.find(key.str());
      wrong(key.str(),
            format("{}: \"{}\" is no quantile: there is a point after it", what_, key.str()),
            "percentiles are whole numbers, as in p5");
      continue;
    }
    const double percent = std::stod(std::string(key.str().substr(1)));
    quantiles_.push_back({percent / 100, number(key.str())});
  }
  std::ranges::sort(quantiles_, {}, &StatedQuantile::probability);
}

void Reading::read_bounds() {
  const auto bound = [&](std::string_view key) {
    const auto value = reader_.optional_number(key);
    if (reader_.has(key) && !value) sound_ = false;
    return value;
  };
  minimum_ = bound("min");
  maximum_ = bound("max");
  if (minimum_ && maximum_) check_order("min", *minimum_, "max", *maximum_);
}

bool Reading::check_order(const std::string& low_name, double low, const std::string& high_name,
                          double high) {
  if (low < high) return true;
  wrong(high_name, format("{}: \"{}\" ({}) must be below \"{}\" ({})", what_, low_name,
                          to_text(low), high_name, to_text(high)));
  return false;
}

// `min` and `max` say where these families end; elsewhere they cut off what lies beyond.
bool Reading::bounds_are_parameters() const {
  switch (kind_) {
    case Kind::beta: return true;
    case Kind::uniform:
    case Kind::triangular:
    case Kind::pert: return quantiles_.empty();
    default: return false;
  }
}

void Reading::take_bounds_as_truncation(Distribution& distribution) const {
  if (bounds_are_parameters()) return;
  distribution.minimum = minimum_;
  distribution.maximum = maximum_;
}

bool Reading::check_truncation(const Distribution& distribution) {
  if (!distribution.minimum && !distribution.maximum) return true;
  constexpr double kLeast = 1e-6;
  const double kept = QuantileFunction(distribution).kept();
  if (kept >= kLeast) return true;
  wrong(distribution.minimum ? "min" : "max",
        format("{}: \"min\" and \"max\" leave less than a millionth of this {}", what_,
               name_of(kind_)));
  return false;
}

bool Reading::quantiles_make_sense() {
  if (quantiles_.size() < 2) {
    wrong(quantile_name(quantiles_[0].probability),
          format("{}: one quantile does not fix a {}", what_, name_of(kind_)),
          "state two, as in p5 and p95, or three with p50");
    return false;
  }
  for (std::size_t i = 1; i < quantiles_.size(); ++i) {
    const StatedQuantile& low = quantiles_[i - 1];
    const StatedQuantile& high = quantiles_[i];
    check_order(quantile_name(low.probability), low.value, quantile_name(high.probability),
                high.value);
  }
  Support support;
  const auto halves = halves_scale(kind_);
  if (kind_ == Kind::lognormal || kind_ == Kind::gamma) support.low = 0;
  if (kind_ == Kind::logit_normal || halves == Halves::Scale::logit) support = {0, 1};
  if (halves == Halves::Scale::logarithm) support.low = 0;
  if (kind_ == Kind::beta) support = {minimum_.value_or(0), maximum_.value_or(1)};
  for (const StatedQuantile& one : quantiles_) {
    if (one.value > support.low && one.value < support.high) continue;
    wrong(quantile_name(one.probability),
          format("{}: a {} lies {}, so {} cannot be {}", what_, name_of(kind_),
                 std::isinf(support.high)
                     ? "above 0"
                     : format("between {} and {}", to_text(support.low), to_text(support.high)),
                 quantile_name(one.probability), to_text(one.value)));
  }
  for (const StatedQuantile& one : quantiles_) {
    const bool outside = (minimum_ && one.value < *minimum_) || (maximum_ && one.value > *maximum_);
    if (!outside || kind_ == Kind::beta) continue;
    wrong(quantile_name(one.probability),
          format("{}: {} = {} lies outside its own \"min\" and \"max\"", what_,
                 quantile_name(one.probability), to_text(one.value)));
  }
  return sound_;
}

std::optional<Distribution> Reading::from_quantiles() {
  const bool takes_mode = kind_ == Kind::triangular || kind_ == Kind::pert;
  const auto mode = takes_mode ? reader_.optional_number("mode") : std::nullopt;
  if (!sound_ || !quantiles_make_sense()) return {};
  auto result = fit({.kind = kind_,
                     .quantiles = quantiles_,
                     .mode = mode,
                     .low = minimum_.value_or(0),
                     .high = maximum_.value_or(1)});
  if (!result) {
    mistakes_.say(Code::study_no_fit, reader_.place(),
                  format("{}: no {} fits: {}", what_, name_of(kind_), result.error()));
    return {};
  }
  agrees_ = result->agrees;
  return result->distribution;
}

// Uniform, triangular and PERT by where they end.
std::optional<Distribution> Reading::from_corners() {
  const double low = number("min");
  const double high = number("max");
  if (kind_ == Kind::uniform) return Distribution{.family = Uniform{low, high}};
  const double mode = number("mode");
  if (sound_ && (mode < low || mode > high)) {
    return wrong("mode", format("{}: \"mode\" ({}) must lie between \"min\" ({}) and \"max\" ({})",
                                what_, to_text(mode), to_text(low), to_text(high)));
  }
  if (kind_ == Kind::triangular) return Distribution{.family = Triangular{low, mode, high}};
  return Distribution{.family = pert(low, mode, high)};
}

std::optional<Distribution> Reading::from_gamma_parameters() {
  if (reader_.has("mean") || reader_.has("sd")) {
    const double mean = number("mean", kPositive);
    const double sd = number("sd", kPositive);
    return Distribution{.family = Gamma{mean * mean / (sd * sd), sd * sd / mean}};
  }
  return Distribution{.family = Gamma{number("shape", kPositive), number("scale", kPositive)}};
}

std::optional<Distribution> Reading::from_values() {
  std::vector<double> values = reader_.numbers("values");
  std::vector<double> weights(values.size(), 1.0);
  if (reader_.find("weights") != nullptr) weights = reader_.numbers("weights");
  if (values.empty()) return wrong("values", what_ + ": \"values\" is empty");
  if (values.size() != weights.size()) {
    return wrong("weights", format("{}: {} values need as many weights, not {}", what_,
                                   values.size(), weights.size()));
  }
  if (std::ranges::any_of(weights, [](double weight) { return weight < 0; })) {
    return wrong("weights", what_ + ": no weight may be negative");
  }
  const auto family = discrete_of(values, weights, minimum_, maximum_);
  minimum_.reset();
  maximum_.reset();
  if (!family) return wrong("weights", what_ + ": no value has a weight above 0");
  return Distribution{.family = *family};
}

// One value for each member, in order.
std::optional<Distribution> Reading::from_list() {
  Listed family{reader_.numbers("values"), {}};
  if (family.values.empty()) return wrong("values", what_ + ": \"values\" is empty");
  if (minimum_ || maximum_) {
    return wrong(minimum_ ? "min" : "max", what_ + ": a list is taken as it stands, not cut off");
  }
  family.ascending = family.values;
  std::ranges::sort(family.ascending);
  return Distribution{.family = std::move(family)};
}

// A component is a table like any other, with its weight beside.
std::optional<Distribution> Reading::from_components() {
  reader_.need("components");
  const toml::array* list = reader_.optional_array("components");
  if (list == nullptr) return {};
  if (list->empty()) return wrong("components", what_ + ": \"components\" is empty");
  Mixture family;
  for (const toml::node& node : *list) {
    const std::string what = format("component {} of {}", family.weights.size() + 1, what_);
    if (!node.is_table()) return wrong("components", what + " needs a \"weight\" and a \"kind\"");
    Reading component(*node.as_table(), what, mistakes_);
    family.weights.push_back(component.read_weight());
    auto read = component.read();
    if (!read) sound_ = false;
    family.components.push_back(std::move(read).value_or(Distribution{}));
  }
  const double total = std::accumulate(family.weights.begin(), family.weights.end(), 0.0);
  for (double& weight : family.weights) weight /= total;
  return Distribution{.family = std::move(family)};
}

std::optional<Distribution> Reading::from_parameters() {
  switch (kind_) {
    case Kind::constant: return Distribution{.family = Constant{number("value")}};
    case Kind::uniform:
    case Kind::triangular:
    case Kind::pert: return from_corners();
    case Kind::normal:
      return Distribution{.family = Normal{number("mean"), number("sd", kPositive)}};
    case Kind::lognormal:
      return Distribution{.family = Lognormal{vmath::log(number("median", kPositive)),
                                              vmath::log(number("gsd", kAboveOne))}};
    case Kind::logit_normal: {
      const double median = number("median", kInsideUnit);
      return Distribution{
          .family = LogitNormal{vmath::log(median / (1 - median)), number("sigma", kPositive)}};
    }
    case Kind::beta:
      return Distribution{.family = Beta{number("alpha", kPositive), number("beta", kPositive),
                                         minimum_.value_or(0), maximum_.value_or(1)}};
    case Kind::gamma: return from_gamma_parameters();
    case Kind::discrete: return from_values();
    case Kind::listed: return from_list();
    case Kind::mixture: return from_components();
    case Kind::normal_halves:
    case Kind::lognormal_halves:
    case Kind::logit_normal_halves:
      return wrong("kind", format("{}: {} are stated by quantiles", what_, name_of(kind_)),
                   "give p50, one quantile below it and one above, as in p5 and p95");
  }
  return {};
}

std::optional<Distribution> Reading::read_family() {
  constexpr Kind kNever[] = {Kind::constant, Kind::discrete, Kind::listed, Kind::mixture};
  const bool never = std::ranges::find(kNever, kind_) != std::end(kNever);
  return quantiles_.empty() || never ? from_parameters() : from_quantiles();
}

void Reading::tell_implied(const Distribution& distribution, bool agrees) {
  if (quantiles_.empty()) return;
  const double room = 0.1 * (quantiles_.back().value - quantiles_.front().value);
  std::string stated;
  std::string implied;
  for (const StatedQuantile& one : quantiles_) {
    const double value = quantile(distribution, one.probability);
    agrees = agrees && std::abs(value - one.value) <= room;
    const std::string name = quantile_name(one.probability);
    stated += format("{}{} {}", stated.empty() ? "" : ", ", name, to_text(one.value));
    implied += format("{}{} {}", implied.empty() ? "" : ", ", name, to_significant(value, 3));
  }
  if (agrees) return;
  const bool cut = distribution.minimum || distribution.maximum;
  mistakes_.say(
      Code::study_implied_quantiles, reader_.place(),
      format("{}: no {}{} has {}; drawn will be {}", what_, cut ? "cut-off " : "", name_of(kind_),
             stated, implied),
      cut ? "its parameters, and then \"min\" and \"max\", cannot meet all of these"
          : "its parameters cannot meet all of these; the nearest by least squares are taken",
      "state fewer quantiles, or take a kind with another shape");
}

std::optional<Distribution> Reading::read() {
  const std::optional<Kind> kind = reader_.choice<Kind>("kind", kKinds);
  if (!kind) return {};
  kind_ = *kind;
  read_quantiles();
  read_bounds();
  std::optional<Distribution> result = read_family();
  const auto central = reader_.optional_number("central");
  const bool whole = reader_.flag("integer");
  reader_.finish();
  if (!result || !sound_) return {};
  take_bounds_as_truncation(*result);
  if (!check_truncation(*result)) return {};
  tell_implied(*result, agrees_);
  result->central = central;
  result->integer = whole;
  return result;
}

}  // namespace

std::optional<Distribution> read_distribution(const toml::table& table, const std::string& what,
                                              Report& report) {
  return Reading(table, what, report).read();
}

std::optional<Distribution> read_distribution_or_number(const toml::node& node,
                                                        const std::string& what, Report& report) {
  if (node.is_table()) return read_distribution(*node.as_table(), what, report);
  const auto value = read_number(node, what, report);
  return value ? std::optional(Distribution{.family = Constant{*value}}) : std::nullopt;
}

}  // namespace sluice::study
