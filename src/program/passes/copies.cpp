#include "program/passes/copies.h"

#include <optional>
#include <utility>

#include "program/passes/writers.h"

namespace sluice::program {
namespace {

class CopyRemover {
 public:
  explicit CopyRemover(Program program)
      : program_(std::move(program)),
        writers_(count_writers(program_)),
        changes_(program_.slot_count),
        constant_(program_.slot_count),
        original_(program_.slot_count) {
    for (Slot slot = 0; slot < program_.slot_count; ++slot) original_[slot] = slot;
    for (const Constant& constant : program_.constants) constant_[constant.slot] = constant.value;
    note_what_changes();
  }

  Program remove() {
    const auto original = [&](Slot slot) { return original_[slot]; };
    for (std::vector<Op>* ops : {&program_.once, &program_.initial, &program_.step}) {
      const bool in_step = ops == &program_.step;
      std::erase_if(*ops, [&](Op& op) {
        op = with_renamed_reads(program_, op, original);
        return remove(op, in_step);
      });
    }
    rename_uses(program_, original);
    return std::move(program_);
  }

 private:
  // Slots whose value in `initial` is not that in every evaluation of `step`.
  void note_what_changes() {
    changes_[program_.time] = true;
    for (const Input& input : program_.inputs)
      if (input.kind == InputKind::scheduled) changes_[input.slot] = true;
    for (const Op& op : program_.step)
      for (std::uint32_t k = 0; k < written_count(op); ++k) changes_[op.dst + k] = true;
  }

  bool remove(const Op& op, bool in_step) {
    const std::optional<Slot> source = source_of(op);
    if (!source || writers_[op.dst] != 1 || (!in_step && changes_[*source])) return false;
    original_[op.dst] = *source;
    return true;
  }

  bool is_constant(Slot slot, double value) const { return constant_[slot] == value; }

  // The slot whose value the op gives, whatever its other operands are.
  std::optional<Slot> source_of(const Op& op) const {
    switch (op.code) {
      case OpCode::copy: return op.a;
      case OpCode::multiply:
        if (is_constant(op.b, 1)) return op.a;
        if (is_constant(op.a, 1)) return op.b;
        return std::nullopt;
      case OpCode::divide: return is_constant(op.b, 1) ? std::optional(op.a) : std::nullopt;
      case OpCode::select:
        if (!constant_[op.a]) return std::nullopt;
        return *constant_[op.a] != 0 ? op.b : op.c;
      default: return std::nullopt;
    }
  }

  Program program_;
  std::vector<std::uint32_t> writers_;
  std::vector<bool> changes_;
  std::vector<std::optional<double>> constant_;
  std::vector<Slot> original_;
};

}  // namespace

Program without_copies(Program program) { return CopyRemover(std::move(program)).remove(); }

}  // namespace sluice::program
