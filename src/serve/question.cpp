#include "serve/question.h"

#include <algorithm>
#include <set>

#include "base/format.h"
#include "serve/snapshot.h"

namespace sluice::serve {
namespace {

// Members of one policy in a turn. A multiple of 8, as compiled code takes them: so the same ones
// go together each time, and what was kept of them is found again.
constexpr std::size_t kTurn = 512;

std::size_t saved_times(const model::Control& control) {
  const double span = control.final_time - control.initial_time;
  const double period = std::max(control.save_period, control.time_step);
  return period > 0 ? static_cast<std::size_t>(span / period) + 2 : 2;
}

}  // namespace

Question::~Question() {
  if (has_room_) studio_.room().give(numbers_);
}

void Question::superseded() {
  reply().send({200, "application/json", "{\"superseded\":true}\n", {}});
}

void Question::answer(const Json& json) {
  reply().send({200, "application/json", report::dump(json), {}});
}

bool Question::prepare() {
  auto bench = studio_.bench(edits_in(json_), beliefs_in(json_));
  if (!bench.value) {
    reply().send(refusal(400, bench.diagnostics));
    return false;
  }
  bench_ = std::move(bench.value);
  auto asked = read_asked(study(), json_, Limits{});
  if (!asked.value) {
    reply().send(refusal(422, asked.diagnostics));
    return false;
  }
  asked_ = std::move(asked.value);
  if (asked_->revision && *asked_->revision != bench_->revision) {
    reply().send(refusal(409, "the study's files have changed", "load the study again"));
    return false;
  }
  const Diagnostics wrong = begin();
  if (has_error(wrong)) reply().send(refusal(400, wrong));
  return !has_error(wrong);
}

bool Question::turn() {
  if (!bench_ && !prepare()) return false;
  if (!has_room_) has_room_ = studio_.room().take(numbers_);
  return has_room_ ? advance() : true;
}

Diagnostics Question::open_view(const std::vector<std::string>& charts,
                                const std::vector<ensemble::Policy>& policies) {
  std::set<std::string> distinct;
  for (const auto& policy : policies) distinct.insert(key_of(study(), policy));
  const std::size_t numbers = charts.size() * distinct.size() *
                              saved_times(bench_->lab->bound().model->control) *
                              asked_->design.members;
  if (numbers > Limits{}.numbers) {
    return {bad_request("this is more than fits into memory at once",
                        "ask for fewer members, policies or charts")};
  }
  if (!has_room_) numbers_ = std::max(numbers_, numbers);
  auto view = bench_->lab->view(charts, policies);
  if (!view.value) return std::move(view.diagnostics);
  view_ = std::move(*view.value);
  return find_outside_run();
}

// A month that the run does not save would be answered with another one.
Diagnostics Question::find_outside_run() const {
  const auto& times = view_->runner->times();
  if (!asked_->at || times.empty()) return {};
  const Calendar calendar = bench_->lab->study().calendar();
  const Date first = calendar.month_at(times.front()), last = calendar.month_at(times.back());
  if (first <= *asked_->at && *asked_->at <= last) return {};
  return {bad_request(format("\"at\" ({}) lies outside the run", to_text(*asked_->at)),
                      format("it saves {} to {}", to_text(first), to_text(last)))};
}

std::shared_ptr<const Futures> Question::run_further(const ensemble::Policy& policy,
                                                     std::size_t upto) {
  Lab& lab = *bench_->lab;
  const std::size_t done = lab.done(*view_, policy, bench_->beliefs, asked_->design);
  const std::size_t next = std::max(done, std::min(upto, (done + kTurn) / 8 * 8));
  auto futures =
      lab.futures(*view_, policy, bench_->beliefs, asked_->design, next, reply().stopped);
  return futures->done >= upto ? futures : nullptr;
}

}  // namespace sluice::serve
