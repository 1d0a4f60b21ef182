#include <span>

#include "execute/lanes/ops.h"
#include "program/draw.h"
#include "program/draw_shapes.h"
#include "program/vectors.h"

namespace sluice::execute {

const OpSet& best_ops() {
#ifdef SLUICE_NO_CLONES
  return ops_of_four();
#else
  static const OpSet& kBest = __builtin_cpu_supports("x86-64-v4") ? ops_of_eight() : ops_of_four();
  return kBest;
#endif
}

void run_delayed(const Instruction& in, std::size_t lanes) {
  const auto& memory = *static_cast<const BoundMemory*>(in.more);
  const std::uint32_t step = memory.moment->step;
  const auto row_before = [&](std::uint32_t length) {
    const std::size_t place = (step - length) % memory.capacity;
    return memory.ring + place * memory.row_length;
  };
  if (memory.one_length) {
    const double* from = step < memory.lengths[0] ? memory.initial : row_before(memory.lengths[0]);
    for (std::size_t i = 0; i < lanes; ++i) in.out[i] = from[i];
    return;
  }
  for (std::size_t i = 0; i < lanes; ++i)
    in.out[i] = step < memory.lengths[i] ? memory.initial[i] : row_before(memory.lengths[i])[i];
}

void run_random_uniform(const Instruction& in, std::size_t lanes) {
  const auto& bound = *static_cast<const BoundDraw*>(in.more);
  const Moment& moment = *bound.moment;
  for (std::size_t i = 0; i < lanes; ++i) {
    const double draw =
        program::draw_uniform(moment.seed, moment.first_member + i, bound.stream, moment.step);
    const double low = in.a[i * bound.stride_a];
    in.out[i] = low + (in.b[i * bound.stride_b] - low) * draw;
  }
}

void run_random_standard_normal(const Instruction& in, std::size_t lanes) {
  const auto& bound = *static_cast<const BoundDraw*>(in.more);
  const Moment& moment = *bound.moment;
  for (std::size_t i = 0; i < lanes; ++i)
    in.out[i] = program::draw_standard_normal(moment.seed, moment.first_member + i, bound.stream,
                                              moment.step,
                                              {in.a[i * bound.stride_a], in.b[i * bound.stride_b]});
}

void run_random_shape(const Instruction& in, std::size_t lanes) {
  const auto& bound = *static_cast<const BoundDraw*>(in.more);
  const Moment& moment = *bound.moment;
  for (std::size_t i = 0; i < lanes; ++i)
    in.out[i] =
        program::draw_shape(bound.code, moment.seed, moment.first_member + i, bound.stream,
                            moment.step, in.a[i * bound.stride_a], in.b[i * bound.stride_b]);
}

void run_vector(const Instruction& in, std::size_t lanes) {
  const auto& bound = *static_cast<const BoundVector*>(in.more);
  const std::span<double> values(bound.scratch, bound.operands.count);
  const std::span<double> results(bound.scratch + bound.operands.count, bound.result_count);
  for (std::size_t i = 0; i < lanes; ++i) {
    for (std::size_t k = 0; k < values.size(); ++k)
      values[k] = bound.operands.values[k][i * bound.operands.strides[k]];
    program::vector_op(bound.code, values, results);
    for (std::size_t k = 0; k < results.size(); ++k) bound.results[k][i] = results[k];
  }
}

}  // namespace sluice::execute
