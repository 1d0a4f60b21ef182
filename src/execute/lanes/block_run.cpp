#include "execute/lanes/block_run.h"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <limits>
#include <utility>

#include "program/evaluate.h"

namespace sluice::execute {
namespace {

constexpr std::uint32_t kNever = std::numeric_limits<std::uint32_t>::max();

void fill_row(double* row, const Source& from, std::size_t lanes) {
  for (std::size_t i = 0; i < lanes; ++i) row[i] = from.values[i * from.stride];
}

// What `initial` writes and `step` does not.
std::vector<bool> lasting_rows(const LaneProgram& program, std::size_t rows) {
  std::vector<bool> lasting(rows, false);
  for (const LaneOp& op : program.initial)
    for (const std::uint32_t row : op.rows) lasting[row] = true;
  for (const LaneOp& op : program.step)
    for (const std::uint32_t row : op.rows) lasting[row] = false;
  for (const LaneStock& stock : program.stocks) lasting[stock.row] = false;
  return lasting;
}

std::uint32_t length_in_steps(double length, std::uint32_t steps) {
  const double rounded = std::round(length);
  if (!(rounded >= 1)) return 1;
  return static_cast<std::uint32_t>(std::min(rounded, static_cast<double>(steps) + 1));
}

}  // namespace

BlockRunner::BlockRunner(const program::Program& program, const LaneProgram& lanes,
                         const OpSet& ops, std::size_t lane_count)
    : BlockRunner(program, lanes, ops, lane_count, nullptr) {}

BlockRunner::BlockRunner(const program::Program& program, const LaneProgram& lanes,
                         const OpSet& ops, const std::shared_ptr<const StepCode>& code)
    : BlockRunner(program, lanes, ops, code->lanes(), code) {}

BlockRunner::BlockRunner(const program::Program& program, const LaneProgram& lanes,
                         const OpSet& ops, std::size_t lane_count,
                         std::shared_ptr<const StepCode> code)
    : program_(program),
      lane_program_(lanes),
      ops_(ops),
      code_(std::move(code)),
      rows_(code_ ? code_->layout().rows : lanes.rows),
      lasting_(lasting_rows(lanes, rows_)),
      binding_(lanes, ops, lane_count, rows_, !code_ || code_->reads_bound_scalars()),
      states_(program.method == program::Method::euler
                  ? 0
                  : 2 * lanes.stocks.size() * binding_.lanes()),
      trouble_(binding_.lanes()),
      trouble_step_(binding_.lanes()) {
  for (const Place& output : code_ ? code_->layout().outputs : lanes.outputs)
    sources_.push_back(binding_.source(output));
  for (std::size_t k = 0; k < lanes.memories.size(); ++k)
    memory_inputs_.push_back(code_ ? code_->layout().memory_inputs[k] : lanes.memories[k].input);
  const auto is_uniform = [](const Place& place) { return place.uniform; };
  varying_every_time_ = !code_ || code_->reads_bound_scalars() ||
                        std::ranges::any_of(memory_inputs_, is_uniform) ||
                        program.method != program::Method::euler;
}

std::vector<Trouble> BlockRunner::run(const BlockTask& task) {
  std::vector<Trouble> troubles;
  for (std::size_t first = 0; first < task.block.members; first += binding_.lanes()) {
    BlockTask part = task;
    part.block.first_member += first;
    part.block.members = std::min(binding_.lanes(), task.block.members - first);
    if (!part.block.values.empty()) part.block.values = part.block.values.subspan(first);
    part.output.out += first;
    looks_at_stocks_ = false;
    run_part(part);
    // A stock that was not finite once never is again, so the last step tells of all of them; only
    // then the part is run again to see when that came about (and nothing is saved anew, since it
    // may be read already).
    looks_at_stocks_ = !stocks_are_finite();
    if (looks_at_stocks_) run_part(part);
    for (std::size_t i = 0; i < part.block.members; ++i)
      if (trouble_step_[i] != kNever)
        troubles.push_back({part.block.first_member + i, trouble_step_[i]});
  }
  return troubles;
}

void BlockRunner::run_part(const BlockTask& task) {
  start(task);
  std::size_t place = 0;
  std::uint32_t step = 0;
  // What has trouble is run whole, for its steps.
  Past* const past = looks_at_stocks_ ? nullptr : task.past;
  const std::uint64_t first = task.block.first_member;
  const auto known = past ? past->find(first, task.block.members, code_.get()) : nullptr;
  if (known) {
    go_on_from(task, *known);
    place = known->places;
    step = past->step();
  }
  for (; step <= program_.timing.steps; ++step) {
    if (task.cancel != nullptr && task.cancel->load(std::memory_order_relaxed)) break;
    if (past != nullptr && !known && step == past->step()) past->put(first, stand(task, place));
    const bool saved = place < task.saved.size() && task.saved[place] == step;
    go_to(task, step, saved);
    if (saved) save(task, place++, step);
  }
}

// From the step before, which was evaluated.
void BlockRunner::go_to(const BlockTask& task, std::uint32_t step, bool saved) {
  if (step > 0) advance(task, step - 1);
  binding_.moment().step = step;
  binding_.moment().time = program::time_at(program_.timing, step);
  if (saved && looks_at_stocks_) note_trouble_of_stocks();
  begin_evaluation(task, binding_.moment().time);
  hold_stocks();
  finish_evaluation(task, saved);
  if (saved && !varying_every_time_) copy_varying(task);
}

// Before a step: all that the step before it has left.
Standing BlockRunner::stand(const BlockTask& task, std::size_t places) {
  const std::size_t lanes = binding_.lanes(), members = task.block.members;
  Standing standing{code_.get(), members, evaluation_, places, {}, {}, {}, trouble_step_, {}};
  standing.rows.assign(binding_.row(0), binding_.row(0) + rows_ * lanes);
  standing.trouble.assign(trouble_.data(), trouble_.data() + lanes);
  standing.memories = binding_.memories();
  standing.outputs.reserve(sources_.size() * places * members);
  for (std::size_t series = 0; series < sources_.size(); ++series) {
    for (std::size_t place = 0; place < places; ++place) {
      const double* row =
          task.output.out + (series * task.saved.size() + place) * task.output.stride;
      standing.outputs.insert(standing.outputs.end(), row, row + members);
    }
  }
  return standing;
}

// After start: what `initial` makes of these inputs stays. A choice may take it up later that has
// passed it over so far.
void BlockRunner::go_on_from(const BlockTask& task, const Standing& standing) {
  const std::size_t lanes = binding_.lanes();
  for (std::uint32_t row = 0; row < rows_; ++row)
    if (!lasting_[row]) std::copy_n(standing.rows.data() + row * lanes, lanes, binding_.row(row));
  std::ranges::copy(standing.trouble, trouble_.data());
  trouble_step_ = standing.trouble_step;
  for (std::size_t k = 0; k < standing.memories.size(); ++k) {
    MemoryRing& ring = binding_.memories()[k];
    const Moment* const moment = ring.bound.moment;
    ring = standing.memories[k];
    ring.bound.moment = moment;
    ring.bound.ring = ring.rows.data();
    ring.bound.initial = ring.initial.data();
    ring.bound.lengths = ring.lengths.data();
  }
  const double* from = standing.outputs.data();
  for (std::size_t series = 0; series < sources_.size(); ++series) {
    for (std::size_t place = 0; place < standing.places; ++place, from += standing.members) {
      double* row = task.output.out + (series * task.saved.size() + place) * task.output.stride;
      std::copy_n(from, standing.members, row);
    }
  }
  evaluation_ = standing.evaluations;
  if (!task.trace.empty()) copy_varying(task);
  binding_.moment().step = std::max<std::uint32_t>(task.past->step(), 1) - 1;
  binding_.moment().time = program::time_at(program_.timing, binding_.moment().step);
  set_time_rows(task, binding_.moment().time);
}

bool BlockRunner::stocks_are_finite() {
  std::fill_n(trouble_.data(), binding_.lanes(), 0.0);
  note_trouble_of_stocks();
  return std::all_of(trouble_.data(), trouble_.data() + used_, [](double one) { return one == 0; });
}

void BlockRunner::start(const BlockTask& task) {
  const bool all = code_ || lane_program_.of_elements;
  used_ = all ? binding_.lanes() : (task.block.members + 7) / 8 * 8;
  evaluation_ = 0;
  std::fill_n(trouble_.data(), binding_.lanes(), 0.0);
  std::ranges::fill(trouble_step_, kNever);
  binding_.moment() = {task.inputs.seed, task.block.first_member, 0, program_.timing.initial_time};
  std::ranges::copy(task.fixed, binding_.scalars());
  gather();
  set_member_inputs(task);
  if (!task.trace.empty()) {
    evaluation_ = 1;
    copy_varying(task);
    evaluation_ = 0;
  }
  set_time_rows(task, program_.timing.initial_time);
  for (const Instruction& in : binding_.initial()) in.function(in, used_ * in.count);
  set_memories();
  for (const LaneStock& stock : lane_program_.stocks)
    fill_row(binding_.row(stock.row), binding_.source(stock.initial), used_);
}

void BlockRunner::gather() {
  const std::vector<std::uint32_t>& gathered = lane_program_.gathered;
  double* to = binding_.scalars() + lane_program_.scalars() - gathered.size();
  for (const std::uint32_t scalar : gathered) *to++ = binding_.scalars()[scalar];
}

// Lanes beyond the last member do the last member's work again.
void BlockRunner::set_member_inputs(const BlockTask& task) {
  for (const LaneInput& input : lane_program_.member_inputs) {
    double* row = binding_.row(input.row);
    const double* values = task.block.values.data() + input.input * task.block.stride;
    for (std::size_t i = 0; i < used_; ++i) row[i] = values[std::min(i, task.block.members - 1)];
  }
}

void BlockRunner::set_time_rows(const BlockTask& task, double time) {
  if (!lane_program_.time.uniform)
    fill_row(binding_.row(lane_program_.time.index), {&time, 0}, used_);
  for (const LaneInput& input : lane_program_.scheduled_inputs) {
    const double started = program::time_at(program_.timing, binding_.moment().step);
    const double value = value_at(task.inputs.schedules[input.input], started,
                                  program::length_of_step(program_.timing, binding_.moment().step));
    fill_row(binding_.row(input.row), {&value, 0}, used_);
  }
}

void BlockRunner::set_memories() {
  for (std::size_t k = 0; k < lane_program_.memories.size(); ++k) {
    const LaneMemory& memory = lane_program_.memories[k];
    if (!memory.in_lanes) continue;
    MemoryRing& ring = binding_.memories()[k];
    fill_row(ring.initial.data(), binding_.source(memory.initial), used_);
    for (std::size_t i = 0; i < used_; ++i)
      ring.lengths[i] = memory.at_start ? 0
                                        : length_in_steps(binding_.value(memory.length, i),
                                                          program_.timing.steps);
    const auto lengths = std::span(ring.lengths).first(used_);
    const std::uint32_t longest = *std::ranges::max_element(lengths);
    // One row more than the longest: the inner stages of RK4 still read what was pushed that long
    // ago.
    ring.bound.capacity = longest + 1;
    ring.rows.resize(ring.bound.capacity * binding_.lanes());
    ring.bound.ring = ring.rows.data();
    ring.bound.row_length = binding_.lanes();
    ring.bound.initial = ring.initial.data();
    ring.bound.lengths = ring.lengths.data();
    ring.bound.one_length = std::ranges::count(lengths, longest) == std::ranges::ssize(lengths);
  }
}

void BlockRunner::begin_evaluation(const BlockTask& task, double time) {
  ++evaluation_;
  if (varying_every_time_) copy_varying(task);
  set_time_rows(task, time);
}

// Without `outputs`, what serves nothing else may be left out.
void BlockRunner::finish_evaluation(const BlockTask& task, bool outputs) {
  const std::size_t varying = lane_program_.frontier.varying.size();
  const double* now = task.trace.data() + (evaluation_ - 1) * varying;
  if (code_) return code_->run(binding_, task.fixed.data(), now);
  const std::span<const Instruction> step = binding_.step();
  const std::size_t count = outputs ? step.size() : lane_program_.step_of_states;
  for (const Instruction& in : step.first(count)) in.function(in, used_ * in.count);
}

// Those of the evaluation under way.
void BlockRunner::copy_varying(const BlockTask& task) {
  const std::size_t varying = lane_program_.frontier.varying.size();
  if (varying > 0)
    std::ranges::copy(task.trace.subspan((evaluation_ - 1) * varying, varying),
                      binding_.scalars() + task.fixed.size());
}

// What stocks hold before a step moves them.
void BlockRunner::hold_stocks() {
  for (std::size_t k = 0; k < lane_program_.memories.size(); ++k) {
    const LaneMemory& memory = lane_program_.memories[k];
    if (memory.in_lanes && memory.at_start)
      fill_row(binding_.memories()[k].rows.data(), binding_.source(memory.input), used_);
  }
}

void BlockRunner::push_memories() {
  for (std::size_t k = 0; k < lane_program_.memories.size(); ++k) {
    if (!lane_program_.memories[k].in_lanes || lane_program_.memories[k].at_start) continue;
    MemoryRing& ring = binding_.memories()[k];
    const std::size_t place = binding_.moment().step % ring.bound.capacity;
    fill_row(ring.rows.data() + place * binding_.lanes(), binding_.source(memory_inputs_[k]),
             used_);
  }
}

void BlockRunner::advance(const BlockTask& task, std::uint32_t step) {
  push_memories();
  if (program_.method != program::Method::euler) return advance_in_stages(task, step);
  if (code_) return;  // which has done it
  for (const LaneMove& move : lane_program_.moves) {
    double* row = binding_.row(move.row);
    if (used_ * move.count == 1)
      *row = *row + program_.timing.time_step * *binding_.source(move.rate).values;
    else
      ops_.advance(row, row, program_.timing.time_step, rates_of(move), used_ * move.count);
  }
}

// Puts every stock where it stood plus `step` times its rate, and evaluates there.
void BlockRunner::evaluate_from(const BlockTask& task, double time, double step) {
  const double* from = states_.data();
  for (const LaneMove& move : lane_program_.moves) {
    ops_.advance(binding_.row(move.row), from, step, rates_of(move), used_ * move.count);
    from += binding_.lanes() * move.count;
  }
  begin_evaluation(task, time);
  finish_evaluation(task, false);
}

// In the order of program/evaluate.cpp: ((first + 2 second) + 2 third) + fourth.
void BlockRunner::advance_in_stages(const BlockTask& task, std::uint32_t number) {
  const double step = program_.timing.time_step;
  const double time = program::time_at(program_.timing, number);
  const double length = program::length_of_step(program_.timing, number);
  const std::size_t lanes = binding_.lanes();
  double* const from = states_.data();
  double* const sum = from + lane_program_.stocks.size() * lanes;
  for (std::size_t k = 0; k < lane_program_.stocks.size(); ++k)
    fill_row(from + k * lanes, {binding_.row(lane_program_.stocks[k].row), 1}, used_);
  double reach = 0;
  bool begun = false;
  for (const program::Stage& stage : program::stages_of(program_.method)) {
    if (reach != 0) evaluate_from(task, time + reach * length, reach * step);
    if (stage.weight != 0) add_rates(begun ? stage.weight : 0, sum);
    begun = begun || stage.weight != 0;
    reach = stage.reach;
  }
  std::size_t done = 0;
  for (const LaneMove& move : lane_program_.moves) {
    ops_.advance(binding_.row(move.row), from + done, step / program::total_weight(program_.method),
                 {sum + done, 1}, used_ * move.count);
    done += lanes * move.count;
  }
}

// The rates so often more to the sums; with 0 the sums begin with them.
void BlockRunner::add_rates(double weight, double* sum) {
  for (const LaneMove& move : lane_program_.moves) {
    if (weight == 0)
      fill_row(sum, rates_of(move), used_ * move.count);
    else
      ops_.accumulate(sum, weight, rates_of(move), used_ * move.count);
    sum += binding_.lanes() * move.count;
  }
}

Source BlockRunner::rates_of(const LaneMove& move) {
  return {binding_.source(move.rate).values, move.rate_stride};
}

// Before the evaluation, since compiled code also advances them.
void BlockRunner::note_trouble_of_stocks() {
  for (const LaneStock& stock : lane_program_.stocks)
    ops_.note_trouble(trouble_.data(), binding_.row(stock.row), used_);
}

void BlockRunner::save(const BlockTask& task, std::size_t place, std::uint32_t step) {
  if (looks_at_stocks_) {
    ops_.look(sources_.data(), sources_.size(), trouble_.data(), used_);
  } else {
    ops_.save(sources_.data(), sources_.size(),
              {task.output.out + place * task.output.stride, task.saved.size() * task.output.stride,
               task.block.members, trouble_.data(), used_});
    tell_saved(task, place + 1);
  }
  const bool all = uniform_trouble();
  for (std::size_t i = 0; i < task.block.members; ++i)
    if ((all || trouble_.data()[i] != 0) && trouble_step_[i] == kNever) trouble_step_[i] = step;
}

void BlockRunner::tell_saved(const BlockTask& task, std::size_t times) {
  if (task.output.times_there == nullptr) return;
  task.output.times_there->store(static_cast<std::uint32_t>(times), std::memory_order_release);
  task.output.times_there->notify_one();
}

bool BlockRunner::uniform_trouble() {
  return std::ranges::any_of(lane_program_.uniform_stocks, [&](std::uint32_t scalar) {
    return !std::isfinite(binding_.scalars()[scalar]);
  });
}

}  // namespace sluice::execute
