// Numbers of study.toml.
#include <algorithm>

#include "app/evidence.h"
#include "base/format.h"
#include "study/quantile.h"

namespace sluice::app {
namespace {

using report::NumberUsed;

// An own assumption says why in its note.
std::string source_of(const study::Evidence& evidence) {
  if (!evidence.sources.empty()) return joined(evidence.sources);
  return evidence.grade == "D" ? evidence.note : "";
}

// Entries whose grade may be left out: what has only a note is an own assumption.
study::Evidence with_default(study::Evidence evidence) {
  if (evidence.grade.empty() && (!evidence.note.empty() || !evidence.sources.empty())) {
    evidence.grade = "D";
  }
  return evidence;
}

std::string_view kind_name(const study::Distribution& distribution) {
  constexpr std::string_view kNames[] = {"constant",  "uniform",      "triangular", "normal",
                                         "lognormal", "logit-normal", "beta",       "gamma",
                                         "discrete",  "mixture",      "halves"};
  return kNames[distribution.family.index()];
}

std::string text_of(const study::Distribution& distribution) {
  if (const auto* constant = std::get_if<study::Constant>(&distribution.family)) {
    return to_text(constant->value);
  }
  const auto quantile = [&](double probability) {
    return to_significant(study::quantile(distribution, probability), 3);
  };
  return format("{}: 5 % {}, median {}, 95 % {}", kind_name(distribution), quantile(0.05),
                quantile(0.5), quantile(0.95));
}

std::string text_of(const study::LeverSetting& setting) {
  if (const auto* value = std::get_if<double>(&setting)) return to_text(*value);
  std::string text;
  for (const auto& step : std::get<std::vector<study::DatedValue>>(setting)) {
    text += format("{}{} from {}", text.empty() ? "" : ", ", to_text(step.value),
                   study::to_text(step.from));
  }
  return text;
}

std::string text_of(const study::Bound& bound) {
  using Relation = study::Bound::Relation;
  const auto sign = [&] {
    switch (bound.relation) {
      case Relation::at_least: return ">=";
      case Relation::more: return ">";
      case Relation::at_most: return "<=";
      case Relation::less: return "<";
    }
    return "";
  };
  return format("{} {}", sign(), to_text(bound.value));
}

class Gatherer {
 public:
  explicit Gatherer(const study::Study& study) : study_(study) {}

  std::vector<NumberUsed> run() {
    for (const auto& lever : study_.levers) {
      add("lever", lever.name, to_text(lever.preset), lever.unit, lever.evidence, lever.place);
      last().range = format("{} to {}", to_text(lever.low), to_text(lever.high));
    }
    for (const auto& input : study_.uncertainties) {
      add("uncertainty", input.name, to_text(study::central_value(input.distribution)), input.unit,
          input.evidence, input.place);
      last().range = text_of(input.distribution);
    }
    for (const auto& one : study_.correlations) {
      add("correlation", format("{} with {}", one.first, one.second), to_text(one.value), "",
          with_default(one.evidence), one.place);
    }
    for (const auto& worldview : study_.worldviews) add_worldview(worldview);
    for (const auto& scenario : study_.scenarios) add_scenario(scenario);
    for (const auto& grid : study_.grids) add_grid(grid);
    for (const auto& claim : study_.claims) add_claim(claim);
    for (const auto& history : study_.histories) add_history(history);
    for (const auto& backtest : study_.backtests) add_backtest(backtest);
    return std::move(numbers_);
  }

 private:
  NumberUsed& last() { return numbers_.back(); }

  void add(const char* kind, const std::string& name, const std::string& value,
           const std::string& unit, const study::Evidence& evidence, const Place& place) {
    NumberUsed number{kind, name, value, unit, "", source_of(evidence), evidence.grade};
    number.place = place;
    number.place.line_text.clear();
    numbers_.push_back(std::move(number));
  }

  std::string unit_of(const std::string& input) const {
    const auto found = std::ranges::find(study_.uncertainties, input, &study::Uncertainty::name);
    return found == study_.uncertainties.end() ? "" : found->unit;
  }

  void add_worldview(const study::Worldview& worldview) {
    for (const auto& [input, distribution] : worldview.replacements) {
      add("worldview", format("{}: {}", worldview.name, input),
          to_text(study::central_value(distribution)), unit_of(input),
          with_default(worldview.evidence), worldview.place);
      last().range = text_of(distribution);
    }
  }

  // A policy is chosen, not found out.
  void add_choice(const char* kind, const std::string& name, const std::string& value,
                  const std::string& why, const Place& place) {
    add(kind, name, value, "", {"choice", {}, {}}, place);
    last().source = why;
  }

  void add_scenario(const study::Scenario& scenario) {
    for (const auto& [lever, setting] : scenario.settings) {
      add_choice("scenario", format("{}: {}", scenario.name, lever), text_of(setting),
                 scenario.note.empty() ? scenario.label : scenario.note, scenario.place);
    }
  }

  void add_grid(const study::Grid& grid) {
    for (const auto& [lever, values] : grid.axes) {
      std::string text;
      for (const double value : values) text += (text.empty() ? "" : ", ") + to_text(value);
      add_choice("grid", format("{}: {}", grid.name, lever), text, "policies to search",
                 grid.place);
    }
  }

  void add_claim(const study::Claim& claim) {
    const auto threshold = [&](const std::string& what, const std::string& value,
                               const Place& place) {
      add("threshold", format("{} {}", full_name(claim), what), value, "",
          with_default(claim.evidence), place);
    };
    for (std::size_t k = 0; k < claim.legs.size(); ++k) {
      const study::Leg& leg = claim.legs[k];
      const std::string of = format("leg {}, {}: ", k + 1, leg.outcome);
      if (leg.holds) threshold(of + "holds", text_of(*leg.holds), leg.place);
      if (leg.fails) threshold(of + "fails", text_of(*leg.fails), leg.place);
      if (leg.reduce == study::Reduce::crossing) {
        threshold(of + "level", to_text(leg.level), leg.place);
      }
      if (leg.dead_band != 0) threshold(of + "dead band", to_text(leg.dead_band), leg.place);
      if (leg.weight == 0) continue;
      threshold(of + "weight and scale", format("{}, {}", to_text(leg.weight), to_text(leg.scale)),
                leg.place);
    }
    if (claim.kind == study::ClaimKind::exists) {
      threshold("share needed", to_text(claim.share_needed), claim.place);
    }
    if (claim.kind == study::ClaimKind::dominance) {
      threshold("worse on", std::to_string(claim.worse_on), claim.place);
    }
    if (claim.kind == study::ClaimKind::score) {
      threshold("stable share", to_text(claim.stable_share), claim.place);
    }
  }

  // Its grade is that of the row which it cites.
  void add_history(const study::History& history) {
    for (const auto& point : history.points) {
      const std::string start = study::to_text(point.start), end = study::to_text(point.end);
      add("observation",
          format("{} {}", history.name, start == end ? start : format("{} to {}", start, end)),
          to_text(point.value), history.unit, {"cited", {}, {}}, history.place);
      last().source = point.source;
      if (!point.low && !point.high) continue;
      last().range = format("{} to {}", to_text(point.low.value_or(point.value)),
                            to_text(point.high.value_or(point.value)));
    }
  }

  void add_backtest(const study::Backtest& backtest) {
    for (const auto& setting : backtest.settings) {
      const bool lever = setting.target == study::BacktestSetting::Target::lever;
      add("back-test", format("{}: {}", backtest.name, setting.name),
          lever ? text_of(setting.lever) : to_text(study::central_value(setting.distribution)),
          unit_of(setting.name), backtest.evidence, setting.place);
      if (!lever) last().range = text_of(setting.distribution);
    }
    for (const auto& box : backtest.boxes) {
      add("box", format("{}: {}", backtest.name, box.label),
          format("{} to {}", to_text(box.low), to_text(box.high)), box.unit, box.evidence,
          box.place);
    }
  }

  const study::Study& study_;
  std::vector<NumberUsed> numbers_;
};

}  // namespace

std::vector<NumberUsed> study_numbers(const study::Study& study) { return Gatherer(study).run(); }

}  // namespace sluice::app
