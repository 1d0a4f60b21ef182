#include "convert/xmile_flows.h"

#include <algorithm>
#include <optional>

#include "base/format.h"

namespace sluice::convert {
namespace {

using syntax::Expr;
using syntax::key_of;

// The name of a variable that follows the stock's own subscripts.
std::optional<std::string> flow_named(const Expr& expr, const syntax::Equation& stock) {
  const auto* reference = std::get_if<syntax::Reference>(&expr.node);
  const auto same = [](const syntax::Subscript& one, const syntax::Subscript& other) {
    return key_of(one.name) == key_of(other.name) && !one.each;
  };
  if (reference == nullptr || !std::ranges::equal(reference->subscripts, stock.subscripts, same)) {
    return std::nullopt;
  }
  return reference->name;
}

// Of "a + b - c": XMILE adds the inflows and takes the outflows away in this order.
bool read_flows(const Expr& rate, const syntax::Equation& stock, Flows& flows) {
  if (const auto name = flow_named(rate, stock)) {
    flows.in.push_back(*name);
    return true;
  }
  const auto* unary = std::get_if<syntax::Unary>(&rate.node);
  if (unary != nullptr && unary->op == syntax::UnaryOp::minus) {
    const auto name = flow_named(unary->operand.at(0), stock);
    if (name) flows.out.push_back(*name);
    return name.has_value();
  }
  const auto* binary = std::get_if<syntax::Binary>(&rate.node);
  if (binary == nullptr || !read_flows(binary->operands.at(0), stock, flows)) return false;
  const auto right = flow_named(binary->operands.at(1), stock);
  const bool adds = binary->op == syntax::BinaryOp::add && flows.out.empty();
  if (!right || (!adds && binary->op != syntax::BinaryOp::subtract)) return false;
  (adds ? flows.in : flows.out).push_back(*right);
  return true;
}

}  // namespace

const syntax::Call* integral_of(const syntax::Equation& equation) {
  const auto* call = equation.right ? std::get_if<syntax::Call>(&equation.right->node) : nullptr;
  return call != nullptr && key_of(call->name) == "integ" ? call : nullptr;
}

bool is_fixed(const Expr& expr, const std::function<bool(const std::string&)>& is_constant) {
  const auto all = [&](const std::vector<Expr>& parts) {
    return std::ranges::all_of(parts,
                               [&](const Expr& part) { return is_fixed(part, is_constant); });
  };
  if (const auto* unary = std::get_if<syntax::Unary>(&expr.node)) return all(unary->operand);
  if (const auto* binary = std::get_if<syntax::Binary>(&expr.node)) return all(binary->operands);
  if (const auto* name = std::get_if<syntax::Reference>(&expr.node)) return is_constant(name->name);
  return std::holds_alternative<syntax::Number>(expr.node);
}

std::string rate_unit(const std::string& unit, const std::string& time) {
  if (unit.empty() || time.empty()) return {};
  const bool simple = unit.find_first_of("*/^") == std::string::npos;
  return simple ? format("{}/{}", unit, time) : format("({})/{}", unit, time);
}

// A flow runs from one stock at most to one at most.
bool FlowFinder::are_free(const std::vector<std::string>& names,
                          const std::set<std::string>& taken) const {
  std::set<std::string> own;
  return std::ranges::all_of(names, [&](const std::string& name) {
    const std::string key = key_of(name);
    return may_flow_(name) && !taken.contains(key) && own.insert(key).second;
  });
}

void FlowFinder::add(const syntax::Equation& stock) {
  const syntax::Call* integral = integral_of(stock);
  Flows flows;
  if (integral == nullptr || !read_flows(integral->arguments.at(0), stock, flows)) return;
  if (!are_free(flows.in, into_) || !are_free(flows.out, out_of_)) return;
  for (const std::string& name : flows.in) into_.insert(key_of(name));
  for (const std::string& name : flows.out) out_of_.insert(key_of(name));
  flows_.emplace(key_of(stock.name), std::move(flows));
}

}  // namespace sluice::convert
