// Reads one entry as an equation, or as the definition of a dimension.
#pragma once

#include <optional>

#include "syntax/complaints.h"
#include "syntax/mdl/entry.h"
#include "syntax/tree.h"

namespace sluice::syntax::mdl {

// What an entry defines, by its first tokens.
enum class Defined : std::uint8_t { equation, dimension, reality_check };
Defined defined_by(const Entry& entry);

// "name :THE CONDITION: a :IMPLIES: b" as an equation: 1 while b holds or a does not, else 0.
// Nothing, and no complaint, for checks that change inputs or use words of their own (:TEST INPUT:,
// RC STEP).
std::optional<Equation> parse_reality_check(const Entry& entry, Complaints& complaints);
std::optional<Equation> parse_equation(const Entry& entry, Complaints& complaints);
std::optional<Dimension> parse_dimension(const Entry& entry, Complaints& complaints);
// ":MACRO: name(in, in: out)", without its equations.
std::optional<Macro> parse_macro_header(const Entry& entry, Complaints& complaints);

// The comment of an entry, without continuations and the indentation of its lines.
std::string note_of(const Entry& entry, const Complaints& complaints);
// Fills unit, unit_span, minimum and maximum from "$/year [0,?,0.5]".
void read_unit(const Entry& entry, Complaints& complaints, Equation& equation);

}  // namespace sluice::syntax::mdl
