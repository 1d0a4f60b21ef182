// What all models of a file share: <dimensions> and <macro>.
#include <algorithm>
#include <unordered_set>

#include "base/format.h"
#include "base/number.h"
#include "base/unicode.h"
#include "syntax/xmile/file.h"
#include "syntax/xmile/tokens.h"

namespace sluice::syntax::xmile {

namespace {

constexpr double kLargestDimension = 1e5;
constexpr std::size_t kMostElements = 2000000;  // of all dimensions

// Files that are joined may each say what they share.
bool is_same_elsewhere(const Dimensions& known, const Dimensions::Dimension& dimension) {
  const auto id = known.find(dimension.name);
  if (!id || known.at(*id).span.file == dimension.span.file) return false;
  return std::ranges::equal(known.at(*id).elements, dimension.elements, {}, key_of, key_of);
}

// 1 to that many.
void number_elements(const std::string& size, Dimensions::Dimension& dimension) {
  const auto count = number_in(size);
  if (!count || !(*count >= 1) || *count > kLargestDimension) return;
  for (int i = 1; i <= static_cast<int>(*count); ++i) {
    dimension.elements.push_back(std::to_string(i));
  }
}

std::vector<std::string> elements_of(const Document& document, pugi::xml_node node,
                                     const std::vector<std::string>& around,
                                     Complaints& complaints) {
  const auto kind = document.attribute(node, "vensim:kind", complaints);
  const std::string is = kind ? to_lower(kind->value) : "";
  std::vector<std::string> elements = listed_elements(document, node, complaints);
  if (is == "equivalent" || (is == "copy" && elements.empty())) return around;
  order_by_members(document, node, elements, complaints);
  return elements;
}

// `around`: the elements of the dimension that it is written inside of, as Vensim writes subranges
// and dimensions that are equal.
void read_dimension(const Document& document, pugi::xml_node node,
                    const std::vector<std::string>& around, Whole& whole, Complaints& complaints) {
  const auto name = document.attribute(node, "name", complaints);
  const auto size = document.attribute(node, "size", complaints);
  Dimensions::Dimension dimension;
  dimension.span = name ? name->span() : document.span_of(node);
  if (name) dimension.name = name_in(name->value);
  dimension.elements = elements_of(document, node, around, complaints);
  const bool numbered = dimension.elements.empty();
  if (numbered && size) number_elements(name_in(size->value), dimension);
  const std::string shown = dimension.name;
  const std::size_t all = whole.dimensions.element_count() + dimension.elements.size();
  if (all > kMostElements) {
    complaints.say(Code::xmile_bad_dimension, dimension.span,
                   format("with the dimension \"{}\" there are {} elements", shown, all),
                   format("all dimensions together may have {}", kMostElements));
    return;
  }
  if (dimension.elements.empty() || shown.empty()) {
    complaints.say(Code::xmile_bad_dimension, dimension.span,
                   format("the dimension \"{}\" has no elements", shown),
                   numbered && size ? format("its size is \"{}\"", size->value) : "",
                   format("name them with <elem name=\"...\"/>, or give a size from 1 to {}",
                          to_text(kLargestDimension)));
    return;
  }
  const std::vector<std::string> elements = dimension.elements;
  if (is_same_elsewhere(whole.dimensions, dimension)) return;
  const auto before = whole.dimensions.find(shown);
  if (before && whole.dimensions.at(*before).span.file != dimension.span.file) {
    const std::uint32_t file = whole.dimensions.at(*before).span.file;
    complaints.say(
        Code::xmile_twice, dimension.span, format("\"{}\" is defined twice", shown),
        format("\"{}\" has it too, with other elements", complaints.sources().name(file)),
        "give it the same elements in both files, or rename one of the two");
  } else if (!whole.dimensions.add(std::move(dimension))) {
    complaints.say(Code::xmile_twice, name->span(), format("\"{}\" is defined twice", shown),
                   "case, blanks and underscores make no difference between names",
                   "rename one of the two");
  }
  for (const pugi::xml_node inner : document.children(node, "dim")) {
    read_dimension(document, inner, elements, whole, complaints);
  }
}

}  // namespace

void read_dimensions(const Document& document, Whole& whole, Complaints& complaints) {
  for (const pugi::xml_node list : document.children(document.root(), "dimensions")) {
    for (const pugi::xml_node node : document.children(list, "dim")) {
      read_dimension(document, node, {}, whole, complaints);
    }
    relate_dimensions(document, list, whole, complaints);
  }
}

namespace {

std::size_t least_of(const WrittenMacro& macro) {
  const auto asked = [](const MacroParameter& one) { return !one.otherwise; };
  return static_cast<std::size_t>(std::ranges::count_if(macro.parameters, asked));
}

// Of macros of one name. In one file they may be apart by what is left out.
bool is_twin(const WrittenMacro& one, const WrittenMacro& other) {
  if (one.span.file == other.span.file) return one.parameters.size() == other.parameters.size();
  return least_of(one) <= other.parameters.size() && least_of(other) <= one.parameters.size();
}

// Macros in whose place the model's own stand: as if they had not been read.
using Replaced = std::unordered_set<const WrittenMacro*>;

void replace(const WrittenMacro& macro, Whole& whole, Replaced& replaced) {
  whole.macro_names.erase(key_of(macro.tree_name));
  std::erase(whole.macros_by_key[key_of(macro.name)], &macro);
  replaced.insert(&macro);
}

// Macros may share a name and differ in their parameters. Of two alike the model's own counts (2.11
// of the standard), but for what the file of a module has for itself; where both are in other files
// nobody sees which one is meant.
void settle_twins(const WrittenMacro& macro, Whose whose, Whole& whole, Replaced& replaced,
                  Complaints& complaints) {
  std::vector<const WrittenMacro*> give_way;
  for (const WrittenMacro* other : whole.macros_named(key_of(macro.name))) {
    if (!is_twin(*other, macro)) continue;
    if (whose == Whose::models_own && other->span.file != macro.span.file) {
      if (!other->in_module_file) give_way.push_back(other);
      continue;
    }
    const bool here = other->span.file == macro.span.file;
    complaints.say(Code::xmile_twice, macro.span, format("\"{}\" is defined twice", macro.name),
                   here ? "case, blanks and underscores make no difference between names"
                        : format("\"{}\" has it too", complaints.sources().name(other->span.file)),
                   here ? "rename one of the two" : "rename one of the two, or take one away");
    break;
  }
  for (const WrittenMacro* other : give_way) replace(*other, whole, replaced);
}

}  // namespace

// Those of one name are counted: nothing is looked for from the first on.
std::string free_macro_name(const std::string& name, Whole& whole) {
  const auto take = [&](const std::string& one) {
    return whole.macro_names.emplace(key_of(one), 1).second;
  };
  if (take(name)) return name;
  unsigned& count = whole.macro_names[key_of(name)];
  std::string free;
  do {
    free = format("{} ({})", name, ++count);
  } while (!take(free));
  return free;
}

namespace {

// A filter says what an option of variables does to their equations.
std::string reason_for_filter(const std::string& option) {
  if (option == "non negative" || option == "uniflow") {
    return "what it would change follows the standard";
  }
  return "variables that name this option keep the value of their own equations";
}

// Its start, stop and step may be computed from the parameters.
void read_clock(const Document& document, pugi::xml_node specs, WrittenMacro& macro,
                Complaints& complaints) {
  if (!specs) return;
  macro.has_clock = true;
  const auto text_of = [&](const char* name) {
    const pugi::xml_node node = document.child(specs, name);
    return node ? std::optional(document.text_of(node, complaints)) : std::nullopt;
  };
  macro.start = text_of("start");
  macro.stop = text_of("stop");
  macro.step = text_of("dt");
  const pugi::xml_node step = document.child(specs, "dt");
  macro.step_is_reciprocal =
      to_lower(std::string_view(step.attribute("reciprocal").value())) == "true";
  const std::string method = to_lower(std::string_view(specs.attribute("method").value()));
  if (method.empty() || method == "euler") return;
  complaints.say(Code::bad_macro, document.span_of(specs),
                 format("the macro \"{}\" runs by the method {}", macro.name, method),
                 "macros with a clock of their own are run by Euler's method",
                 "write method=\"euler\", and a dt that is short enough");
}

}  // namespace

void read_macros(const Document& document, Whose whose, Whole& whole, Complaints& complaints) {
  VariableReader variables(document, whole.dimensions, complaints);
  Replaced replaced;
  for (const pugi::xml_node node : document.children(document.root(), "macro")) {
    const auto name = document.attribute(node, "name", complaints);
    auto macro = std::make_unique<WrittenMacro>();
    macro->in_module_file = whose == Whose::of_module;
    macro->scope.is_macro = true;
    macro->span = name ? name->span() : document.span_of(node);
    if (name) macro->name = name_in(name->value);
    const bool filter = document.attribute(node, "filter", complaints).has_value();
    if (filter || macro->name.empty()) {
      complaints.say(filter ? Code::xmile_left_out : Code::bad_macro, macro->span,
                     filter ? format("the option filter \"{}\" is left out", macro->name)
                            : std::string("this macro has no name"),
                     filter ? reason_for_filter(key_of(macro->name)) : "",
                     filter ? "see whether a variable names the option" : "name it");
      continue;
    }
    read_clock(document, document.child(node, "sim_specs"), *macro, complaints);
    for (const pugi::xml_node parm : document.children(node, "parm")) {
      MacroParameter parameter{name_in(document.text_of(parm, complaints).value),
                               document.attribute(parm, "default", complaints)};
      macro->scope.parameters.push_back(parameter.name);
      macro->parameters.push_back(std::move(parameter));
    }
    if (const pugi::xml_node eqn = document.child(node, "eqn")) {
      macro->equation = document.text_of(eqn, complaints);
    }
    variables.read(document.child(node, "variables"), macro->scope);
    settle_twins(*macro, whose, whole, replaced, complaints);
    macro->tree_name = free_macro_name(macro->name, whole);
    whole.macros_by_key[key_of(macro->name)].push_back(macro.get());
    whole.macros.push_back(std::move(macro));
  }
  std::erase_if(whole.macros, [&](const auto& one) { return replaced.contains(one.get()); });
}

}  // namespace sluice::syntax::xmile
