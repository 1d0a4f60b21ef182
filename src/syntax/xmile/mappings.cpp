// How Vensim's dimensions belong to each other: <vensim:map from="East" to="East City"/> leads from
// an element to those of another dimension, <vensim:members> tells the order of the elements.
#include <algorithm>

#include "base/format.h"
#include "syntax/xmile/file.h"
#include "syntax/xmile/parts.h"
#include "syntax/xmile/tokens.h"
#include "syntax/xmile/translate.h"

namespace sluice::syntax::xmile {

bool Dimensions::reaches(const std::string& target, std::string_view element) const {
  if (key_of(target) == key_of(element)) return true;
  const auto part = find(target);
  return part && place_of(*part, element);
}

// What joins the two, or leads from the one to all elements of the other.
const Dimensions::Map* Dimensions::map_between(std::size_t one, std::size_t other) const {
  const Map* onto = nullptr;
  for (const Map& map : maps_) {
    const bool joins = (map.from == one && map.to == other) || (map.from == other && map.to == one);
    if (joins) return &map;
    if (onto == nullptr && map.from == one && holds(map.to, other)) onto = &map;
  }
  return onto;
}

std::optional<std::size_t> Dimensions::partner(std::size_t written, std::size_t owner,
                                               std::size_t place) const {
  const Map* map = map_between(written, owner);
  if (map == nullptr) return std::nullopt;
  const std::string& element = dimensions_[owner].elements[place];
  if (map->from == owner) return place_of(written, map->targets[place]);
  for (std::size_t at = 0; at < map->targets.size(); ++at) {
    if (reaches(map->targets[at], element)) return at;
  }
  return std::nullopt;
}

void Dimensions::write_maps(Tree& tree) const {
  for (const Map& map : maps_) {
    Mapping made{{dimensions_[map.to].name, false, map.span}, {}};
    for (const std::string& target : map.targets) {
      made.elements.push_back({target, false, map.span});
    }
    tree.dimensions[map.from].mappings.push_back(std::move(made));
  }
}

// The subscript of an array over `written` in an equation over a dimension that a mapping joins
// with it; nothing where the equation is over `written` itself, or no mapping leads there.
std::optional<Subscript> Translator::mapped(std::size_t written, Span span) {
  const std::vector<std::size_t>& axes = site_.owner->dimensions;
  if (std::ranges::find(axes, written) != axes.end()) return std::nullopt;
  for (std::size_t axis = 0; axis < axes.size(); ++axis) {
    const Dimensions::Map* map = whole_.dimensions.map_between(written, axes[axis]);
    if (map == nullptr) continue;
    const auto& dimension = whole_.dimensions.at(written);
    const bool fixed = axis < site_.fixed.size() && site_.fixed[axis];
    // What leads here the model follows itself; the other way each cell names its partner.
    if (!fixed && map->from == written) return Subscript{dimension.name, false, span};
    needs_cells_ = needs_cells_ || !fixed;
    const auto place =
        whole_.dimensions.partner(written, axes[axis], fixed ? *site_.fixed[axis] : 0);
    if (place) return Subscript{dimension.elements[*place], false, span};
  }
  return std::nullopt;
}

std::optional<std::size_t> axis_with_part(const Dimensions& dimensions,
                                          const std::vector<std::size_t>& axes, std::size_t part) {
  const auto& elements = dimensions.at(part).elements;
  const auto counts = [](const std::string& element) {
    return element.empty() || (element[0] >= '0' && element[0] <= '9');
  };
  const auto axis =
      std::ranges::find_if(axes, [&](std::size_t whole) { return dimensions.holds(whole, part); });
  const bool named = !elements.empty() && std::ranges::none_of(elements, counts);
  if (axis == axes.end() || !named) return std::nullopt;
  return static_cast<std::size_t>(axis - axes.begin());
}

std::optional<std::size_t> nested_loop(const Dimensions& dimensions,
                                       const std::map<std::string, std::size_t>& loops,
                                       std::size_t dimension) {
  if (loops.contains(dimensions.at(dimension).name)) return std::nullopt;
  for (const auto& [name, size] : loops) {
    const auto other = dimensions.find(name);
    if (!other || size == dimensions.size_of(dimension)) continue;
    const auto [part, whole] = std::minmax(*other, dimension, [&](std::size_t a, std::size_t b) {
      return dimensions.size_of(a) < dimensions.size_of(b);
    });
    if (axis_with_part(dimensions, {whole}, part)) return other;
  }
  return std::nullopt;
}

// An array over a part of the equation's dimension: each cell takes the element of its own name,
// and where the part has none nothing, 0 (XMILE 1.1, 3.7.1.1, sub-ranges).
bool Translator::place_matched(Places& places, std::size_t dimension, Span span) {
  const std::vector<std::size_t>& axes = site_.owner->dimensions;
  const auto at = axis_with_part(whole_.dimensions, axes, dimension);
  if (!at) return false;
  const auto& part = whole_.dimensions.at(dimension).elements;
  const bool fixed = *at < site_.fixed.size() && site_.fixed[*at];
  needs_cells_ = needs_cells_ || !fixed;
  const std::string& own = whole_.dimensions.at(axes[*at]).elements[fixed ? *site_.fixed[*at] : 0];
  const auto place = whole_.dimensions.place_of(dimension, own);
  places.outside = places.outside || !place;
  places.subscripts.push_back({part[place.value_or(0)], false, span});
  return true;
}

// Whether mapped() applies: the equation is not over the dimension, but over one joined with it.
bool Translator::leads_here(std::size_t written) const {
  const std::vector<std::size_t>& axes = site_.owner->dimensions;
  const auto is_joined = [&](std::size_t axis) {
    return whole_.dimensions.map_between(written, axis) != nullptr;
  };
  return std::ranges::find(axes, written) == axes.end() && std::ranges::any_of(axes, is_joined);
}

// An array function runs over y[R] although a mapping leads R here, or R is a part of what the
// equation is over. Beside other loops it could as well be meant to follow that, and the numbers
// would differ.
void Translator::check_loops(const Reduction& reduction, Span span) {
  if (!reduction.leads_here || reduction.loops.size() < 2) return;
  const std::string& name = whole_.dimensions.at(*reduction.leads_here).name;
  const std::string& own = site_.owner->local_name;
  const bool follows_mapping = leads_here(*reduction.leads_here);
  complain_of_subscript(
      span, format("it is not clear whether this runs over \"{}\"", name),
      follows_mapping
          ? format("it runs over something else, and a mapping joins \"{}\" with \"{}\"", name, own)
          : format("it runs over something else, and \"{}\" is a part of a dimension of \"{}\"",
                   name, own),
      format("where it runs over all of {} write {}; else give the part that follows the {} a "
             "variable of its own",
             name, follows_mapping ? "*" : name + ".*", follows_mapping ? "mapping" : "names"));
}

namespace {

class Relations {
 public:
  Relations(const Document& document, Whole& whole, Complaints& complaints)
      : document_(document), dimensions_(whole.dimensions), complaints_(complaints) {}

  void read(pugi::xml_node list) {
    for (const pugi::xml_node node : document_.children(list, "dim")) {
      const auto name = document_.attribute(node, "name", complaints_);
      const auto id = name ? dimensions_.find(name_in(name->value)) : std::nullopt;
      if (id) read_maps(node, *id);
      read(node);
    }
  }

 private:
  struct Pair {
    std::size_t place = 0;
    std::string target;
  };

  void read_maps(pugi::xml_node node, std::size_t from) {
    const auto written = document_.children(node, "vensim:map");
    if (written.empty()) return;
    const Span span = document_.span_of(written.front());
    std::vector<Pair> pairs;
    for (const pugi::xml_node one : written) {
      const auto giver = document_.attribute(one, "from", complaints_);
      const auto target = document_.attribute(one, "to", complaints_);
      const auto place = giver ? dimensions_.place_of(from, name_in(giver->value)) : std::nullopt;
      if (!place || !target) return refuse(document_.span_of(one), from);
      pairs.push_back({*place, name_in(target->value)});
    }
    // A dimension may lead to several others, one after the other.
    while (!pairs.empty()) {
      auto to = target_of(from, pairs.front().target);
      if (!to || !take_map(from, *to, span, pairs)) return refuse(span, from);
    }
  }

  // The widest other dimension that holds all elements of the target.
  std::optional<std::size_t> target_of(std::size_t from, const std::string& target) {
    std::optional<std::size_t> widest;
    for (std::size_t id = 0; id < dimensions_.count(); ++id) {
      if (id == from || !is_in(id, target)) continue;
      if (!widest || dimensions_.size_of(id) > dimensions_.size_of(*widest)) widest = id;
    }
    return widest;
  }

  // Looked at up to a limit, beyond which nothing leads anywhere.
  bool is_in(std::size_t dimension, const std::string& target) {
    constexpr std::size_t kMostLookedAt = 4000000;
    const auto part = dimensions_.find(target);
    looked_at_ += part ? dimensions_.size_of(*part) : 1;
    if (looked_at_ > kMostLookedAt) return false;
    return part ? dimensions_.holds(dimension, *part)
                : dimensions_.place_of(dimension, target).has_value();
  }

  // One target for each element; false where some have none.
  bool take_map(std::size_t from, std::size_t to, Span span, std::vector<Pair>& pairs) {
    Dimensions::Map map{from, to, std::vector<std::string>(dimensions_.size_of(from)), span};
    std::erase_if(pairs, [&](const Pair& pair) {
      if (!map.targets[pair.place].empty() || !is_in(to, pair.target)) return false;
      map.targets[pair.place] = pair.target;
      return true;
    });
    constexpr std::size_t kMostPairs = 4000;  // of all mappings
    taken_ += map.targets.size();
    const bool whole =
        taken_ <= kMostPairs && std::ranges::none_of(map.targets, &std::string::empty);
    if (whole) dimensions_.add(std::move(map));
    return whole;
  }

  void refuse(Span span, std::size_t from) {
    complaints_.say(Code::xmile_bad_dimension, span,
                    format("the mapping of \"{}\" leads nowhere", dimensions_.at(from).name),
                    "each of its elements goes to an element or a subrange of another dimension; "
                    "all mappings together may have 4000",
                    "write <vensim:map from=\"element\" to=\"element or subrange\"/> for each "
                    "element");
  }

  const Document& document_;
  Dimensions& dimensions_;
  Complaints& complaints_;
  std::size_t looked_at_ = 0, taken_ = 0;
};

}  // namespace

std::vector<std::string> listed_elements(const Document& document, pugi::xml_node dimension,
                                         Complaints& complaints) {
  std::vector<std::string> elements;
  for (const pugi::xml_node element : document.children(dimension, "elem")) {
    const auto written = document.attribute(element, "name", complaints);
    if (written) elements.push_back(name_in(written->value));
  }
  return elements;
}

// "S, East City": elements, and subranges that are written inside the dimension. Sequences as
// (a1-a3) keep the order of the <elem> list, as does what names other elements.
void order_by_members(const Document& document, pugi::xml_node dimension,
                      std::vector<std::string>& elements, Complaints& complaints) {
  const pugi::xml_node node = document.child(dimension, "vensim:members");
  if (!node) return;
  std::map<std::string, std::vector<std::string>> inside;
  for (const pugi::xml_node part : document.children(dimension, "dim")) {
    const auto name = document.attribute(part, "name", complaints);
    if (name) inside[key_of(name_in(name->value))] = listed_elements(document, part, complaints);
  }
  const std::string text = document.text_of(node, complaints).value;
  std::vector<std::string> ordered;
  for (const std::string_view written : split(text, ',')) {
    const std::string name = name_in(written);
    const auto part = inside.find(key_of(name));
    if (part == inside.end()) {
      ordered.push_back(name);
    } else {
      ordered.insert(ordered.end(), part->second.begin(), part->second.end());
    }
  }
  const auto sorted_keys = [](const std::vector<std::string>& names) {
    std::vector<std::string> keys;
    for (const std::string& name : names) keys.push_back(key_of(name));
    std::ranges::sort(keys);
    return keys;
  };
  if (sorted_keys(ordered) == sorted_keys(elements)) elements = std::move(ordered);
}

void relate_dimensions(const Document& document, pugi::xml_node list, Whole& whole,
                       Complaints& complaints) {
  if (document.is_of_vensim()) Relations(document, whole, complaints).read(list);
}

}  // namespace sluice::syntax::xmile
