#include "app/not_finite.h"

#include <algorithm>
#include <cmath>
#include <map>

#include "app/place.h"
#include "base/format.h"
#include "model/dependencies.h"
#include "model/macros.h"

namespace sluice::app {
namespace {

using program::NotFinite;

std::string moment(const Opened& opened, double time) {
  const std::string text = "time " + to_text(time);
  const auto calendar = opened.calendar();
  return calendar ? format("{} ({})", text, calendar->text_at(time)) : text;
}

bool is_hidden(const NotFinite& one) { return model::is_macro_local(one.name); }

// As messages show it: "L's stock" for a macro's "#L 1: stock", "rate 3 of S" for "#rate 3 of S".
std::string shown(const std::string& name) {
  if (!model::is_macro_local(name)) return name;
  const std::size_t colon = name.find(": ");
  const std::size_t number = colon == name.npos ? colon : name.rfind(' ', colon);
  if (number == name.npos) return name.substr(name.starts_with("#:") ? 2 : 1);
  return format("{}'s {}", name.substr(1, number - 1), name.substr(colon + 2));
}

std::string others_affected(const std::vector<NotFinite>& all, const NotFinite& first) {
  std::vector<const NotFinite*> others;
  for (const NotFinite& one : all) {
    if (one.slot != first.slot && !is_hidden(one)) others.push_back(&one);
  }
  if (others.empty()) return {};
  return "after it " +
         first_few(others, 3, [](const NotFinite* one) { return format("\"{}\"", one->name); });
}

Diagnostic say(const Opened& opened, const std::vector<NotFinite>& all, Code code, const char* why,
               std::string hint) {
  const auto seen = std::ranges::find_if_not(all, is_hidden);
  const NotFinite& first = seen == all.end() ? all.front() : *seen;
  const std::string what = std::isnan(first.value) ? "is not a number" : "is infinite";
  return make_diagnostic(
      code, place_at(first.file, first.line),
      format("\"{}\" {} from {} on{}", shown(first.name), what, moment(opened, first.time), why),
      others_affected(all, first), std::move(hint));
}

bool is_number(const model::Expr& expr) { return std::holds_alternative<model::Number>(expr.node); }

// Whether a number that is none, or no end, stands in it as it was written: INF, NAN, 0/0, 1/0.
bool writes_not_finite(const model::Expr& expr) {
  if (const auto* number = std::get_if<model::Number>(&expr.node)) {
    return !std::isfinite(number->value);
  }
  const auto* binary = std::get_if<model::Binary>(&expr.node);
  const bool quotient = binary != nullptr && binary->op == model::BinaryOp::divide &&
                        std::ranges::all_of(binary->operands, is_number);
  if (quotient && std::get<model::Number>(binary->operands[1].node).value == 0) return true;
  return any_part(expr, writes_not_finite);
}

bool asks_for_it(const model::Variable& variable) {
  return std::ranges::any_of(variable.equations, [](const model::Equation& equation) {
    return equation.data_mode || (equation.values.empty() && writes_not_finite(equation.right));
  });
}

// The variables whose numbers were asked for, and those that follow from them.
class Explained {
 public:
  Explained(const model::Model& model, const std::vector<NotFinite>& all) : model_(model) {
    for (const NotFinite& one : all) {
      const auto cells = model::find_cells(model, one.name, Place{});
      if (cells.value) reached_.emplace(cells.value->front().variable, false);
    }
    for (const auto& [variable, seen] : reached_) {
      for (const model::VariableId cause : model::causes_of(model, variable)) {
        if (reached_.contains(cause)) users_[cause].push_back(variable);
      }
    }
    for (const auto& [variable, seen] : reached_) {
      if (asks_for_it(model.at(variable))) reach_from(variable);
    }
  }

  bool holds(const NotFinite& one) const {
    const auto cells = model::find_cells(model_, one.name, Place{});
    return cells.value && reached_.at(cells.value->front().variable);
  }

 private:
  void reach_from(model::VariableId first) {
    std::vector<model::VariableId> open{first};
    while (!open.empty()) {
      bool& reached = reached_.at(open.back());
      const std::vector<model::VariableId>& users = users_[open.back()];
      open.pop_back();
      if (reached) continue;
      reached = true;
      open.insert(open.end(), users.begin(), users.end());
    }
  }

  const model::Model& model_;
  std::map<model::VariableId, bool> reached_;
  std::map<model::VariableId, std::vector<model::VariableId>> users_;
};

}  // namespace

Diagnostics tell_not_finite(const Opened& opened, const std::vector<NotFinite>& all) {
  const Explained explained(*opened.model, all);
  std::vector<NotFinite> asked_for, faults;
  for (const NotFinite& one : all) (explained.holds(one) ? asked_for : faults).push_back(one);
  Diagnostics said;
  if (!asked_for.empty()) {
    said.push_back(
        say(opened, asked_for, Code::run_not_finite_asked_for, ", as its equation says", {}));
  }
  if (!faults.empty()) {
    said.push_back(say(opened, faults, Code::run_not_finite, "",
                       "look for a division by zero, a logarithm or root of a negative number, or "
                       "a step that is too long; ZIDZ and XIDZ divide safely"));
  }
  return said;
}

}  // namespace sluice::app
