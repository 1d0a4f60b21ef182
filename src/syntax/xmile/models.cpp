// <dimensions>, <model> with its modules and groups, and <macro>.
#include <algorithm>
#include <cmath>

#include "base/format.h"
#include "base/number.h"
#include "base/unicode.h"
#include "syntax/xmile/file.h"
#include "syntax/xmile/tokens.h"

namespace sluice::syntax::xmile {

namespace {

constexpr int kDeepestModule = 30;
constexpr std::size_t kMostModules = 10000;
constexpr double kLargestDimension = 1e5;
constexpr std::size_t kMostElements = 2000000;  // of all dimensions

std::string lower_text(const Document& document, pugi::xml_node node, const char* name,
                       Complaints& complaints) {
  const auto text = document.attribute(node, name, complaints);
  return text ? to_lower(text->value) : "";
}

// What a program keeps beside a model and what says nothing about its values.
bool is_silent(std::string_view name) {
  constexpr std::string_view kSilent[] = {
      "header",         "includes", "sim_specs", "model_units",    "dimensions",
      "behavior",       "style",    "data",      "model",          "macro",
      "views",          "view",     "display",   "alias",          "interface",
      "variables",      "prefs",    "window",    "default_format", "ai_information",
      "equation_prefs", "options",  "doc",       "graph",          "connector"};
  // isee's: preferences, looks, stories, what depends on what.
  constexpr std::string_view kIsee[] = {"isee:prefs",          "isee:multiplayer_settings",
                                        "isee:time_formats",   "isee:dependencies",
                                        "isee:equation_prefs", "isee:stories",
                                        "isee:templates",      "isee:default_format",
                                        "isee:loop_indicator", "isee:number_format_extenders",
                                        "isee:page",           "isee:ai_information"};
  return std::ranges::find(kSilent, name) != std::end(kSilent) ||
         std::ranges::find(kIsee, name) != std::end(kIsee);
}

class ModelReader {
 public:
  ModelReader(const Document& document, Whole& whole, Complaints& complaints)
      : document_(document),
        whole_(whole),
        complaints_(complaints),
        variables_(document, whole.dimensions, complaints) {}

  void read() {
    const auto models = document_.children(document_.root(), "model");
    if (models.empty()) {
      complaints_.say(Code::no_equations, document_.span_of(document_.root()),
                      "there is no <model> in this file", "",
                      "save the whole model, not only its macros or its style");
      return;
    }
    for (const pugi::xml_node model : models) {
      const auto name = document_.attribute(model, "name", complaints_);
      if (name) by_name_.emplace(key_of(name_in(name->value)), model);
      if (!root_ && !name) root_ = model;
      if (document_.attribute(model, "resource", complaints_)) complain_of_resource(model);
    }
    if (!root_) root_ = models.front();
    read_behavior(document_.child(document_.root(), "behavior"), whole_.root);
    read_model(root_, whole_.root, 0);
    for (const pugi::xml_node part : document_.root().children()) check_known(part);
    warn_of_imports();
  }

 private:
  void read_behavior(pugi::xml_node behavior, Scope& scope) {
    const auto all = variables_.non_negative(behavior);
    const auto stocks = variables_.non_negative(document_.child(behavior, "stock"));
    const auto flows = variables_.non_negative(document_.child(behavior, "flow"));
    scope.non_negative_stocks = stocks.value_or(all.value_or(scope.non_negative_stocks));
    scope.non_negative_flows = flows.value_or(all.value_or(scope.non_negative_flows));
  }

  // <data><import resource="sales.csv"/></data>: the standard leaves open which variables such a
  // file has and how it names them.
  void warn_of_imports() {
    for (const pugi::xml_node data : document_.children(document_.root(), "data")) {
      for (const pugi::xml_node import : document_.children(data, "import")) {
        if (lower_text(document_, import, "enabled", complaints_) == "false") continue;
        const auto resource = document_.attribute(import, "resource", complaints_);
        complaints_.say(
            Code::xmile_left_out, resource ? resource->span() : document_.span_of(import),
            format("the data of \"{}\" are not imported",
                   resource ? resource->value : std::string()),
            "all variables keep the equations that they have in the model",
            "write the series as graphical functions of TIME, and numbers as equations");
      }
    }
  }

  void read_model(pugi::xml_node model, Scope& scope, int depth) {
    read_behavior(document_.child(model, "behavior"), scope);
    const pugi::xml_node listed = document_.child(model, "variables");
    const pugi::xml_node container = listed ? listed : model;
    std::vector<pugi::xml_node> modules, groups;
    for (const pugi::xml_node other : variables_.read(container, scope)) {
      const std::string_view name = document_.name_of(other);
      if (name == "module") {
        modules.push_back(other);
      } else if (name == "group" || name == "sector") {
        groups.push_back(other);
      } else {
        check_known(other);
      }
    }
    for (const pugi::xml_node group : document_.children(model, "group")) {
      if (listed) groups.push_back(group);
    }
    for (const pugi::xml_node module : modules) read_module(module, scope, depth);
    for (const pugi::xml_node group : groups) read_group(group, scope);
  }

  void check_known(pugi::xml_node node) {
    if (node.type() != pugi::node_element) return;
    const std::string_view name = document_.name_of(node);
    const bool foreign_default = document_.is_vendor(node) && name.find(':') == name.npos;
    if (is_silent(name) || foreign_default || !told_.insert(std::string(name)).second) return;
    complaints_.say(Code::xmile_left_out, document_.span_of(node), format("<{}> is left out", name),
                    document_.is_vendor(node) ? "it is an extension of one vendor that is not read"
                                              : "XMILE has no such element here",
                    "see whether the model's values depend on it");
  }

  void read_module(pugi::xml_node node, Scope& above, int depth) {
    const auto name = document_.attribute(node, "name", complaints_);
    if (!name) return;
    auto scope = std::make_unique<Scope>();
    scope->module = name_in(name->value);
    scope->prefix = above.prefix + scope->module + ".";
    scope->above = &above;
    scope->non_negative_stocks = above.non_negative_stocks;
    scope->non_negative_flows = above.non_negative_flows;
    const pugi::xml_node model = model_of(node, scope->module);
    if (!model) return;
    if (depth >= kDeepestModule || ++modules_ > kMostModules) {
      complaints_.say(Code::xmile_no_module, name->span(),
                      format("the module \"{}\" lies too deep", scope->module),
                      format("modules may nest {} deep, and there may be {}; does it hold itself?",
                             kDeepestModule, kMostModules));
      return;
    }
    read_model(model, *scope, depth + 1);
    whole_.modules.emplace(key_of(scope->module), scope.get());
    Scope& made = *scope;
    above.modules.push_back(std::move(scope));
    read_connections(node, made, above);
  }

  pugi::xml_node model_of(pugi::xml_node node, const std::string& module) {
    if (document_.attribute(node, "resource", complaints_)) complain_of_resource(node);
    const auto other = document_.attribute(node, "simlin:model_name", complaints_);
    const auto model = by_name_.find(key_of(other ? name_in(other->value) : module));
    if (model != by_name_.end()) return model->second;
    if (document_.attribute(node, "resource", complaints_)) return {};
    complaints_.say(Code::xmile_no_module, document_.span_of(node),
                    format("there is no <model name=\"{}\"> for this module", module),
                    "a module shows where a model of the same name stands in the whole",
                    "add the model, or take the module away");
    return {};
  }

  void complain_of_resource(pugi::xml_node node) {
    const auto resource = document_.attribute(node, "resource", complaints_);
    complaints_.say(Code::xmile_other_file, resource->span(),
                    format("this model lies in another file, \"{}\"", resource->value),
                    "models of several files are not read", "save the whole model into one file");
  }

  // <connect to="hares.area" from=".area"/>: `to` may also be an input of this model, or of a
  // module inside the module.
  void read_connections(pugi::xml_node node, Scope& module, Scope& above) {
    for (const pugi::xml_node connect : document_.children(node, "connect")) {
      const auto to = document_.attribute(connect, "to", complaints_);
      const auto from = document_.attribute(connect, "from", complaints_);
      if (!to || !from) continue;
      std::vector<std::string> path = split_path(to->value);
      Scope* scope = &module;
      if (path.size() > 1 && path[0].empty()) {
        scope = &whole_.root;
        path.erase(path.begin());
      } else if (path.size() > 1 && key_of(path[0]) == key_of(module.module)) {
        path.erase(path.begin());
      }
      for (std::size_t i = 0; scope != nullptr && i + 1 < path.size(); ++i) {
        scope = scope->module_named(path[i]);
      }
      if (scope == nullptr ||
          (!above_reads(*scope, above) && scope->find(path.back()) == nullptr)) {
        complaints_.say(Code::xmile_bad_connection, to->span(),
                        format("there is no variable \"{}\" to connect", to->value),
                        format("the module \"{}\" has none of that name", module.module),
                        "name an input of the module");
        continue;
      }
      Connection connection{from->value, from->span(), &above};
      scope->connections.emplace(key_of(path.back()), std::move(connection));
    }
  }
  // The variables of the root may be read after its modules.
  bool above_reads(const Scope& scope, const Scope& above) const {
    return &scope == &above || &scope == &whole_.root;
  }

  void read_group(pugi::xml_node node, Scope& scope) {
    const auto name = document_.attribute(node, "name", complaints_);
    if (!name) return;
    for (const char* const kind : {"entity", "var"}) {
      for (const pugi::xml_node entity : document_.children(node, kind)) {
        const auto attribute = document_.attribute(entity, "name", complaints_);
        const std::string member =
            name_in(attribute ? attribute->value : document_.text_of(entity, complaints_).value);
        if (Variable* variable = scope.find(member)) variable->group = name_in(name->value);
      }
    }
  }

  const Document& document_;
  Whole& whole_;
  Complaints& complaints_;
  VariableReader variables_;
  std::unordered_map<std::string, pugi::xml_node> by_name_;
  pugi::xml_node root_;
  std::set<std::string> told_;
  std::size_t modules_ = 0;
};

void read_dimension(const Document& document, pugi::xml_node node, Whole& whole,
                    Complaints& complaints) {
  const auto name = document.attribute(node, "name", complaints);
  const auto size = document.attribute(node, "size", complaints);
  Dimensions::Dimension dimension;
  dimension.span = name ? name->span() : document.span_of(node);
  if (name) dimension.name = name_in(name->value);
  for (const pugi::xml_node element : document.children(node, "elem")) {
    const auto written = document.attribute(element, "name", complaints);
    if (written) dimension.elements.push_back(name_in(written->value));
  }
  const auto count = size ? number_in(name_in(size->value)) : std::nullopt;
  const bool numbered = dimension.elements.empty();
  if (numbered && count && *count >= 1 && *count <= kLargestDimension) {
    for (int i = 1; i <= static_cast<int>(*count); ++i) {
      dimension.elements.push_back(std::to_string(i));
    }
  }
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
  if (!whole.dimensions.add(std::move(dimension))) {
    complaints.say(Code::xmile_twice, name->span(), format("\"{}\" is defined twice", shown),
                   "case, blanks and underscores make no difference between names",
                   "rename one of the two");
  }
}

}  // namespace

void read_dimensions(const Document& document, Whole& whole, Complaints& complaints) {
  for (const pugi::xml_node list : document.children(document.root(), "dimensions")) {
    for (const pugi::xml_node node : document.children(list, "dim")) {
      read_dimension(document, node, whole, complaints);
    }
  }
}

void read_models(const Document& document, Whole& whole, Complaints& complaints) {
  ModelReader(document, whole, complaints).read();
}

namespace {

std::size_t least_of(const WrittenMacro& macro) {
  const auto asked = [](const MacroParameter& one) { return !one.otherwise; };
  return static_cast<std::size_t>(std::ranges::count_if(macro.parameters, asked));
}

// Macros may share a name and differ in their parameters; else the one that is read first would
// win, and nobody sees which file that is.
void complain_of_twin(const WrittenMacro& macro, const Whole& whole, Complaints& complaints) {
  const auto is_twin = [&](const auto& one) {
    return key_of(one->name) == key_of(macro.name) && one->span.file != macro.span.file &&
           least_of(*one) <= macro.parameters.size() && least_of(macro) <= one->parameters.size();
  };
  const auto twin = std::ranges::find_if(whole.macros, is_twin);
  if (twin == whole.macros.end()) return;
  complaints.say(Code::xmile_twice, macro.span, format("\"{}\" is defined twice", macro.name),
                 format("\"{}\" has it too", complaints.sources().name((*twin)->span.file)),
                 "rename one of the two, or take one away");
}

}  // namespace

void read_macros(const Document& document, Whole& whole, Complaints& complaints) {
  VariableReader variables(document, whole.dimensions, complaints);
  for (const pugi::xml_node node : document.children(document.root(), "macro")) {
    const auto name = document.attribute(node, "name", complaints);
    auto macro = std::make_unique<WrittenMacro>();
    macro->span = name ? name->span() : document.span_of(node);
    if (name) macro->name = name_in(name->value);
    const bool filter = !lower_text(document, node, "filter", complaints).empty();
    const bool own_clock = !!document.child(node, "sim_specs");
    if (filter || own_clock || macro->name.empty()) {
      complaints.say(filter ? Code::xmile_left_out : Code::bad_macro, macro->span,
                     filter ? format("the option filter \"{}\" is left out", macro->name)
                     : own_clock
                         ? format("the macro \"{}\" runs by a clock of its own", macro->name)
                         : std::string("this macro has no name"),
                     filter      ? "what it would change follows the standard"
                     : own_clock ? "macros with <sim_specs> are not read"
                                 : "",
                     filter      ? ""
                     : own_clock ? "write the loop as equations"
                                 : "name it");
      continue;
    }
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
    complain_of_twin(*macro, whole, complaints);
    const auto same = std::ranges::count_if(
        whole.macros, [&](const auto& one) { return key_of(one->name) == key_of(macro->name); });
    macro->tree_name = same == 0 ? macro->name : format("{} ({})", macro->name, same + 1);
    whole.macros.push_back(std::move(macro));
  }
}

}  // namespace sluice::syntax::xmile
