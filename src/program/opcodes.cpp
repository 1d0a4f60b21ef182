#include "program/opcodes.h"

#include <algorithm>
#include <array>

namespace sluice::program {
namespace {

constexpr OpInfo kOps[] = {
#define SLUICE_OP(name, shape, meaning) {OpCode::name, #name, OpShape::shape, meaning},
#include "program/opcodes.def"
#undef SLUICE_OP
};

}  // namespace

const OpInfo& info_of(OpCode code) { return kOps[static_cast<std::size_t>(code)]; }

std::span<const OpInfo> all_ops() { return kOps; }

std::optional<OpCode> find_op(std::string_view name) {
  const auto* found = std::ranges::find(kOps, name, &OpInfo::name);
  if (found == std::end(kOps)) return std::nullopt;
  return found->code;
}

bool reads_time(OpCode code) { return code == OpCode::step_at || code == OpCode::pulse; }

}  // namespace sluice::program
