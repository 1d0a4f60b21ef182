// Claims: what would have to be true of the outcomes for an answer to hold.
#include <algorithm>
#include <charconv>
#include <cmath>
#include <set>

#include "base/format.h"
#include "study/claim_words.h"
#include "study/sections.h"

namespace sluice::study {
namespace {

constexpr std::pair<std::string_view, ClaimKind> kKinds[] = {{"paired", ClaimKind::paired},
                                                             {"exists", ClaimKind::exists},
                                                             {"dominance", ClaimKind::dominance},
                                                             {"score", ClaimKind::score}};
constexpr std::pair<std::string_view, Combine> kCombine[] = {{"all", Combine::all},
                                                             {"any", Combine::any}};
constexpr std::pair<std::string_view, Reduce> kReductions[] = {
    {"at", Reduce::at},
    {"mean", Reduce::mean},
    {"sum", Reduce::sum},
    {"change", Reduce::change},
    {"crossing", Reduce::crossing},
    {"each-year-mean", Reduce::each_year_mean}};
constexpr std::pair<std::string_view, Compare> kCompare[] = {
    {"value", Compare::value}, {"difference", Compare::difference}, {"ratio", Compare::ratio}};
constexpr std::pair<std::string_view, bool> kBetter[] = {{"high", true}, {"low", false}};
constexpr std::pair<std::string_view, Bound::Relation> kRelations[] = {
    {">=", Bound::Relation::at_least},
    {"<=", Bound::Relation::at_most},
    {">", Bound::Relation::more},
    {"<", Bound::Relation::less}};

std::string_view without_spaces(std::string_view text) {
  while (!text.empty() && text.front() == ' ') text.remove_prefix(1);
  while (!text.empty() && text.back() == ' ') text.remove_suffix(1);
  return text;
}

std::optional<Bound> parse_bound(std::string_view text) {
  text = without_spaces(text);
  for (const auto& [sign, relation] : kRelations) {
    if (!text.starts_with(sign)) continue;
    const std::string_view number = without_spaces(text.substr(sign.size()));
    double value = 0;
    const auto [end, error] = std::from_chars(number.data(), number.data() + number.size(), value);
    const bool read = error == std::errc{} && end == number.data() + number.size();
    if (!read || !std::isfinite(value)) return {};
    return Bound{relation, value};
  }
  return {};
}

std::optional<Bound> read_bound(TableReader& reader, std::string_view key) {
  const std::string text = reader.optional_text(key);
  if (text.empty()) return {};
  const auto bound = parse_bound(text);
  if (!bound) {
    reader.say(Code::study_bad_bound, reader.place_of_value(key),
               format("\"{}\" of {} is no bound: \"{}\"", key, reader.what(), text), {},
               "write a sign and a number, as in \">= 0.02\" or \"< 0\"");
  }
  return bound;
}

bool is_comparison(ClaimKind kind) {
  return kind == ClaimKind::paired || kind == ClaimKind::exists;
}

// Reads the legs of one claim, which decides what a leg may say.
class LegReader {
 public:
  LegReader(const Entry& entry, const Claim& claim, const Sections& sections)
      : reader_(*entry.table, entry.what, sections.report), claim_(claim), names_(sections.names) {}

  Leg read() {
    leg_.outcome = reader_.reference("outcome", names_.outcomes, "outcome");
    leg_.place = reader_.place_of_value("outcome");
    leg_.label = reader_.optional_text("label");
    const auto reduce = reader_.choice<Reduce>("reduce", kReductions);
    if (reduce) read_dates(*reduce);
    if (is_comparison(claim_.kind))
      read_test();
    else
      read_metric();
    if (!reduce) return leg_;
    reader_.finish();
    return leg_;
  }

 private:
  std::optional<ClaimDate> date(std::string_view key, bool required) {
    const toml::node* node = required ? reader_.need(key) : reader_.find(key);
    if (node == nullptr) return {};
    if (const toml::array* dates = node->as_array()) return dates_by_horizon(key, *dates);
    if (node->value<std::string>() != "horizon") {
      const auto month = reader_.optional_date(key);
      return month ? std::optional<ClaimDate>(*month) : std::nullopt;
    }
    if (claim_.horizons.empty()) {
      say(key,
          format("{} refers to \"horizon\", but its claim has no \"horizons\"", reader_.what()));
    }
    return HorizonDate{};
  }

  // A date for each horizon.
  std::optional<ClaimDate> dates_by_horizon(std::string_view key, const toml::array& list) {
    HorizonDate dates;
    for (const toml::node& node : list) {
      const auto date = read_date(node, format("an entry of \"{}\" of {}", key, reader_.what()),
                                  reader_.report());
      if (!date) return {};
      dates.dates.push_back(*date);
    }
    if (dates.dates.size() == claim_.horizons.size() && !dates.dates.empty()) return dates;
    reader_.say(Code::study_bad_claim, reader_.place_of_value(key),
                format("\"{}\" of {} has {} dates, but its claim {} horizons", key, reader_.what(),
                       dates.dates.size(), claim_.horizons.size()),
                {},
                "give one date for each of \"horizons\", or \"horizon\" for the horizon itself");
    return {};
  }

  void read_dates(Reduce reduce) {
    leg_.reduce = reduce;
    switch (reduce) {
      case Reduce::at: leg_.at = date("at", true); return;
      case Reduce::change:
        leg_.from = date("from", true);
        leg_.at = date(reader_.has("to") ? "to" : "at", true);
        leg_.to = leg_.at;
        break;
      case Reduce::mean:
      case Reduce::sum:
      case Reduce::each_year_mean:
        leg_.from = date("from", true);
        leg_.to = date("to", true);
        break;
      case Reduce::crossing:
        leg_.level = reader_.number("level");
        leg_.from = date("from", false);
        leg_.to = date("to", false);
        break;
    }
    check_period();
  }

  void check_period() {
    Claim alone;
    alone.horizons = claim_.horizons;
    alone.legs = {leg_};
    for (std::size_t k = 0; k < std::max<std::size_t>(1, claim_.horizons.size()); ++k) {
      const Leg leg = at_horizon(alone, k).legs.front();
      const Date* from = leg.from ? std::get_if<Date>(&*leg.from) : nullptr;
      const Date* to = leg.to ? std::get_if<Date>(&*leg.to) : nullptr;
      if (from == nullptr || to == nullptr || *from <= *to) continue;
      say("from", format("the period of {} ends ({}) before it begins ({})", reader_.what(),
                         to_text(*to), to_text(*from)));
      return;
    }
  }

  void read_test() {
    if (claim_.kind == ClaimKind::paired) {
      leg_.policy = reader_.reference("policy", names_.scenarios, "scenario");
    } else if (reader_.has("policy")) {
      leg_.policy = reader_.reference("policy", names_.scenarios, "scenario");
      say("policy",
          format("{} is judged at every policy of the claim's grid: it names no \"policy\"",
                 reader_.what()));
    }
    if (reader_.has("baseline")) {
      leg_.baseline = reader_.reference("baseline", names_.scenarios, "scenario");
    }
    reader_.find("baseline");
    if (!leg_.policy.empty() && leg_.policy == leg_.baseline) {
      say("baseline", format("{} compares \"{}\" with itself", reader_.what(), leg_.policy));
    }
    const auto alone = leg_.baseline.empty() ? Compare::value : Compare::difference;
    leg_.compare = reader_.optional_choice<Compare>("compare", kCompare).value_or(alone);
    if ((leg_.compare == Compare::value) != leg_.baseline.empty()) {
      say(reader_.has("compare") ? "compare" : "baseline",
          leg_.baseline.empty()
              ? format("{} compares with nothing: it has no \"baseline\"", reader_.what())
              : format("{} has a \"baseline\" but compares by value", reader_.what()));
    }
    reader_.need("holds");
    leg_.holds = read_bound(reader_, "holds");
    leg_.fails = read_bound(reader_, "fails");
    check_bounds();
  }

  // A number that both holds and fails would have two answers.
  void check_bounds() {
    if (!leg_.holds || !leg_.fails) return;
    const double middle = (leg_.holds->value + leg_.fails->value) / 2;
    const double probes[] = {leg_.holds->value, leg_.fails->value, middle,
                             std::max(leg_.holds->value, leg_.fails->value) + 1,
                             std::min(leg_.holds->value, leg_.fails->value) - 1};
    const auto both = [&](double value) {
      return satisfies(value, *leg_.holds) && satisfies(value, *leg_.fails);
    };
    if (std::ranges::none_of(probes, both)) return;
    reader_.say(Code::study_bad_bound, reader_.place_of_value("fails"),
                format("\"holds\" and \"fails\" of {} overlap", reader_.what()),
                "a number that satisfies both would have two answers");
  }

  void read_metric() {
    leg_.high_is_better = reader_.choice<bool>("better", kBetter).value_or(true);
    const Range not_negative{0, 1e300, "0 or more"};
    const Range positive{1e-300, 1e300, "above 0"};
    leg_.dead_band = reader_.optional_number("dead_band", not_negative).value_or(0);
    if (claim_.kind != ClaimKind::score) return;
    leg_.weight = reader_.number("weight", positive);
    leg_.scale = reader_.number("scale", positive);
  }

  void say(std::string_view key, std::string message) {
    reader_.say(Code::study_bad_claim, reader_.place_of_value(key), std::move(message));
  }

  TableReader reader_;
  const Claim& claim_;
  const StudyNames& names_;
  Leg leg_;
};

std::string title_of(const Claim& claim) { return format("claim \"{}\"", full_name(claim)); }

std::vector<Date> read_horizons(TableReader& reader, Report& report) {
  std::vector<Date> horizons;
  const toml::array* list = reader.optional_array("horizons");
  if (list == nullptr) return horizons;
  for (const toml::node& node : *list) {
    const auto date =
        read_date(node, format("an entry of \"horizons\" of {}", reader.what()), report);
    if (!date) continue;
    if (std::ranges::find(horizons, *date) != horizons.end()) {
      reader.say(Code::study_bad_claim, report.place_of(node.source()),
                 format("{} has the horizon {} twice", reader.what(), to_text(*date)));
    }
    horizons.push_back(*date);
  }
  return horizons;
}

void check_opponents(TableReader& reader, const Claim& claim) {
  std::set<std::string> seen;
  for (const std::string& name : claim.baselines) {
    const bool again = !seen.insert(name).second;
    if (!again && name != claim.policy) continue;
    reader.say(Code::study_bad_claim, reader.place_of_value("baselines"),
               again ? format("{} has the baseline \"{}\" twice", reader.what(), name)
                     : format("{} compares \"{}\" with itself", reader.what(), name));
  }
}

void read_opponents(TableReader& reader, const StudyNames& names, Claim& claim) {
  claim.policy = reader.reference("policy", names.scenarios, "scenario");
  reader.need("baselines");
  claim.baselines = reader.texts("baselines");
  for (const std::string& name : claim.baselines) {
    check_name(name, names.scenarios, "scenario", reader.what(), reader.place_of_value("baselines"),
               reader.report());
  }
  check_opponents(reader, claim);
  if (claim.baselines.empty() && reader.has("baselines")) {
    reader.say(Code::study_bad_claim, reader.place_of_value("baselines"),
               format("{} has no baseline to be held against", reader.what()));
  }
}

void read_kind(TableReader& reader, const StudyNames& names, Claim& claim) {
  const Range share{0, 1, "between 0 and 1"};
  switch (claim.kind) {
    case ClaimKind::paired: return;
    case ClaimKind::exists:
      claim.grid = reader.reference("grid", names.grids, "grid");
      claim.share_needed = reader.optional_number("share_needed", share).value_or(0.5);
      return;
    case ClaimKind::dominance:
      read_opponents(reader, names, claim);
      claim.worse_on = static_cast<int>(reader.optional_whole("worse_on", 1, 100).value_or(2));
      return;
    case ClaimKind::score:
      read_opponents(reader, names, claim);
      claim.stable_share = reader.optional_number("stable_share", share).value_or(0.7);
      return;
  }
}

void read_legs(TableReader& reader, const Sections& sections, Claim& claim) {
  for (Entry& entry : entries_of(reader, "leg", sections.report)) {
    entry.what = format("leg {} of {}", claim.legs.size() + 1, reader.what());
    claim.legs.push_back(LegReader(entry, claim, sections).read());
  }
  if (claim.legs.empty() && !reader.has("leg")) {
    reader.say(Code::study_bad_claim, reader.place(),
               format("{} has no [[claim.leg]]", reader.what()));
  }
  const int legs = static_cast<int>(claim.legs.size());
  if (claim.kind == ClaimKind::dominance && legs > 0 && claim.worse_on > legs) {
    reader.say(
        Code::study_bad_claim,
        reader.has("worse_on") ? reader.place_of_value("worse_on") : reader.place(),
        format("{} asks to be worse on {} of {} metrics", reader.what(), claim.worse_on, legs));
  }
}

// Only now are the legs known that the words may name.
void check_words(TableReader& reader, std::string_view key, const std::string& text,
                 const Claim& claim) {
  const std::string wrong = unfilled_in(text, claim);
  if (wrong.empty()) return;
  reader.say(Code::study_bad_claim, reader.place_of_value(key),
             format("\"{}\" of {} asks for {{{}}}, which the claim does not have", key,
                    reader.what(), wrong),
             {},
             "in braces may stand horizon, from, or a threshold such as holds, 2.fails or "
             "holds*100");
}

// Horizons that no leg speaks of would be dropped without a word.
void check_horizons(TableReader& reader, const Claim& claim) {
  const auto is_horizon = [](const std::optional<ClaimDate>& date) {
    return date && std::holds_alternative<HorizonDate>(*date);
  };
  const bool used = std::ranges::any_of(claim.legs, [&](const Leg& leg) {
    return is_horizon(leg.at) || is_horizon(leg.from) || is_horizon(leg.to);
  });
  if (used || claim.horizons.empty() || claim.legs.empty()) return;
  reader.say(
      Code::study_bad_claim, reader.place_of_value("horizons"),
      format("no leg of {} speaks of its \"horizons\": it would be judged once", reader.what()), {},
      "write at = \"horizon\" (or to = \"horizon\") in a leg, or leave them out");
}

Claim read_claim(const Entry& entry, const Sections& sections) {
  Claim claim;
  claim.name = (*entry.table)["name"].value_or(std::string());
  claim.variant = (*entry.table)["variant"].value_or(std::string());
  TableReader reader(*entry.table, claim.name.empty() ? entry.what : title_of(claim),
                     sections.report);
  reader.text("name");
  reader.optional_text("variant");
  claim.title = reader.optional_text("title");
  claim.question = reader.optional_text("question");
  claim.definition = reader.text("definition");
  claim.opposite = reader.optional_text("opposite");
  claim.place = reader.place_of_value("name");
  claim.horizons = read_horizons(reader, sections.report);
  claim.evidence = read_optional_evidence(reader);
  const auto kind = reader.choice<ClaimKind>("kind", kKinds);
  claim.combine = reader.optional_choice<Combine>("combine", kCombine).value_or(Combine::all);
  if (!kind) return claim;
  claim.kind = *kind;
  read_kind(reader, sections.names, claim);
  read_legs(reader, sections, claim);
  check_words(reader, "definition", claim.definition, claim);
  check_words(reader, "opposite", claim.opposite, claim);
  check_horizons(reader, claim);
  reader.finish();
  return claim;
}

}  // namespace

std::string full_name(const Claim& claim) {
  return claim.variant.empty() ? claim.name : claim.name + "." + claim.variant;
}

bool satisfies(double value, const Bound& bound) {
  switch (bound.relation) {
    case Bound::Relation::at_least: return value >= bound.value;
    case Bound::Relation::more: return value > bound.value;
    case Bound::Relation::at_most: return value <= bound.value;
    case Bound::Relation::less: return value < bound.value;
  }
  return false;
}

std::vector<Claim> read_claims(const Sections& sections) {
  std::vector<Claim> claims;
  std::set<std::string> titles;
  for (const Entry& entry : entries_of(sections.root, "claim", sections.report)) {
    claims.push_back(read_claim(entry, sections));
    const Claim& claim = claims.back();
    if (claim.name.empty() || titles.insert(title_of(claim)).second) continue;
    sections.report.say(Code::study_duplicate_name, claim.place,
                        "there is a second " + title_of(claim), {},
                        "give each a \"variant\" of its own");
  }
  return claims;
}

}  // namespace sluice::study
