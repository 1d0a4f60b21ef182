// The methods by which stocks advance over a step: Euler's, and explicit methods of Runge and Kutta
// in which each stage looks from the rates of the one before. Two of them are of second order and
// differ: Vensim's goes by the rates half a step on (Vensim help, "Runge-Kutta Integration"),
// Stella's by the mean of the rates at both ends (isee help, "Runge-Kutta methods").
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

namespace sluice::program {

enum class Method : std::uint8_t { euler, midpoint, heun, rk4 };

// From where a step begins, the rates of a stage carry the stocks over `reach` of the step, and
// there the next stage looks (the last one: nowhere).
struct Stage {
  double weight = 0;  // in the mean rate of the step; the first that is not 0 is 1
  double reach = 0;
};
std::span<const Stage> stages_of(Method method);
// What the mean rate divides by.
double total_weight(Method method);
std::string_view name_of(Method method);  // as programs write it: "midpoint"

}  // namespace sluice::program
