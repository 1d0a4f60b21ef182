#include "report/claims.h"
#include "app/claims_hearing.h"
#include "app/claims_plan.h"
#include "app/commands.h"
#include "app/console.h"
#include "app/finish.h"
#include "app/place.h"
#include "base/format.h"

namespace sluice::app {
namespace {

Diagnostics find_unexpected(const std::vector<Expectation>& expectations,
                            const report::WorldviewAnswers& view) {
  Diagnostics diagnostics;
  for (const auto& expected : expectations) {
    bool found = false;
    for (const auto& judged : view.claims) {
      if (full_name(*judged.claim) != expected.claim) continue;
      for (const auto& answer : judged.answers) {
        if (!expected.horizon.empty() && answer.horizon != expected.horizon) continue;
        found = true;
        if (answer.verdict == expected.verdict) continue;
        diagnostics.push_back(
            make_diagnostic(Code::verdict_unexpected, place_at("--expect"),
                            format("{}{} is \"{}\", not \"{}\"", expected.claim,
                                   answer.horizon.empty() ? "" : " at " + answer.horizon,
                                   answer.verdict, expected.verdict)));
      }
    }
    if (found) continue;
    diagnostics.push_back(
        make_diagnostic(Code::verdict_unexpected, place_at("--expect"),
                        format("{} has no answer at {}", expected.claim, expected.horizon)));
  }
  return diagnostics;
}

}  // namespace

int claims(const Arguments& arguments) {
  Checked<ClaimsPlan> plan = plan_claims(arguments);
  if (!plan.value) return tell_and_exit(plan.diagnostics);
  auto runners = claim_runners(*plan.value);
  append(plan.diagnostics, std::move(runners.diagnostics));
  if (!runners.value) return tell_and_exit(plan.diagnostics);
  mention_warnings(arguments.path, plan.diagnostics);
  std::vector<report::WorldviewAnswers> views;
  report::Making making;
  for (const auto* worldview : plan.value->worldviews) {
    auto view = answer_claims(*plan.value, *runners.value, worldview, arguments.threads);
    if (!view) return tell_interrupted();
    if (views.empty()) {
      making =
          making_of("claims", plan.value->futures, plan.value->futures.study().members, view->name);
    }
    views.push_back(std::move(*view));
  }
  const auto& study = plan.value->futures.study();
  const int printed =
      print_and_exit(arguments.json ? report::claims_json(making, study, views, plan.value->changes)
                                    : report::claims_text(making, study, views, output_terminal(),
                                                          plan.value->changes));
  const auto unexpected = find_unexpected(plan.value->expectations, views.front());
  if (unexpected.empty()) return printed;
  tell(unexpected);
  return static_cast<int>(Exit::test_failed);
}

}  // namespace sluice::app
