// The reference evaluator: slow, obvious, one member at a time. It defines what a Program means;
// every executor gives the same bits (any NaN counts as the one NaN: outputs hold the positive
// quiet one).
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "program/program.h"
#include "program/schedule.h"

namespace sluice::program {

// One op on plain numbers: unary, binary and ternary shapes only (the operands that it does not
// have are not read). `time`, that of the step, is read by step_at and pulse.
double evaluate_op(OpCode code, double a, double b, double c, double time);

// A list op starts from its identity and combines from left to right.
double identity_of(OpCode list_op);
OpCode combiner_of(OpCode list_op);

// One member's inputs. One entry per Program::inputs in each; `schedules` is read for inputs of
// kind scheduled, `values` for the others.
struct MemberInputs {
  std::vector<double> values;
  std::vector<Schedule> schedules;
  std::uint64_t seed = 0;  // of the program's random ops
  std::uint64_t member = 0;
};
// Central values everywhere (a scheduled input keeps its central value).
MemberInputs central_inputs(const Program& program);

// All slots after `step` was evaluated: at a step (stage 0), or at one of the three inner stages of
// RK4 that lead from it to the next.
struct Instant {
  std::uint32_t step = 0;
  std::uint32_t stage = 0;
  double time = 0;
  std::span<const double> slots;
};
using Observer = std::function<void(const Instant&)>;

// The outputs [output][saved time] of one member. The program must be valid.
std::vector<double> run_member(const Program& program, const MemberInputs& inputs,
                               const Observer& observer = {});

// The same into `outputs`; `tell` is told how many of the saved times are there.
void run_member_into(const Program& program, const MemberInputs& inputs, std::span<double> outputs,
                     const std::function<void(std::uint32_t times)>& tell,
                     const Observer& observer = {});

// What comes next after a step: a later time, or nothing where the run ends.
using ClockHand = std::function<std::optional<double>(const Instant&)>;
// A run by Euler's method that finds its times on the way; at most Timing::steps steps.
void run_with_own_clock(Program program, const MemberInputs& inputs, const ClockHand& next);

// A named value that was infinite or not a number, when it was so first.
struct NotFinite {
  Slot slot = 0;
  std::string name;
  std::string file;
  std::uint32_t line = 0;
  std::uint32_t step = 0;
  double time = 0;
  double value = 0;
};
// All of them, causes before effects: by step, then in the order in which a step computes.
std::vector<NotFinite> find_not_finite(const Program& program, const MemberInputs& inputs);

// The bits of a NaN depend on the machine's width; what is handed out holds only this one.
double with_one_nan(double value);

}  // namespace sluice::program
