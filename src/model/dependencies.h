// What a cell needs: the one walk over references that ordering, the search for loops, `lower` and
// `explain` share.
//
// A cell has a value at each step and a value at the start (used for the starting values of stocks
// and for INITIAL). They may need different things: a stock at a step needs nothing, at the start
// its second argument. Hidden stocks of SMOOTH and the like behave as if written out:
//   SMOOTH      advances with its input and time; output is the hidden stock
//   DELAY1, 3   output is the hidden stock over the delay time, so the time is needed at once
//   DELAY N     output is over the delay time of the step before
//   TREND, FORECAST compare the input with its average: the input is needed at once
//   DELAY FIXED output is memory; the time and the starting value matter only at the start
//   SAMPLE IF TRUE looks at condition and input at once; its own cell there means what it held
// Source: the equivalent equations in Vensim's reference manual.
#pragma once

#include <cstdint>
#include <functional>
#include <vector>

#include "model/model.h"

namespace sluice::model {

// When one cell needs another. Several may hold at once.
struct Needs {
  bool now = false;    // its value at a step needs the other's value at the same instant
  bool next = false;   // it moves a stock or a memory on, after the instant
  bool start = false;  // its value at the start needs the other's value at the start
  bool fill = false;   // a hidden stock inside it starts from the other's value at the start
  bool operator==(const Needs&) const = default;
  bool any() const { return now || next || start || fill; }
};

// `reference` is what was written, with `span`; `target` the cell that it means here. A cell may be
// visited several times.
using ReferenceVisitor =
    std::function<void(const Reference& reference, Span span, CellRef target, const Needs& needs)>;
void for_each_reference(const Model& model, VariableId variable, std::uint32_t cell,
                        const ReferenceVisitor& visit);

// What the k-th argument of a builtin is needed for, when the call itself is needed for the value
// at a step and at the start.
Needs needs_of_argument(Builtin builtin, std::size_t argument);

// Variables that `variable` refers to (causes), and those that refer to it (uses), each once, in
// order of first mention. `explain` prints them.
std::vector<VariableId> causes_of(const Model& model, VariableId variable);
std::vector<VariableId> uses_of(const Model& model, VariableId variable);

// Every reference as written, once per place, whatever the cells.
void for_each_written_reference(
    const Expr& expr, const std::function<void(const Reference& reference, Span span)>& visit);

}  // namespace sluice::model
