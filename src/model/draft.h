// The model while it is being made: the Model itself, the names that lead to its ids, and what has
// been said so far. Private to src/model.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "base/diagnostic.h"
#include "model/model.h"
#include "syntax/tree.h"

namespace sluice::model {

// `from: ... -> to`: lets `from` stand on the right where `to` stands on the left.
struct Mapping {
  DimensionId from{};
  DimensionId to{};
  std::map<ElementId, ElementId> source;  // by element of `to`: which element of `from` it takes
};

// What one subscript of a left-hand side stands for.
struct LeftSubscript {
  bool fixed = false;               // one element, not a dimension
  DimensionId dimension{};          // where not fixed
  std::vector<ElementId> elements;  // in the order of the dimension as written
  std::vector<bool> used;           // by position on the variable's axis: some cell has it
};

// One equation on its way from tree to model.
struct EquationDraft {
  const syntax::Equation* source = nullptr;
  std::vector<LeftSubscript> left;         // one per axis
  std::vector<std::uint32_t> listed;       // its cells in the order of the subscripts as written
  std::vector<std::size_t> listed_places;  // where each stands in the full list, exceptions counted
};

struct Draft {
  Model model;
  Diagnostics diagnostics;
  std::unordered_map<std::string, ElementId> elements;  // by syntax::key_of
  std::unordered_map<std::string, DimensionId> dimensions;
  std::unordered_map<std::string, VariableId> variables;
  std::vector<Mapping> mappings;
  // Dimensions in which an element stands several times, so that a mapping leads to it from several
  // others: as written. In Model::dimensions it stands once.
  std::map<DimensionId, std::vector<ElementId>> repeated;
  std::vector<std::unordered_map<std::uint32_t, std::uint32_t>> places;  // [dimension][element]
  std::vector<DimensionId> family_of_element;
  std::vector<std::vector<EquationDraft>> equations;  // [variable]
  double cells = 0;                                   // that all equations so far name
  std::vector<bool> broken;  // [variable] its left-hand side made no sense: ask no more of it

  void say(Code code, Span span, std::string message, std::string reason = {},
           std::string hint = {});

  std::optional<ElementId> element(std::string_view name) const;
  std::optional<DimensionId> dimension(std::string_view name) const;
  std::optional<VariableId> variable(std::string_view name) const;

  // True, with an error, where the dimension has such elements: one cell, or one turn, or two?
  bool refuses_repeated(DimensionId id, Span span);

  const std::string& name_of(ElementId id) const;
  // Where an element stands in a dimension, if it does.
  std::optional<std::uint32_t> place_in(DimensionId dimension, ElementId element) const;
  bool contains(DimensionId wide, DimensionId narrow) const;
  DimensionId add_dimension(Dimension dimension);

  std::vector<std::string> variable_names() const;
  std::vector<std::string> subscript_names() const;
  // What to do about a name that is no dimension and no element.
  std::string hint_for_subscript(const std::string& name) const;
};

}  // namespace sluice::model
