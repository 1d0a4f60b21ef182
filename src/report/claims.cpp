#include "report/claims.h"

#include <algorithm>
#include <cmath>

#include "base/format.h"
#include "report/json.h"
#include "report/numbers.h"
#include "report/table.h"
#include "study/claim_words.h"

namespace sluice::report {
namespace {

using analysis::ClaimAnswer;

constexpr std::size_t kInputsShown = 3;
constexpr std::size_t kFrontierShown = 10;

std::string name_of(const study::Claim& claim) {
  return claim.title.empty() ? full_name(claim) : full_name(claim) + " " + claim.title;
}

std::string inputs_cell(const ClaimAnswer& answer) {
  std::string text;
  std::size_t shown = 0;
  for (const auto& effect : answer.inputs) {
    if (!effect.above_chance || shown == kInputsShown) continue;
    text += format("{}{} {}", shown++ == 0 ? "" : ", ", effect.uncertainty,
                   show_share(effect.importance));
    for (const auto& other : effect.stands_for) text += " or " + other;
  }
  if (text.empty() && answer.naming == analysis::Naming::tied_points) return "cannot be told";
  return text.empty() ? "-" : text;
}

std::string verdict_cell(const ClaimAnswer& answer) {
  const auto part = failing_part(answer);
  return part ? format("{} (part {})", answer.verdict, *part + 1) : answer.verdict;
}

std::string parts_note(const WorldviewAnswers& view) {
  for (const auto& judged : view.claims) {
    const auto one_part = [](const ClaimAnswer& answer) {
      return failing_part(answer).has_value();
    };
    if (std::ranges::none_of(judged.answers, one_part)) continue;
    return "(part N): the claim has several parts and fails by this one alone; its sentence says "
           "what the others do.";
  }
  return {};
}

Table table_of(const WorldviewAnswers& view) {
  Table table;
  table.columns = {{"claim", Align::left, 0, true, true},
                   {"horizon", Align::left, 8},
                   {"holds", Align::right, 9, true},
                   {"fails", Align::right, 7},
                   {"no difference", Align::right, 6},
                   {"verdict", Align::left, 9, true, true},
                   {"decided most by (share of variance)", Align::left, 1, false, true}};
  std::size_t unusable = 0;
  for (const auto& judged : view.claims) {
    for (const auto& answer : judged.answers) {
      table.rows.push_back({name_of(*judged.claim), answer.horizon,
                            show_share(answer.share_holds, answer.error_holds),
                            show_share(answer.share_fails, answer.error_fails),
                            show_share(answer.share_no_difference, answer.error_no_difference),
                            verdict_cell(answer), inputs_cell(answer)});
      unusable = std::max(unusable, answer.unusable);
    }
  }
  if (unusable > 0) {
    table.notes.push_back(
        format("up to {} futures gave no usable numbers and are left out of "
               "their claims",
               unusable));
  }
  return table;
}

std::string error_note(const Making& making) {
  const std::string note = "± is the Monte Carlo standard error of the share";
  if (making.design == "monte-carlo") return note + " (binomial).";
  return note + " (binomial; an upper bound for this design).";
}

std::string exists_note(const WorldviewAnswers& view) {
  for (const auto& judged : view.claims) {
    if (judged.claim->kind != study::ClaimKind::exists) continue;
    return "For claims that some policy works, `holds` is the share under the best single policy, "
           "and the verdict says whether the needed share is met.";
  }
  return {};
}

std::string leg_heading(const study::Study& study, const study::Leg& leg) {
  const auto outcome = std::ranges::find(study.outcomes, leg.outcome, &study::Outcome::name);
  const bool labelled = outcome != study.outcomes.end() && !outcome->label.empty();
  std::string text = "median of " + (labelled ? outcome->label : leg.outcome);
  if (leg.compare == study::Compare::difference) text += " less " + leg.baseline;
  if (leg.compare == study::Compare::ratio) text += " over " + leg.baseline;
  return text;
}

// What the policies of a grid can reach. Empty for other claims.
std::string frontier_text(const study::Study& study, const study::Claim& claim,
                          const ClaimAnswer& answer, const Terminal& terminal) {
  if (claim.kind != study::ClaimKind::exists || answer.frontier.empty()) return {};
  Table table;
  table.title = format("Frontier of {}{}{}: policies that no other one of the grid beats",
                       full_name(claim), answer.horizon.empty() ? "" : ", ", answer.horizon);
  table.columns = {{"policy", Align::left, 0, true, true}, {"holds", Align::right, 9, true}};
  for (const auto& leg : claim.legs) {
    table.columns.push_back({leg_heading(study, leg), Align::right, 8, false, true});
  }
  const std::size_t all = answer.frontier.size(), rows = std::min(all, kFrontierShown);
  for (std::size_t row = 0; row < rows;
       ++row) {  // spread evenly, the first and the last among them
    const auto& one = answer.frontier[rows < 2 ? 0 : row * (all - 1) / (rows - 1)];
    std::vector<std::string> cells = {one.policy, show_share(one.share_holds)};
    for (const double median : one.medians) cells.push_back(show(median));
    table.rows.push_back(std::move(cells));
  }
  if (rows < all) table.notes = {format("{} of {} policies; --json has all of them.", rows, all)};
  return "\n" + to_text(table, terminal);
}

std::string frontiers_text(const study::Study& study, const WorldviewAnswers& view,
                           const Terminal& terminal) {
  std::string text;
  for (const auto& judged : view.claims) {
    for (const auto& answer : judged.answers) {
      text += frontier_text(study, *judged.claim, answer, terminal);
    }
  }
  return text;
}

std::string decided_note(const study::Study& study, const WorldviewAnswers& view) {
  bool tied = false;
  for (const auto& judged : view.claims) {
    for (const auto& answer : judged.answers) {
      tied = tied || answer.naming == analysis::Naming::tied_points;
    }
  }
  if (tied) {
    return format(
        "What decides the claims is not named: the Sobol' points of {} inputs are tied to one "
        "another, and inputs without any effect would be named. Set design = "
        "\"latin-hypercube\" in [study].",
        study.uncertainties.size());
  }
  return "decided most by: an input without any effect is named in at most 1 % of the answers.";
}

// holds/fails/no difference in percent, one column per view.
Table table_of_views(const std::vector<WorldviewAnswers>& views) {
  Table table;
  table.title = "By worldview: holds / fails / no difference, % of futures";
  table.columns = {{"claim", Align::left, 0, true, true}, {"horizon", Align::left, 8}};
  for (const auto& view : views) {
    table.columns.push_back({view.name.empty() ? "study" : view.name, Align::right, 1});
  }
  const auto percent = [](double share) {
    return std::isnan(share) ? std::string("n/a") : to_fixed(share * 100, 0);
  };
  for (std::size_t c = 0; c < views.front().claims.size(); ++c) {
    const auto& first = views.front().claims[c];
    for (std::size_t h = 0; h < first.answers.size(); ++h) {
      std::vector<std::string> cells = {name_of(*first.claim), first.answers[h].horizon};
      for (const auto& view : views) {
        const auto& answer = view.claims[c].answers[h];
        cells.push_back(format("{}/{}/{}", percent(answer.share_holds), percent(answer.share_fails),
                               percent(answer.share_no_difference)));
      }
      table.rows.push_back(std::move(cells));
    }
  }
  return table;
}

std::string sentences_text(const study::Study& study, const std::vector<WorldviewAnswers>& views,
                           const Terminal& terminal) {
  std::string text;
  std::string question;
  const WorldviewAnswers& view = views.front();
  for (std::size_t c = 0; c < view.claims.size(); ++c) {
    const auto& judged = view.claims[c];
    if (judged.claim->question != question) {
      question = judged.claim->question;
      text += "\n" + bold(wrap(question, terminal.columns), terminal) + "\n";
    }
    for (std::size_t a = 0; a < judged.answers.size(); ++a) {
      std::string sentence = sentence_of(study, *judged.claim, judged.answers[a]);
      if (views.size() > 1) sentence += " " + worldviews_sentence(views, c, a);
      text += wrap(sentence, terminal.columns, "  ") + "\n";
    }
  }
  return text;
}

Json json_of(const analysis::InputEffect& effect) {
  return {{"uncertainty", effect.uncertainty},
          {"importance", number(effect.importance)},
          {"above_chance", effect.above_chance},
          {"holds_when_low", number(effect.holds_when_low)},
          {"holds_when_high", number(effect.holds_when_high)},
          {"holds_when_middle", number(effect.holds_when_middle)},
          {"fails_when_low", number(effect.fails_when_low)},
          {"fails_when_high", number(effect.fails_when_high)},
          {"fails_when_middle", number(effect.fails_when_middle)},
          {"stands_for", effect.stands_for}};
}

const char* naming_word(analysis::Naming naming) {
  switch (naming) {
    case analysis::Naming::done: return "yes";
    case analysis::Naming::too_few_differ: return "too few futures differ";
    case analysis::Naming::tied_points: break;
  }
  return "points are tied";
}

void add_exists(Json& json, const study::Claim& claim, const ClaimAnswer& answer) {
  json["share_needed"] = claim.share_needed;
  json["best_policy"] = answer.best_policy;
  json["tied"] = answer.tied;
  json["best_share_in_sample"] = number(answer.best_share);
  json["halves_agree"] = answer.halves_agree;
  json["clairvoyant_share"] = number(answer.clairvoyant_share);
  json["frontier"] = Json::array();
  for (const auto& one : answer.frontier) {
    json["frontier"].push_back({{"policy", one.policy},
                                {"share_holds", number(one.share_holds)},
                                {"medians", numbers(one.medians)}});
  }
}

void add_parts(Json& json, const study::Claim& claim, const ClaimAnswer& answer) {
  json["parts"] = Json::array();
  for (std::size_t k = 0; k < answer.legs.size(); ++k) {
    const auto& leg = answer.legs[k];
    json["parts"].push_back({{"label", text_or_null(claim.legs[k].label)},
                             {"holds", leg.holds},
                             {"fails", leg.fails},
                             {"no_difference", leg.no_difference},
                             {"fails_alone", leg.fails_alone}});
  }
}

void add_metrics(Json& json, const study::Claim& claim, const ClaimAnswer& answer) {
  json["metrics"] = Json::array();
  for (std::size_t k = 0; k < answer.legs.size(); ++k) {
    const auto& one = answer.legs[k];
    json["metrics"].push_back({{"baseline", claim.baselines[k / claim.legs.size()]},
                               {"outcome", claim.legs[k % claim.legs.size()].outcome},
                               {"worse", one.holds},
                               {"better", one.fails},
                               {"within_dead_band", one.no_difference}});
  }
}

Json json_of(const study::Study& study, const study::Claim& claim, const ClaimAnswer& answer) {
  Json json = {{"horizon", text_or_null(answer.horizon)},
               {"holds", answer.holds},
               {"fails", answer.fails},
               {"no_difference", answer.no_difference},
               {"unusable", answer.unusable},
               {"share_holds", number(answer.share_holds)},
               {"share_fails", number(answer.share_fails)},
               {"share_no_difference", number(answer.share_no_difference)},
               {"error_holds", number(answer.error_holds)},
               {"error_fails", number(answer.error_fails)},
               {"error_no_difference", number(answer.error_no_difference)},
               {"verdict", answer.verdict},
               {"sentence", sentence_of(study, claim, answer)},
               {"printable", printable_sentence(study, claim, answer)}};
  if (claim.kind == study::ClaimKind::exists) add_exists(json, claim, answer);
  if (claim.kind == study::ClaimKind::dominance) {
    add_metrics(json, claim, answer);
  } else if (!answer.legs.empty()) {
    add_parts(json, claim, answer);
  }
  json["inputs_named"] = naming_word(answer.naming);
  json["inputs"] = Json::array();
  for (const auto& effect : answer.inputs) json["inputs"].push_back(json_of(effect));
  return json;
}

}  // namespace

std::string claims_text(const Making& making, const study::Study& study,
                        const std::vector<WorldviewAnswers>& views, const Terminal& terminal,
                        const std::vector<std::string>& changes) {
  const WorldviewAnswers& first = views.front();
  std::string text =
      wrap(format("{}: {}", study.name, describe(making)), terminal.columns) + "\n\n";
  Table table = table_of(first);
  table.notes.insert(table.notes.begin(), error_note(making));
  if (auto note = exists_note(first); !note.empty()) table.notes.push_back(std::move(note));
  if (auto note = parts_note(first); !note.empty()) table.notes.push_back(std::move(note));
  table.notes.push_back(decided_note(study, first));
  for (const auto& change : changes) table.notes.push_back("Moved by you: " + change + ".");
  text += to_text(table, terminal) + sentences_text(study, views, terminal);
  text += frontiers_text(study, first, terminal);
  if (views.size() > 1) text += "\n" + to_text(table_of_views(views), terminal);
  return text;
}

std::string claims_json(const Making& making, const study::Study& study,
                        const std::vector<WorldviewAnswers>& views,
                        const std::vector<std::string>& changes) {
  Json json = header(making);
  json["changed_thresholds"] = changes;
  json["error"] = making.design == "monte-carlo" ? "binomial standard error"
                                                 : "binomial standard error, an upper bound";
  json["views"] = Json::array();
  for (const auto& view : views) {
    Json entry = {{"worldview", text_or_null(view.name)}, {"label", text_or_null(view.label)}};
    entry["claims"] = Json::array();
    for (const auto& judged : view.claims) {
      Json claim = {{"name", judged.claim->name},
                    {"variant", judged.claim->variant},
                    {"title", judged.claim->title},
                    {"question", judged.claim->question},
                    {"definition", study::in_words(judged.claim->definition, *judged.claim, {})}};
      claim["answers"] = Json::array();
      for (const auto& answer : judged.answers) {
        claim["answers"].push_back(json_of(study, *judged.claim, answer));
      }
      entry["claims"].push_back(std::move(claim));
    }
    json["views"].push_back(std::move(entry));
  }
  return dump(json);
}

}  // namespace sluice::report
