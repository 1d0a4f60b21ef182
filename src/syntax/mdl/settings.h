// The settings at the end of a Vensim file, after the sketches: lines of "number:value".
#pragma once

#include <cstddef>
#include <cstdint>

#include "base/source_set.h"
#include "syntax/complaints.h"
#include "syntax/tree.h"

namespace sluice::syntax::mdl {

// Reads, from `begin` (where the sketches start) on, the unit equivalences (22:) and the method of
// integration (the fourth number of 15:; 0 Euler, 1 Runge-Kutta 4 with automatic steps, 2
// difference equations, 3 and 4 Runge-Kutta 2 with automatic and fixed steps, 5 Runge-Kutta 4 with
// fixed steps).
void read_settings(const SourceSet& sources, std::uint32_t file, std::size_t begin,
                   Complaints& complaints, Tree& tree);

}  // namespace sluice::syntax::mdl
