// The dimensions of an XMILE file, and those that are made for its equations.
//
// In a tree a dimension stands for one axis. Where an array has the same dimension twice the second
// axis gets a name of its own, "X (2)"; a range as 1:3 becomes a subrange; the place of an element
// as a number is read from a hidden constant over the dimension. An element that has the name of a
// dimension, which would stand for that one's elements, goes by a name of its own, "X (element)".
#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "syntax/tree.h"

namespace sluice::syntax::xmile {

class Dimensions {
 public:
  struct Dimension {
    std::string name;
    std::vector<std::string> elements;
    Span span;
  };

  // False where the name is taken.
  bool add(Dimension dimension);
  std::optional<std::size_t> find(std::string_view name) const;
  const Dimension& at(std::size_t id) const { return dimensions_[id]; }
  std::size_t count() const { return dimensions_.size(); }
  std::size_t size_of(std::size_t id) const { return dimensions_[id].elements.size(); }
  std::size_t element_count() const { return elements_; }  // of all of them
  // Where an element stands in a dimension.
  std::optional<std::size_t> place_of(std::size_t id, std::string_view element) const;
  // The same of an element's name, or its number from 1.
  std::optional<std::size_t> place_named(std::size_t id, std::string_view name) const;
  // The places of the next cell of an array over these dimensions, in row-major order; false after
  // the last, whose next one is the first.
  bool advance(std::vector<std::size_t>& places, const std::vector<std::size_t>& over) const;
  // Whether each element of `narrow` is one of `wide`.
  bool holds(std::size_t wide, std::size_t narrow) const;

  // Vensim's: each element of the one leads to an element of the other, or to several.
  struct Map {
    std::size_t from = 0, to = 0;
    std::vector<std::string> targets;  // by the place in `from`; elements or subranges of `to`
    Span span;
  };
  void add(Map map) { maps_.push_back(std::move(map)); }
  const std::vector<Map>& maps() const { return maps_; }
  // Where a mapping leads from one to the other.
  const Map* map_between(std::size_t one, std::size_t other) const;
  // Whether a target, an element or a dimension, is that element or holds it.
  bool reaches(const std::string& target, std::string_view element) const;
  // The place in `written` of what belongs to an element of `owner`.
  std::optional<std::size_t> partner(std::size_t written, std::size_t owner,
                                     std::size_t place) const;

  // The tree's name of the occurrence of a dimension among the axes of one array: 0 is the first.
  std::string axis(std::size_t id, std::size_t occurrence);
  // Elements first..last (from 0) as a dimension of their own.
  // Nothing where such dimensions grow beyond all measure.
  std::optional<std::string> range(std::size_t id, std::size_t first, std::size_t last);
  // A constant over the dimension: 1, 2, 3, ...
  std::string index(std::size_t id);

  // When all are there. Gives what was renamed: the name as it is written, and the new one.
  std::map<std::string, std::string> keep_elements_apart();

  // All dimensions of the tree, and the constants that were asked for.
  void write(Tree& tree) const;

 private:
  std::vector<Dimension> dimensions_;
  std::vector<std::map<std::string, std::size_t>> places_;
  std::map<std::string, std::size_t> by_key_;
  std::map<std::string, std::size_t> axes_;  // made: the dimension that each repeats
  std::map<std::string, Dimension> ranges_;
  std::vector<Map> maps_;
  void write_maps(Tree& tree) const;
  std::size_t elements_ = 0, range_elements_ = 0;
  std::set<std::size_t> indices_;
};

}  // namespace sluice::syntax::xmile
