#include "app/audits.h"
#include "app/commands.h"
#include "app/console.h"
#include "app/finish.h"
#include "app/place.h"
#include "base/format.h"
#include "ensemble/design.h"

namespace sluice::app {
namespace {

constexpr std::size_t kMembers = 32;

std::string law_words(const report::LawAudit& law) {
  const char* what = law.stock ? "stock" : "law";
  if (law.unknown) return format("the {} \"{}\" is no finite number", what, law.name);
  return format("the {} \"{}\" is {}", what, law.name, law.stock ? "negative" : "broken");
}

std::string dead_words(const report::InputAudit& input, bool lever) {
  const char* what = lever ? "lever" : "uncertainty";
  if (input.unknown()) {
    return format(
        "whether the {} \"{}\" is dead cannot be told: no future gave a usable number at "
        "both ends of its range",
        what, input.name);
  }
  return format("the {} \"{}\" is dead: over its range it moves no outcome by 1 % of its 90 % band",
                what, input.name);
}

Diagnostics failing_extremes(const study::Study& study, const report::Audit& audit) {
  Diagnostics diagnostics;
  for (std::size_t k = 0; k < audit.extremes.size(); ++k) {
    const auto& one = audit.extremes[k];
    const Place& place = study.audit.extremes[k].place;
    if (one.broken()) {
      diagnostics.push_back(
          make_diagnostic(Code::law_broken, place,
                          format("the extreme condition \"{}\" is broken under {}: {} is left",
                                 one.label, one.scenario, to_significant(one.most, 2)),
                          format("at most {} may be left", to_significant(one.at_most, 2)),
                          "`sluice run --set ...` shows what still flows"));
    } else if (one.shows_nothing()) {
      diagnostics.push_back(make_diagnostic(
          Code::law_broken, place,
          one.all_idle
              ? format(
                    "the extreme condition \"{}\" shows nothing: its variables vanish without it",
                    one.label)
              : format("the extreme condition \"{}\" shows nothing of {}: without it nothing is "
                       "left of that either",
                       one.label, joined(one.idle)),
          {}, "watch something that moves"));
    }
  }
  return diagnostics;
}

Diagnostics failures(const study::Study& study, const report::Audit& audit) {
  Diagnostics diagnostics;
  const Place whole = place_at(study.folder + "/study.toml");
  for (std::size_t k = 0; k < audit.inputs.size(); ++k) {
    const auto& one = audit.inputs[k];
    if (!one.dead() && !one.unknown()) continue;
    const bool lever = k < study.levers.size();
    diagnostics.push_back(make_diagnostic(
        Code::input_dead,
        lever ? study.levers[k].place : study.uncertainties[k - study.levers.size()].place,
        dead_words(one, lever),
        one.unknown() ? ""
        : one.scenario.empty()
            ? "it moves nothing at all"
            : format("most is {} % of \"{}\" under {}", to_significant(one.effect.share * 100, 2),
                     one.effect.outcome, one.scenario),
        "name in [audit] a scenario in which it acts, let the model use it, or take it out"));
  }
  for (const auto& law : audit.laws) {
    if (!law.broken()) continue;
    diagnostics.push_back(make_diagnostic(
        Code::law_broken, whole,
        format("{} under {}, future {}, at {}", law_words(law), law.scenario, law.member,
               study.calendar().text_at(law.time)),
        law.unknown ? "where there is no number, no law can be told"
                    : format("by {} of the largest number in it", to_significant(law.worst, 2)),
        law.unknown ? "`sluice run` names the variable that fails first"
        : law.stock
            ? "limit what flows out; a stock that may be negative is named in [audit] signed"
            : "the variable must be 0 in every future"));
  }
  append(diagnostics, failing_extremes(study, audit));
  for (const auto& one : audit.numerics) {
    if (!one.moved()) continue;
    diagnostics.push_back(make_diagnostic(
        Code::numerics_off, whole,
        format("the headline \"{}\" moves by {} % of its 90 % band with half the time step and by "
               "{} % with the other method",
               one.outcome, to_significant(one.by_step.share * 100, 2),
               to_significant(one.by_method.share * 100, 2)),
        format("0.5 % is allowed; of so few futures one of them is {} % at least",
               to_significant(one.lower() * 100, 2)),
        "choose a shorter TIME STEP"));
  }
  return diagnostics;
}

}  // namespace

int audit(const Arguments& arguments) {
  auto futures = open_futures(arguments);
  if (!futures.value) return tell_and_exit(futures.diagnostics);
  const study::Study& study = futures.value->study();
  Diagnostics diagnostics = without_notes(futures.diagnostics);
  append(diagnostics, find_no_outcomes(arguments.path, study));
  if (has_error(diagnostics)) return tell_and_exit(diagnostics);
  mention_warnings(arguments.path, diagnostics);
  const AuditOptions options{
      static_cast<std::size_t>(arguments.sampling.members.value_or(kMembers)), arguments.threads};
  auto inputs = audit_inputs(futures.value->bound, options);
  if (!inputs.value) return tell_and_exit(inputs.diagnostics);
  auto laws = audit_laws(futures.value->bound, options);
  if (!laws.value) return tell_and_exit(laws.diagnostics);
  auto extremes = audit_extremes(futures.value->bound, options);
  if (!extremes.value) return tell_and_exit(extremes.diagnostics);
  auto numerics = audit_numerics(futures.value->bound, options);
  if (!numerics.value) return tell_and_exit(numerics.diagnostics);
  const report::Audit found{std::move(*inputs.value), std::move(*laws.value),
                            std::move(*numerics.value), study.scenarios.size(),
                            std::move(*extremes.value)};
  const report::Making making{"audit",
                              study.name,
                              options.members,
                              study.seed,
                              std::string(ensemble::name_of(study.design)),
                              ""};
  const int printed =
      print_and_exit(arguments.json ? report::audit_json(making, found)
                                    : report::audit_text(making, study, found, output_terminal()));
  const auto failed = failures(study, found);
  if (failed.empty()) return printed;
  tell(failed);
  return static_cast<int>(Exit::test_failed);
}

}  // namespace sluice::app
