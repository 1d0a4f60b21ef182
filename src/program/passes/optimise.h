// All passes, in the order that serves: a program that gives the same bits with less work.
#pragma once

#include <functional>
#include <span>
#include <string_view>

#include "program/program.h"

namespace sluice::program {

struct Pass {
  std::string_view name;
  Program (*run)(const Program&) = nullptr;
};
std::span<const Pass> all_passes();

using AfterPass = std::function<void(const Pass&, const Program&)>;

// The outputs of optimise(p) are those of p, bit for bit, for any inputs. Names of values that are
// no longer computed are gone; a value that turned out to be the same as another one shares its
// slot, under both names. `program` must be valid; the result is, and what each pass makes: that is
// asserted, and then `after` is told.
Program optimise(Program program, const AfterPass& after = {});

}  // namespace sluice::program
