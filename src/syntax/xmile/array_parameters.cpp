// Which parameters of macros stand for arrays.
#include <algorithm>
#include <iterator>
#include <utility>

#include "syntax/xmile/given_arrays.h"
#include "syntax/xmile/parser.h"

namespace sluice::syntax::xmile {

namespace {

bool takes_whole_arrays(const std::string& function, std::size_t argument, std::size_t count) {
  constexpr std::string_view kOfOne[] = {"sum",      "prod",      "product",    "mean",
                                         "size",     "stddev",    "min",        "max",
                                         "arraysum", "arraymean", "arraystddev"};
  if (count == 1 && std::ranges::find(kOfOne, function) != std::end(kOfOne)) return true;
  if (function == "rank") return argument != 1;
  return function == "interpolate" && argument == 0;
}

// Looks through the equations of all macros; what cannot be read is told when it is translated.
class ArrayParameters {
 public:
  ArrayParameters(Whole& whole, const SourceSet& sources) : whole_(whole), unheard_(sources) {}

  void find() {
    for (const auto& macro : whole_.macros) {
      macro->takes_arrays.assign(macro->parameters.size(), false);
      equations_.push_back(equations_of(*macro));
    }
    for (bool more = true; more;) {
      more = false;
      for (std::size_t i = 0; i < whole_.macros.size(); ++i) more = find(i) || more;
    }
  }

 private:
  std::vector<Node> equations_of(const WrittenMacro& macro) {
    std::vector<Node> all;
    const auto add = [&](const std::optional<Text>& text) {
      auto nodes = text ? parse_equation(*text, unheard_) : std::nullopt;
      if (nodes) std::ranges::move(*nodes, std::back_inserter(all));
    };
    for (const auto* text : {&macro.equation, &macro.start, &macro.stop, &macro.step}) add(*text);
    for (const MacroParameter& parameter : macro.parameters) add(parameter.otherwise);
    for (const auto& variable : macro.scope.variables) {
      for (const auto* text :
           {&variable->equation, &variable->initial_equation, &variable->net_flow}) {
        add(*text);
      }
      for (const Element& element : variable->elements) {
        for (const auto* text : {&element.equation, &element.initial_equation, &element.net_flow}) {
          add(*text);
        }
      }
    }
    return all;
  }

  bool find(std::size_t which) {
    WrittenMacro& macro = *whole_.macros[which];
    bool more = false;
    for (std::size_t i = 0; i < macro.parameters.size(); ++i) {
      if (macro.takes_arrays[i]) continue;
      const std::string key = key_of(macro.parameters[i].name);
      macro.takes_arrays[i] = std::ranges::any_of(
          equations_[which], [&](const Node& node) { return reads(node, key, false); });
      more = more || macro.takes_arrays[i];
    }
    return more;
  }

  // `whole`: where an array stands for all its values.
  bool reads(const Node& node, const std::string& key, bool whole) const {
    const auto any = [&](const std::vector<Node>& parts) {
      return std::ranges::any_of(parts, [&](const Node& part) { return reads(part, key, whole); });
    };
    if (const auto* joined = std::get_if<Joined>(&node.form)) return any(joined->operands);
    if (const auto* sign = std::get_if<Signed>(&node.form)) return any(sign->operand);
    if (const auto* choice = std::get_if<Choice>(&node.form)) return any(choice->parts);
    if (const auto* call = std::get_if<Applied>(&node.form)) return reads(*call, key, whole);
    const auto* name = std::get_if<Name>(&node.form);
    if (name == nullptr) return false;
    const bool same = name->path.size() == 1 && key_of(name->path[0]) == key;
    if (same && (whole || !name->indices.empty())) return true;
    return std::ranges::any_of(name->indices, [&](const Index& index) {
      return std::ranges::any_of(index.parts,
                                 [&](const Node& part) { return reads(part, key, false); });
    });
  }

  bool reads(const Applied& call, const std::string& key, bool whole) const {
    const std::string function = key_of(call.path.back());
    const std::size_t count = call.arguments.size();
    if (call.path.size() == 1 && function == key && count == 1) return true;  // A(3)
    for (std::size_t i = 0; i < count; ++i) {
      const bool array = takes_whole_arrays(function, i, count) || macro_takes(function, i);
      if (reads(call.arguments[i], key, whole || array)) return true;
    }
    return false;
  }

  bool macro_takes(const std::string& key, std::size_t argument) const {
    return std::ranges::any_of(whole_.macros_named(key), [&](const WrittenMacro* macro) {
      return argument < macro->takes_arrays.size() && macro->takes_arrays[argument];
    });
  }

  Whole& whole_;
  Complaints unheard_;
  std::vector<std::vector<Node>> equations_;
};

}  // namespace

void find_array_parameters(Whole& whole, const SourceSet& sources) {
  ArrayParameters(whole, sources).find();
}

bool takes_arrays(const WrittenMacro& macro) {
  return std::ranges::find(macro.takes_arrays, true) != macro.takes_arrays.end();
}

}  // namespace sluice::syntax::xmile
