// Places of what was written on the command line.
#pragma once

#include <string>
#include <utility>

#include "base/diagnostic.h"

namespace sluice::app {

// "--set", "--scenario", or a path: without a line.
inline Place place_at(std::string where, std::uint32_t line = 0) {
  Place place;
  place.file = std::move(where);
  place.line = line;
  return place;
}

}  // namespace sluice::app
