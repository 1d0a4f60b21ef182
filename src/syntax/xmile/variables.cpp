#include "syntax/xmile/variables.h"

#include <algorithm>
#include <cmath>

#include "base/format.h"
#include "base/number.h"
#include "base/unicode.h"
#include "syntax/xmile/parser.h"

namespace sluice::syntax::xmile {

namespace {

constexpr std::size_t kLongestName = 1000;

std::optional<Sort> sort_of(std::string_view name) {
  if (name == "stock") return Sort::stock;
  if (name == "flow") return Sort::flow;
  if (name == "aux") return Sort::aux;
  if (name == "gf") return Sort::table;
  return std::nullopt;
}

bool is_true(const Text& text) {
  const std::string value = to_lower(trimmed(text.value));
  return value.empty() || value == "true" || value == "1";
}

// What says how a variable looks, or what a program does with it, and nothing about its values.
bool is_silent(std::string_view name) {
  constexpr std::string_view kSilent[] = {
      "display", "scale",   "format",     "mathml", "event_poster", "shape",
      "label",   "comment", "image",      "style",  "sample_table", "isee:delay_aux",
      "events",  "alias",   "isee:notes", "notes",  "isee:summing", "isee:reverse",
  };
  return std::ranges::find(kSilent, name) != std::end(kSilent);
}

// Of subscript="north, \"c, d\"".
std::vector<std::string_view> elements_in(std::string_view written) {
  std::vector<std::string_view> elements;
  bool quoted = false;
  std::size_t begin = 0;
  for (std::size_t at = 0; at <= written.size(); ++at) {
    if (at < written.size() && written[at] == '"') quoted = !quoted;
    if (at < written.size() && (quoted || written[at] != ',')) continue;
    elements.push_back(written.substr(begin, at - begin));
    begin = at + 1;
  }
  return elements;
}

// A graphical function without an input is one that other equations apply.
bool is_only_a_graph(const Variable& variable) {
  const bool computed = variable.is_input || variable.initial_equation ||
                        (variable.equation && !variable.equation->is_blank());
  if (variable.sort != Sort::aux || computed) return false;
  if (variable.elements.empty()) return variable.table.has_value();
  return std::ranges::all_of(variable.elements, [](const Element& one) {
    return one.table && (!one.equation || one.equation->is_blank());
  });
}

}  // namespace

std::vector<pugi::xml_node> VariableReader::read(pugi::xml_node container, Scope& scope) {
  std::vector<pugi::xml_node> others;
  for (const pugi::xml_node node : container.children()) {
    if (node.type() != pugi::node_element) continue;
    const auto sort = sort_of(document_.name_of(node));
    if (sort) {
      read_variable(node, *sort, scope);
    } else {
      others.push_back(node);
    }
  }
  return others;
}

std::optional<bool> VariableReader::non_negative(pugi::xml_node node) const {
  const pugi::xml_node found = document_.child(node, "non_negative");
  if (!found) return std::nullopt;
  return is_true(document_.text_of(found, complaints_));
}

bool VariableReader::flag(pugi::xml_node node, const char* name, bool otherwise) const {
  const auto text = document_.attribute(node, name, complaints_);
  return text ? is_true(*text) : otherwise;
}

void VariableReader::read_variable(pugi::xml_node node, Sort sort, Scope& scope) {
  auto variable = std::make_unique<Variable>();
  variable->sort = sort;
  variable->span = variable->name_span = document_.span_of(node);
  const auto name = document_.attribute(node, "name", complaints_);
  if (name) {
    variable->local_name = name_in(name->value);
    variable->name_span = name->span();
  }
  if (variable->local_name.empty() || variable->local_name.size() > kLongestName) {
    complaints_.say(Code::empty_name, variable->name_span,
                    variable->local_name.empty()
                        ? format("this <{}> has no name", document_.name_of(node))
                        : format("this name has {} letters", variable->local_name.size()),
                    variable->local_name.empty() ? "" : format("a name may have {}", kLongestName),
                    "write name=\"...\" into its tag");
    return;
  }
  // What conversion has made of a macro or a rate stands in no list, as in the model it comes from.
  const bool hidden = flag(node, "sluice:hidden", false);
  variable->name = (hidden ? "#:" : "") + scope.prefix + variable->local_name;
  read_flags(node, *variable);
  tell_attributes(node);
  read_dimensions(document_.child(node, "dimensions"), *variable);
  read_leak(node, *variable);
  if (sort == Sort::table) variable->table = read_table(node, variable->local_name);
  for (const pugi::xml_node part : node.children()) {
    if (part.type() == pugi::node_element) read_part(part, *variable);
  }
  read_by_name(*variable);
  serve_other_elements(*variable);
  if (is_only_a_graph(*variable)) {
    variable->sort = Sort::table;
    variable->equation.reset();
  }
  variable->non_negative = non_negative(node);
  const auto [place, fresh] = scope.by_key.emplace(key_of(variable->local_name), variable.get());
  if (!fresh) {
    complaints_.say(Code::xmile_twice, variable->name_span,
                    format("\"{}\" is defined twice", variable->local_name),
                    "case, blanks and underscores make no difference between names",
                    "rename one of the two");
    return;
  }
  keep_graphs(*variable, scope);
  scope.variables.push_back(std::move(variable));
}

void VariableReader::read_flags(pugi::xml_node node, Variable& variable) const {
  const auto access = document_.attribute(node, "access", complaints_);
  variable.is_input = access && to_lower(trimmed(access->value)) == "input";
  variable.is_output = access && to_lower(trimmed(access->value)) == "output";
  variable.supplementary = flag(node, "sluice:supplementary", false);
}

void VariableReader::keep_graphs(const Variable& variable, Scope& scope) {
  const auto keep = [&](const std::string& name, Graph graph) {
    if (name.empty() || scope.graphs.emplace(key_of(name), graph).second) return;
    complaints_.say(Code::xmile_twice, variable.name_span,
                    format("the graphical function \"{}\" is defined twice", name),
                    "equations that call it by its name mean one of them",
                    "rename one of the two; what shares a graph gives its name alone: <gf "
                    "name=\"...\"/>");
  };
  if (!variable.shares_graph) keep(variable.graph_name, {&variable, std::nullopt});
  for (std::size_t i = 0; i < variable.elements.size(); ++i) {
    keep(variable.elements[i].graph_name, {&variable, i});
  }
}

void VariableReader::read_part(pugi::xml_node part, Variable& variable) {
  const std::string_view name = document_.name_of(part);
  if (name == "eqn") {
    Text text = document_.text_of(part, complaints_);
    if (variable.equation) {
      variable.further_equations.push_back(std::move(text));
    } else {
      variable.equation = std::move(text);
    }
  } else if (name == "vensim:netflow" || name == "netflow") {
    variable.net_flow = expression_of(part);
  } else if (name == "init_eqn") {
    variable.initial_equation = document_.text_of(part, complaints_);
  } else if (name == "inflow" || name == "outflow") {
    (name == "inflow" ? variable.inflows : variable.outflows)
        .push_back(document_.text_of(part, complaints_));
  } else if (name == "gf") {
    read_graph(part, variable);
  } else if (name == "element") {
    read_element(part, variable);
  } else if (name == "units") {
    const Text unit = document_.text_of(part, complaints_);
    variable.unit = trimmed(unit.value);
    variable.unit_span = unit.span();
  } else if (name == "doc") {
    variable.note = note_in(document_.text_of(part, complaints_));
    take_mark(variable);
  } else if (name == "range") {
    read_range(part, variable);
  } else if (name == "conveyor") {
    read_conveyor(part, variable);
  } else if (name == "queue" || name == "isee:queue") {
    variable.queue = true;
    tell_others(part, {});
  } else if (name == "oven" || name == "isee:oven") {
    read_oven(part, variable);
  } else if (name == "overflow") {
    variable.overflow = true;
  } else if (name == "multiplier") {
    variable.multiplier = expression_of(part);
  } else if (name == "vensim:except") {
    read_exceptions(document_.text_of(part, complaints_), variable);
  } else {
    const bool known = name == "dimensions" || name == "non_negative" || name == "leak" ||
                       name == "leak_integers" || variable.sort == Sort::table;
    if (!known && !is_silent(name)) leave_out(part);
  }
}

// A graph may have a name of its own, by which equations call it; with nothing but the name it is
// another variable's graph, or a graph alone (OASIS XMILE 1.0, 4.1.3).
void VariableReader::read_graph(pugi::xml_node node, Variable& variable) {
  const auto name = document_.attribute(node, "name", complaints_);
  if (name) variable.graph_name = name_in(name->value);
  const bool defined = document_.child(node, "ypts") || !name;
  if (defined) variable.table = read_table(node, variable.local_name);
  variable.shares_graph = !defined;
}

// Reads the graph of that name at the equation.
void VariableReader::read_by_name(Variable& variable) {
  if (!variable.shares_graph || !variable.equation) return;
  Text& text = *variable.equation;
  const std::uint32_t first = text.places.front();
  const std::string before = "\"" + variable.graph_name + "\"(";
  text.value = before + text.value + ")";
  text.places.insert(text.places.begin(), before.size(), first);
  text.places.push_back(text.places.back());
}

// Converters put all that stands behind Vensim's unit into the note, the mark too.
void VariableReader::take_mark(Variable& variable) {
  constexpr std::string_view kMark = ":SUPPLEMENTARY";
  std::string& note = variable.note;
  const std::size_t sign = note.rfind('~');
  if (sign == std::string::npos || trimmed(std::string_view(note).substr(sign + 1)) != kMark)
    return;
  note = std::string(trimmed(std::string_view(note).substr(0, sign)));
  variable.supplementary = true;
}

// What a vendor adds to a tag, such as isee:spreadflow="even".
void VariableReader::tell_attributes(pugi::xml_node node) {
  for (const pugi::xml_attribute attribute : node.attributes()) {
    const std::string_view name = attribute.name();
    const bool foreign = name.find(':') != name.npos && !name.starts_with("xmlns:") &&
                         !name.starts_with("sluice:") && name != "vensim:kind";
    if (!foreign) continue;
    complaints_.say(Code::xmile_left_out, document_.span_of(node),
                    format("the attribute {} is left out", name),
                    "it is an extension of one vendor that is not read",
                    "see whether the variable's values depend on it");
  }
}

// What stands in a <conveyor>, <queue> or <oven> beside its settings.
void VariableReader::tell_others(pugi::xml_node node, std::initializer_list<const char*> known) {
  tell_attributes(node);
  for (const pugi::xml_node part : node.children()) {
    if (part.type() != pugi::node_element) continue;
    std::string_view name = document_.name_of(part);
    if (name.starts_with("isee:")) name.remove_prefix(std::string_view("isee:").size());
    const auto is_it = [&](const char* one) { return name == one; };
    if (std::ranges::none_of(known, is_it) && !is_silent(document_.name_of(part))) leave_out(part);
  }
}

void VariableReader::leave_out(pugi::xml_node node) {
  const std::string_view name = document_.name_of(node);
  complaints_.say(Code::xmile_left_out, document_.span_of(node), format("<{}> is left out", name),
                  document_.is_vendor(node) ? "it is an extension of one vendor that is not read"
                                            : "XMILE has no such element here",
                  "see whether the variable's values depend on it");
}

std::optional<Text> VariableReader::expression_of(pugi::xml_node node) {
  if (!node) return std::nullopt;
  Text text = document_.text_of(node, complaints_);
  return text.is_blank() ? std::nullopt : std::optional(std::move(text));
}

void VariableReader::read_dimensions(pugi::xml_node node, Variable& variable) {
  for (const pugi::xml_node dim : document_.children(node, "dim")) {
    const auto name = document_.attribute(dim, "name", complaints_);
    const auto id = name ? dimensions_.find(name_in(name->value)) : std::nullopt;
    if (!id) {
      complaints_.say(Code::xmile_bad_dimension, name ? name->span() : document_.span_of(dim),
                      name ? format("there is no dimension \"{}\"", name_in(name->value))
                           : std::string("this dimension has no name"),
                      format("\"{}\" is an array over it", variable.local_name),
                      "define it in the <dimensions> of the file");
      continue;
    }
    const auto before = std::ranges::count(variable.dimensions, *id);
    variable.dimensions.push_back(*id);
    variable.axes.push_back(dimensions_.axis(*id, static_cast<std::size_t>(before)));
  }
}

void VariableReader::read_element(pugi::xml_node node, Variable& variable) {
  Element element;
  element.span = document_.span_of(node);
  const auto written = document_.attribute(node, "subscript", complaints_);
  std::vector<std::string> names;
  if (written) {
    for (const std::string_view name : elements_in(written->value)) names.push_back(name_in(name));
  }
  const bool fits = names.size() == variable.dimensions.size();
  for (std::size_t axis = 0; fits && axis < names.size(); ++axis) {
    const std::size_t dimension = variable.dimensions[axis];
    const auto place = dimensions_.place_named(dimension, names[axis]);
    if (place) element.places.push_back(*place);
  }
  if (element.places.size() != variable.dimensions.size() || element.places.empty()) {
    const std::string shape = sluice::joined(variable.axes);
    complaints_.say(Code::xmile_bad_element, written ? written->span() : element.span,
                    format("this element is no cell of \"{}\"", variable.local_name),
                    shape.empty() ? std::string("it has no dimensions")
                                  : format("it is an array over {}", shape),
                    "write subscript=\"...\" with one element for each dimension");
    return;
  }
  for (const pugi::xml_node part : node.children()) {
    if (part.type() != pugi::node_element) continue;
    const std::string_view name = document_.name_of(part);
    if (name == "eqn") {
      element.equation = document_.text_of(part, complaints_);
    } else if (name == "gf") {
      const auto graph = document_.attribute(part, "name", complaints_);
      if (graph) element.graph_name = name_in(graph->value);
      element.table = read_table(part, variable.local_name);
    } else if (name == "vensim:netflow" || name == "netflow") {
      element.net_flow = expression_of(part);
    } else if (name == "init_eqn" && variable.sort != Sort::stock) {
      element.initial_equation = document_.text_of(part, complaints_);
    } else if (!is_silent(name) && name != "non_negative") {
      leave_out(part);
    }
  }
  variable.elements.push_back(std::move(element));
}

void VariableReader::read_range(pugi::xml_node node, Variable& variable) {
  variable.minimum = number_of(node, "min");
  variable.maximum = number_of(node, "max");
  variable.step = number_of(node, "sluice:step");
}

std::optional<double> VariableReader::number_of(pugi::xml_node node, const char* attribute) {
  const auto text = document_.attribute(node, attribute, complaints_);
  if (!text) return std::nullopt;
  const auto number = number_in(trimmed(text->value));
  if (number) return number;
  const std::string_view value = trimmed(text->value);
  if (value.starts_with("-")) {
    if (const auto positive = number_in(trimmed(value.substr(1)))) return -*positive;
  }
  complaints_.say(Code::xmile_bad_value, text->span(),
                  format("{}=\"{}\" is no number", attribute, text->value));
  return std::nullopt;
}

namespace {

// The lines of a note begin where their letters do, as Vensim's notes have it.
std::string without_indents(const std::string& note) {
  std::string lines;
  for (std::size_t at = 0; at < note.size();) {
    const std::size_t end = std::min(note.find('\n', at), note.size());
    if (at > 0) lines += '\n';
    lines += trimmed(std::string_view(note).substr(at, end - at));
    at = end + 1;
  }
  return lines;
}

}  // namespace

std::string note_in(const Text& text) {
  std::string note;
  bool in_tag = false;
  const std::string& value = text.value;
  const bool html = value.find("</") != std::string::npos ||
                    value.find("<p") != std::string::npos || value.find("<br") != std::string::npos;
  for (std::size_t at = 0; at < value.size(); ++at) {
    const char next = at + 1 < value.size() ? value[at + 1] : '\0';
    if (html && value[at] == '<') in_tag = true;
    if (in_tag) {
      if (value[at] == '>') in_tag = false;
      continue;
    }
    const bool escape = value[at] == '\\' && (next == 'n' || next == 't' || next == '\\');
    if (escape) ++at;
    note.push_back(!escape ? value[at] : next == 'n' ? '\n' : next == 't' ? '\t' : '\\');
  }
  return without_indents(std::string(trimmed(note)));
}

}  // namespace sluice::syntax::xmile
