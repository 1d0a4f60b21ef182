#include "app/not_finite.h"

#include <algorithm>
#include <cmath>
#include <map>

#include "app/place.h"
#include "base/format.h"
#include "model/dependencies.h"
#include "model/macros.h"
#include "model/simultaneous.h"

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

const NotFinite& first_of(const std::vector<NotFinite>& all) {
  const auto seen = std::ranges::find_if_not(all, is_hidden);
  return seen == all.end() ? all.front() : *seen;
}

Diagnostic say(const Opened& opened, const std::vector<NotFinite>& all, Code code, const char* why,
               std::string hint) {
  const NotFinite& first = first_of(all);
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
  if (quotient) {
    // 1 divided by an element that an array lacks is nothing that anybody asked for.
    const auto& divisor = std::get<model::Number>(binary->operands[1].node);
    if (divisor.value == 0 && !divisor.absent) return true;
  }
  return any_part(expr, writes_not_finite);
}

bool refers_to(const model::Model& model, const model::Expr& expr, const std::string& start) {
  const auto* reference = std::get_if<model::Reference>(&expr.node);
  if (reference != nullptr) return model.at(reference->variable).name.starts_with(start);
  return any_part(expr, [&](const model::Expr& part) { return refers_to(model, part, start); });
}

// Whether FIND ZERO or SIMULTANEOUS gives it: it takes over what their last turn found, or 0/0.
bool is_solved_for(const model::Model& model, const model::Variable& variable) {
  const std::string turns = model::turns_of(variable.name);
  return std::ranges::any_of(variable.equations, [&](const model::Equation& equation) {
    return equation.values.empty() && refers_to(model, equation.right, turns);
  });
}

bool asks_for_it(const model::Variable& variable) {
  return std::ranges::any_of(variable.equations, [&](const model::Equation& equation) {
    return equation.data_mode || (equation.values.empty() && writes_not_finite(equation.right));
  });
}

const char* hint_for(const model::Model& model, const NotFinite& fault) {
  const auto cells = model::find_cells(model, fault.name, Place{});
  if (cells.value && is_solved_for(model, model.at(cells.value->front().variable))) {
    return "FIND ZERO and SIMULTANEOUS give no number where they find none: see whether there is a "
           "solution, and give a guess that is nearer to it";
  }
  return "look for a division by zero, a logarithm or root of a negative number, or a step that is "
         "too long; ZIDZ and XIDZ divide safely";
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
      const model::Variable& it = model.at(variable);
      if (asks_for_it(it) && !is_solved_for(model, it)) reach_from(variable);
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
    said.push_back(
        say(opened, faults, Code::run_not_finite, "", hint_for(*opened.model, first_of(faults))));
  }
  return said;
}

}  // namespace sluice::app
