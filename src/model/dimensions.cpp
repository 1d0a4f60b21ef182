#include "model/dimensions.h"

#include <algorithm>
#include <map>
#include <unordered_set>

#include "base/format.h"

namespace sluice::model {
namespace {

using syntax::key_of;

constexpr std::size_t kMostTaken = 1'000'000;

void say_too_much(Draft& draft, Span span, const std::string& name) {
  draft.say(Code::model_too_many_cells, span,
            format("the dimensions up to \"{}\" take more than {} elements from others", name,
                   kMostTaken),
            "each subrange and each mapping holds its elements",
            "use smaller dimensions, or fewer");
}

// Spells dimensions out in any order of definition: a subrange may be defined after its user.
class Spelling {
 public:
  Spelling(const syntax::Tree& tree, Draft& draft) : tree_(tree), draft_(draft) {}

  void spell_all() {
    for (std::size_t i = 0; i < tree_.dimensions.size(); ++i) note_name(i);
    elements_.resize(tree_.dimensions.size());
    state_.assign(tree_.dimensions.size(), State::unseen);
    for (std::size_t i = 0; i < tree_.dimensions.size(); ++i) {
      if (is_first(i)) spell(i);
    }
    for (std::size_t i = 0; i < tree_.dimensions.size(); ++i) {
      if (is_first(i)) add(i);
    }
  }

 private:
  enum class State : std::uint8_t { unseen, open, done };

  void note_name(std::size_t index) {
    const syntax::Dimension& dimension = tree_.dimensions[index];
    const auto [place, fresh] = by_key_.emplace(key_of(dimension.name), index);
    if (fresh) return;
    const Place first = draft_.model.sources.place_of(tree_.dimensions[place->second].span);
    draft_.say(Code::model_dimension_twice, dimension.span,
               format("the dimension \"{}\" is defined twice", dimension.name),
               format("line {} defines it already", first.line), "give one of them another name");
  }

  bool is_first(std::size_t index) const {
    return by_key_.at(key_of(tree_.dimensions[index].name)) == index;
  }

  void spell(std::size_t index) {
    if (state_[index] == State::done) return;
    const syntax::Dimension& dimension = tree_.dimensions[index];
    if (state_[index] == State::open) return say_circular(dimension);
    state_[index] = State::open;
    if (!dimension.equivalent_to.empty()) take_equivalent(index);
    for (const syntax::Subscript& member : dimension.elements) take_member(index, member);
    drop_repeated(index);
    state_[index] = State::done;
  }

  void say_circular(const syntax::Dimension& dimension) {
    draft_.say(Code::model_dimension_circular, dimension.span,
               format("the dimension \"{}\" is made of itself", dimension.name),
               "a dimension lists elements, or subranges that come down to elements");
  }

  void take_equivalent(std::size_t index) {
    const syntax::Dimension& dimension = tree_.dimensions[index];
    const auto other = by_key_.find(key_of(dimension.equivalent_to));
    if (other == by_key_.end()) {
      return draft_.say(Code::model_unknown_subscript, dimension.span,
                        format("there is no dimension \"{}\"", dimension.equivalent_to),
                        format("\"{}\" is said to be equivalent to it", dimension.name),
                        did_you_mean(dimension.equivalent_to, dimension_names()));
    }
    take_all(index, other->second);
  }

  void take_member(std::size_t index, const syntax::Subscript& member) {
    const auto subrange = by_key_.find(key_of(member.name));
    if (subrange != by_key_.end() && !is_own_alias(index, subrange->second, member)) {
      return take_all(index, subrange->second);
    }
    elements_[index].push_back(element(member.name));
  }

  // R: r1, r2 and R2 <-> R: case does not tell names apart.
  bool is_own_alias(std::size_t index, std::size_t other, const syntax::Subscript& member) {
    const syntax::Dimension& own = tree_.dimensions[index];
    const syntax::Dimension& alias = tree_.dimensions[other];
    if (key_of(alias.equivalent_to) != key_of(own.name)) return false;
    draft_.say(
        Code::model_dimension_circular, member.span,
        format("\"{}\" is an element of \"{}\" and the name of a dimension", member.name, own.name),
        format("line {} defines that as equivalent to {}",
               draft_.model.sources.place_of(alias.span).line, own.name),
        "give one of the two another name");
    return true;
  }

  void take_all(std::size_t index, std::size_t other) {
    spell(other);
    const std::vector<ElementId> inner = elements_[other];
    if (is_too_much(inner.size(), index)) return;
    elements_[index].insert(elements_[index].end(), inner.begin(), inner.end());
  }

  // Subranges of subranges may name the same elements many times over.
  bool is_too_much(std::size_t more, std::size_t index) {
    const bool told = taken_ > kMostTaken;
    taken_ += more;
    if (taken_ <= kMostTaken) return false;
    const syntax::Dimension& dimension = tree_.dimensions[index];
    if (!told) say_too_much(draft_, dimension.span, dimension.name);
    return true;
  }

  ElementId element(const std::string& name) {
    const auto next = ElementId{static_cast<std::uint32_t>(draft_.model.elements.size())};
    const auto [place, fresh] = draft_.elements.emplace(key_of(name), next);
    if (fresh) draft_.model.elements.push_back(name);
    return place->second;
  }

  void drop_repeated(std::size_t index) {
    std::unordered_set<std::uint32_t> seen;
    std::vector<ElementId> kept;
    // For a mapping each place counts: several elements may lead to the same one.
    const bool maps = !tree_.dimensions[index].mappings.empty();
    for (const ElementId id : elements_[index]) {
      if (seen.insert(static_cast<std::uint32_t>(id)).second) {
        kept.push_back(id);
        continue;
      }
      if (maps) {
        written_.try_emplace(index, elements_[index]);
        continue;
      }
      draft_.say(Code::model_element_twice, tree_.dimensions[index].span,
                 format("\"{}\" stands twice in the dimension \"{}\"", draft_.name_of(id),
                        tree_.dimensions[index].name),
                 "each element of a dimension is one cell of every array over it",
                 "take one of them away");
    }
    elements_[index] = std::move(kept);
  }

  void add(std::size_t index) {
    const syntax::Dimension& source = tree_.dimensions[index];
    if (elements_[index].empty() && taken_ <= kMostTaken) {
      draft_.say(Code::model_dimension_empty, source.span,
                 format("the dimension \"{}\" has no elements", source.name),
                 "an array over it would have no cells", "list its elements after the colon");
    }
    Dimension dimension{.name = source.name,
                        .elements = elements_[index],
                        .family = {},
                        .note = source.note,
                        .span = source.span};
    const DimensionId id = draft_.add_dimension(std::move(dimension));
    draft_.dimensions.emplace(key_of(source.name), id);
    if (const auto found = written_.find(index); found != written_.end()) {
      draft_.repeated.emplace(id, found->second);
    }
  }

  std::vector<std::string> dimension_names() const {
    std::vector<std::string> names;
    for (const syntax::Dimension& dimension : tree_.dimensions) names.push_back(dimension.name);
    return names;
  }

  const syntax::Tree& tree_;
  Draft& draft_;
  std::unordered_map<std::string, std::size_t> by_key_;
  std::vector<std::vector<ElementId>> elements_;
  std::map<std::size_t, std::vector<ElementId>> written_;  // of those with repeated elements
  std::vector<State> state_;
  std::size_t taken_ = 0;  // elements, from other dimensions
};

// The family of an element is the widest dimension that has it (the first of equals); of a
// dimension the widest that has all its elements.
void find_families(Draft& draft) {
  Model& model = draft.model;
  std::vector<std::vector<DimensionId>> holders(model.elements.size());
  for (std::size_t i = 0; i < model.dimensions.size(); ++i) {
    for (const ElementId element : model.dimensions[i].elements) {
      holders[static_cast<std::size_t>(element)].push_back(
          DimensionId{static_cast<std::uint32_t>(i)});
    }
  }
  const auto wider = [&](DimensionId a, DimensionId b) {
    return model.at(a).elements.size() < model.at(b).elements.size();
  };
  for (const auto& of : holders) {
    draft.family_of_element.push_back(*std::max_element(of.begin(), of.end(), wider));
  }
  for (std::size_t i = 0; i < model.dimensions.size(); ++i) {
    const auto self = DimensionId{static_cast<std::uint32_t>(i)};
    Dimension& dimension = model.dimensions[i];
    dimension.family = self;
    if (dimension.elements.empty()) continue;
    for (const DimensionId other : holders[static_cast<std::size_t>(dimension.elements[0])]) {
      const bool first_equal = other < dimension.family && !wider(other, dimension.family);
      if ((wider(dimension.family, other) || first_equal) && draft.contains(other, self)) {
        dimension.family = other;
      }
    }
  }
}

// The elements a mapping target stands for: one element, or all of a subrange.
std::vector<ElementId> elements_named(Draft& draft, const syntax::Subscript& subscript) {
  if (const auto dimension = draft.dimension(subscript.name)) {
    return draft.model.at(*dimension).elements;
  }
  if (const auto element = draft.element(subscript.name)) return {*element};
  draft.say(Code::model_unknown_subscript, subscript.span,
            format("there is no element or dimension \"{}\"", subscript.name),
            "a mapping leads to elements or subranges of another dimension",
            did_you_mean(subscript.name, draft.subscript_names()));
  return {};
}

std::vector<std::vector<ElementId>> targets_of(Draft& draft, const syntax::Mapping& source,
                                               DimensionId to) {
  std::vector<std::vector<ElementId>> targets;
  for (const syntax::Subscript& name : source.elements) {
    targets.push_back(elements_named(draft, name));
  }
  if (!source.elements.empty()) return targets;
  for (const ElementId element : draft.model.at(to).elements) targets.push_back({element});
  return targets;
}

void add_mapping(Draft& draft, const syntax::Dimension& owner, const syntax::Mapping& source) {
  const DimensionId from = *draft.dimension(owner.name);
  const auto to = draft.dimension(source.target.name);
  if (!to) {
    return draft.say(Code::model_unknown_subscript, source.target.span,
                     format("there is no dimension \"{}\"", source.target.name),
                     format("\"{}\" is mapped to it", owner.name),
                     did_you_mean(source.target.name, draft.subscript_names()));
  }
  const auto repeated = draft.repeated.find(from);
  const std::vector<ElementId>& givers =
      repeated != draft.repeated.end() ? repeated->second : draft.model.at(from).elements;
  const auto targets = targets_of(draft, source, *to);
  if (targets.size() != givers.size()) {
    return draft.say(Code::model_bad_mapping, source.target.span,
                     format("the mapping from \"{}\" to \"{}\" pairs {} with {} elements",
                            owner.name, source.target.name, givers.size(), targets.size()),
                     "a mapping goes element by element, in order",
                     format("list the partners: -> ({}: one for each element of {})",
                            source.target.name, owner.name));
  }
  Mapping mapping{.from = from, .to = *to, .source = {}};
  for (std::size_t i = 0; i < givers.size(); ++i) {
    for (const ElementId target : targets[i]) {
      const auto [place, fresh] = mapping.source.emplace(target, givers[i]);
      if (fresh) continue;
      draft.say(
          Code::model_mapping_ambiguous, source.target.span,
          format("\"{}\" of \"{}\" has two partners: \"{}\" and \"{}\"", draft.name_of(target),
                 source.target.name, draft.name_of(place->second), draft.name_of(givers[i])),
          "an element on the left must lead to one element on the right", "name each target once");
    }
  }
  draft.mappings.push_back(std::move(mapping));
}

}  // namespace

void add_dimensions(const syntax::Tree& tree, Draft& draft) {
  Spelling(tree, draft).spell_all();
  find_families(draft);
  std::size_t pairs = 0;
  for (const syntax::Dimension& dimension : tree.dimensions) {
    for (const syntax::Mapping& mapping : dimension.mappings) {
      if (pairs > kMostTaken) return;
      add_mapping(draft, dimension, mapping);
      if (!draft.mappings.empty()) pairs += draft.mappings.back().source.size();
      if (pairs > kMostTaken) say_too_much(draft, mapping.target.span, dimension.name);
    }
  }
}

}  // namespace sluice::model
