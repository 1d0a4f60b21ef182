// Which variables are the inflows and outflows of stocks. Private to src/convert.
#pragma once

#include <functional>
#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "syntax/tree.h"

namespace sluice::convert {

struct Flows {
  std::vector<std::string> in, out;
};

// The INTEG call of a stock's equation, else null.
const syntax::Call* integral_of(const syntax::Equation& equation);

// Made of numbers and constants: what stays as it is at the start is a stock without flows.
bool is_fixed(const syntax::Expr& expr, const std::function<bool(const std::string&)>& is_constant);

// The unit of a flow of a stock.
std::string rate_unit(const std::string& unit, const std::string& time);

class FlowFinder {
 public:
  // `may_flow`: whether the variable of that name is computed, and not a stock or data.
  explicit FlowFinder(std::function<bool(const std::string&)> may_flow)
      : may_flow_(std::move(may_flow)) {}

  // Takes the flows of a stock where its rate is a sum of inflows less outflows that are variables
  // over the stock's own array, none of which another stock has taken the same way.
  void add(const syntax::Equation& stock);
  std::map<std::string, Flows> take() { return std::move(flows_); }  // by the stock's key

 private:
  bool are_free(const std::vector<std::string>& names, const std::set<std::string>& taken) const;

  std::function<bool(const std::string&)> may_flow_;
  std::set<std::string> into_, out_of_;  // flows that a stock has as in- or outflow
  std::map<std::string, Flows> flows_;
};

}  // namespace sluice::convert
