#include "program/evaluate.h"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <limits>

#include "program/draw.h"
#include "program/draw_shapes.h"
#include "program/evaluate_op.h"
#include "program/lookup.h"
#include "program/operands.h"
#include "program/vectors.h"

namespace sluice::program {
namespace {

constexpr OpShape kShapes[] = {
#define SLUICE_OP(name, shape, meaning) OpShape::shape,
#include "program/opcodes.def"
#undef SLUICE_OP
};

struct Remembered {
  std::vector<double> pushed;  // one value per step
  double initial = 0;
  std::uint32_t length = 1;
};

class MemberRun {
 public:
  MemberRun(const Program& program, const MemberInputs& inputs, const Observer& observer)
      : program_(program), inputs_(inputs), observer_(observer), slots_(program.slot_count) {}

  void start() {
    for (const Constant& constant : program_.constants) slots_[constant.slot] = constant.value;
    for (std::size_t i = 0; i < program_.inputs.size(); ++i)
      if (program_.inputs[i].kind != InputKind::scheduled)
        slots_[program_.inputs[i].slot] = inputs_.values[i];
    run(program_.once);
    set_instant(0);
    run(program_.initial);
    for (const Stock& stock : program_.stocks) slots_[stock.slot] = slots_[stock.initial];
    for (const Memory& memory : program_.memories) memories_.push_back(remember(memory));
  }
  void evaluate(std::uint32_t step) {
    set_instant(step);
    for (std::size_t i = 0; i < memories_.size(); ++i)
      if (program_.memories[i].at_start) memories_[i].pushed = {slots_[program_.memories[i].input]};
    evaluate_stage(0);
  }
  void advance() {
    for (std::size_t i = 0; i < memories_.size(); ++i)
      if (!program_.memories[i].at_start)
        memories_[i].pushed.push_back(slots_[program_.memories[i].input]);
    advance_stocks();
  }
  double value(Slot slot) const { return slots_[slot]; }

 private:
  void set_instant(std::uint32_t step) {
    step_ = step;
    step_time_ = time_at(program_.timing, step);
    slots_[program_.time] = step_time_;
    for (std::size_t i = 0; i < program_.inputs.size(); ++i)
      if (program_.inputs[i].kind == InputKind::scheduled)
        slots_[program_.inputs[i].slot] = value_at(inputs_.schedules[i], slots_[program_.time],
                                                   length_of_step(program_.timing, step));
  }

  void evaluate_stage(std::uint32_t stage) {
    run(program_.step);
    if (observer_) observer_({step_, stage, slots_[program_.time], slots_});
  }

  Remembered remember(const Memory& memory) const {
    const double longest = static_cast<double>(program_.timing.steps) + 1;
    const double length = std::round(slots_[memory.length]);
    const double kept = length >= 1 ? std::min(length, longest) : 1;
    return {{}, slots_[memory.initial], static_cast<std::uint32_t>(kept)};
  }

  std::vector<double> state() const {
    std::vector<double> values;
    for (const Stock& stock : program_.stocks) values.push_back(slots_[stock.slot]);
    return values;
  }
  std::vector<double> rates() const {
    std::vector<double> values;
    for (const Stock& stock : program_.stocks) values.push_back(slots_[stock.rate]);
    return values;
  }
  void set_state(const std::vector<double>& from, double step, const std::vector<double>& rate) {
    for (std::size_t i = 0; i < program_.stocks.size(); ++i)
      slots_[program_.stocks[i].slot] = from[i] + step * rate[i];
  }

  // Stage after stage; the weighted rates add up in that order.
  void advance_stocks() {
    const double step = program_.timing.time_step;
    const double time = slots_[program_.time];
    const double length = length_of_step(program_.timing, step_);
    const std::vector<double> from = state();
    std::vector<double> sum;
    std::vector<double> rate;
    double reach = 0;
    std::uint32_t number = 0;
    for (const Stage& stage : stages_of(program_.method)) {
      rate =
          number == 0 ? rates() : rates_at(number, time + reach * length, from, reach * step, rate);
      add(stage.weight, rate, sum);
      reach = stage.reach;
      ++number;
    }
    set_state(from, step / total_weight(program_.method), sum);
  }
  static void add(double weight, const std::vector<double>& rate, std::vector<double>& sum) {
    if (weight == 0) return;
    if (sum.empty()) {
      sum = rate;
      return;
    }
    for (std::size_t i = 0; i < sum.size(); ++i) sum[i] = sum[i] + weight * rate[i];
  }
  std::vector<double> rates_at(std::uint32_t stage, double time, const std::vector<double>& from,
                               double step, const std::vector<double>& rate) {
    set_state(from, step, rate);
    slots_[program_.time] = time;
    evaluate_stage(stage);
    return rates();
  }

  void run(const std::vector<Op>& ops) {
    for (const Op& op : ops) run(op);
  }
  void run(const Op& op) {
    if (info_of(op.code).shape == OpShape::list_to_list)
      run_vector(op);
    else
      slots_[op.dst] = value_of(op);
  }

  double value_of(const Op& op) const {
    const auto slot = [&](std::uint32_t number) { return slots_[number]; };
    switch (kShapes[static_cast<std::size_t>(op.code)]) {
      case OpShape::unary: return plain::value_of_op(op.code, slot(op.a), 0, 0, step_time_);
      case OpShape::binary:
        return plain::value_of_op(op.code, slot(op.a), slot(op.b), 0, step_time_);
      case OpShape::ternary:
        return plain::value_of_op(op.code, slot(op.a), slot(op.b), slot(op.c), step_time_);
      case OpShape::table: return look_up(program_.tables[op.b], slot(op.a));
      case OpShape::memory:
        return program_.memories[op.b].at_start ? memories_[op.b].pushed[0]
                                                : given_out(memories_[op.b]);
      case OpShape::random: return drawn(op);
      case OpShape::list: return reduced(op);
      case OpShape::list_to_list: break;
    }
    assert(false && "run_vector() writes more than one slot");
    return std::nan("");
  }

  double given_out(const Remembered& memory) const {
    return step_ < memory.length ? memory.initial : memory.pushed[step_ - memory.length];
  }

  double drawn(const Op& op) const {
    if (op.code == OpCode::random_standard_normal)
      return draw_standard_normal(inputs_.seed, inputs_.member, op.c, step_,
                                  {slots_[op.a], slots_[op.b]});
    if (op.code != OpCode::random_uniform)
      return draw_shape(op.code, inputs_.seed, inputs_.member, op.c, step_, slots_[op.a],
                        slots_[op.b]);
    const double low = slots_[op.a];
    return low + (slots_[op.b] - low) * draw_uniform(inputs_.seed, inputs_.member, op.c, step_);
  }

  double reduced(const Op& op) const {
    const OpCode combiner = combiner_of(op.code);
    double result = identity_of(op.code);
    for (const Slot slot : list_of(program_, op))
      result = plain::value_of_op(combiner, result, slots_[slot], 0, 0);
    return result;
  }

  void run_vector(const Op& op) {
    std::vector<double> values;
    for (const Slot slot : list_of(program_, op)) values.push_back(slots_[slot]);
    vector_op(op.code, values, std::span(slots_).subspan(op.dst, op.c));
  }

  const Program& program_;
  const MemberInputs& inputs_;
  const Observer& observer_;
  std::vector<double> slots_;
  std::vector<Remembered> memories_;
  std::uint32_t step_ = 0;
  // What step_at and pulse look at, also at the inner stages of a step.
  double step_time_ = time_at(program_.timing, 0);
};

// Where in a step each slot gets its value: stocks and what was set before first.
std::vector<std::size_t> order_of_slots(const Program& program) {
  std::vector<std::size_t> order(program.slot_count, 0);
  for (std::size_t i = 0; i < program.step.size(); ++i)
    for (std::uint32_t k = 0; k < written_count(program.step[i]); ++k)
      order[program.step[i].dst + k] = i + 1;
  return order;
}

}  // namespace

double identity_of(OpCode list_op) {
  constexpr double kInfinity = std::numeric_limits<double>::infinity();
  if (list_op == OpCode::sum) return 0;
  if (list_op == OpCode::product) return 1;
  return list_op == OpCode::list_minimum ? kInfinity : -kInfinity;
}

OpCode combiner_of(OpCode list_op) {
  if (list_op == OpCode::sum) return OpCode::add;
  if (list_op == OpCode::product) return OpCode::multiply;
  return list_op == OpCode::list_minimum ? OpCode::minimum : OpCode::maximum;
}

MemberInputs central_inputs(const Program& program) {
  MemberInputs inputs;
  for (const Input& input : program.inputs) {
    inputs.values.push_back(input.central);
    inputs.schedules.push_back({input.central, {}, {}});
  }
  return inputs;
}

std::vector<double> run_member(const Program& program, const MemberInputs& inputs,
                               const Observer& observer) {
  std::vector<double> results(program.outputs.size() * saved_steps(program.timing).size());
  run_member_into(program, inputs, results, {}, observer);
  return results;
}

void run_member_into(const Program& program, const MemberInputs& inputs, std::span<double> outputs,
                     const std::function<void(std::uint32_t times)>& tell,
                     const Observer& observer) {
  const std::vector<std::uint32_t> saved = saved_steps(program.timing);
  std::uint32_t place = 0;
  MemberRun run(program, inputs, observer);
  run.start();
  for (std::uint32_t step = 0; step <= program.timing.steps; ++step) {
    if (step > 0) run.advance();
    run.evaluate(step);
    if (place == saved.size() || saved[place] != step) continue;
    for (std::size_t i = 0; i < program.outputs.size(); ++i)
      outputs[i * saved.size() + place] = with_one_nan(run.value(program.outputs[i].slot));
    ++place;
    if (tell) tell(place);
  }
}

void run_with_own_clock(Program program, const MemberInputs& inputs, const ClockHand& next) {
  program.timing.time_step = 1;
  program.timing.times = {program.timing.initial_time};
  std::span<const double> now;
  const Observer look = [&](const Instant& instant) { now = instant.slots; };
  MemberRun run(program, inputs, look);
  run.start();
  for (std::uint32_t step = 0; step <= program.timing.steps; ++step) {
    // Until the next time is known the step counts as long as none.
    const double time = program.timing.times[step];
    program.timing.times.push_back(time);
    run.evaluate(step);
    const std::optional<double> then = next({step, 0, time, now});
    if (!then) return;
    program.timing.times[step + 1] = *then;
    run.advance();
  }
}

std::vector<NotFinite> find_not_finite(const Program& program, const MemberInputs& inputs) {
  const std::vector<std::size_t> order = order_of_slots(program);
  std::vector<bool> seen(program.names.size());
  std::vector<NotFinite> found;
  run_member(program, inputs, [&](const Instant& instant) {
    if (instant.stage != 0) return;
    const auto first = static_cast<std::ptrdiff_t>(found.size());
    for (std::size_t i = 0; i < program.names.size(); ++i) {
      const SlotName& name = program.names[i];
      const double value = instant.slots[name.slot];
      if (seen[i] || std::isfinite(value)) continue;
      seen[i] = true;
      found.push_back(
          {name.slot, name.name, name.file, name.line, instant.step, instant.time, value});
    }
    std::ranges::stable_sort(found.begin() + first, found.end(), {},
                             [&](const NotFinite& one) { return order[one.slot]; });
  });
  return found;
}

}  // namespace sluice::program
