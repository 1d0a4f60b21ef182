#include "app/single_run.h"

#include <algorithm>
#include <cmath>
#include <future>
#include <utility>

#include "app/beside.h"
#include "app/not_finite.h"
#include "app/place.h"
#include "base/format.h"
#include "base/large_pages.h"
#include "execute/kernel.h"
#include "lower/lower.h"
#include "program/passes/common_subexpressions.h"
#include "program/passes/copies.h"
#include "program/passes/optimise.h"
#include "study/quantile.h"

namespace sluice::app {
namespace {

// The inputs of a run, and their values in the same order.
struct Inputs {
  std::vector<lower::WantedInput> wanted;
  program::MemberInputs values;

  void add(model::CellRef cell, double value) {
    wanted.push_back({cell, program::InputKind::member});
    values.values.push_back(value);
    values.schedules.emplace_back();
  }
  void add(model::CellRef cell, program::Schedule schedule) {
    wanted.push_back({cell, program::InputKind::scheduled});
    values.values.push_back(schedule.before);
    values.schedules.push_back(std::move(schedule));
  }
};

bool is_set(const Settings& settings, model::CellRef cell) {
  return std::ranges::any_of(settings.cells,
                             [&](const auto& entry) { return entry.first == cell; });
}

program::Schedule schedule_of(const study::Lever& lever, const Calendar& calendar,
                              const std::vector<study::DatedValue>& steps) {
  program::Schedule schedule;
  schedule.before = lever.preset;
  for (const auto& step : steps) {
    schedule.times.push_back(calendar.time_at(step.from));
    schedule.values.push_back(step.value);
  }
  return schedule;
}

void add_levers(const ensemble::Bound& bound, const ensemble::Policy& policy,
                const Settings& settings, Inputs& inputs) {
  const study::Study& study = *bound.study;
  for (std::size_t k = 0; k < study.levers.size(); ++k) {
    const model::CellRef cell = bound.lever_cells[k];
    if (is_set(settings, cell)) continue;
    const auto* steps = std::get_if<std::vector<study::DatedValue>>(&policy.settings[k]);
    if (steps == nullptr) {
      inputs.add(cell, std::get<double>(policy.settings[k]));
    } else {
      inputs.add(cell, schedule_of(study.levers[k], study.calendar(), *steps));
    }
  }
}

void add_uncertainties(const ensemble::Bound& bound, const study::Worldview* worldview,
                       const Settings& settings, Inputs& inputs) {
  const study::Study& study = *bound.study;
  for (std::size_t k = 0; k < study.uncertainties.size(); ++k) {
    const model::CellRef cell = bound.uncertainty_cells[k];
    if (is_set(settings, cell)) continue;
    inputs.add(cell, study::central_value(distribution_of(study.uncertainties[k], worldview)));
  }
}

Checked<Inputs> inputs_of(const Opened& opened, const RunRequest& request) {
  Inputs inputs;
  Diagnostics diagnostics;
  if (opened.bound) {
    const study::Study& study = *opened.bound->study;
    const std::string& scenario = request.scenario.empty() ? study.baseline : request.scenario;
    auto policy = ensemble::find_policy(study, scenario, place_at("--scenario"));
    auto worldview = find_worldview(study, request.worldview);
    append(diagnostics, std::move(policy.diagnostics));
    append(diagnostics, std::move(worldview.diagnostics));
    if (has_error(diagnostics)) return {std::nullopt, std::move(diagnostics)};
    inputs.values.seed = study.seed;
    add_levers(*opened.bound, *policy.value, request.settings, inputs);
    add_uncertainties(*opened.bound, *worldview.value, request.settings, inputs);
  }
  for (const auto& [cell, value] : request.settings.cells) inputs.add(cell, value);
  return {std::move(inputs), std::move(diagnostics)};
}

lower::Options options_for(const RunRequest& request, const Inputs& inputs) {
  lower::Options options;
  options.inputs = inputs.wanted;
  options.outputs = request.outputs;
  options.all_outputs = request.outputs.empty();
  options.initial_time = request.settings.initial_time;
  options.final_time = request.settings.final_time;
  options.time_step = request.settings.time_step;
  options.save_period = request.settings.save_period;
  return options;
}

// All but its numbers. Takes the outputs' names, which would be copied with the program.
results::Frame frame_of(program::Program& program) {
  results::Frame frame;
  frame.members = 1;
  frame.series.reserve(program.outputs.size());
  for (program::Output& output : program.outputs) {
    std::string name = std::exchange(output.name, {});
    frame.series.push_back({name, name, std::exchange(output.unit, {}), {}});
  }
  for (const std::uint32_t step : program::saved_steps(program.timing)) {
    frame.times.push_back(program::time_at(program.timing, step));
  }
  return frame;
}

constexpr std::size_t kMuch = 200'000, kManySteps = 10'000;  // ops, steps

// The same bits any way. Strips run ops on eight elements in the time in which the evaluator runs
// one, but take time to get ready, and all passes more; these two find most of what a run of all
// variables computes twice.
void run_program_once(program::Program program, const program::MemberInputs& values,
                      results::Frame& frame, RowsThere& rows) {
  const std::size_t ops = program.step.size() * program.timing.steps;
  frame.values = many_zeros(frame.series.size() * frame.times.size());
  if (ops < kMuch) {
    const auto tell = [&](std::uint32_t times) {
      rows.store(times, std::memory_order_release);
      rows.notify_one();
    };
    return program::run_member_into(program, values, frame.values, tell);
  }
  if (program.timing.steps >= kManySteps) {
    program = program::optimise(std::move(program));
  } else {
    program = without_common_subexpressions(without_copies(std::move(program)));
  }
  const execute::Kernel kernel(std::move(program), {.most_traced_numbers = 0,
                                                    .compiled = execute::Compiled::never,
                                                    .vectors = execute::Vectors::of_elements});
  const execute::RunInputs inputs{values.values, values.schedules, values.seed};
  kernel.run(*kernel.make_state(1), inputs, kernel.prepare(inputs), {0, 1, values.values, 1},
             {frame.values.data(), 1, &rows});
}

// Tells who follows, at the end, that nothing more comes: also where the run ends by an exception.
class LastRow {
 public:
  explicit LastRow(RowsThere& rows) : rows_(rows) {}
  LastRow(const LastRow&) = delete;
  LastRow& operator=(const LastRow&) = delete;
  ~LastRow() {
    if (done) return;
    rows_ = kNoMoreRows;
    rows_.notify_one();
  }
  bool done = false;

 private:
  RowsThere& rows_;
};

results::Frame followed_run(program::Program program, const program::MemberInputs& values,
                            const Follow* follow) {
  results::Frame frame = frame_of(program);
  RowsThere rows{0};
  std::future<void> following;
  LastRow last(rows);  // is told before the future waits
  if (follow != nullptr)
    following = begin_beside([&] { follow->rows(frame, rows); }, follow->threads);
  run_program_once(std::move(program), values, frame, rows);
  if (follow != nullptr) follow->help(frame);
  last.done = true;
  if (follow != nullptr) following.get();
  return frame;
}

}  // namespace

Checked<const study::Worldview*> find_worldview(const study::Study& study,
                                                const std::string& name) {
  if (name.empty()) return {nullptr, {}};
  const auto found = std::ranges::find(study.worldviews, name, &study::Worldview::name);
  if (found != study.worldviews.end()) return {&*found, {}};
  std::vector<std::string> names;
  for (const auto& worldview : study.worldviews) names.push_back(worldview.name);
  return {std::nullopt,
          {make_diagnostic(Code::unknown_worldview, place_at("--worldview"),
                           format("the study has no worldview \"{}\"", name), {},
                           near_or_all(name, names, "worldviews"))}};
}

const study::Distribution& distribution_of(const study::Uncertainty& uncertainty,
                                           const study::Worldview* worldview) {
  if (worldview == nullptr) return uncertainty.distribution;
  const auto found = worldview->replacements.find(uncertainty.name);
  return found == worldview->replacements.end() ? uncertainty.distribution : found->second;
}

Checked<OneRun> run_whole(const Opened& opened, const RunRequest& request, const Follow* follow) {
  Checked<Inputs> inputs = inputs_of(opened, request);
  if (!inputs.value) return {std::nullopt, std::move(inputs.diagnostics)};
  lower::Options options = options_for(request, *inputs.value);
  options.names = false;
  auto lowered = lower::lower(*opened.model, options);
  Diagnostics diagnostics = std::move(lowered.diagnostics);
  if (!lowered.value) return {std::nullopt, std::move(diagnostics)};
  const program::MemberInputs& values = inputs.value->values;
  OneRun run;
  run.frame = followed_run(std::move(*lowered.value), values, follow);
  if (!std::ranges::all_of(run.frame.values, [](double value) { return std::isfinite(value); })) {
    options.names = true;
    const auto named = lower::lower(*opened.model, options);
    run.trouble = tell_not_finite(opened, program::find_not_finite(*named.value, values));
  }
  return {std::move(run), std::move(diagnostics)};
}

Checked<results::Frame> run_once(const Opened& opened, const RunRequest& request) {
  Checked<OneRun> run = run_whole(opened, request);
  if (!run.value) return {std::nullopt, std::move(run.diagnostics)};
  append(run.diagnostics, std::move(run.value->trouble));
  if (has_error(run.diagnostics)) return {std::nullopt, std::move(run.diagnostics)};
  return {std::move(run.value->frame), std::move(run.diagnostics)};
}

}  // namespace sluice::app
