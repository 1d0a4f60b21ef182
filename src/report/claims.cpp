#include "report/claims.h"

#include <algorithm>
#include <cmath>

#include "base/format.h"
#include "report/grades.h"
#include "report/numbers.h"
#include "report/table.h"

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
    if (effect.grade != 0) text += format(" ({})", std::string(1, effect.grade));
  }
  if (text.empty() && answer.naming == analysis::Naming::tied_points) return "cannot be told";
  return text.empty() ? "-" : text;
}

std::string verdict_cell(const ClaimAnswer& answer) {
  const auto part = failing_part(answer);
  return part ? format("{} (part {})", answer.verdict, *part + 1) : answer.verdict;
}

std::string grade_cell(const analysis::Grade& grade) {
  return grade.known() ? grade_words(grade) : "-";
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

bool has_grades(const WorldviewAnswers& view) {
  return std::ranges::any_of(view.claims,
                             [](const JudgedClaim& judged) { return any_grade(judged.answers); });
}

std::vector<std::string> row_of(const study::Claim& claim, const ClaimAnswer& answer, bool grades) {
  std::vector<std::string> row = {
      name_of(claim),
      answer.horizon,
      show_share(answer.share_holds, answer.error_holds),
      show_share(answer.share_fails, answer.error_fails),
      show_share(answer.share_no_difference, answer.error_no_difference),
      verdict_cell(answer)};
  if (grades) row.push_back(grade_cell(answer.grade));
  row.push_back(inputs_cell(answer));
  return row;
}

Table table_of(const WorldviewAnswers& view) {
  Table table;
  const bool grades = has_grades(view);
  table.columns = {{"claim", Align::left, 0, true, true}, {"horizon", Align::left, 8},
                   {"holds", Align::right, 9, true},      {"fails", Align::right, 7},
                   {"no difference", Align::right, 6},    {"verdict", Align::left, 9, true, true}};
  if (grades) table.columns.push_back({"grade", Align::left, 5, false, true});
  table.columns.push_back({"decided most by (share of variance)", Align::left, 1, false, true});
  std::size_t unusable = 0;
  for (const auto& judged : view.claims) {
    for (const auto& answer : judged.answers) {
      table.rows.push_back(row_of(*judged.claim, answer, grades));
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
    const std::string& note = judged.claim->evidence.note;
    if (!note.empty()) text += wrap("Note: " + note, terminal.columns, "  ") + "\n";
  }
  return text;
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
  if (has_grades(first)) table.notes.push_back(grade_note());
  for (const auto& change : changes) table.notes.push_back("Moved by you: " + change + ".");
  text += to_text(table, terminal) + sentences_text(study, views, terminal);
  text += frontiers_text(study, first, terminal);
  if (views.size() > 1) text += "\n" + to_text(table_of_views(views), terminal);
  return text;
}

}  // namespace sluice::report
