// What a mark in the prose of a study says (prose.h), as a number.
#pragma once

#include <optional>
#include <string>

#include "app/open.h"

namespace sluice::app {

struct ProseValue {
  std::optional<double> number;
  std::string fault;  // why there is none
};

class ProseReader {
 public:
  explicit ProseReader(const Opened& opened);
  // A value, perhaps times or divided by a number.
  ProseValue value_of(const std::string& expression) const;

 private:
  ProseValue plain(const std::string& text) const;
  ProseValue count(const std::string& what) const;
  ProseValue lever(const std::string& name, const std::string& what) const;
  ProseValue input(const std::string& name, const std::string& what) const;
  ProseValue bound(const std::vector<std::string>& words) const;
  ProseValue constant(const std::string& name) const;

  const Opened& opened_;
  const study::Study& study_;
};

// The single cell of that name, if there is one.
std::optional<model::CellRef> prose_cell(const Opened& opened, const std::string& name);
// Of a run at central values: `text` is "2030-12", perhaps with " under SCENARIO", " against
// SCENARIO", " with NAME=VALUE, ...".
ProseValue prose_run(const Opened& opened, const std::string& name, const std::string& text);

}  // namespace sluice::app
