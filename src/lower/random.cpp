// Random functions: counter-based draws, one stream a call and cell.
#include "base/format.h"
#include "lower/lowering.h"

namespace sluice::lower {
namespace {

using model::Expr;

// Which of the random calls of an expression, in reading order, is `wanted`; adds to `count`.
bool count_until(const Expr& expr, const model::Call* wanted, std::uint32_t& count) {
  if (const auto* call = std::get_if<model::Call>(&expr.node)) {
    if (call == wanted) return true;
    if (model::is_drawn(call->builtin)) ++count;
  }
  return any_part(expr, [&](const Expr& part) { return count_until(part, wanted, count); });
}

// FNV-1a, folded to 32 bits.
std::uint32_t hash_of(std::string_view text) {
  std::uint64_t hash = 0xcbf29ce484222325U;
  for (const char letter : text) {
    hash = (hash ^ static_cast<unsigned char>(letter)) * 0x100000001b3U;
  }
  return static_cast<std::uint32_t>(hash ^ (hash >> 32));
}

// The variable and the place of a call in its equation. The rate of a stock counts as a flow of its
// own, and what macros have made goes by its plain name: so a model draws the same numbers when it
// is written as XMILE, which has flows and no such names. Where another variable has that name
// already, a `#` keeps the two apart.
std::string owner_of(const model::Call& call, const model::Equation& equation,
                     const model::Model& model, const std::string& variable,
                     const std::string& cell) {
  std::uint32_t place = 0;
  bool in_rate = false;
  const auto* integral = std::get_if<model::Call>(&equation.right.node);
  if (integral != nullptr && integral->builtin == Builtin::integ) {
    in_rate = count_until(integral->arguments[0], &call, place);
    if (!in_rate) {
      place = 0;
      count_until(integral->arguments[1], &call, place);
    }
  } else {
    count_until(equation.right, &call, place);
  }
  std::string name = variable;
  const auto is_sign = [](char one) { return one == '#' || one == ':'; };
  if (name.starts_with('#')) std::erase_if(name, is_sign);
  if (in_rate) name += " net flow";
  const bool taken = in_rate ? model.find(name) || model.find(variable + " net flow")
                             : variable.starts_with('#') && model.find(name);
  if (taken) name.insert(0, 1, '#');
  return format("{}{} #{}", name, std::string_view(cell).substr(variable.size()), place);
}

}  // namespace

// The stream follows from the cell's name, the place of the call in its equation and the seed that
// is written there, so that it stays when other parts of the model change.
std::uint32_t Lowering::stream_of(const model::Call& call, const Site& site, std::uint32_t part) {
  std::string owner = owner_of(call, *site.equation, model_, model_.at(site.cell.variable).name,
                               name_of(site.cell));
  if (part > 0) owner += format(".{}", part);
  for (const std::uint32_t turn : site.loops) owner += format(" @{}", turn);
  const auto* seed = std::get_if<model::Number>(&call.arguments.back().node);
  if (seed != nullptr) owner += format(" seed {}", seed->value);
  const auto [at, fresh] = streams_.try_emplace(owner, hash_of(owner));
  // Two owners with one hash would draw the same numbers: the later one moves on.
  while (fresh && !stream_owners_.try_emplace(at->second, owner).second) ++at->second;
  return at->second;
}

Slot Lowering::lower_random(const model::Call& call, Site& site, Slot wanted) {
  const World world = site.world;
  draws_ = true;
  if (call.builtin != Builtin::random_uniform && call.builtin != Builtin::random_normal) {
    return lower_shaped(call, site, wanted);
  }
  const Slot least = lower(call.arguments[0], site);
  const Slot most = lower(call.arguments[1], site);
  const std::uint32_t stream = stream_of(call, site);
  if (call.builtin == Builtin::random_uniform) {
    return draft_.emit(world, OpCode::random_uniform, least, most, stream, wanted);
  }
  const Slot mean = lower(call.arguments[2], site);
  const Slot deviation = lower(call.arguments[3], site);
  const auto in_deviations = [&](Slot bound) {
    const Slot distance = draft_.emit(world, OpCode::subtract, bound, mean);
    return draft_.emit(world, OpCode::divide, distance, deviation);
  };
  const Slot low = in_deviations(least);
  const Slot high = in_deviations(most);
  const Slot drawn = draft_.emit(world, OpCode::random_standard_normal, low, high, stream);
  const Slot spread = draft_.emit(world, OpCode::multiply, drawn, deviation);
  return draft_.emit(world, OpCode::add, mean, spread, 0, wanted);
}

}  // namespace sluice::lower
