#include "syntax/xmile/equations.h"

#include <algorithm>

#include "base/format.h"
#include "syntax/xmile/build.h"
#include "syntax/xmile/functions.h"
#include "syntax/xmile/given_arrays.h"
#include "syntax/xmile/parser.h"
#include "syntax/xmile/tokens.h"

namespace sluice::syntax::xmile {

namespace {

// As it reads: entities replaced, blanks and line ends as one blank.
std::string fold_lines(std::string_view text) {
  constexpr std::pair<std::string_view, char> kEntities[] = {
      {"&lt;", '<'}, {"&gt;", '>'}, {"&amp;", '&'}, {"&quot;", '"'}, {"&apos;", '\''}};
  std::string folded;
  for (std::size_t at = 0; at < text.size(); ++at) {
    char letter = text[at];
    for (const auto& [name, value] : kEntities) {
      if (letter != '&' || !text.substr(at).starts_with(name)) continue;
      letter = value;
      at += name.size() - 1;
      break;
    }
    const bool blank = letter == ' ' || letter == '\t' || letter == '\r' || letter == '\n';
    if (!blank) folded.push_back(letter);
    if (blank && !folded.empty() && folded.back() != ' ') folded.push_back(' ');
  }
  return folded;
}

std::vector<std::optional<std::size_t>> fixed_at(const std::vector<std::size_t>& places) {
  return {places.begin(), places.end()};
}

}  // namespace

void EquationWriter::write() {
  link_flows();
  count_inflows();
  for (const auto& variable : scope_.variables) {
    if (variable->conveyor) prepare_conveyor(*variable);
    if (variable->oven) prepare_oven(*variable);
  }
  for (const auto& variable : scope_.variables) {
    if (variable->queue) prepare_queue(*variable);
  }
  for (const auto& variable : scope_.variables) write_variable(*variable);
}

Translator EquationWriter::translator_for(const Variable& variable,
                                          std::vector<std::optional<std::size_t>> fixed) {
  return {whole_, complaints_, Site{&scope_, &variable, std::move(fixed), &sink_}};
}

void EquationWriter::write_variable(const Variable& variable) {
  const auto connection = scope_.connections.find(key_of(variable.local_name));
  if (connection != scope_.connections.end()) return write_input(variable, connection->second);
  if (is_data(variable)) return write_data(variable);
  if (variable.sort == Sort::result) return;
  if (variable.sort == Sort::table) return write_table(variable, variable.name);
  const Make make = make_of(variable.sort);
  if (write_vensim_kind(variable, make)) return;
  write_parts(variable, is_no_integral(variable) ? &EquationWriter::make_plain : make);
}

EquationWriter::Make EquationWriter::make_of(Sort sort) {
  if (sort == Sort::stock) return &EquationWriter::make_stock;
  return sort == Sort::flow ? &EquationWriter::make_flow : &EquationWriter::make_plain;
}

// Converters of Vensim's models write its data variables without an equation.
bool EquationWriter::is_data(const Variable& variable) const {
  const bool blank = !variable.equation || variable.equation->is_blank();
  return whole_.is_of_vensim && variable.sort == Sort::aux && blank && variable.elements.empty() &&
         !variable.table && !variable.is_input && !variable.initial_equation;
}

Equation EquationWriter::data_heading(const Variable& variable, const Part& part) const {
  Equation equation = heading(variable);
  equation.kind = EquationKind::data;
  equation.subscripts = left_side(variable, part);
  if (is_of_all(part)) equation.exceptions = exceptions_of(variable);
  return equation;
}

void EquationWriter::write_data(const Variable& variable) {
  sink_.push_back(data_heading(variable, part_of_all(variable)));
}

// Vensim writes all its levels as stocks, those too that are none: a stock without flows, whose
// equation is outflow = DELAY FIXED(inflow, 2, 0) or only the call.
bool EquationWriter::is_no_integral(const Variable& variable) {
  const bool may_be = whole_.is_of_vensim && variable.sort == Sort::stock &&
                      inflows_[&variable].empty() && outflows_[&variable].empty() &&
                      !variable.net_flow && variable.equation && variable.elements.empty();
  if (!may_be) return false;
  (void)parse(*variable.equation);
  std::vector<Node>& nodes = *parsed_[&*variable.equation];
  if (nodes.size() != 1) return false;
  auto* joined = std::get_if<Joined>(&nodes.front().form);
  const bool equals =
      joined != nullptr && joined->joint == Joint::plain && joined->op == BinaryOp::equal;
  const Name* left = equals ? written_plainly(joined->operands[0]) : nullptr;
  if (left != nullptr && key_of(left->path.back()) == key_of(variable.local_name)) {
    Node right = std::move(joined->operands[1]);
    nodes.front() = std::move(right);
  }
  const auto* call = std::get_if<Applied>(&nodes.front().form);
  const auto function = call != nullptr ? find_vensim_function(call->path.back()) : std::nullopt;
  return function && function->id != "integ" && function->remembers;
}

Equation EquationWriter::heading(const Variable& variable) const {
  Equation equation;
  equation.span = variable.span;
  equation.name_span = variable.name_span;
  equation.name = variable.name;
  equation.unit = variable.unit;
  equation.unit_span = variable.unit_span;
  equation.minimum = variable.minimum;
  equation.step = variable.step;
  equation.supplementary = variable.supplementary;
  equation.maximum = variable.maximum;
  equation.note = variable.note;
  equation.group = variable.group;
  return equation;
}

// An input that is connected is another name for what it is connected with.
void EquationWriter::write_input(const Variable& variable, const Connection& connection) {
  const auto found = find_variable(whole_, *connection.scope, split_path(connection.from));
  if (!found) {
    complaints_.say(Code::xmile_bad_connection, connection.span,
                    format("there is no variable \"{}\" to connect with", connection.from),
                    format("it is to give the input \"{}\" its values", variable.name),
                    "name a variable of this model as .name, of a module as module.name");
    return;
  }
  if (source_of(whole_, found).variable->has_table() &&
      source_of(whole_, found).variable->sort == Sort::table) {
    return;  // calls of it go to the table itself
  }
  Part part;
  for (const std::string& axis : variable.axes) (void)axis, part.fixed.emplace_back();
  part.span = variable.name_span;
  Translator translator = translator_for(variable, part.fixed);
  add(variable, part, translator.refer_to(*found.variable, connection.span));
  sink_.back().shown = format("{} is {}", variable.name, found.variable->name);
}

void EquationWriter::write_table(const Variable& variable, const std::string& name) {
  const auto write = [&](const Table& table, const std::vector<std::size_t>& places, Span span) {
    Equation equation = heading(variable);
    equation.name = name;
    equation.kind = EquationKind::lookup;
    for (std::size_t axis = 0; axis < variable.axes.size(); ++axis) {
      const auto& elements = whole_.dimensions.at(variable.dimensions[axis]).elements;
      equation.subscripts.push_back(
          {places.empty() ? variable.axes[axis] : elements[places[axis]], false, span});
    }
    equation.right = Expr{span, table};
    sink_.push_back(std::move(equation));
  };
  if (variable.table) write(*variable.table, {}, variable.name_span);
  for (const Element& element : variable.elements) {
    if (element.table) write(*element.table, element.places, element.span);
  }
}

const std::vector<Node>* EquationWriter::parse(const Text& text) {
  auto& kept = parsed_[&text];
  if (!kept) {
    auto nodes = parse_in(scope_, text, complaints_);
    kept = std::make_unique<std::vector<Node>>();
    if (nodes) *kept = std::move(*nodes);
    // What could not be read was told; a number keeps further complaints away.
    if (!nodes) kept->push_back(Node{text.span(), Number{0}});
  }
  return kept.get();
}

EquationWriter::Part EquationWriter::part_of_all(const Variable& variable) {
  Part part;
  part.fixed.resize(variable.axes.size());
  part.equation = variable.equation ? &*variable.equation : nullptr;
  part.table = variable.table ? &*variable.table : nullptr;
  part.span = variable.name_span;
  return part;
}

std::vector<EquationWriter::Part> EquationWriter::parts_of(const Variable& variable) {
  std::vector<Part> parts;
  if (!variable.exceptions.empty() && variable.equation) parts.push_back(part_of_all(variable));
  for (const Element& element : variable.elements) {
    Part part;
    part.fixed = fixed_at(element.places);
    part.equation = element.equation    ? &*element.equation
                    : variable.equation ? &*variable.equation
                                        : nullptr;
    part.table = element.table ? &*element.table : variable.table ? &*variable.table : nullptr;
    part.span = element.span;
    parts.push_back(std::move(part));
  }
  if (parts.empty()) parts.push_back(part_of_all(variable));
  return parts;
}

void EquationWriter::write_parts(const Variable& variable, Make make) {
  if (!variable.further_equations.empty())
    return write_list(variable, all_equations(variable), make);
  for (Part& part : parts_of(variable)) {
    part.nodes = part.equation != nullptr ? parse(*part.equation) : nullptr;
    if (part.nodes != nullptr && part.nodes->size() > 1 && !listed_.contains(&variable)) {
      write_list(variable, *part.nodes, make);
    } else {
      write_part(variable, part, make);
    }
  }
}

// Several <eqn>: one for each cell.
const std::vector<Node>& EquationWriter::all_equations(const Variable& variable) {
  auto& kept = parsed_[&variable.further_equations.front()];
  if (kept) return *kept;
  std::vector<Node> all = *parse(*variable.equation);
  for (std::size_t i = 0; i < variable.further_equations.size(); ++i) {
    auto nodes = parse_equation(variable.further_equations[i], complaints_);
    const bool one = nodes && nodes->size() == 1;
    all.push_back(one ? std::move(nodes->front())
                      : Node{variable.further_equations[i].span(), Number{0}});
  }
  kept = std::make_unique<std::vector<Node>>(std::move(all));
  return *kept;
}

// "1, 2, 3": one expression for each cell.
void EquationWriter::write_list(const Variable& variable, const std::vector<Node>& nodes,
                                Make make) {
  std::size_t cells = variable.axes.empty() ? 0 : 1;
  for (const std::size_t dimension : variable.dimensions) {
    cells *= whole_.dimensions.size_of(dimension);
  }
  if (nodes.size() != cells) {
    complaints_.say(
        Code::xmile_list_size, nodes.front().span,
        format("\"{}\" has {} values between commas", variable.local_name, nodes.size()),
        cells == 0 ? std::string("it is no array") : format("it has {} cells", cells),
        "give one value, or one for each cell");
    return;
  }
  std::vector<std::size_t> places(variable.axes.size());
  for (std::size_t i = 0; i < nodes.size(); ++i) {
    Part part;
    part.fixed = fixed_at(places);
    part.nodes = &nodes;
    part.node = i;
    part.table = variable.table ? &*variable.table : nullptr;
    part.span = nodes[i].span;
    if (!is_exception(variable, places)) write_part(variable, part, make);
    whole_.dimensions.advance(places, variable.dimensions);
  }
}

void EquationWriter::write_part(const Variable& variable, const Part& part, Make make) {
  const std::size_t hidden = sink_.size();
  Translator translator = translator_for(variable, part.fixed);
  const bool nothing = part.nodes == nullptr || part.nodes->empty();
  const auto driven = driven_.find(&variable);
  if (driven != driven_.end()) {
    return add(variable, part, refer_cell(driven->second, variable, part));
  }
  if (nothing) {
    Equation equation = heading(variable);  // told by the model: it has no right-hand side
    for (const std::string& axis : variable.axes) {
      equation.subscripts.push_back({axis, false, variable.name_span});
    }
    sink_.push_back(std::move(equation));
    return;
  }
  const auto listed = listed_.find(&variable);
  Expr value = listed != listed_.end() ? listed->second : value_of(variable, part, translator);
  value = (this->*make)(variable, translator, std::move(value));
  if (translator.needs_cells()) {
    sink_.resize(hidden);
    return write_cells(variable, part, make);
  }
  add(variable, part, std::move(value));
}

void EquationWriter::write_cells(const Variable& variable, const Part& part, Make make) {
  double cells = 1;
  for (const std::size_t dimension : variable.dimensions) {
    cells *= static_cast<double>(whole_.dimensions.size_of(dimension));
  }
  if (cells >
      static_cast<double>(kMostWrittenOut - std::min(whole_.written_out, kMostWrittenOut))) {
    refuse(variable.name_span,
           format("the equation of \"{}\" would be written out for {} cells", variable.local_name,
                  to_text(cells)),
           "its ranges make it differ from cell to cell", "use smaller dimensions");
    return;
  }
  whole_.written_out += static_cast<std::size_t>(cells);
  std::vector<std::size_t> places(variable.axes.size());
  do {
    if (is_exception(variable, places)) continue;
    Part cell = part;
    cell.fixed = fixed_at(places);
    write_part(variable, cell, make);
  } while (whole_.dimensions.advance(places, variable.dimensions));
}

Expr EquationWriter::value_of(const Variable& variable, const Part& part, Translator& translator) {
  Expr value = translator.translate((*part.nodes)[part.node]);
  if (part.table != nullptr) {
    value = call_of("with_lookup", part.span, std::move(value), Expr{part.span, *part.table});
  }
  const std::optional<Text>* written = &variable.initial_equation;
  for (const Element& element : variable.elements) {
    if (element.initial_equation && translator.is_for(element.places)) {
      written = &element.initial_equation;
    }
  }
  if (!*written || variable.sort == Sort::stock) return value;
  const std::vector<Node>* start = parse(**written);
  if (start->size() != 1) return value;
  return call_of("active_initial", part.span, std::move(value),
                 translator.translate(start->front()));
}

bool EquationWriter::is_of_all(const Part& part) {
  return std::ranges::none_of(part.fixed, &std::optional<std::size_t>::has_value);
}

std::vector<Subscript> EquationWriter::left_side(const Variable& variable, const Part& part) const {
  std::vector<Subscript> subscripts;
  for (std::size_t axis = 0; axis < variable.axes.size(); ++axis) {
    const auto& elements = whole_.dimensions.at(variable.dimensions[axis]).elements;
    subscripts.push_back(
        {part.fixed[axis] ? elements[*part.fixed[axis]] : variable.axes[axis], false, part.span});
  }
  return subscripts;
}

void EquationWriter::add(const Variable& variable, const Part& part, Expr right) {
  Equation equation = heading(variable);
  equation.subscripts = left_side(variable, part);
  if (is_of_all(part)) equation.exceptions = exceptions_of(variable);
  equation.right = std::move(right);
  equation.shown = shown(variable, part, equation);
  sink_.push_back(std::move(equation));
}

// "births[a] = rate * count", of a stock "count starts at 100, + births - deaths".
std::string EquationWriter::shown(const Variable& variable, const Part& part,
                                  const Equation& equation) {
  std::string text = variable.name;
  for (std::size_t i = 0; i < equation.subscripts.size(); ++i) {
    text += (i == 0 ? "[" : ", ") + equation.subscripts[i].name;
  }
  if (!equation.subscripts.empty()) text += "]";
  const bool imported = !variable.imported_from.empty() && part.equation != nullptr;
  const std::string value =
      imported ? format("{} (from {})", part.equation->value, variable.imported_from)
      : part.nodes == nullptr || part.nodes->empty()
          ? std::string()
          : fold_lines(complaints_.text_of((*part.nodes)[part.node].span));
  if (variable.sort == Sort::stock) {
    text += " starts at " + value + ",";
    for (const Variable* flow : inflows_[&variable]) text += " + " + flow->local_name;
    for (const Variable* flow : outflows_[&variable]) text += " - " + flow->local_name;
    return text;
  }
  if (driven_.contains(&variable)) return text + " is what the stock it leaves gives out";
  text += part.table == nullptr
              ? " = " + value
              : format(" = the graph ({} points) at {}", part.table->points.size(), value);
  return text;
}

// A hidden variable over the axes of a stock, as one of its flows refers to it.
Expr EquationWriter::refer_cell(const std::string& hidden, const Variable& flow,
                                const Part& part) const {
  return refer(hidden, part.span, left_side(flow, part));
}

Expr EquationWriter::make_plain(const Variable&, Translator&, Expr value) { return value; }

}  // namespace sluice::syntax::xmile
