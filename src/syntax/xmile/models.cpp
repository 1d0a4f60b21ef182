// <model> with its modules and groups, of one file or several.
#include <algorithm>
#include <cmath>

#include "base/format.h"
#include "base/number.h"
#include "base/unicode.h"
#include "syntax/xmile/connections.h"
#include "syntax/xmile/file.h"
#include "syntax/xmile/tokens.h"

namespace sluice::syntax::xmile {

namespace {

constexpr int kDeepestModule = 30;
constexpr std::size_t kMostModules = 10000;

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
  ModelReader(const Document& document, const OtherFiles& files, Whole& whole,
              Complaints& complaints)
      : files_(files), whole_(whole), complaints_(complaints), connections_(whole, complaints) {
    for (const Document* other : files.included()) take_behavior(*other);
    for (const Document* other : files.included()) add_library(*other);
    model_ = &origin_of(document);
  }

  void read() {
    if (!model_->root) {
      const pugi::xml_node root = model_->document->root();
      complaints_.say(Code::no_equations, model_->document->span_of(root),
                      "there is no <model> in this file", "",
                      "save the whole model, not only its macros or its style");
      return;
    }
    read_model(*model_, model_->root, whole_.root, 0);
    connections_.settle();
    for (const pugi::xml_node part : model_->document->root().children()) {
      check_known(*model_, part);
    }
  }

 private:
  // One file of models.
  struct Origin {
    const Document* document;
    VariableReader variables;
    std::unordered_map<std::string, pugi::xml_node> by_name;
    pugi::xml_node root;
    bool non_negative_stocks = false, non_negative_flows = false;
  };
  struct Place {  // a model in its file
    Origin* origin = nullptr;
    pugi::xml_node model;
  };

  Origin& origin_of(const Document& document) {
    const auto [found, fresh] = origins_.try_emplace(
        document.file(), Origin{&document,
                                VariableReader(document, whole_.dimensions, complaints_),
                                {},
                                {},
                                non_negative_.first,
                                non_negative_.second});
    Origin& origin = found->second;
    if (!fresh) return origin;
    for (const pugi::xml_node model : document.children(document.root(), "model")) {
      const auto name = document.attribute(model, "name", complaints_);
      if (name) origin.by_name.emplace(key_of(name_in(name->value)), model);
      if (!origin.root && !name) origin.root = model;
    }
    if (!origin.root) origin.root = document.child(document.root(), "model");
    read_behavior(origin, document.child(document.root(), "behavior"), origin.non_negative_stocks,
                  origin.non_negative_flows);
    return origin;
  }

  // Where an included file has no models nor macros, what it says of behavior is meant for all, in
  // whatever order they are included.
  void take_behavior(const Document& document) {
    const pugi::xml_node root = document.root();
    if (document.child(root, "model") || document.child(root, "macro")) return;
    const Origin& origin = origin_of(document);
    non_negative_ = {origin.non_negative_stocks, origin.non_negative_flows};
  }

  // Its models are at hand for all modules.
  void add_library(const Document& document) {
    Origin& origin = origin_of(document);
    for (const pugi::xml_node model : document.children(document.root(), "model")) {
      const auto name = document.attribute(model, "name", complaints_);
      if (!name) continue;
      const auto [known, fresh] =
          library_.try_emplace(key_of(name_in(name->value)), Place{&origin, model});
      if (fresh || known->second.origin == &origin) continue;
      complaints_.say(Code::xmile_twice, name->span(),
                      format("\"{}\" is defined twice", name_in(name->value)),
                      format("\"{}\" has it too",
                             complaints_.sources().name(known->second.origin->document->file())),
                      "rename one of the two, or take one away");
    }
  }

  void read_behavior(const Origin& origin, pugi::xml_node behavior, bool& all_stocks,
                     bool& all_flows) {
    const auto all = origin.variables.non_negative(behavior);
    const auto stocks = origin.variables.non_negative(origin.document->child(behavior, "stock"));
    const auto flows = origin.variables.non_negative(origin.document->child(behavior, "flow"));
    all_stocks = stocks.value_or(all.value_or(all_stocks));
    all_flows = flows.value_or(all.value_or(all_flows));
  }

  void read_model(Origin& origin, pugi::xml_node model, Scope& scope, int depth) {
    const Document& document = *origin.document;
    if (model.attribute("encryption-scheme")) {
      complaints_.say(Code::xmile_not_read, document.span_of(model), "this model is encrypted", "",
                      "save it without a password");
      return;
    }
    scope.non_negative_stocks = origin.non_negative_stocks;
    scope.non_negative_flows = origin.non_negative_flows;
    read_behavior(origin, document.child(model, "behavior"), scope.non_negative_stocks,
                  scope.non_negative_flows);
    const pugi::xml_node listed = document.child(model, "variables");
    const pugi::xml_node container = listed ? listed : model;
    std::vector<pugi::xml_node> modules, groups, checks;
    for (const pugi::xml_node other : origin.variables.read(container, scope)) {
      const std::string_view name = document.name_of(other);
      if (name == "module") {
        modules.push_back(other);
      } else if (name == "group" || name == "sector") {
        groups.push_back(other);
      } else if (name == "vensim:rc") {
        checks.push_back(other);
      } else {
        check_known(origin, other);
      }
    }
    origin.variables.read_reality_checks(checks, scope);
    for (const pugi::xml_node group : document.children(model, "group")) {
      if (listed) groups.push_back(group);
    }
    for (const pugi::xml_node module : modules) read_module(origin, module, scope, depth);
    for (const pugi::xml_node group : groups) read_group(document, group, scope);
  }

  void check_known(const Origin& origin, pugi::xml_node node) {
    if (node.type() != pugi::node_element) return;
    const Document& document = *origin.document;
    const std::string_view name = document.name_of(node);
    const bool foreign_default = document.is_vendor(node) && name.find(':') == name.npos;
    if (is_silent(name) || foreign_default || !told_.insert(std::string(name)).second) return;
    complaints_.say(Code::xmile_left_out, document.span_of(node), format("<{}> is left out", name),
                    document.is_vendor(node) ? "it is an extension of one vendor that is not read"
                                             : "XMILE has no such element here",
                    "see whether the model's values depend on it");
  }

  void read_module(const Origin& origin, pugi::xml_node node, Scope& above, int depth) {
    const Document& document = *origin.document;
    const auto name = document.attribute(node, "name", complaints_);
    if (!name) return;
    auto scope = std::make_unique<Scope>();
    scope->module = name_in(name->value);
    scope->prefix = above.prefix + scope->module + ".";
    scope->above = &above;
    const Place place = model_of(origin, node, scope->module);
    if (place.origin == nullptr) return;
    if (depth >= kDeepestModule || ++modules_ > kMostModules) {
      complaints_.say(Code::xmile_no_module, name->span(),
                      format("the module \"{}\" lies too deep", scope->module),
                      format("modules may nest {} deep, and there may be {}; does it hold itself?",
                             kDeepestModule, kMostModules));
      return;
    }
    read_model(*place.origin, place.model, *scope, depth + 1);
    const auto [known, first] = whole_.modules.emplace(key_of(scope->module), scope.get());
    if (!first) known->second = nullptr;
    Scope& made = *scope;
    above.modules.push_back(std::move(scope));
    connections_.read(document, node, made, above);
  }

  // The model of a module: in the file that it names, among the models of its own file, or in one
  // that is included.
  Place model_of(const Origin& origin, pugi::xml_node node, const std::string& module) {
    const Document& document = *origin.document;
    if (const auto resource = document.attribute(node, "resource", complaints_)) {
      return model_in(document, *resource, module);
    }
    const auto other = document.attribute(node, "simlin:model_name", complaints_);
    const std::string key = key_of(other ? name_in(other->value) : module);
    if (const auto own = origin.by_name.find(key); own != origin.by_name.end()) {
      return placed(origin, own->second, module);
    }
    if (const auto kept = library_.find(key); kept != library_.end()) {
      return placed(*kept->second.origin, kept->second.model, module);
    }
    complaints_.say(Code::xmile_no_module, document.span_of(node),
                    format("there is no <model name=\"{}\"> for this module", module),
                    "a module shows where a model of the same name stands in the whole",
                    "add the model, or take the module away");
    return {};
  }

  Place placed(const Origin& origin, pugi::xml_node model, const std::string& module) {
    const Document& document = *origin.document;
    const auto resource = document.attribute(model, "resource", complaints_);
    return resource ? model_in(document, *resource, module)
                    : Place{&origins_.at(document.file()), model};
  }

  // The model of that name in another file, or the one that has none.
  Place model_in(const Document& from, const Text& resource, const std::string& module) {
    const Document* document = files_.find(from, resource);
    if (document == nullptr) return {};  // told already
    Origin& origin = origin_of(*document);
    const auto named = origin.by_name.find(key_of(module));
    const Place place{&origin, named != origin.by_name.end() ? named->second : origin.root};
    if (place.model) return place;
    complaints_.say(Code::xmile_no_module, resource.span(),
                    format("there is no <model> in \"{}\"", resource.value),
                    format("the module \"{}\" lies in that file", module),
                    "give the file of the model");
    return {};
  }

  void read_group(const Document& document, pugi::xml_node node, Scope& scope) {
    const auto name = document.attribute(node, "name", complaints_);
    if (!name) return;
    if (const pugi::xml_node doc = document.child(node, "doc")) {
      add_group(whole_.tree, {name_in(name->value), note_in(document.text_of(doc, complaints_))});
    }
    for (const char* const kind : {"entity", "var"}) {
      for (const pugi::xml_node entity : document.children(node, kind)) {
        const auto attribute = document.attribute(entity, "name", complaints_);
        const std::string member =
            name_in(attribute ? attribute->value : document.text_of(entity, complaints_).value);
        if (Variable* variable = scope.find(member)) variable->group = name_in(name->value);
      }
    }
  }

  const OtherFiles& files_;
  Whole& whole_;
  Complaints& complaints_;
  std::map<std::uint32_t, Origin> origins_;
  std::unordered_map<std::string, Place> library_;  // models of included files
  std::pair<bool, bool> non_negative_;              // stocks and flows: as included files have it
  Connections connections_;
  Origin* model_ = nullptr;
  std::set<std::string> told_;
  std::size_t modules_ = 0;
};

}  // namespace

void read_models(const Document& document, const OtherFiles& files, Whole& whole,
                 Complaints& complaints) {
  ModelReader(document, files, whole, complaints).read();
}

}  // namespace sluice::syntax::xmile
