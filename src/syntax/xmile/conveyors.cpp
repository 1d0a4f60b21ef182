// Conveyors (OASIS XMILE 1.0, 3.7.2 and 4.2.1), in steps of TIME STEP as the standard's text and
// isee's notes on their computation have them:
//
// What enters in a step leaves N steps later, N = transit time / TIME STEP. Linear leakage takes
// the same amount, fraction / N of what entered, in each step of the zone; exponential leakage
// takes fraction * TIME STEP of what is left. What is on the belt at the start lies as a constant
// inflow would have left it, evenly where nothing leaks.
//
// So a conveyor is a delay of its inflow and a few integrals; zones cut it into stretches.
#include <algorithm>

#include "base/format.h"
#include "syntax/xmile/belt.h"
#include "syntax/xmile/build.h"
#include "syntax/xmile/equations.h"
#include "syntax/xmile/parser.h"

namespace sluice::syntax::xmile {

namespace {

Expr sum(Expr a, Expr b, Span span) {
  return binary(BinaryOp::add, std::move(a), std::move(b), span);
}
Expr difference(Expr a, Expr b, Span span) {
  return binary(BinaryOp::subtract, std::move(a), std::move(b), span);
}
Expr product(Expr a, Expr b, Span span) {
  return binary(BinaryOp::multiply, std::move(a), std::move(b), span);
}
Expr quotient(Expr a, Expr b, Span span) {
  return binary(BinaryOp::divide, std::move(a), std::move(b), span);
}

}  // namespace

bool EquationWriter::refuse(Span span, std::string message, std::string reason, std::string hint) {
  complaints_.say(Code::xmile_not_read, span, std::move(message), std::move(reason),
                  std::move(hint));
  return false;
}

// Surely the same all the time: numbers and what is made of numbers.
bool EquationWriter::is_constant(const Node& node, int depth) const {
  constexpr int kLongestChain = 20;
  const auto all = [&](const std::vector<Node>& parts) {
    return std::ranges::all_of(parts,
                               [&](const Node& part) { return is_constant(part, depth + 1); });
  };
  if (depth > kLongestChain) return false;
  if (std::holds_alternative<Number>(node.form)) return true;
  if (const auto* joined = std::get_if<Joined>(&node.form)) return all(joined->operands);
  if (const auto* sign = std::get_if<Signed>(&node.form)) return all(sign->operand);
  const auto* name = std::get_if<Name>(&node.form);
  if (name == nullptr) return false;
  const Found found = find_variable(whole_, scope_, name->path);
  if (!found) {
    const std::string key = key_of(name->path.back());
    return key == "dt" || key == "pi" || key == "starttime" || key == "stoptime";
  }
  const Variable& variable = *source_of(whole_, found).variable;
  const bool plain = variable.sort == Sort::aux && !variable.table && variable.elements.empty() &&
                     variable.further_equations.empty() && variable.equation;
  if (!plain)
    return std::ranges::all_of(variable.elements,
                               [](const Element& element) {
                                 return element.equation &&
                                        element.equation->value.find_first_not_of(
                                            "0123456789.eE+- \t\r\n") == std::string::npos;
                               }) &&
           variable.sort == Sort::aux && !variable.has_table() && !variable.elements.empty();
  Complaints silent = complaints_;
  const auto nodes = parse_equation(*variable.equation, silent);
  return nodes && !nodes->empty() && all(*nodes);
}

// The first outflow that is not marked as a leakage comes off the end of the belt.
bool EquationWriter::read_leaks(Belt& belt) {
  const auto& flows = outflows_[belt.stock];
  const bool marked =
      std::ranges::any_of(flows, [](const Variable* one) { return one->leak.marked; });
  for (const Variable* flow : flows) {
    const bool leaks = marked ? flow->leak.marked : belt.outflow != nullptr;
    if (!leaks && belt.outflow == nullptr) {
      belt.outflow = flow;
      continue;
    }
    if (flow->leak.integers) {
      return refuse(flow->name_span, format("\"{}\" leaks whole units", flow->local_name),
                    "leakage in whole units is not read", "let it leak fractions");
    }
    const Text* text = flow->leak.fraction ? &*flow->leak.fraction
                       : flow->equation    ? &*flow->equation
                                           : nullptr;
    if (text == nullptr || text->is_blank()) {
      return refuse(flow->name_span, format("\"{}\" has no leakage fraction", flow->local_name), "",
                    "write <leak>0.1</leak>");
    }
    const auto* nodes = parse(*text);
    if (nodes->empty() || !is_constant(nodes->front())) {
      return refuse(
          text->span(),
          format("the leakage fraction of \"{}\" may change in the run", flow->local_name),
          "only constant fractions are read", "give it a number, or a variable that is one");
    }
    belt.leaks.push_back({flow, expression(*text, *belt.translator)});
  }
  if (belt.outflow != nullptr) return true;
  return refuse(belt.span, format("the conveyor \"{}\" has no outflow", belt.stock->local_name),
                "one of its outflows takes what comes off its end",
                "add an outflow that is no leakage");
}

void EquationWriter::prepare_conveyor(const Variable& stock) {
  const Conveyor& conveyor = *stock.conveyor;
  Translator translator =
      translator_for(stock, std::vector<std::optional<std::size_t>>(stock.axes.size()));
  Belt belt;
  belt.stock = &stock;
  belt.translator = &translator;
  belt.axes = stock.axes;
  belt.span = stock.name_span;
  const Span span = belt.span;
  const auto* length = conveyor.length ? parse(*conveyor.length) : nullptr;
  if (length == nullptr || length->empty()) {
    refuse(conveyor.span, format("the conveyor \"{}\" has no transit time", stock.local_name), "",
           "write <len>...</len> into it");
    return;
  }
  if (!read_leaks(belt)) return;
  Expr inflow = number(0, span);
  for (const Variable* flow : inflows_[&stock]) {
    inflow = sum(std::move(inflow), translator.refer_to(*flow, span), span);
  }
  belt.entering = belt.hide("inflow", std::move(inflow));
  if (conveyor.discrete && conveyor.inflow_limit) write_budget(belt);
  if (belt.changes || conveyor.arrest || !is_constant(length->front())) {
    write_slats(belt, *length);
    return;
  }
  belt.length = belt.hide("transit time", translator.translate(length->front()));
  belt.cut();
  Expr start = call_of("initial", span, translator.refer_to(stock, span));
  belt.before =
      belt.hide("inflow before", quotient(std::move(start), equilibrium(belt, span), span));
  if (conveyor.exponential) {
    write_exponential(belt);
  } else {
    write_linear(belt);
  }
}

// What lies on the belt for each unit of a constant inflow.
Expr EquationWriter::equilibrium(const Belt& belt, Span span) const {
  if (!belt.stock->conveyor->exponential) {
    // Each leakage has taken, from what lies there, half of its part in its zone and all behind it.
    Expr content = belt.length;
    for (const Belt::Leak& leak : belt.leaks) {
      const auto& zone = leak.flow->leak;
      Expr inside =
          quotient(difference(belt.share(zone.zone_start, zone.zone_end), time_step(span), span),
                   number(2, span), span);
      Expr behind = belt.share(zone.zone_end, 1);
      content = difference(
          std::move(content),
          product(leak.fraction, sum(std::move(inside), std::move(behind), span), span), span);
    }
    return content;
  }
  Expr content = number(0, span), passed = number(1, span);
  for (const Belt::Stretch& stretch : belt.stretches) {
    const Expr share = belt.share(stretch.from, stretch.to);
    if (stretch.leaks.empty()) {
      content = sum(std::move(content), product(passed, share, span), span);
      continue;
    }
    Expr kept = difference(number(1, span), product(stretch.active, time_step(span), span), span);
    Expr left =
        binary(BinaryOp::power, std::move(kept), quotient(share, time_step(span), span), span);
    Expr here = call_of("safe_divide", span, difference(number(1, span), left, span),
                        stretch.active, share);
    content = sum(std::move(content), product(passed, std::move(here), span), span);
    passed = product(std::move(passed), std::move(left), span);
  }
  return content;
}

// The inflow limit of a discrete conveyor holds for each unit of time from the start and may be
// used up in one step: what has entered in this unit before this step.
void EquationWriter::write_budget(Belt& belt) {
  const Span span = belt.span;
  const std::string used = belt.translator->hidden_name("used"),
                    next = belt.translator->hidden_name("used next");
  const auto hidden = [&](const std::string& name) {
    return belt.translator->reference_to(name, belt.axes, span);
  };
  Expr since = difference(refer("Time", span), refer("INITIAL TIME", span), span);
  since = sum(std::move(since), quotient(time_step(span), number(2, span), span), span);
  Expr begins =
      binary(BinaryOp::less, call_of("floored_modulo", span, std::move(since), number(1, span)),
             time_step(span), span);
  Expr before = call_of("delay_fixed", span, hidden(next), time_step(span), number(0, span));
  belt.translator->hide_as(next,
                           sum(hidden(used), product(belt.entering, time_step(span), span), span),
                           belt.axes, span);
  belt.translator->hide_as(
      used, call_of("if_then_else", span, std::move(begins), number(0, span), std::move(before)),
      belt.axes, span);
  used_[belt.stock] = used;
}

// What a discrete conveyor holds at the start lies where each unit of time begins, so it comes off
// in lumps.
Expr EquationWriter::in_lumps(const Belt& belt) const {
  const Span span = belt.span;
  Expr start = refer("INITIAL TIME", span);
  Expr lump = quotient(call_of("initial", span, belt.translator->refer_to(*belt.stock, span)),
                       belt.length, span);
  Expr until = difference(sum(start, belt.length, span),
                          quotient(time_step(span), number(2, span), span), span);
  Expr comes = call_of("pulse_volume", span, std::move(lump), std::move(start), number(1, span));
  Expr lumps = call_of("if_then_else", span,
                       binary(BinaryOp::less, refer("Time", span), std::move(until), span),
                       std::move(comes), number(0, span));
  Expr later = call_of("delay_fixed", span, belt.entering, belt.length, number(0, span));
  return sum(std::move(lumps), std::move(later), span);
}

// Leakage follows what entered: the integral of it over each stretch.
void EquationWriter::write_linear(Belt& belt) {
  const Span span = belt.span;
  std::vector<Expr> leaking(belt.leaks.size(), number(0, span));
  for (const Belt::Stretch& stretch : belt.stretches) {
    if (stretch.leaks.empty()) continue;
    Expr moved = difference(belt.delayed(belt.entering, stretch.from),
                            belt.delayed(belt.entering, stretch.to), span);
    Expr start = product(belt.before, belt.share(stretch.from, stretch.to), span);
    const Expr entered =
        belt.hide("belt", call_of("integ", span, std::move(moved), std::move(start)));
    for (const std::size_t i : stretch.leaks) {
      const auto& zone = belt.leaks[i].flow->leak;
      Expr part = quotient(product(belt.leaks[i].fraction, entered, span),
                           belt.share(zone.zone_start, zone.zone_end), span);
      leaking[i] = sum(std::move(leaking[i]), std::move(part), span);
    }
  }
  Expr left = number(1, span);
  for (std::size_t i = 0; i < belt.leaks.size(); ++i) {
    left = difference(std::move(left), belt.leaks[i].fraction, span);
    Expr leak = belt.hide("leakage", std::move(leaking[i]));
    driven_[belt.leaks[i].flow] = std::get<Reference>(leak.node).name;
  }
  const bool lumps = belt.stock->conveyor->discrete && belt.leaks.empty();
  Expr end = lumps ? in_lumps(belt) : belt.delayed(belt.entering, 1);
  Expr out = belt.hide(
      "end", belt.leaks.empty() ? std::move(end) : product(std::move(left), std::move(end), span));
  driven_[belt.outflow] = std::get<Reference>(out.node).name;
}

// Leakage follows what is left: each stretch is a belt of its own.
void EquationWriter::write_exponential(Belt& belt) {
  const Span span = belt.span;
  std::vector<Expr> leaking(belt.leaks.size(), number(0, span));
  Expr entering = belt.entering, before = belt.before;
  for (const Belt::Stretch& stretch : belt.stretches) {
    const Expr share = belt.share(stretch.from, stretch.to);
    Expr end = call_of("delay_fixed", span, entering, share, before);
    if (stretch.leaks.empty()) {
      entering = belt.hide("stretch", std::move(end));
      continue;
    }
    Expr kept = difference(number(1, span), product(stretch.active, time_step(span), span), span);
    const Expr left = belt.hide("left", binary(BinaryOp::power, std::move(kept),
                                               quotient(share, time_step(span), span), span));
    end = belt.hide("stretch", product(left, std::move(end), span));
    // On the stretch at the start, for each unit of what enters it.
    Expr lies = call_of("safe_divide", span, difference(number(1, span), left, span),
                        stretch.active, share);
    const std::string name = belt.translator->hidden_name("belt");
    const Expr content = belt.translator->reference_to(name, belt.axes, span);
    Expr net =
        difference(difference(entering, end, span), product(stretch.active, content, span), span);
    belt.translator->hide_as(
        name, call_of("integ", span, std::move(net), product(before, std::move(lies), span)),
        belt.axes, span);
    for (const std::size_t i : stretch.leaks) {
      leaking[i] = sum(std::move(leaking[i]), product(belt.leaks[i].fraction, content, span), span);
    }
    before = belt.hide("inflow before", product(std::move(before), left, span));
    entering = std::move(end);
  }
  for (std::size_t i = 0; i < belt.leaks.size(); ++i) {
    Expr leak = belt.hide("leakage", std::move(leaking[i]));
    driven_[belt.leaks[i].flow] = std::get<Reference>(leak.node).name;
  }
  driven_[belt.outflow] = std::get<Reference>(entering.node).name;
}

// What a conveyor or an oven takes of a wish to flow in: no more than fits in, no more than its
// limit, in the order of its inflows.
Expr EquationWriter::entering(const Variable& flow, const Variable& stock, Translator& translator,
                              Expr value) {
  const Span span = flow.name_span;
  value = call_of("max", span, std::move(value), number(0, span));
  const auto moves = moves_.find(&stock);
  if (moves != moves_.end()) {
    value =
        product(std::move(value), translator.reference_to(moves->second, stock.axes, span), span);
  }
  const auto door = door_.find(&stock);
  if (door != door_.end()) {
    value =
        product(std::move(value), translator.reference_to(door->second, stock.axes, span), span);
  }
  const Text* limit =
      stock.conveyor && stock.conveyor->inflow_limit ? &*stock.conveyor->inflow_limit : nullptr;
  const bool has_capacity =
      (stock.conveyor && stock.conveyor->capacity) || (stock.oven && stock.oven->capacity);
  if (limit == nullptr && !has_capacity) return value;
  Expr before = number(0, span);
  for (const Variable* one : inflows_[&stock]) {
    if (one == &flow) break;
    before = sum(std::move(before), translator.refer_to(*one, span), span);
  }
  const auto at_most = [&](Expr most) {
    Expr rest = difference(std::move(most), before, span);
    rest = call_of("max", span, std::move(rest), number(0, span));
    value = call_of("min", span, std::move(value), std::move(rest));
  };
  const auto used = used_.find(&stock);
  if (limit != nullptr && used != used_.end()) {
    Expr left = difference(expression(*limit, translator),
                           translator.reference_to(used->second, stock.axes, span), span);
    at_most(quotient(std::move(left), time_step(span), span));
  } else if (limit != nullptr) {
    at_most(expression(*limit, translator));
  }
  if (has_capacity) at_most(room_of(stock, translator, span));
  return value;
}

// How fast it may fill in this step: what is free, and what becomes free.
Expr EquationWriter::room_of(const Variable& stock, Translator& translator, Span span) {
  const Text& capacity = stock.conveyor ? *stock.conveyor->capacity : *stock.oven->capacity;
  Expr free = difference(expression(capacity, translator), translator.refer_to(stock, span), span);
  Expr room = quotient(std::move(free), time_step(span), span);
  if (stock.oven) return room;
  for (const Variable* flow : outflows_[&stock]) {
    room = sum(std::move(room), translator.refer_to(*flow, span), span);
  }
  return room;
}

}  // namespace sluice::syntax::xmile
