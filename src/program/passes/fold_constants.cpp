#include "program/passes/fold_constants.h"

#include <optional>

#include "program/evaluate.h"
#include "program/lookup.h"
#include "program/passes/writers.h"

namespace sluice::program {
namespace {

class Folder {
 public:
  explicit Folder(const Program& program)
      : program_(program), writers_(count_writers(program)), known_(program.slot_count) {
    for (const Constant& constant : program_.constants) known_[constant.slot] = constant.value;
  }

  Program fold() {
    for (std::vector<Op>* ops : {&program_.once, &program_.initial, &program_.step})
      std::erase_if(*ops, [&](const Op& op) { return fold(op); });
    return std::move(program_);
  }

 private:
  bool fold(const Op& op) {
    if (written_count(op) != 1 || writers_[op.dst] != 1 || reads_time(op.code)) return false;
    const std::optional<double> value = value_of(op);
    if (!value) return false;
    known_[op.dst] = value;
    program_.constants.push_back({op.dst, *value});
    return true;
  }

  std::optional<double> value_of(const Op& op) const {
    bool all_known = true;
    for_each_read(program_, op, [&](Slot slot) { all_known = all_known && known_[slot]; });
    if (!all_known) return std::nullopt;
    const auto at = [&](Slot slot) { return *known_[slot]; };
    switch (info_of(op.code).shape) {
      case OpShape::unary: return evaluate_op(op.code, at(op.a), 0, 0, 0);
      case OpShape::binary: return evaluate_op(op.code, at(op.a), at(op.b), 0, 0);
      case OpShape::ternary: return evaluate_op(op.code, at(op.a), at(op.b), at(op.c), 0);
      case OpShape::table: return look_up(program_.tables[op.b], at(op.a));
      case OpShape::list: return reduced(op);
      case OpShape::memory:
      case OpShape::random:
      case OpShape::list_to_list: return std::nullopt;
    }
    return std::nullopt;
  }
  double reduced(const Op& op) const {
    double result = identity_of(op.code);
    for (const Slot slot : list_of(program_, op))
      result = evaluate_op(combiner_of(op.code), result, *known_[slot], 0, 0);
    return result;
  }

  Program program_;
  std::vector<std::uint32_t> writers_;
  std::vector<std::optional<double>> known_;
};

}  // namespace

Program with_folded_constants(const Program& program) { return Folder(program).fold(); }

}  // namespace sluice::program
