// Conveyors (OASIS XMILE 1.0, 3.7.2 and 4.2.1), in steps of TIME STEP as the standard's text and
// isee's notes on their computation have them:
//
// What enters in a step leaves N steps later, N = transit time / TIME STEP in whole steps. Linear
// leakage takes the same amount, fraction / (steps of the zone) of what entered, in each step of
// the zone; exponential leakage takes fraction * TIME STEP of what is left. What is on the belt at
// the start lies as a constant inflow would have left it, evenly where nothing leaks.
//
// So a conveyor is a delay of its inflow and a few integrals; belt.cpp says where on it what lies.
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
  const auto [known, fresh] = constant_.emplace(&variable, false);  // in a circle: not
  if (!fresh) return known->second;
  return constant_[&variable] = is_constant(variable, depth);
}

bool EquationWriter::is_constant(const Variable& variable, int depth) const {
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
  return nodes && !nodes->empty() && std::ranges::all_of(*nodes, [&](const Node& node) {
           return is_constant(node, depth + 1);
         });
}

// What a constant is, where that is plain to see: to complain of it.
std::optional<double> EquationWriter::value_in(const Node& node, int depth) const {
  constexpr int kLongestChain = 20;
  if (depth > kLongestChain) return std::nullopt;
  if (const auto* written = std::get_if<Number>(&node.form)) return written->value;
  if (const auto* sign = std::get_if<Signed>(&node.form)) {
    const auto value = value_in(sign->operand[0], depth + 1);
    if (!value || sign->op == UnaryOp::logical_not) return std::nullopt;
    return sign->op == UnaryOp::minus ? -*value : *value;
  }
  const Name* name = written_plainly(node);
  const Found found = name != nullptr ? find_variable(whole_, scope_, name->path) : Found{};
  if (!found || !is_constant(node)) return std::nullopt;
  const Variable& variable = *source_of(whole_, found).variable;
  if (!variable.equation || !variable.elements.empty()) return std::nullopt;
  Complaints silent = complaints_;
  const auto nodes = parse_equation(*variable.equation, silent);
  if (!nodes || nodes->size() != 1) return std::nullopt;
  return value_in(nodes->front(), depth + 1);
}

bool EquationWriter::is_sound_leak(const Belt& belt, const Variable& flow, double fraction,
                                   double together) {
  if (fraction < 0 || (together > 1 && !belt.exponential())) {
    const Text& text = flow.leak.fraction ? *flow.leak.fraction : *flow.equation;
    return refuse(
        text.span(),
        format("the leakage fraction{} of the conveyor \"{}\" {} {}", belt.leaks.empty() ? "" : "s",
               belt.stock->local_name, belt.leaks.empty() ? "is" : "add up to", together),
        "a belt cannot lose more than all that enters, nor less than nothing",
        "let each be 0 or more and all together at most 1");
  }
  if (flow.leak.zone_start < flow.leak.zone_end) return true;
  return refuse(flow.name_span, format("the zone of \"{}\" ends before it begins", flow.local_name),
                "it is a stretch of the belt, from 0 where it begins to 1 where it ends",
                "write leak_start below leak_end");
}

// The first outflow that is not marked as a leakage comes off the end of the belt.
bool EquationWriter::read_leaks(Belt& belt) {
  double together = 0;
  const auto& flows = outflows_[belt.stock];
  const bool marked =
      std::ranges::any_of(flows, [](const Variable* one) { return one->leak.marked; });
  for (const Variable* flow : flows) {
    const bool leaks = marked ? flow->leak.marked : belt.outflow != nullptr;
    if (!leaks && belt.outflow == nullptr) {
      belt.outflow = flow;
      continue;
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
    const double fraction = value_in(nodes->front()).value_or(0);
    together += fraction;
    if (!is_sound_leak(belt, *flow, fraction, together)) return false;
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
  belt.entering = belt.maker().keep("inflow", std::move(inflow));
  if (conveyor.discrete && conveyor.inflow_limit) write_budget(belt);
  if (const auto transit = value_in(length->front()); transit && !(*transit > 0)) {
    refuse(conveyor.length->span(),
           format("the transit time of the conveyor \"{}\" is {}", stock.local_name, *transit),
           "what enters lies there for a while", "write a time above 0");
    return;
  }
  if (!list_fits(belt, length->front())) {
    listed_[&stock] = number(0, span);  // told already
    return;
  }
  belt.limit_leaks();
  if (conveyor.exponential) belt.cut();
  if (conveyor.arrest || !is_constant(length->front())) {
    write_slats(belt, *length);
  } else if (conveyor.exponential) {
    write_exponential(belt, steady_belt(belt, translator.translate(length->front())));
  } else {
    write_linear(belt, steady_belt(belt, translator.translate(length->front())));
  }
}

EquationWriter::Steady EquationWriter::steady_belt(Belt& belt, Expr transit_time) const {
  Maker make = belt.maker();
  Steady steady;
  steady.slats = make.keep("slats", belt.slats_of(std::move(transit_time)));
  steady.length = make.keep("transit time", make.times(steady.slats, make.step()));
  Expr start = call_of("initial", belt.span, make.translator.refer_to(*belt.stock, belt.span));
  steady.before =
      make.keep("inflow before", make.over(std::move(start), belt.in_balance(steady.slats)));
  return steady;
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
Expr EquationWriter::in_lumps(const Belt& belt, const Steady& steady) const {
  const Maker make = belt.maker();
  const Span span = belt.span;
  const Expr start = refer("INITIAL TIME", span);
  const Expr until = make.minus(steady.length, make.half_step());
  Expr lumps = make.minus(make.zero(), call_of("floor", span, make.minus(make.zero(), until)));
  Expr lump = make.over(call_of("initial", span, make.translator.refer_to(*belt.stock, span)),
                        std::move(lumps));
  Expr comes = call_of("pulse_volume", span, std::move(lump), start, number(1, span));
  Expr first = make.choose(make.below(refer("Time", span), make.plus(start, until)),
                           std::move(comes), make.zero());
  Expr later = call_of("delay_fixed", span, belt.entering, steady.length, make.zero());
  return make.plus(std::move(first), std::move(later));
}

// What flows past the border of a slat, as it was when it entered.
Expr EquationWriter::flowing_past(const Belt& belt, const Steady& steady, const Expr& place) const {
  const Maker make = belt.maker();
  const auto* known = std::get_if<Number>(&place.node);
  if (known != nullptr && known->value == 0) return belt.entering;
  Expr late = call_of("delay_fixed", belt.span, belt.entering, make.times(place, make.step()),
                      steady.before);
  if (const auto* all = std::get_if<Reference>(&place.node);
      all != nullptr && all->name == name_of(steady.slats)) {
    return late;
  }
  return make.choose(make.below(place, number(0.5, belt.span)), belt.entering, std::move(late));
}

// Leakage follows what entered: the integral of it over each zone.
void EquationWriter::write_linear(Belt& belt, const Steady& steady) {
  Maker make = belt.maker();
  const Span span = belt.span;
  Expr left = number(1, span);
  for (std::size_t i = 0; i < belt.leaks.size(); ++i) {
    const Belt::Zone zone = belt.zone_of(i, steady.slats);
    const Expr length = make.keep("zone", make.minus(zone.to, zone.from));
    const Expr time = make.times(length, make.step());
    Expr moved =
        make.minus(flowing_past(belt, steady, zone.from), flowing_past(belt, steady, zone.to));
    const Expr entered = make.keep(
        "belt", call_of("integ", span, std::move(moved), make.times(steady.before, time)));
    leak(belt, i, make.over(make.times(belt.leaks[i].fraction, entered), time));
    left = make.minus(std::move(left), belt.leaks[i].fraction);
  }
  const bool lumps = belt.stock->conveyor->discrete && belt.leaks.empty();
  const bool listed = start_list(*belt.stock) != nullptr;
  Expr end = listed  ? as_listed(belt, steady)
             : lumps ? in_lumps(belt, steady)
                     : flowing_past(belt, steady, steady.slats);
  if (!belt.leaks.empty()) end = make.times(std::move(left), std::move(end));
  driven_[belt.outflow] = name_of(make.keep("end", std::move(end)));
}

// Leakage follows what is left: each stretch is a belt of its own.
void EquationWriter::write_exponential(Belt& belt, const Steady& steady) {
  Maker make = belt.maker();
  const Span span = belt.span;
  std::vector<Expr> leaking(belt.leaks.size(), number(0, span));
  Expr passed = number(1, span);  // of a unit that entered, what comes to the stretch
  for (const Belt::Stretch& stretch : belt.stretches) {
    if (stretch.leaks.empty()) continue;
    const Expr length = belt.length_of(stretch, steady.slats);
    const Expr left = make.keep("left", binary(BinaryOp::power, stretch.kept, length, span));
    Expr comes =
        make.times(passed, flowing_past(belt, steady, belt.border(stretch.from, steady.slats)));
    passed = make.keep("passed", make.times(passed, left));
    Expr goes =
        make.times(passed, flowing_past(belt, steady, belt.border(stretch.to, steady.slats)));
    Expr starts = make.times(steady.before, belt.content_of(stretch, steady.slats));
    const std::string name = make.name("belt");
    const Expr content = make.at(name);
    Expr net = make.minus(make.minus(std::move(comes), std::move(goes)),
                          make.times(stretch.active, content));
    make.set(name, call_of("integ", span, std::move(net), std::move(starts)));
    for (const std::size_t i : stretch.leaks) {
      Expr share = make.times(belt.leaks[i].fraction, stretch.scale);
      leaking[i] = make.plus(std::move(leaking[i]), make.times(std::move(share), content));
    }
  }
  for (std::size_t i = 0; i < belt.leaks.size(); ++i) {
    leak(belt, i, std::move(leaking[i]));
  }
  Expr end = make.times(passed, flowing_past(belt, steady, steady.slats));
  driven_[belt.outflow] = name_of(make.keep("end", std::move(end)));
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
