#include "report/worldviews.h"

#include <algorithm>

#include "base/format.h"
#include "report/json.h"
#include "report/numbers.h"
#include "report/table.h"

namespace sluice::report {
namespace {

std::string label_of(const study::Study& study, const std::string& name) {
  const auto found = std::ranges::find(study.worldviews, name, &study::Worldview::name);
  return found == study.worldviews.end() ? "the study's own" : found->label;
}

std::string input_label(const study::Study& study, const std::string& name) {
  const auto found = std::ranges::find(study.uncertainties, name, &study::Uncertainty::name);
  return found == study.uncertainties.end() || found->label.empty() ? name : found->label;
}

// More than the whole way is no size of an effect: the others of the set pull back.
std::string way_words(double moved) {
  if (moved > 1.005) return "past the other's answer";
  if (moved < 0) return "the other way";
  return show_share(moved) + " of the way";
}

// Assumptions that together go less than half the way are not what two answers turn on.
constexpr double kHalf = 0.5;

std::string pair_sentence(const study::Study& study, const TurningPair& pair,
                          std::uint64_t members) {
  if (pair.assumptions.empty()) {
    const bool words = std::ranges::any_of(pair.claims, [](const TurningClaim& one) {
      return one.first_verdict != one.second_verdict;
    });
    return words ? format("No claim is clearly answered otherwise under the two with {} futures.",
                          show_count(members))
                 : "No claim is answered otherwise under the two.";
  }
  std::string text;
  for (std::size_t k = 0; k < pair.assumptions.size(); ++k) {
    const char* join = k == 0 ? "" : k + 1 == pair.assumptions.size() ? " and " : ", ";
    text += join + input_label(study, pair.assumptions[k]);
  }
  return format(
      "They turn on {} ({} of {} assumptions that differ; alone they go {} over the claims below).",
      text, pair.assumptions.size(), pair.differing, way_words(pair.moved));
}

Table table_of(const TurningPair& pair) {
  Table table;
  table.columns = {{"claim", Align::left, 0, true, true},
                   {"horizon", Align::left, 7},
                   {pair.first, Align::left, 8, false, true},
                   {pair.second, Align::left, 8, false, true},
                   {"turns on", Align::left, 9, true, true},
                   {pair.first + " with these", Align::left, 6, false, true}};
  const auto cell = [](const std::string& verdict, double holds, double score) {
    return format("{} ({}/{} %)", verdict, to_fixed(holds * 100, 0),
                  to_fixed((holds - score) * 100, 0));
  };
  for (const auto& one : pair.claims) {
    const bool differs = !one.assumptions.empty();
    const bool found = one.flips || one.moved >= kHalf;
    table.rows.push_back(
        {full_name(*one.claim), one.horizon,
         cell(one.first_verdict, one.first_holds, one.first_score),
         cell(one.second_verdict, one.second_holds, one.second_score),
         !differs ? (one.first_verdict == one.second_verdict ? "the same answer" : "not told apart")
         : found  ? joined(one.assumptions)
                  : "none of up to three (nearest: " + joined(one.assumptions) + ")",
         differs ? format("{}{}", cell(one.verdict_with, one.holds_with, one.score_with),
                          one.flips ? "" : ", " + way_words(one.moved))
                 : ""});
  }
  if (pair.unusable > 0) {
    table.notes = {
        format("up to {} futures gave no usable numbers and are left out of their claims",
               show_count(pair.unusable))};
  }
  return table;
}

}  // namespace

std::string worldviews_text(const Making& making, const study::Study& study,
                            const std::vector<TurningPair>& pairs,
                            const std::vector<const study::Claim*>& left_out,
                            const Terminal& terminal) {
  std::string text = wrap(format("{}: {}", study.name, describe(making)), terminal.columns) + "\n";
  for (const auto& pair : pairs) {
    text += "\n" +
            bold(format("{} against {}", label_of(study, pair.first), label_of(study, pair.second)),
                 terminal) +
            "\n" + wrap(pair_sentence(study, pair, making.members), terminal.columns) + "\n\n" +
            to_text(table_of(pair), terminal);
  }
  if (!left_out.empty()) {
    std::string names;
    for (const auto* claim : left_out) names += (names.empty() ? "" : ", ") + full_name(*claim);
    text += "\n" +
            wrap(format("Not asked, since they search a grid of policies and cost as many runs: {} "
                        "(name them with --claim).",
                        names),
                 terminal.columns) +
            "\n";
  }
  return text + "\n" +
         wrap(
             "turns on: the fewest assumptions that, taken from the second worldview into the "
             "first, "
             "give the first the second's answer, futures paired; where no three do, those that "
             "come "
             "nearest, if they go half the way. Not told apart: other words, but neither the "
             "futures "
             "in which it holds nor those in which it fails differ by twice the error of that. In "
             "brackets: futures in which the claim holds / fails.",
             terminal.columns) +
         "\n";
}

std::string worldviews_json(const Making& making, const std::vector<TurningPair>& pairs) {
  Json json = header(making);
  json["pairs"] = Json::array();
  for (const auto& pair : pairs) {
    Json entry = {{"first", text_or_null(pair.first)}, {"second", text_or_null(pair.second)},
                  {"differing", pair.differing},       {"assumptions", pair.assumptions},
                  {"moved", number(pair.moved)},       {"unusable", pair.unusable}};
    entry["claims"] = Json::array();
    for (const auto& one : pair.claims) {
      entry["claims"].push_back({{"name", one.claim->name},
                                 {"variant", one.claim->variant},
                                 {"horizon", text_or_null(one.horizon)},
                                 {"first_verdict", one.first_verdict},
                                 {"second_verdict", one.second_verdict},
                                 {"first_holds", number(one.first_holds)},
                                 {"second_holds", number(one.second_holds)},
                                 {"first_score", number(one.first_score)},
                                 {"second_score", number(one.second_score)},
                                 {"told_apart", !one.assumptions.empty()},
                                 {"assumptions", one.assumptions},
                                 {"verdict_with", text_or_null(one.verdict_with)},
                                 {"holds_with", number(one.holds_with)},
                                 {"score_with", number(one.score_with)},
                                 {"moved", number(one.moved)},
                                 {"flips", one.flips}});
    }
    json["pairs"].push_back(std::move(entry));
  }
  return dump(json);
}

}  // namespace sluice::report
