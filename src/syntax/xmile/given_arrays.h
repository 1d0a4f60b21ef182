// Arrays that calls give to macros (OASIS XMILE 1.0, 4.8: FIND(A, value), SUM1D(A[TIME, *])). Such
// a macro is written anew for each array: in it the parameter is another name for the array, or for
// the part of it that the call names. The places that the call gives on other axes become
// parameters.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "syntax/complaints.h"
#include "syntax/xmile/node.h"
#include "syntax/xmile/whole.h"

namespace sluice::syntax::xmile {

// Which parameters macros read as arrays: A[i], SUM(A), or another macro's parameter that is one.
void find_array_parameters(Whole& whole, const SourceSet& sources);
bool takes_arrays(const WrittenMacro& macro);

// An equation of a model or macro, in which parameters that are arrays are called as these are.
std::optional<std::vector<Node>> parse_in(const Scope& scope, const Text& text,
                                          Complaints& complaints);

// Which of Whole::given a name stands for.
std::optional<std::size_t> given_number(std::string_view name);

}  // namespace sluice::syntax::xmile
