#include "app/sampled.h"

#include <algorithm>
#include <cmath>
#include <deque>
#include <functional>
#include <map>
#include <optional>

#include "base/format.h"
#include "ensemble/design.h"
#include "study/quantile.h"

namespace sluice::app {
namespace {

using study::Distribution;
using study::SensitivityMethod;
using study::Varied;

constexpr double kMostValues = 1e6;         // of all inputs in all simulations
constexpr std::size_t kMostAtoms = 10'000;  // of a distribution of whole numbers

// What is drawn, before it is raised to 1 / power, stretched and shifted.
struct Shape {
  Distribution base;
  double shift = 0, stretch = 1, power = 1;
};

// Whole numbers from `least` on, each with its chance, as long as it is more than dust: from the
// likeliest on up and down, as the first may have no chance that can be told from 0. `next` is by
// how much the next number is likelier.
template <class Next>
std::optional<Distribution> whole_numbers(double least, double likeliest, const Next& next) {
  constexpr double kDust = 1e-18;
  std::deque<std::pair<double, double>> atoms = {{likeliest, 1}};
  const auto is_full = [&] { return atoms.size() >= kMostAtoms; };
  while (atoms.front().first > least && !is_full()) {
    const double n = atoms.front().first - 1, chance = atoms.front().second / next(n);
    if (!(chance > kDust)) break;
    atoms.emplace_front(n, chance);
  }
  while (!is_full()) {
    const auto [n, chance] = atoms.back();
    if (!(chance * next(n) > kDust)) break;
    atoms.emplace_back(n + 1, chance * next(n));
  }
  if (is_full()) return std::nullopt;
  study::Discrete family;
  double sum = 0;
  for (const auto& [n, chance] : atoms) sum += chance;
  for (const auto& [n, chance] : atoms) {
    family.values.push_back(n);
    family.weights.push_back(chance / sum);
  }
  return Distribution{.family = std::move(family)};
}

std::optional<Distribution> binomial(double chance, double trials) {
  const bool sound = chance > 0 && chance < 1 && trials >= 1 && std::floor(trials) == trials;
  if (!sound) return std::nullopt;
  const double odds = chance / (1 - chance);
  return whole_numbers(0, std::min(std::floor((trials + 1) * chance), trials),
                       [=](double n) { return (trials - n) / (n + 1) * odds; });
}

// Trials until so many successes.
std::optional<Distribution> negative_binomial(double chance, double successes) {
  const bool sound = chance > 0 && chance < 1 && successes >= 1;
  if (!sound || std::floor(successes) != successes) return std::nullopt;
  return whole_numbers(successes, successes + std::floor((successes - 1) * (1 - chance) / chance),
                       [=](double n) { return n / (n + 1 - successes) * (1 - chance); });
}

std::optional<Distribution> poisson(double mean) {
  if (!(mean > 0)) return std::nullopt;
  return whole_numbers(0, std::floor(mean), [=](double n) { return mean / (n + 1); });
}

// The arguments behind min and max, without shift and stretch.
std::optional<Distribution> family_of(const std::string& name, const std::vector<double>& n) {
  const auto is = [&](const char* one, std::size_t count) {
    return name == one && n.size() == count;
  };
  if (is("NORMAL", 2) && n[1] > 0) return Distribution{.family = study::Normal{n[0], n[1]}};
  const bool corners = is("TRIANGULAR", 3) && n[0] <= n[1] && n[1] <= n[2] && n[0] < n[2];
  if (corners) return Distribution{.family = study::Triangular{n[0], n[1], n[2]}};
  if (is("BETA", 2) && n[0] > 0 && n[1] > 0) return Distribution{.family = study::Beta{n[0], n[1]}};
  if (is("GAMMA", 1) && n[0] > 0) return Distribution{.family = study::Gamma{n[0], 1}};
  if (is("EXPONENTIAL", 0)) return Distribution{.family = study::Gamma{1, 1}};
  if (is("WEIBULL", 1) && n[0] > 0) return Distribution{.family = study::Gamma{1, 1}};
  if (is("POISSON", 1)) return poisson(n[0]);
  if (is("BINOMIAL", 2)) return binomial(n[0], n[1]);
  if (is("NEGATIVE BINOMIAL", 2)) return negative_binomial(n[0], n[1]);
  return std::nullopt;
}

// A density that goes straight from point to point: of each stretch two triangles, one falling from
// its beginning and one rising to its end.
std::optional<Distribution> by_density(const study::Points& points) {
  study::Mixture family;
  double whole = 0;
  const auto add = [&](double from, double mode, double to, double height) {
    const double weight = height * (to - from) / 2;
    if (!(weight > 0)) return;
    family.weights.push_back(weight);
    family.components.push_back(Distribution{.family = study::Triangular{from, mode, to}});
    whole += weight;
  };
  for (std::size_t i = 1; i < points.size(); ++i) {
    const auto& [from, height] = points[i - 1];
    const auto& [to, next] = points[i];
    add(from, from, to, height);
    add(from, to, to, next);
  }
  if (!(whole > 0) || !std::isfinite(whole)) return std::nullopt;
  for (double& weight : family.weights) weight /= whole;
  return Distribution{.family = std::move(family)};
}

// Cut off at the setup's min and max; where that leaves nothing, uniform between them.
void cut_off(Shape& shape, double low, double high) {
  const auto back = [&](double value) {
    const double drawn = (value - shape.shift) / shape.stretch;
    return shape.power == 1 || drawn <= 0 ? drawn : std::pow(drawn, shape.power);
  };
  const study::Support support = study::support_of(shape.base);
  if (back(low) > support.low) shape.base.minimum = back(low);
  if (back(high) < support.high) shape.base.maximum = back(high);
  constexpr double kLeast = 1e-6;
  if (study::QuantileFunction(shape.base).kept() < kLeast) {
    shape = {Distribution{.family = study::Uniform{low, high}}};
  }
}

std::optional<Shape> shape_of(const SampledInput& input) {
  const Varied& varied = *input.varied;
  const std::vector<double>& n = varied.arguments;
  if (!varied.function.starts_with("RANDOM ") || n.size() < 2 || !(n[0] < n[1]))
    return std::nullopt;
  const std::string name = varied.function.substr(7);
  if (name == "UNIFORM" && n.size() == 2) {
    return Shape{Distribution{.family = study::Uniform{n[0], n[1]}}};
  }
  const bool stretched = name != "NORMAL" && name != "TRIANGULAR";
  if (stretched && (n.size() < 4 || !(n.back() > 0))) return std::nullopt;
  Shape shape;
  if (stretched) shape = {{}, n[n.size() - 2], n.back(), 1};
  const auto family = name == "LOOKUP"
                          ? by_density(input.density)
                          : family_of(name, {n.begin() + 2, n.end() - (stretched ? 2 : 0)});
  if (!family) return std::nullopt;
  shape.base = *family;
  if (name == "WEIBULL") {  // of mean 1
    shape.power = n[2];
    shape.stretch /= std::tgamma(1 + 1 / n[2]);
  }
  cut_off(shape, n[0], n[1]);
  return shape;
}

double value_at(const Shape& shape, const study::QuantileFunction& quantile, double probability) {
  const double drawn = quantile(probability);
  return shape.shift +
         shape.stretch * (shape.power == 1 ? drawn : std::pow(drawn, 1 / shape.power));
}

std::string list_of(const std::vector<double>& numbers) {
  std::string text;
  for (const double number : numbers) text += (text.empty() ? "" : ", ") + to_text(number);
  return "[" + text + "]";
}

// As a study writes it; nothing where a study has no such kind.
std::optional<std::string> study_text(const Shape& shape) {
  const Distribution& base = shape.base;
  const bool cut = base.minimum || base.maximum, moved = shape.shift != 0 || shape.stretch != 1;
  std::string bounds;
  const auto bound = [&](const char* name, const std::optional<double>& at) {
    if (at) bounds += format(", {} = {}", name, to_text(shape.shift + shape.stretch * *at));
  };
  bound("min", base.minimum);
  bound("max", base.maximum);
  if (const auto* one = std::get_if<study::Uniform>(&base.family)) {
    return format("{{ kind = \"uniform\", min = {}, max = {} }}", to_text(one->low),
                  to_text(one->high));
  }
  if (const auto* one = std::get_if<study::Normal>(&base.family)) {
    return format("{{ kind = \"normal\", mean = {}, sd = {}{} }}", to_text(one->mean),
                  to_text(one->sd), bounds);
  }
  const auto* corners = std::get_if<study::Triangular>(&base.family);
  if (corners != nullptr && !cut) {
    return format("{{ kind = \"triangular\", min = {}, mode = {}, max = {} }}",
                  to_text(corners->low), to_text(corners->mode), to_text(corners->high));
  }
  const auto* beta = std::get_if<study::Beta>(&base.family);
  if (beta != nullptr && !cut) {
    return format("{{ kind = \"beta\", alpha = {}, beta = {}, min = {}, max = {} }}",
                  to_text(beta->alpha), to_text(beta->beta), to_text(shape.shift),
                  to_text(shape.shift + shape.stretch));
  }
  const auto* gamma = std::get_if<study::Gamma>(&base.family);
  if (gamma != nullptr && shape.power == 1 && shape.shift == 0) {
    return format("{{ kind = \"gamma\", shape = {}, scale = {}{} }}", to_text(gamma->shape),
                  to_text(gamma->scale * shape.stretch), bounds);
  }
  const auto* whole = std::get_if<study::Discrete>(&base.family);
  if (whole != nullptr && !moved) {
    return format("{{ kind = \"discrete\", values = {}, weights = {}{} }}", list_of(whole->values),
                  list_of(whole->weights), bounds);
  }
  return std::nullopt;
}

// What VECTOR(min, max, step) runs through.
std::optional<std::vector<double>> vector_values(const Varied& varied) {
  const std::vector<double>& n = varied.arguments;
  if (varied.function != "VECTOR" || n.size() != 3) return std::nullopt;
  if (!(n[2] > 0) || n[1] < n[0] || (n[1] - n[0]) / n[2] > kMostValues) return std::nullopt;
  std::vector<double> values;
  const double steps = std::floor((n[1] - n[0]) / n[2] + 1e-9);
  for (double i = 0; i <= steps; ++i) values.push_back(n[0] + i * n[2]);
  return values;
}

class Sampler {
 public:
  Sampler(const study::SensitivitySetup& setup, const std::vector<SampledInput>& inputs)
      : setup_(setup), inputs_(inputs) {}

  Checked<Samples> sample() {
    for (const SampledInput& input : inputs_) read(input);
    if (has_error(diagnostics_)) return {std::nullopt, std::move(diagnostics_)};
    switch (setup_.method) {
      case SensitivityMethod::univariate: one_by_one(); break;
      case SensitivityMethod::latin_grid: as_grid(); break;
      default: together();
    }
    if (has_error(diagnostics_)) return {std::nullopt, std::move(diagnostics_)};
    return {std::move(samples_), {}};
  }

 private:
  void read(const SampledInput& input) {
    const Varied& varied = *input.varied;
    shapes_.push_back(shape_of(input));
    vectors_.push_back(vector_values(varied));
    if (shapes_.back() || vectors_.back()) return;
    diagnostics_.push_back(make_diagnostic(
        Code::control_file_unmatched, varied.place,
        format("{} with these numbers is not drawn here", varied.function),
        "read are VECTOR(min, max, step) and RANDOM UNIFORM, NORMAL, TRIANGULAR, BETA, GAMMA, "
        "EXPONENTIAL, WEIBULL, LOOKUP, POISSON, BINOMIAL and NEGATIVE BINOMIAL, each with min "
        "below "
        "max and, where it has one, a stretch above 0; those of whole numbers are written out, ten "
        "thousand "
        "of them at most",
        "choose one of them, or write a study with the distribution that you mean"));
  }

  // Of input k, at these probabilities; a vector begins again after its end.
  std::vector<double> values(std::size_t k, const double* probabilities, std::size_t count) const {
    std::vector<double> values;
    if (!shapes_[k]) {
      for (std::size_t i = 0; i < count; ++i)
        values.push_back((*vectors_[k])[i % vectors_[k]->size()]);
      return values;
    }
    const study::QuantileFunction quantile(shapes_[k]->base);
    for (std::size_t i = 0; i < count; ++i) {
      values.push_back(value_at(*shapes_[k], quantile, probabilities[i]));
    }
    return values;
  }

  bool fits(double members) {
    if (members * static_cast<double>(inputs_.size()) <= kMostValues) return true;
    diagnostics_.push_back(make_diagnostic(
        Code::control_file_unmatched, setup_.place,
        format("this setup makes {} simulations of {} constants", to_text(members), inputs_.size()),
        "their values are written out, at most a million of them",
        "ask for fewer simulations, or vary fewer constants at once"));
    return false;
  }

  std::vector<double> unit_points(study::Design design) const {
    return ensemble::unit_points(design, inputs_.size(), setup_.simulations, setup_.seed);
  }

  void together() {
    const bool hypercube = setup_.method == SensitivityMethod::latin_hypercube;
    samples_.members = setup_.simulations;
    std::vector<double> points;
    for (std::size_t k = 0; k < inputs_.size(); ++k) {
      const auto text = shapes_[k] ? study_text(*shapes_[k]) : std::nullopt;
      if (text) {
        samples_.distributions.push_back(*text);
      } else if (!shapes_[k]) {
        samples_.distributions.push_back(listed_text(*vectors_[k]));
      } else {
        if (!fits(static_cast<double>(setup_.simulations))) return;
        if (points.empty()) {
          points =
              unit_points(hypercube ? study::Design::latin_hypercube : study::Design::monte_carlo);
        }
        samples_.distributions.push_back(
            listed_text(values(k, points.data() + k * setup_.simulations, setup_.simulations)));
      }
    }
  }

  // First one constant, then the next, with all others as the model has them.
  void one_by_one() {
    double members = 0;
    const auto count = [&](std::size_t k) {
      return vectors_[k] ? vectors_[k]->size() : static_cast<std::size_t>(setup_.simulations);
    };
    for (std::size_t k = 0; k < inputs_.size(); ++k) members += static_cast<double>(count(k));
    if (!fits(members)) return;
    samples_.members = static_cast<std::uint64_t>(members);
    const std::vector<double> points = unit_points(study::Design::monte_carlo);
    std::size_t before = 0;
    for (std::size_t k = 0; k < inputs_.size(); ++k) {
      std::vector<double> all(samples_.members, inputs_[k].otherwise);
      const auto own = values(k, points.data() + k * setup_.simulations, count(k));
      std::copy(own.begin(), own.end(), all.begin() + static_cast<std::ptrdiff_t>(before));
      before += own.size();
      samples_.distributions.push_back(listed_text(all));
    }
  }

  // The middle of each part of each range, with each of all others; the last constant turns first.
  void as_grid() {
    double members = 1;
    std::vector<std::vector<double>> axes;
    std::vector<double> middles;
    const auto parts = static_cast<double>(setup_.simulations);
    if (!fits(parts)) return;
    for (double i = 0; i < parts; ++i) middles.push_back((i + 0.5) / parts);
    for (std::size_t k = 0; k < inputs_.size(); ++k) {
      axes.push_back(vectors_[k] ? *vectors_[k] : values(k, middles.data(), middles.size()));
      members *= static_cast<double>(axes.back().size());
      if (!fits(members)) return;
    }
    samples_.members = static_cast<std::uint64_t>(members);
    std::uint64_t block = samples_.members;
    for (const std::vector<double>& axis : axes) {
      block /= axis.size();
      std::vector<double> all;
      for (std::uint64_t m = 0; m < samples_.members; ++m)
        all.push_back(axis[m / block % axis.size()]);
      samples_.distributions.push_back(listed_text(all));
    }
  }

  const study::SensitivitySetup& setup_;
  const std::vector<SampledInput>& inputs_;
  std::vector<std::optional<Shape>> shapes_;
  std::vector<std::optional<std::vector<double>>> vectors_;
  Samples samples_;
  Diagnostics diagnostics_;
};

}  // namespace

Checked<Samples> samples_of(const study::SensitivitySetup& setup,
                            const std::vector<SampledInput>& inputs) {
  return Sampler(setup, inputs).sample();
}

std::string listed_text(const std::vector<double>& values) {
  return format("{{ kind = \"listed\", values = {} }}", list_of(values));
}

}  // namespace sluice::app
