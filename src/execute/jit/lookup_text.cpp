// Lookups of a whole vector: the segment of each lane is found without a branch, then y + slope *
// (x - at). Tables that share bounds, and are looked up at the same number, are searched once.
#include "execute/jit/op_text.h"

namespace sluice::execute {
namespace {

// Up to here each bound is compared with all lanes; picking bounds by lane costs more.
constexpr std::size_t kMostCounted = 32;

}  // namespace

IrValue OpText::look_up(std::size_t number, const IrValue& x) {
  const TablePlace& table = tables_.table(number);
  const IrValue within = clamped(table, x);
  const IrValue segment = segment_of(table, within);
  const auto pick = [&](std::size_t array) {
    const auto [known, is_new] = picked_.try_emplace({array, segment});
    if (is_new) known->second = ir_.pick("%tables", array, table.count, segment);
    return known->second;
  };
  const IrValue along = ir_.arithmetic("fsub", within, pick(table.at));
  return ir_.arithmetic("fadd", pick(table.y), ir_.arithmetic("fmul", pick(table.slope), along));
}

// In this order of operands each comparison and choice is one instruction (maxpd, minpd), and a NaN
// stays one.
IrValue OpText::clamped(const TablePlace& table, const IrValue& x) {
  const auto [known, is_new] = clamped_.try_emplace({table.low, x});
  if (!is_new) return known->second;
  const IrValue low = ir_.splat(ir_.load_number("%tables", table.low));
  const IrValue high = ir_.splat(ir_.load_number("%tables", table.high));
  const IrValue raised = ir_.choose(ir_.compare("ogt", low, x), low, x);
  return known->second = ir_.choose(ir_.compare("olt", high, raised), high, raised);
}

IrValue OpText::bound_at(const TablePlace& table, std::size_t number) {
  return ir_.splat(ir_.load_number("%tables", table.bounds + number));
}

IrValue OpText::segment_of(const TablePlace& table, const IrValue& x) {
  const std::size_t key = 2 * table.bounds + (table.bounds_belong_left ? 1 : 0);
  const auto [known, is_new] = segments_.try_emplace({key, x});
  if (is_new) {
    const bool in_registers = ir_.width() == 8 && table.count <= 16;
    const bool count = !in_registers && table.bound_count <= kMostCounted;
    known->second = count ? counted(table, x) : halved(table, x);
  }
  return known->second;
}

IrValue OpText::halved(const TablePlace& table, const IrValue& x) {
  const std::string_view before = table.bounds_belong_left ? "olt" : "ole";
  IrValue segment = ir_.whole(0);
  for (std::size_t step = table.count / 2; step > 0; step /= 2) {
    // The bound before which x may have to go on: the same for all lanes in the first round.
    const IrValue bound = step == table.count / 2
                              ? bound_at(table, step - 1)
                              : ir_.pick("%tables", table.bounds, table.count,
                                         ir_.shifted(segment, static_cast<std::int64_t>(step) - 1));
    segment = ir_.moved_on(segment, ir_.compare(before, bound, x), static_cast<std::int64_t>(step));
  }
  return segment;
}

IrValue OpText::counted(const TablePlace& table, const IrValue& x) {
  const std::string_view before = table.bounds_belong_left ? "olt" : "ole";
  IrValue segment = ir_.whole(0);
  for (std::size_t k = 0; k < table.bound_count; ++k)
    segment = ir_.moved_on(segment, ir_.compare(before, bound_at(table, k), x), 1);
  return segment;
}

}  // namespace sluice::execute
