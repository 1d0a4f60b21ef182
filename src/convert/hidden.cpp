#include "convert/hidden.h"

#include <algorithm>
#include <map>
#include <set>
#include <string>

#include "convert/build.h"
#include "model/builtins.h"
#include "model/macros.h"

namespace sluice::convert {
namespace {

using syntax::Expr;
using syntax::key_of;

class Hidden {
 public:
  explicit Hidden(std::vector<syntax::Equation>& all) : all_(all) {
    for (const syntax::Equation& one : all) {
      const bool hidden = model::is_macro_local(one.name) && one.right && one.exceptions.empty() &&
                          one.kind == syntax::EquationKind::ordinary;
      if (hidden) equations_[key_of(one.name)].push_back(&one);
    }
    for (const syntax::Equation& one : all) {
      if (one.right) count(*one.right);
    }
  }

  void put_in_place() {
    std::set<std::string> put;
    for (syntax::Equation& one : all_) {
      // What has gone elsewhere takes nothing along any more.
      if (!one.right || put.contains(key_of(one.name))) continue;
      if (Expr* place = place_in(one)) put_in(*place, one, put);
    }
    std::erase_if(all_,
                  [&](const syntax::Equation& one) { return put.contains(key_of(one.name)); });
  }

 private:
  void count(const Expr& expr) {
    const auto* name = std::get_if<syntax::Reference>(&expr.node);
    if (name != nullptr) ++uses_[key_of(name->name)];
    for_each_part(expr, [&](const Expr& part) { count(part); });
  }

  static bool is_stock(const Expr& expr) {
    const auto* call = std::get_if<syntax::Call>(&expr.node);
    return call != nullptr && model::find_builtin(call->name) == model::Builtin::integ;
  }

  // The rate of a stock, or the whole right-hand side.
  static Expr* place_in(syntax::Equation& equation) {
    if (is_stock(*equation.right))
      return &std::get<syntax::Call>(equation.right->node).arguments.at(0);
    return std::holds_alternative<syntax::Reference>(equation.right->node) ? &*equation.right
                                                                           : nullptr;
  }

  static bool draws(const Expr& expr) {
    const auto* call = std::get_if<syntax::Call>(&expr.node);
    const auto builtin = call != nullptr ? model::find_builtin(call->name) : std::nullopt;
    return (builtin && model::is_drawn(*builtin)) ||
           any_part(expr, [](const Expr& part) { return draws(part); });
  }

  static bool same(const std::vector<syntax::Subscript>& one,
                   const std::vector<syntax::Subscript>& other) {
    return std::ranges::equal(
        one, other, {}, [](const auto& part) { return key_of(part.name); },
        [](const auto& part) { return key_of(part.name); });
  }

  void put_in(Expr& place, const syntax::Equation& owner, std::set<std::string>& put) const {
    const auto* name = std::get_if<syntax::Reference>(&place.node);
    if (name == nullptr || !same(name->subscripts, owner.subscripts)) return;
    const std::string key = key_of(name->name);
    const auto found = equations_.find(key);
    // A draw goes by the name of its variable.
    const bool once = found != equations_.end() && found->second.size() == 1 && uses_.at(key) == 1;
    if (!once || draws(*found->second.front()->right)) return;
    // What reads a stock is none.
    if (is_stock(*found->second.front()->right)) return;
    if (!same(found->second.front()->subscripts, owner.subscripts)) return;
    const Expr whole = *found->second.front()->right;
    place = whole;
    put.insert(key);
  }

  std::vector<syntax::Equation>& all_;
  std::map<std::string, std::vector<const syntax::Equation*>> equations_;
  std::map<std::string, int> uses_;
};

}  // namespace

void put_hidden_in_place(std::vector<syntax::Equation>& all) {
  // What has gone into place may hold the next.
  constexpr int kTurns = 3;
  for (int turn = 0; turn < kTurns; ++turn) Hidden(all).put_in_place();
}

}  // namespace sluice::convert
