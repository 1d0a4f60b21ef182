// What an ensemble costs beside its runs: quantiles of many series at every saved time, threads,
// and what is held in memory. Ratios of runs made in turn, the best of several each; every
// first run is told on the second channel.
//   bench_ensemble [MEMBERS [WORDS]]: only lines in which WORDS stand, as in "SEIR 20x5: every";
//   "cancel": how soon cancelled runs end, and the flagship
#include <sys/resource.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <functional>
#include <thread>

#include "base/format.h"
#include "base/parallel.h"
#include "engines.h"
#include "ensemble/fans.h"

namespace sluice::bench {
namespace {

// A model with one sampled constant, and some of its computed cells as outcomes.
struct Sampled {
  std::string name, file, input;
  double low = 0, high = 0;
  std::string output;  // always among the outcomes
};
const Sampled kWorld = {"World3", "wrld3-03.mdl", "industrial capital output ratio 1", 2.5,
                        4,        "population"};
const Sampled kEpidemic = {"SEIR 20x5", "seir20x5.mdl",    "base contact rate", 0.2,
                           0.6,         "total infectious"};

// Names of computed cells, the wanted one first.
std::vector<std::string> computed_cells(const model::Model& model, const std::string& wanted) {
  std::vector<std::string> names = {wanted};
  for (const model::Variable& variable : model.variables) {
    if (variable.kind != model::VariableKind::auxiliary &&
        variable.kind != model::VariableKind::stock)
      continue;
    for (std::size_t cell = 0; cell < model.cell_count(variable); ++cell) {
      const std::string name = model.cell_name(variable, cell);
      if (name != wanted) names.push_back(name);
    }
  }
  return names;
}

ensemble::Bound bound_with(const std::shared_ptr<const model::Model>& model, const Sampled& sampled,
                           std::size_t outcomes) {
  auto study = std::make_shared<study::Study>();
  study->name = sampled.name;
  study->design = study::Design::sobol;
  study::Uncertainty input;
  input.name = "input";
  input.distribution.family = study::Uniform{sampled.low, sampled.high};
  study->uncertainties.push_back(input);
  ensemble::Bound bound{nullptr, model, {}, {}, {}, {}};
  const auto cell = [&](const std::string& name) {
    return expect(model::find_cells(*model, name, {}), name).front();
  };
  bound.uncertainty_cells = {cell(sampled.input)};
  const std::vector<std::string> names = computed_cells(*model, sampled.output);
  outcomes = std::min(outcomes, names.size());
  for (std::size_t k = 0; k < outcomes; ++k) {
    const std::string& name = names[k * names.size() / outcomes];
    study::Outcome outcome;
    outcome.name = name;
    study->outcomes.push_back(outcome);
    bound.outcome_cells.push_back(cell(name));
  }
  bound.study = std::move(study);
  return bound;
}

struct Ignore : ensemble::FutureSink {
  void take(const ensemble::FutureBlock&) override {}
};

Timed runs_only(const ensemble::Runner& runner, std::uint64_t members, unsigned threads,
                const std::string& name) {
  return {
      name,
      [&runner, members, threads] {
        const ensemble::DrawPlan draws(runner.bound().study, nullptr, members, 1);
        ensemble::Stream stream(runner, {{"only", "", {}}}, draws, ensemble::Blocks::one_policy);
        Ignore ignore;
        stream.run(0, members, ignore, {.threads = threads});
      },
      threads};
}

const std::vector<double> kProbabilities = {0.05, 0.25, 0.5, 0.75, 0.95};

// Quantiles of every series at every saved time, read at the end.
double quantiles_of(const ensemble::Runner& runner, const std::vector<ensemble::Policy>& policies,
                    std::uint64_t members, unsigned threads) {
  const ensemble::DrawPlan draws(runner.bound().study, nullptr, members, 1);
  ensemble::FanRun fans(runner, policies, draws, {});
  fans.run_to(members, {.threads = threads});
  constexpr std::size_t kSome = 64;
  const std::size_t cells = fans.readings().size();
  std::vector<double> medians(cells);
  parallel_for((cells + kSome - 1) / kSome, threads, [&](std::size_t some, std::size_t) noexcept {
    const std::size_t first = some * kSome, count = std::min(kSome, cells - first);
    const auto found = fans.of_policy(0).quantiles_of(first, count, kProbabilities);
    for (std::size_t k = 0; k < count; ++k) medians[first + k] = found[k][2].value;
  });
  return medians.back();
}

Timed with_quantiles(const ensemble::Runner& runner, std::uint64_t members, unsigned threads,
                     const std::string& name) {
  return {name,
          [&runner, members, threads] {
            quantiles_of(runner, {{"only", "", {}}}, members, threads);
          },
          threads};
}

void tell(const std::vector<Timed>& timings, std::uint64_t members) {
  for (const Timed& one : timings) {
    std::cout << format("{:44} {:>11.0f} {:>8.2f} {:>6}\n", one.name,
                        static_cast<double>(members) / one.best, timings.front().best / one.best,
                        one.turns)
              << std::flush;
  }
}

// How long a run goes on once it is cancelled, at moments from its beginning on: while it keeps
// values, lays grids, and counts. By the clock and, since others may have the core, in its own
// time.
void measure_cancels(const std::string& name, const ensemble::Runner& runner,
                     const std::vector<ensemble::Policy>& policies) {
  constexpr int kCancels = 16;
  constexpr std::uint64_t kMembers = 1'000'000;
  std::vector<double> clock, own;
  for (int k = 1; k <= kCancels; ++k) {
    const ensemble::DrawPlan draws(runner.bound().study, nullptr, kMembers, 1);
    ensemble::FanRun fans(runner, policies, draws, {});
    std::atomic<bool> cancel{false};
    double at = 0, own_at = 0;
    const std::jthread canceller([&] {
      std::this_thread::sleep_for(std::chrono::milliseconds(90 * k));
      at = now(false);
      own_at = process_time();
      cancel = true;
    });
    if (fans.run_to(kMembers, {.threads = 1, .cancel = &cancel})) continue;
    clock.push_back(now(false) - at);
    own.push_back(process_time() - own_at);
  }
  std::ranges::sort(clock);
  std::ranges::sort(own);
  std::cout << format(
      "{}: cancelled {} times: ends after {:.2f} ms (median), {:.2f} ms (most); own time {:.2f} "
      "and "
      "{:.2f} ms\n",
      name, clock.size(), clock[clock.size() / 2] * 1e3, clock.back() * 1e3,
      own[own.size() / 2] * 1e3, own.back() * 1e3);
}

void measure_model(const Sampled& sampled, std::uint64_t members, const std::string& words) {
  const auto path = shared_folder() / "models" / sampled.file;
  if (!std::filesystem::exists(path)) {
    std::cout << sampled.name << " is not there: left out\n";
    return;
  }
  const auto model = std::make_shared<const model::Model>(expect(model::load_model(path), path));
  std::vector<ensemble::Runner> runners;
  for (const std::size_t outcomes : {1U, 20U, 100'000U}) {
    runners.push_back(expect(
        ensemble::Runner::make(bound_with(model, sampled, outcomes), ensemble::RunnerOptions{}),
        sampled.name));
  }
  std::vector<Timed> timings = {
      runs_only(runners[0], members, 1, "one series, not read"),
      with_quantiles(runners[0], members, 1, "one series, quantiles at each time"),
      runs_only(runners[1], members, 1, "20 series, not read"),
      with_quantiles(runners[1], members, 1, "20 series, quantiles at each time"),
      runs_only(runners[2], members, 1, "every variable, not read"),
      with_quantiles(runners[2], members, 1, "every variable, quantiles at each time"),
      with_quantiles(runners[0], members, 2, "one series, quantiles, two threads"),
      with_quantiles(runners[1], members, 2, "20 series, quantiles, two threads")};
  if (words.empty() || words == "cancel")
    measure_cancels(sampled.name + ", every variable", runners[2], {{"only", "", {}}});
  const auto same = runners[2].kernel().same_for_all();
  std::erase_if(timings, [&](const Timed& one) {
    return (sampled.name + ": " + one.name).find(words) == std::string::npos;
  });
  if (timings.empty()) return;
  take_turns(sampled.name, timings, 7);
  std::cout << format("\n{}, {} futures, {} saved times; {} series in all, {} the same for all\n",
                      sampled.name, members, runners[0].times().size(), same.size(),
                      std::ranges::count(same, true));
  tell(timings, members);
}

void measure_flagship() {
  const std::string path = std::string(SLUICE_SOURCE_DIR) + "/studies/chips";
  const ensemble::Bound bound = expect(app::open_study(path), path);
  const auto runner = expect(ensemble::Runner::make(bound, ensemble::RunnerOptions{}), path);
  const std::vector<ensemble::Policy> policies = {
      *ensemble::find_policy(*bound.study, bound.study->baseline, {}).value};
  constexpr std::uint64_t kMembers = 1000;
  measure_cancels("flagship, all outcomes", runner, policies);
  std::vector<Timed> timings;
  for (const unsigned threads : {1U, 2U}) {
    timings.push_back({format("all outcomes, quantiles, {} threads", threads),
                       [&, threads] { quantiles_of(runner, policies, kMembers, threads); },
                       threads});
  }
  take_turns("flagship", timings, 7);
  const std::size_t equations = count_equations(runner.kernel().program());
  const std::size_t steps = runner.kernel().program().timing.steps;
  std::cout << format(
      "\nflagship, {} futures, {} element equations, {} steps, {} outcomes at {} times\n", kMembers,
      equations, steps, runner.series().size(), runner.times().size());
  tell(timings, kMembers);
  for (const Timed& one : timings) {
    std::cout << format("{:44} {:>8.1f} ms\n", one.name, one.best * 1e3);
  }
}

long most_memory() {
  rusage used{};
  getrusage(RUSAGE_SELF, &used);
  return used.ru_maxrss / 1024;
}

int run(std::uint64_t members, const std::string& words) {
  std::cout << format("{:44} {:>11} {:>8} {:>6}\n", "", "futures/s", "x first", "turns");
  measure_model(kWorld, members, words);
  measure_model(kEpidemic, members, words);
  if (words.empty() || words == "cancel") measure_flagship();
  std::cout << format("\nmost memory held: {} MiB\n", most_memory());
  return 0;
}

}  // namespace
}  // namespace sluice::bench

int main(int count, char** words) {
  try {
    return sluice::bench::run(count > 1 ? std::stoul(words[1]) : 10000, count > 2 ? words[2] : "");
  } catch (const std::exception& error) {
    std::cerr << "bench_ensemble: " << error.what() << "\n";
    return 1;
  }
}
