// Dimensions of which one is a part of the other. Private to src/syntax/xmile.
#pragma once

#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "syntax/xmile/dimensions.h"

namespace sluice::syntax::xmile {

// The first of these axes that is over a dimension of which `part` is one. Dimensions that only
// count have no names to go by.
std::optional<std::size_t> axis_with_part(const Dimensions& dimensions,
                                          const std::vector<std::size_t>& axes, std::size_t part);

// The one of these loops over a part of the dimension, or over one that it is a part of; none where
// there is a loop over the dimension itself.
std::optional<std::size_t> nested_loop(const Dimensions& dimensions,
                                       const std::map<std::string, std::size_t>& loops,
                                       std::size_t dimension);

}  // namespace sluice::syntax::xmile
