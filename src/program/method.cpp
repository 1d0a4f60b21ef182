#include "program/method.h"

namespace sluice::program {
namespace {

constexpr Stage kEuler[] = {{1, 0}};
constexpr Stage kMidpoint[] = {{0, 0.5}, {1, 0}};
constexpr Stage kHeun[] = {{1, 1}, {1, 0}};
constexpr Stage kRungeKutta4[] = {{1, 0.5}, {2, 0.5}, {2, 1}, {1, 0}};

}  // namespace

std::span<const Stage> stages_of(Method method) {
  switch (method) {
    case Method::euler: return kEuler;
    case Method::midpoint: return kMidpoint;
    case Method::heun: return kHeun;
    case Method::rk4: return kRungeKutta4;
  }
  return kEuler;
}

double total_weight(Method method) {
  double total = 0;
  for (const Stage& stage : stages_of(method)) total += stage.weight;
  return total;
}

std::string_view name_of(Method method) {
  switch (method) {
    case Method::euler: return "euler";
    case Method::midpoint: return "midpoint";
    case Method::heun: return "heun";
    case Method::rk4: return "rk4";
  }
  return "";
}

}  // namespace sluice::program
