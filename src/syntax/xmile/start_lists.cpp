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

constexpr std::size_t kMostListed = 400;

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
  if (nodes != nullptr) spread_slice(parsed_[&*stock.equation].get());
  return nodes != nullptr && nodes->size() > 1 ? nodes : nullptr;
}

// "start[*]", a slice of an array, as the list of its elements.
void EquationWriter::spread_slice(std::vector<Node>* nodes) const {
  const auto* name = nodes->size() == 1 ? std::get_if<Name>(&nodes->front().form) : nullptr;
  if (name == nullptr || name->transposed) return;
  const auto is_star = [](const Index& index) {
    return index.kind == Index::Kind::wildcard && index.parts.empty();
  };
  const Found found = find_variable(whole_, scope_, name->path);
  const auto stars = std::ranges::count_if(name->indices, is_star);
  if (!found || stars != 1 || name->indices.size() != found.variable->dimensions.size()) return;
  const auto axis = static_cast<std::size_t>(std::ranges::find_if(name->indices, is_star) -
                                             name->indices.begin());
  const Node slice = nodes->front();
  nodes->clear();
  const std::size_t size = whole_.dimensions.size_of(found.variable->dimensions[axis]);
  for (std::size_t place = 0; place < size; ++place) {
    nodes->push_back(slice);
    Index& index = std::get<Name>(nodes->back().form).indices[axis];
    index.kind = Index::Kind::expression;
    index.parts.push_back(Node{index.span, Number{static_cast<double>(place + 1)}});
  }
}

// A long one would make a tree too deep to walk.
bool EquationWriter::list_is_short(const Variable& stock) {
  const auto* nodes = start_list(stock);
  if (nodes == nullptr || nodes->size() <= kMostListed) return true;
  return refuse(stock.equation->span(),
                format("the {} \"{}\" starts with {} values", stock.queue ? "queue" : "conveyor",
                       stock.local_name, nodes->size()),
                format("the list may have {}", kMostListed), "");
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
    if (const auto value = value_in(node); value && *value < 0) {
      return refuse(node.span, format("the conveyor \"{}\" starts with {}", name, to_text(*value)),
                    "nothing can come off that is less than nothing", "write 0 or more");
    }
    if (is_constant(node)) continue;
    return refuse(node.span, format("the conveyor \"{}\" starts with a list", name),
                  "its values are numbers and constants, the same in the whole run",
                  "write a number, or a variable that is one");
  }
  const auto transit = value_in(length);
  const double tolerance = 1e-9;
  if (!transit || std::ceil(*transit - tolerance) <= static_cast<double>(nodes->size())) {
    return true;
  }
  return fill_list(belt, std::ceil(*transit - tolerance));
}

// isee's help: what is missing is filled in. Its programs go on with the last value.
bool EquationWriter::fill_list(const Belt& belt, double length) {
  std::vector<Node>& nodes = *parsed_[&*belt.stock->equation];
  const std::size_t written = nodes.size();
  const bool fits = length <= static_cast<double>(kMostListed);
  if (fits) {
    nodes.resize(static_cast<std::size_t>(length), Node(nodes.back()));
  }
  complaints_.say(
      fits ? Code::xmile_list_filled : Code::xmile_not_read, belt.stock->equation->span(),
      format("the conveyor \"{}\" starts with {} values, and is {} long", belt.stock->local_name,
             written, to_text(length)),
      fits ? "each says what comes off in one unit of time; the last is taken for the rest"
           : format("the list may have {}", kMostListed),
      "write a value for each unit of time that it is long");
  return fits;
}

// How much of the run is over; under Runge-Kutta the same in all stages of a step.
Expr EquationWriter::since_start(const Belt& belt) {
  Maker make = belt.maker();
  Expr since = make.minus(refer("Time", belt.span), refer("INITIAL TIME", belt.span));
  if (whole_.tree.integration.value_or(Integration::euler) == Integration::euler) {
    return make.keep("time gone", std::move(since));
  }
  const std::string next = make.name("time that comes");
  since = make.keep("time gone", make.a_step_ago(make.at(next), make.zero()));
  make.set(next, make.plus(since, make.step()));
  return since;
}

// Of one value what comes off in the step that begins at `since`: evenly in its unit of time, or
// whole in the step in which that begins. Steps need not divide the unit.
Expr EquationWriter::share_of_list(const Belt& belt, std::size_t place, const Expr& since,
                                   const Expr& length) {
  const Maker make = belt.maker();
  const Span span = belt.span;
  const Expr begins = number(static_cast<double>(place), span);
  Expr until = make.plus(since, make.step());
  if (!belt.stock->conveyor->discrete) {
    const Expr ends = number(static_cast<double>(place + 1), span);
    return make.not_negative(make.minus(call_of("min", span, std::move(until), ends),
                                        call_of("max", span, since, begins)));
  }
  const Expr margin = make.times(make.step(), number(1e-6, span));
  Expr comes = make.both(make.at_most(make.minus(since, margin), begins),
                         make.below(begins, make.minus(std::move(until), margin)));
  return make.choose(std::move(comes), part_of_list(belt, place, length), make.zero());
}

// How much of its unit of time is on the belt.
Expr EquationWriter::part_of_list(const Belt& belt, std::size_t place, const Expr& length) {
  const Maker make = belt.maker();
  Expr rest = make.minus(length, number(static_cast<double>(place), belt.span));
  return make.not_negative(call_of("min", belt.span, std::move(rest), number(1, belt.span)));
}

// What comes off in a step of the list, over the step: of written numbers by a table of their sums.
Expr EquationWriter::rate_of_list(const Belt& belt, const Expr& since, const Expr& length) {
  const Maker make = belt.maker();
  const Span span = belt.span;
  const auto& nodes = *start_list(*belt.stock);
  if (std::ranges::all_of(nodes, is_written_number) && !belt.stock->conveyor->discrete) {
    Table sums;
    sums.points.emplace_back(0, 0);
    for (std::size_t i = 0; i < nodes.size(); ++i) {
      sums.points.emplace_back(static_cast<double>(i + 1),
                               sums.points[i].second + value_in(nodes[i]).value_or(0));
    }
    const auto gone = [&](Expr at) {
      return call_of("with_lookup", span, std::move(at), Expr{span, sums});
    };
    Expr until = make.plus(since, make.step());
    return make.over(make.minus(gone(std::move(until)), gone(since)), make.step());
  }
  Expr gone = make.zero();
  for (std::size_t i = 0; i < nodes.size(); ++i) {
    Expr comes = make.times(value_of_list(belt, i), share_of_list(belt, i, since, length));
    gone = belt.translator->hide("gone", make.plus(std::move(gone), std::move(comes)), belt.axes,
                                 span);
  }
  return make.over(std::move(gone), make.step());
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
    held = make.plus(std::move(held),
                     make.times(value_of_list(belt, i), part_of_list(belt, i, steady.length)));
  }
  listed_[belt.stock] = std::move(held);
  const Expr since = since_start(belt);
  Expr rate = rate_of_list(belt, since, steady.length);
  Expr later = call_of("delay_fixed", span, belt.entering, steady.length, make.zero());
  Expr first = make.choose(make.below(make.plus(since, make.half_step()), steady.length),
                           std::move(rate), make.zero());
  return make.plus(std::move(first), std::move(later));
}

}  // namespace sluice::syntax::xmile
