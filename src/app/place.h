// Places of what was written on the command line.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "base/diagnostic.h"
#include "base/format.h"

namespace sluice::app {

// "--set", "--scenario", or a path: without a line.
inline Place place_at(std::string where, std::uint32_t line = 0) {
  Place place;
  place.file = std::move(where);
  place.line = line;
  return place;
}

// How to mend an unknown name: the near ones, else all that there are.
inline std::string near_or_all(const std::string& name, const std::vector<std::string>& known,
                               const std::string& kind) {
  if (known.empty()) return "the study has no " + kind;
  const std::string near = did_you_mean(name, known);
  return near.empty() ? "its " + kind + " are: " + joined(known) : near;
}

}  // namespace sluice::app
