#include "program/passes/common_subexpressions.h"

#include <algorithm>
#include <bit>
#include <map>
#include <tuple>
#include <utility>

#include "program/passes/known_ops.h"
#include "program/passes/writers.h"

namespace sluice::program {
namespace {

bool is_commutative(OpCode code) {
  return code == OpCode::add || code == OpCode::multiply || code == OpCode::equal ||
         code == OpCode::not_equal || code == OpCode::logical_and || code == OpCode::logical_or;
}

class Merger {
 public:
  explicit Merger(Program program)
      : program_(std::move(program)),
        writers_(count_writers(program_)),
        first_(program_.slot_count),
        known_(program_, program_.once.size() + program_.initial.size() + program_.step.size()) {
    for (Slot slot = 0; slot < program_.slot_count; ++slot) first_[slot] = slot;
  }

  Program merge() {
    merge_constants();
    merge_tables();
    for (std::vector<Op>* ops : {&program_.once, &program_.initial, &program_.step}) {
      if (ops == &program_.step) forget_what_changes();
      std::erase_if(*ops, [&](Op& op) {
        op = with_renamed_reads(program_, op, [&](Slot slot) { return first_[slot]; });
        if (info_of(op.code).shape == OpShape::table) op.b = first_table_[op.b];
        return merge(op);
      });
    }
    rename_uses(program_, [&](Slot slot) { return first_[slot]; });
    return std::move(program_);
  }

 private:
  void merge_constants() {
    std::map<std::uint64_t, Slot> seen;
    for (const Constant& constant : program_.constants)
      first_[constant.slot] =
          seen.try_emplace(std::bit_cast<std::uint64_t>(constant.value), constant.slot)
              .first->second;
  }
  void merge_tables() {
    std::map<std::tuple<TableMode, std::vector<double>, std::vector<double>>, std::uint32_t> seen;
    for (std::uint32_t i = 0; i < program_.tables.size(); ++i) {
      const Table& table = program_.tables[i];
      first_table_.push_back(seen.try_emplace({table.mode, table.x, table.y}, i).first->second);
    }
  }

  // In `step` an op of `initial` serves only if its operands still have their values.
  void forget_what_changes() {
    std::vector<bool> changes(program_.slot_count);
    changes[program_.time] = true;
    for (const Input& input : program_.inputs)
      if (input.kind == InputKind::scheduled) changes[input.slot] = true;
    for (const Op& op : program_.step)
      for (std::uint32_t k = 0; k < written_count(op); ++k) changes[op.dst + k] = true;
    for (const Op& op : program_.initial) {
      bool changed = reads_time(op.code) || info_of(op.code).shape == OpShape::random;
      for_each_read(program_, op, [&](Slot slot) { changed = changed || changes[slot]; });
      for (std::uint32_t k = 0; k < written_count(op); ++k)
        changes[op.dst + k] = changes[op.dst + k] || changed;
      if (changed && written_count(op) == 1) known_.forget(key_of(op));
    }
  }

  bool merge(const Op& op) {
    if (written_count(op) != 1 || writers_[op.dst] != 1) return false;
    first_[op.dst] = known_.first_of(key_of(op));
    return first_[op.dst] != op.dst;
  }

  // Of ops that compute the same, one.
  static Op key_of(Op op) {
    const OpShape shape = info_of(op.code).shape;
    if (is_list(shape)) return op;
    if (is_commutative(op.code))
      return {op.code, op.dst, std::min(op.a, op.b), std::max(op.a, op.b), 0};
    const std::size_t direct = direct_operands(op);
    if (direct == 0) op.a = 0;
    if (direct < 2 && shape != OpShape::table && shape != OpShape::memory) op.b = 0;
    if (direct < 3 && shape != OpShape::random) op.c = 0;
    return op;
  }

  Program program_;
  std::vector<std::uint32_t> writers_;
  std::vector<Slot> first_;
  std::vector<std::uint32_t> first_table_;
  KnownOps known_;
};

}  // namespace

Program without_common_subexpressions(Program program) {
  return Merger(std::move(program)).merge();
}

}  // namespace sluice::program
