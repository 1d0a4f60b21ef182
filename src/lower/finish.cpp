// From what was made to a Program, and small programs evaluated on the way.
#include <algorithm>

#include "lower/lowering.h"
#include "program/evaluate.h"

namespace sluice::lower {

program::Program Lowering::finish() {
  std::vector<Draft::Range> ranges;
  for (const NodeId node : order_) ranges.push_back(nodes_[node].ops);
  if (is_uneven()) ranges.push_back(stretch_rates());
  program::Program program = draft_.finish(ranges);
  program.timing = timing_;
  if (is_uneven()) program.timing.time_step = 1;
  program.method = method_;
  for (std::size_t i = 0; i < inputs_.size(); ++i) {
    const CellRef cell = inputs_[i].cell;
    const model::Variable& variable = model_.at(cell.variable);
    const model::Equation& equation = *model::equation_of(variable, cell.cell);
    program.inputs.push_back({model_.cell_name(variable, cell.cell), input_slots_[i],
                              written_number(equation, cell.cell).value_or(0), inputs_[i].kind});
  }
  program.stocks = std::move(stocks_);
  program.memories = std::move(memories_);
  program.tables = std::move(tables_);
  return program;
}

std::vector<std::pair<Slot, CellRef>> Lowering::made_cells() const {
  std::vector<std::pair<Slot, CellRef>> cells;
  for (const NodeId node : order_) {
    const CellRef cell = nodes_[node].cell;
    if (nodes_[node].fragment >= 0 || nodes_[node].world != World::step) continue;
    const auto variable = static_cast<std::size_t>(cell.variable);
    cells.emplace_back(first_slot_[static_cast<std::size_t>(World::step)][variable] + cell.cell,
                       cell);
  }
  for (std::size_t i = 0; i < inputs_.size(); ++i) {
    cells.emplace_back(input_slots_[i], inputs_[i].cell);
  }
  std::ranges::sort(cells, {}, [](const auto& cell) { return cell.first; });
  return cells;
}

// A program of its own for what `ask` wants to know, run for no step. Nothing where that depends on
// an input or on chance.
template <class Ask>
std::vector<double> Lowering::evaluate_each_apart(const std::vector<WantedInput>& inputs,
                                                  const Ask& ask) const {
  program::Timing timing = timing_;
  timing.steps = 0;
  timing.saved.clear();
  Lowering apart(model_, inputs, fixed_, timing, method_);
  apart.lengths_ = lengths_;
  apart.clock_cell_ = clock_cell_;
  const std::vector<Slot> slots = ask(apart);
  apart.settle();
  if (apart.reads_input_ || apart.draws_ || has_error(apart.diagnostics_)) return {};
  program::Program program = apart.finish();
  for (const Slot slot : slots) program.outputs.push_back({"", "", slot});
  return program::run_member(program, program::central_inputs(program));
}

template <class Ask>
std::optional<double> Lowering::evaluate_apart(const std::vector<WantedInput>& inputs,
                                               const Ask& ask) const {
  const auto values =
      evaluate_each_apart(inputs, [&](Lowering& apart) { return std::vector<Slot>{ask(apart)}; });
  return values.empty() ? std::nullopt : std::optional(values.front());
}

std::optional<double> Lowering::number_in(const model::Expr& expr, const Site& site) const {
  if (const auto* number = std::get_if<model::Number>(&expr.node)) return number->value;
  if (const auto* element = std::get_if<model::ElementNumber>(&expr.node)) {
    return model::position_of(element->index, site.left, site.loops) + 1.0;
  }
  if (const auto* unary = std::get_if<model::Unary>(&expr.node)) {
    const auto operand = number_in(unary->operand[0], site);
    if (!operand || unary->op != model::UnaryOp::minus) return std::nullopt;
    return -*operand;
  }
  if (const auto* binary = std::get_if<model::Binary>(&expr.node)) {
    return number_in(*binary, site);
  }
  const auto* reference = std::get_if<model::Reference>(&expr.node);
  if (reference == nullptr) return std::nullopt;
  const CellRef cell{reference->variable,
                     model::cell_of(model_, *reference, site.left, site.loops)};
  const bool replaced =
      input_cells_.contains(index_of(cell)) || fixed_cells_.contains(index_of(cell));
  const model::Variable& variable = model_.at(cell.variable);
  const model::Equation* equation = model::equation_of(variable, cell.cell);
  if (replaced || equation == nullptr) return std::nullopt;
  return written_number(*equation, cell.cell);
}

std::optional<double> Lowering::number_in(const model::Binary& binary, const Site& site) const {
  const auto a = number_in(binary.operands[0], site), b = number_in(binary.operands[1], site);
  if (!a || !b) return std::nullopt;
  switch (binary.op) {
    case model::BinaryOp::add: return *a + *b;
    case model::BinaryOp::subtract: return *a - *b;
    case model::BinaryOp::multiply: return *a * *b;
    case model::BinaryOp::divide: return *a / *b;
    default: return std::nullopt;
  }
}

std::optional<double> Lowering::value_at_start(const std::vector<WantedInput>& inputs,
                                               const model::Expr& expr, const Site& site) {
  if (const std::optional<double> number = number_in(expr, site)) return number;
  if (site.loops.empty() && evaluate_all(inputs, expr, site)) {
    return known_.at({&expr, index_of(site.cell), inputs.empty()});
  }
  return evaluate_apart(inputs, [&](Lowering& apart) {
    Slot slot = 0;
    apart.defer(site, World::initial, [&](Site& start) { slot = apart.lower(expr, start); });
    apart.settle();
    return slot;
  });
}

bool Lowering::evaluate_all(const std::vector<WantedInput>& inputs, const model::Expr& expr,
                            const Site& site) {
  if (known_.contains({&expr, index_of(site.cell), inputs.empty()})) return true;
  if (not_alike_.contains({&expr, inputs.empty()})) return false;
  const std::vector<std::uint32_t>& cells = site.equation->cells;
  const std::vector<double> values = evaluate_each_apart(inputs, [&](Lowering& apart) {
    std::vector<Slot> slots(cells.size());
    for (std::size_t i = 0; i < cells.size(); ++i) {
      const Site own = apart.site_of({site.cell.variable, cells[i]}, World::initial);
      apart.defer(own, World::initial,
                  [&, i](Site& start) { slots[i] = apart.lower(expr, start); });
    }
    apart.settle();
    return slots;
  });
  for (std::size_t i = 0; i < values.size(); ++i) {
    known_[{&expr, index_of({site.cell.variable, cells[i]}), inputs.empty()}] = values[i];
  }
  if (values.empty()) not_alike_.insert({&expr, inputs.empty()});
  return !values.empty();
}

std::optional<double> Lowering::known_value(const model::Expr& expr, const Site& site) {
  return value_at_start(inputs_, expr, site);
}

std::optional<double> Lowering::central_value(const model::Expr& expr, const Site& site) {
  return value_at_start({}, expr, site);
}

std::optional<double> Lowering::known_value(CellRef cell) {
  return evaluate_apart(inputs_, [&](Lowering& apart) { return apart.ask(cell, World::initial); });
}

void Lowering::say(Code code, Span span, std::string message, std::string reason,
                   std::string hint) {
  // One mistake in an equation of many cells is said once.
  if (!said_.insert({code, span.file, span.begin}).second) return;
  diagnostics_.push_back(make_diagnostic(code, model_.sources.place_of(span), std::move(message),
                                         std::move(reason), std::move(hint)));
}

}  // namespace sluice::lower
