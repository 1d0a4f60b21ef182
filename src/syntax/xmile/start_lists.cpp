// Conveyors and queues whose start is a list, as 4, 2, 7 (isee's help, Initializing Discrete
// Stocks): of a conveyor what comes off in each unit of time, evenly over its steps, of a queue its
// batches; the one that leaves first stands first.
#include <algorithm>
#include <cmath>

#include "base/format.h"
#include "base/number.h"
#include "syntax/xmile/belt.h"
#include "syntax/xmile/build.h"
#include "syntax/xmile/equations.h"
#include "syntax/xmile/maker.h"
#include "syntax/xmile/parser.h"

namespace sluice::syntax::xmile {

namespace {

bool is_written_number(const Node& node) {
  const auto* sign = std::get_if<Signed>(&node.form);
  const Node& bare = sign != nullptr && sign->op != UnaryOp::logical_not ? sign->operand[0] : node;
  return std::holds_alternative<Number>(bare.form);
}

}  // namespace

// Its parts; nothing where the start is one number.
const std::vector<Node>* EquationWriter::start_list(const Variable& stock) {
  const bool may_have = (stock.conveyor || stock.queue) && stock.axes.empty() && stock.equation &&
                        stock.further_equations.empty();
  const auto* nodes = may_have ? parse(*stock.equation) : nullptr;
  return nodes != nullptr && nodes->size() > 1 ? nodes : nullptr;
}

// A long one would make a tree too deep to walk.
bool EquationWriter::list_is_short(const Variable& stock) {
  constexpr std::size_t kMostValues = 400;
  const auto* nodes = start_list(stock);
  if (nodes == nullptr || nodes->size() <= kMostValues) return true;
  return refuse(stock.equation->span(),
                format("the {} \"{}\" starts with {} values", stock.queue ? "queue" : "conveyor",
                       stock.local_name, nodes->size()),
                format("the list may have {}", kMostValues), "");
}

bool EquationWriter::list_fits(const Belt& belt, const Node& length) {
  const auto* nodes = start_list(*belt.stock);
  if (nodes == nullptr) return true;
  const std::string& name = belt.stock->local_name;
  const Span span = belt.stock->equation->span();
  if (!belt.leaks.empty() || belt.stock->conveyor->arrest || !is_constant(length)) {
    return refuse(span, format("the conveyor \"{}\" starts with a list", name),
                  "that is read where nothing leaks, its transit time stays and it never stops",
                  "write what it holds at the start as one number");
  }
  if (!list_is_short(*belt.stock)) return false;
  for (const Node& node : *nodes) {
    if (is_constant(node)) continue;
    return refuse(node.span, format("the conveyor \"{}\" starts with a list", name),
                  "its values are numbers and constants, the same in the whole run",
                  "write a number, or a variable that is one");
  }
  const auto transit = value_in(length);
  const double tolerance = 1e-9;
  const auto fills = [&](double time, double step) {
    const double steps = time / step;
    return std::abs(steps - std::round(steps)) <= tolerance * std::max(1.0, steps);
  };
  const auto step = setting("time step");
  if (step && !(fills(1, *step) && (!transit || fills(*transit, *step)))) {
    return refuse(span,
                  format("the conveyor \"{}\" starts with a list, and a time step is {}", name,
                         to_text(*step)),
                  "each value comes off in one unit of time, which whole time steps must fill, "
                  "as the transit time too",
                  "write a <dt> that divides both, or what it holds at the start as one number");
  }
  if (!transit || std::ceil(*transit - tolerance) <= static_cast<double>(nodes->size())) {
    return true;
  }
  return refuse(span,
                format("the conveyor \"{}\" starts with {} values, and is {} long", name,
                       nodes->size(), to_text(*transit)),
                "each says what comes off in one unit of time",
                "write a value for each unit of time that it is long");
}

// How much of the run is over, to half a step; under Runge-Kutta the same in all stages of a step.
Expr EquationWriter::since_start(const Belt& belt) {
  Maker make = belt.maker();
  Expr since = make.minus(refer("Time", belt.span), refer("INITIAL TIME", belt.span));
  if (whole_.tree.integration.value_or(Integration::euler) != Integration::euler) {
    const std::string next = make.name("time that comes");
    since = make.keep("time gone", make.a_step_ago(make.at(next), make.zero()));
    make.set(next, make.plus(since, make.step()));
  }
  return make.plus(std::move(since), make.half_step());
}

// What comes off in a unit of time of the list: read from a table where all are written numbers.
Expr EquationWriter::rate_of_list(const Belt& belt, const Expr& since) {
  const Maker make = belt.maker();
  const auto& nodes = *start_list(*belt.stock);
  if (std::ranges::all_of(nodes, is_written_number)) {
    Table rates;
    rates.kind = TableKind::step;
    for (std::size_t i = 0; i < nodes.size(); ++i) {
      rates.points.emplace_back(static_cast<double>(i), value_in(nodes[i]).value_or(0));
    }
    rates.points.emplace_back(static_cast<double>(nodes.size()), 0);
    return call_of("with_lookup", belt.span, since, Expr{belt.span, std::move(rates)});
  }
  Expr rate = make.zero();
  for (std::size_t i = nodes.size(); i-- > 0;) {
    const Expr ends = number(static_cast<double>(i + 1), belt.span);
    rate = belt.translator->hide(
        "rate", make.choose(make.below(since, ends), value_of_list(belt, i), std::move(rate)),
        belt.axes, belt.span);
  }
  return rate;
}

Expr EquationWriter::value_of_list(const Belt& belt, std::size_t place) {
  return belt.translator->translate((*start_list(*belt.stock))[place]);
}

// Until the belt has run through once, what the list says; then what entered.
Expr EquationWriter::as_listed(const Belt& belt, const Steady& steady) {
  const Maker make = belt.maker();
  const Span span = belt.span;
  const std::size_t count = start_list(*belt.stock)->size();
  Expr held = make.zero();
  for (std::size_t i = 0; i < count; ++i) {
    const double begins = static_cast<double>(i);
    Expr part =
        call_of("min", span, make.minus(steady.length, number(begins, span)), number(1, span));
    held = make.plus(std::move(held),
                     make.times(value_of_list(belt, i), make.not_negative(std::move(part))));
  }
  listed_[belt.stock] = std::move(held);
  const Expr since = since_start(belt);
  Expr rate = rate_of_list(belt, since);
  if (belt.stock->conveyor->discrete) {  // each value whole, where its unit of time begins
    Expr lump = call_of("pulse_volume", span, std::move(rate), refer("INITIAL TIME", span),
                        number(1, span));
    rate = std::move(lump);
  }
  Expr later = call_of("delay_fixed", span, belt.entering, steady.length, make.zero());
  Expr first = make.choose(make.below(since, steady.length), std::move(rate), make.zero());
  return make.plus(std::move(first), std::move(later));
}

}  // namespace sluice::syntax::xmile
