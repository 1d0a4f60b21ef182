#include <filesystem>
#include <memory>

#include "app/commands.h"
#include "app/console.h"
#include "app/fan_progress.h"
#include "app/finish.h"
#include "app/futures.h"
#include "app/grading.h"
#include "app/keeping.h"
#include "app/output.h"
#include "app/place.h"
#include "app/signals.h"
#include "app/single_run.h"
#include "app/stored.h"
#include "base/file.h"
#include "base/format.h"
#include "report/fans.h"

namespace sluice::app {
namespace {

// All that the command line says, found in the study.
struct Plan {
  Futures futures;
  study::Study shown;
  std::vector<ensemble::Policy> policies;
  const study::Worldview* worldview = nullptr;
};

Diagnostics find_wrong_keeping(const Arguments& arguments) {
  if (arguments.keep && arguments.output.empty()) {
    return {make_diagnostic(Code::wrong_use, place_at("--keep"), "no file is named", {},
                            "say where: --keep all.nc")};
  }
  const std::string partial = arguments.output + ".partial";
  const bool begun = arguments.resume.empty() && !arguments.output.empty();
  if (begun) {
    Diagnostics in_use = PartialFile(arguments.output).find_in_use();
    if (!in_use.empty()) return in_use;
  }
  if (begun && std::filesystem::exists(partial)) {
    return {make_diagnostic(Code::wrong_use, place_at("--keep"),
                            format("{} is there: an ensemble that was interrupted", partial), {},
                            format("go on with it: --resume {}; or remove it", partial))};
  }
  if (arguments.output.empty() || !arguments.until_error) return {};
  return {make_diagnostic(Code::wrong_use, place_at("--until-error"),
                          "a file of all futures needs their number beforehand", {},
                          "find the number with --until-error first, then give it: --members N "
                          "--keep F.nc")};
}

Checked<Plan> plan_of(const Arguments& arguments, Checked<Futures> futures) {
  if (!futures.value) return {std::nullopt, std::move(futures.diagnostics)};
  const study::Study& study = futures.value->study();
  auto policies = policies_named(study, arguments.scenarios, "--scenario");
  auto worldview = find_worldview(study, arguments.sampling.worldview);
  auto shown = with_outcomes(study, arguments.outcomes);
  Diagnostics diagnostics = without_notes(futures.diagnostics);
  append(diagnostics, std::move(policies.diagnostics));
  append(diagnostics, std::move(worldview.diagnostics));
  append(diagnostics, std::move(shown.diagnostics));
  append(diagnostics, find_no_outcomes(arguments.path, study));
  append(diagnostics, find_wrong_keeping(arguments));
  append(diagnostics, find_unwritable(arguments.output));
  if (has_error(diagnostics)) return {std::nullopt, std::move(diagnostics)};
  return {Plan{std::move(*futures.value), std::move(*shown.value), std::move(*policies.value),
               *worldview.value},
          std::move(diagnostics)};
}

// One ensemble from its plan to what is printed.
class EnsembleRun {
 public:
  EnsembleRun(const Arguments& arguments, const Plan& plan, const ensemble::Runner& runner,
              ensemble::DrawPlan draws)
      : arguments_(arguments),
        plan_(plan),
        runner_(runner),
        shape_(frame_without_numbers(runner)),
        draws_(draws),
        fans_(runner, plan.policies, std::move(draws),
              {.readings = analysis::yearly_readings(plan.shown, shape_)}) {}

  int run() {
    auto chosen = chosen_quantile(plan_.shown, shape_, arguments_.error_of);
    if (!chosen.value) return tell_and_exit(chosen.diagnostics);
    if (auto cannot = open_file()) return *cannot;
    const bool complete = run_fans(fans_, "ensemble", arguments_, *chosen.value, keeper_.get());
    if (keeper_) {
      const auto failed = keeper_->writer().finish();
      if (has_error(failed)) return tell_and_exit(failed);
    }
    if (!complete) return tell_interrupted();
    const auto grades = find_grades();
    if (interrupted()) return tell_interrupted();
    return print(*chosen.value, grades);
  }

 private:
  // A setup of Vensim's says nothing of evidence.
  std::vector<analysis::Grade> find_grades() const {
    if (!arguments_.sensitivity.empty()) return {};
    return grades_of_outcomes(
        {plan_.futures, runner_, plan_.policies, plan_.worldview, arguments_.threads}, plan_.shown);
  }

  // The exit code where it cannot be opened.
  std::optional<int> open_file() {
    if (arguments_.output.empty()) return std::nullopt;
    watch_signals();
    const bool resumes = !arguments_.resume.empty();
    auto writer = resumes
                      ? results::ResultWriter::resume(arguments_.output)
                      : begin_file(arguments_.output, plan_.futures, arguments_.sampling.worldview,
                                   plan_.policies, runner_, draws_);
    if (!writer.value) {
      return writer.diagnostics.empty() ? tell_interrupted() : tell_and_exit(writer.diagnostics);
    }
    keeper_ = std::make_unique<Keeper>(std::move(*writer.value));
    if (resumes) fans_.know(keeper_.get());
    return std::nullopt;
  }

  int print(const ChosenQuantile& chosen, const std::vector<analysis::Grade>& grades) const {
    const auto results = without_frames(fans_, shape_);
    std::vector<report::ScenarioFans> scenarios;
    double largest = 0;
    for (std::size_t k = 0; k < results.size(); ++k) {
      scenarios.push_back({&results[k], plan_.policies[k].label,
                           analysis::fans_of(plan_.shown, shape_, fans_.of_policy(k))});
      auto& fans = scenarios.back().fans;
      for (std::size_t i = 0; i < grades.size(); ++i) fans[i].grade = grades[i];
      largest = std::max(largest, analysis::largest_error(fans));
    }
    auto making =
        making_of("ensemble", plan_.futures, fans_.members(), arguments_.sampling.worldview);
    if (!fans_.exact()) making.counted = {fans_.exact_members(), largest};
    making.sampling_error = sampling_error(fans_, arguments_, chosen);
    const study::Study& study = plan_.futures.study();
    return print_and_exit(arguments_.json
                              ? report::fans_json(making, study, scenarios)
                              : report::fans_text(making, study, scenarios,
                                                  arguments_.all_quantiles, output_terminal()));
  }

  const Arguments& arguments_;
  const Plan& plan_;
  const ensemble::Runner& runner_;
  results::Frame shape_;
  ensemble::DrawPlan draws_;
  ensemble::FanRun fans_;
  std::unique_ptr<Keeper> keeper_;
};

int run_ensemble(const Arguments& arguments, Checked<Futures> opened,
                 std::optional<results::Draws> stored) {
  Checked<Plan> plan = plan_of(arguments, std::move(opened));
  if (!plan.value) return tell_and_exit(plan.diagnostics);
  const Futures& futures = plan.value->futures;
  auto runner = ensemble::Runner::make(futures.bound, ensemble::RunnerOptions{});
  append(plan.diagnostics, std::move(runner.diagnostics));
  if (!runner.value) return tell_and_exit(plan.diagnostics);
  mention_warnings(arguments.path, plan.diagnostics);
  auto draws = stored ? ensemble::DrawPlan(futures.bound.study, std::move(*stored))
                      : draw_plan(futures, plan.value->worldview);
  try {
    return EnsembleRun(arguments, *plan.value, *runner.value, std::move(draws)).run();
  } catch (const CannotKeep& failed) {
    return tell_and_exit(failed.why);
  }
}

}  // namespace

int ensemble(const Arguments& arguments) {
  constexpr std::uint64_t kMostUntilError = 1'000'000;
  if (!arguments.resume.empty()) {
    auto resumed = read_resumed(arguments);
    if (!resumed.value) return tell_unreadable(resumed.diagnostics);
    Diagnostics said = resumed.value->futures.diagnostics;
    return run_ensemble(resumed.value->arguments,
                        {std::move(resumed.value->futures), std::move(said)},
                        std::move(resumed.value->draws));
  }
  if (!arguments.until_error) return run_ensemble(arguments, open_futures(arguments), {});
  Arguments many = arguments;
  many.sampling.members = arguments.sampling.members.value_or(kMostUntilError);
  return run_ensemble(many, open_futures(many), {});
}

}  // namespace sluice::app
