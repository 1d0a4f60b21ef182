#include "execute/lanes/binding.h"

#include <algorithm>
#include <bit>
#include <cassert>
#include <limits>
#include <new>
#include <utility>

namespace sluice::execute {
namespace {

constexpr std::size_t kAlignment = 64;
constexpr std::size_t kNumbersPerLine = kAlignment / sizeof(double);

std::size_t rounded_up(std::size_t count) {
  return (count + kNumbersPerLine - 1) / kNumbersPerLine * kNumbersPerLine;
}

// Puts a value on the heap, where pointers to it stay good.
template <class Value>
Value* keep(std::vector<std::unique_ptr<Value>>& owner, Value value) {
  owner.push_back(std::make_unique<Value>(std::move(value)));
  return owner.back().get();
}

}  // namespace

Arena::Arena(std::size_t count)
    : data_(new (std::align_val_t{kAlignment}) double[rounded_up(count)]()) {}

void Arena::Free::operator()(double* numbers) const {
  ::operator delete[](numbers, std::align_val_t{kAlignment});
}

Binding::Binding(const LaneProgram& program, const OpSet& ops, std::size_t lanes, std::size_t rows,
                 bool with_step)
    : program_(program),
      ops_(ops),
      lanes_(program.of_elements ? 1 : rounded_up(lanes)),
      // Whole vectors are read from the last rows, too.
      arena_(rounded_up(program.scalars()) + rows * lanes_ + kNumbersPerLine),
      scalars_(arena_.data()),
      rows_(scalars_ + rounded_up(program.scalars())),
      memories_(program.memories.size()) {
  for (MemoryRing& memory : memories_) {
    memory.initial.resize(lanes_);
    memory.lengths.resize(lanes_, 1);
    memory.bound.moment = &moment_;
  }
  bind_tables();
  for (const LaneOp& op : program.initial) initial_.push_back(bind(op));
  if (!with_step) return;
  for (const LaneOp& op : program.step) step_.push_back(bind(op));
}

Source Binding::source(const Place& place) {
  if (place.uniform) return {scalars_ + place.index, 0};
  return {row(place.index), 1};
}

double Binding::value(const Place& place, std::size_t lane) {
  const Source from = source(place);
  return from.values[lane * from.stride];
}

void Binding::bind_tables() {
  constexpr double kInfinity = std::numeric_limits<double>::infinity();
  for (const program::Segments& table : program_.tables) {
    const std::size_t count = std::max<std::size_t>(std::bit_ceil(table.segments.size()), 8);
    std::vector<double> bounds = table.bounds, at, y, slope;
    bounds.resize(count, kInfinity);
    for (std::size_t i = 0; i < count; ++i) {
      const program::Segment& segment = table.segments[std::min(i, table.segments.size() - 1)];
      at.push_back(segment.at);
      y.push_back(segment.y);
      slope.push_back(segment.slope);
    }
    BoundTable bound{nullptr, table.bounds.size(), count,     nullptr, nullptr,
                     nullptr, table.low,           table.high};
    bound.bounds = keep_row(bounds);
    bound.at = keep_row(at);
    bound.y = keep_row(y);
    bound.slope = keep_row(slope);
    tables_.push_back(bound);
  }
}

const double* Binding::keep_row(const std::vector<double>& numbers) {
  table_rows_.emplace_back(numbers.size());
  std::ranges::copy(numbers, table_rows_.back().data());
  return table_rows_.back().data();
}

Instruction Binding::bind(const LaneOp& op) {
  Instruction in;
  in.out = row(op.rows.front());
  in.count = op.count;
  switch (program::info_of(op.code).shape) {
    case program::OpShape::unary:
    case program::OpShape::binary:
    case program::OpShape::ternary: bind_arithmetic(op, in); break;
    case program::OpShape::table:
      in.function = program_.tables[op.number].bounds_belong_left ? ops_.lookup_left : ops_.lookup;
      in.a = source(op.operands[0]).values;
      in.more = &tables_[op.number];
      break;
    case program::OpShape::memory:
      in.function = run_delayed;
      in.more = &memories_[op.number].bound;
      break;
    case program::OpShape::random: bind_draw(op, in); break;
    case program::OpShape::list: bind_list(op, in); break;
    case program::OpShape::list_to_list: bind_vector(op, in); break;
  }
  assert(in.function != nullptr);
  return in;
}

void Binding::bind_arithmetic(const LaneOp& op, Instruction& in) {
  const double** const operands[] = {&in.a, &in.b, &in.c};
  for (std::size_t i = 0; i < op.operands.size(); ++i) *operands[i] = source(op.operands[i]).values;
  const unsigned uniform = op.one_number;
  in.function = op.inner ? ops_.pairs[pair_number(*op.inner, op.code, op.inner_second)][uniform]
                         : ops_.arithmetic[static_cast<std::size_t>(op.code)][uniform];
  in.more = &moment_.time;
}

void Binding::bind_draw(const LaneOp& op, Instruction& in) {
  BoundDraw draw{&moment_, op.code, op.number, 0, 0};
  const bool normal = op.code == program::OpCode::random_standard_normal;
  in.function = op.code == program::OpCode::random_uniform ? run_random_uniform
                : normal                                   ? run_random_standard_normal
                                                           : run_random_shape;
  const Source a = source(op.operands[0]), b = source(op.operands[1]);
  in.a = a.values;
  in.b = b.values;
  draw.stride_a = a.stride;
  draw.stride_b = b.stride;
  in.more = keep(draws_, draw);
}

BoundList Binding::list_of(const LaneOp& op) {
  std::vector<const double*>& values = *keep(pointers_, std::vector<const double*>{});
  std::vector<std::size_t>& strides = *keep(strides_, std::vector<std::size_t>{});
  for (const Place& place : op.operands) {
    values.push_back(source(place).values);
    strides.push_back(source(place).stride);
  }
  return {values.data(), strides.data(), values.size()};
}

void Binding::bind_list(const LaneOp& op, Instruction& in) {
  in.more = keep(lists_, list_of(op));
  if (op.code == program::OpCode::sum) in.function = ops_.sum;
  if (op.code == program::OpCode::product) in.function = ops_.product;
  if (op.code == program::OpCode::list_minimum) in.function = ops_.list_minimum;
  if (op.code == program::OpCode::list_maximum) in.function = ops_.list_maximum;
}

void Binding::bind_vector(const LaneOp& op, Instruction& in) {
  std::vector<double*>& results = *keep(results_, std::vector<double*>{});
  for (const std::uint32_t number : op.rows) results.push_back(row(number));
  const BoundList operands = list_of(op);
  std::vector<double>& scratch =
      *keep(scratch_, std::vector<double>(operands.count + results.size()));
  in.function = run_vector;
  in.more = keep(vectors_,
                 BoundVector{op.code, operands, results.data(), results.size(), scratch.data()});
}

}  // namespace sluice::execute
