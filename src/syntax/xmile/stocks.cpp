// Stocks and flows: inflows and outflows into integrals, and what keeps a stock from running below
// zero (OASIS XMILE 1.0, 4.2 and 4.3).
#include <algorithm>

#include "base/format.h"
#include "syntax/xmile/build.h"
#include "syntax/xmile/equations.h"
#include "syntax/xmile/tokens.h"

namespace sluice::syntax::xmile {

void EquationWriter::link_flows() {
  constexpr std::size_t kMostFlows = 400;
  for (const auto& variable : scope_.variables) {
    if (variable->sort != Sort::stock) continue;
    const std::size_t count = variable->inflows.size() + variable->outflows.size();
    if (count > kMostFlows) {
      refuse(variable->name_span, format("\"{}\" has {} flows", variable->local_name, count),
             format("a stock may have {}", kMostFlows), "add some of them up first");
      continue;
    }
    for (const Text& written : variable->inflows) {
      const Variable* flow = flow_named(*variable, written);
      if (flow == nullptr) continue;
      inflows_[variable.get()].push_back(flow);
      enters_[flow].push_back(variable.get());
    }
    for (const Text& written : variable->outflows) {
      const Variable* flow = flow_named(*variable, written);
      if (flow == nullptr) continue;
      outflows_[variable.get()].push_back(flow);
      leaves_[flow].push_back(variable.get());
    }
  }
}

const Variable* EquationWriter::flow_named(const Variable& stock, const Text& written) {
  const auto whole_name = scope_.find(name_in(written.value));
  if (whole_name != nullptr) return whole_name;
  const auto found = find_variable(whole_, scope_, split_path(written.value));
  if (found) return found.variable;
  std::vector<std::string> flows;
  for (const auto& variable : scope_.variables) {
    if (variable->sort == Sort::flow) flows.push_back(variable->local_name);
  }
  complaints_.say(Code::xmile_no_flow, written.span(),
                  format("there is no flow \"{}\"", name_in(written.value)),
                  format("the stock \"{}\" names it", stock.local_name),
                  written.value.find_first_of("*/+([") != std::string::npos
                      ? "a stock names its flows: give what is written here to a <flow> of its own"
                      : did_you_mean(name_in(written.value), flows));
  return nullptr;
}

bool EquationWriter::holds_back(const Variable& stock) const {
  const bool plain = !stock.conveyor && !stock.queue && !stock.oven;
  return plain && stock.non_negative.value_or(scope_.non_negative_stocks);
}

// What a stock holds, as a rate that would empty it in one step. Runge-Kutta asks again on the way
// through a step, when some has gone: what the stock held at the start counts for the whole of it,
// so that at the end no more has gone than it held and what flowed in.
Expr EquationWriter::content_as_rate(const Variable& stock, Translator& translator, Span span) {
  Expr held = call_of("held_stock", span, translator.refer_to(stock, span));
  return binary(BinaryOp::divide, std::move(held), time_step(span), span);
}

bool EquationWriter::is_uniflow(const Variable& flow) const {
  return flow.non_negative.value_or(scope_.non_negative_flows);
}

Expr EquationWriter::net_flow(const Variable& stock, Translator& translator, Span span) {
  std::optional<Expr> net;
  for (const Variable* flow : inflows_[&stock]) {
    Expr one = translator.refer_to(*flow, span);
    if (flow->multiplier) {
      Expr factor = expression(*flow->multiplier, translator);
      one = binary(BinaryOp::multiply, std::move(factor), std::move(one), span);
    }
    net = net ? binary(BinaryOp::add, std::move(*net), std::move(one), span) : std::move(one);
  }
  for (const Variable* flow : outflows_[&stock]) {
    Expr one = translator.refer_to(*flow, span);
    if (net) {
      net = binary(BinaryOp::subtract, std::move(*net), std::move(one), span);
    } else {
      Unary minus{UnaryOp::minus, {}};
      minus.operand.push_back(std::move(one));
      net = Expr{span, std::move(minus)};
    }
  }
  const std::optional<Text>* written = &stock.net_flow;
  for (const Element& element : stock.elements) {
    if (element.net_flow && translator.is_for(element.places)) written = &element.net_flow;
  }
  if (*written) {
    Expr own = expression(**written, translator);
    net = net ? binary(BinaryOp::add, std::move(*net), std::move(own), span) : std::move(own);
  }
  return net ? std::move(*net) : number(0, span);
}

Expr EquationWriter::expression(const Text& text, Translator& translator) {
  const std::vector<Node>* nodes = parse(text);
  return nodes->empty() ? number(0, text.span()) : translator.translate(nodes->front());
}

// A stock that may not be negative holds its outflows back, in their order: together they take no
// more than it holds and what flows in. Where that does not
// suffice (an outflow that leaves several stocks, an inflow that runs backward) it stops at zero.
Expr EquationWriter::make_stock(const Variable& stock, Translator& translator, Expr value) {
  const Span span = stock.name_span;
  Expr net = net_flow(stock, translator, span);
  if (holds_back(stock)) {
    Expr least =
        binary(BinaryOp::subtract, number(0, span), content_as_rate(stock, translator, span), span);
    net = call_of("max", span, std::move(net), std::move(least));
  }
  return call_of("integ", span, std::move(net), std::move(value));
}

Expr EquationWriter::limited_by_stock(const Variable& flow, const Variable& stock,
                                      Translator& translator, Expr value) {
  const Span span = flow.name_span;
  Expr rest = content_as_rate(stock, translator, span);
  for (const Variable* inflow : counted_[&stock]) {
    Expr one = translator.refer_to(*inflow, span);
    if (inflow->multiplier) {
      Expr factor = expression(*inflow->multiplier, translator);
      one = binary(BinaryOp::multiply, std::move(factor), std::move(one), span);
    }
    rest = binary(BinaryOp::add, std::move(rest), std::move(one), span);
  }
  for (const Variable* before : outflows_[&stock]) {
    if (before == &flow) break;
    rest = binary(BinaryOp::subtract, std::move(rest), translator.refer_to(*before, span), span);
  }
  Expr most = call_of("max", span, std::move(rest), number(0, span));
  return call_of("min", span, std::move(value), std::move(most));
}

Expr EquationWriter::make_flow(const Variable& flow, Translator& translator, Expr value) {
  if (is_uniflow(flow)) {
    value = call_of("max", flow.name_span, std::move(value), number(0, flow.name_span));
  }
  const auto sources = leaves_.find(&flow);
  if (sources != leaves_.end() && sources->second.size() == 1 && holds_back(*sources->second[0])) {
    value = limited_by_stock(flow, *sources->second[0], translator, std::move(value));
  }
  const auto targets = enters_.find(&flow);
  if (targets == enters_.end()) return value;
  for (const Variable* stock : targets->second) {
    const bool admits = stock->conveyor || stock->oven;
    if (admits) value = entering(flow, *stock, translator, std::move(value));
  }
  return value;
}

}  // namespace sluice::syntax::xmile
