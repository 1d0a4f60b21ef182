#include "app/thresholds.h"

#include <algorithm>
#include <cmath>

#include "app/place.h"
#include "base/format.h"
#include "base/number.h"
#include "study/claim_words.h"

namespace sluice::app {
namespace {

using study::Bound;
using study::Claim;
using study::ClaimKind;
using study::Leg;

std::string text_of(const Bound& bound) {
  switch (bound.relation) {
    case Bound::Relation::at_least: return ">= " + to_text(bound.value);
    case Bound::Relation::more: return "> " + to_text(bound.value);
    case Bound::Relation::at_most: return "<= " + to_text(bound.value);
    case Bound::Relation::less: return "< " + to_text(bound.value);
  }
  return {};
}

bool same(double one, double other) { return std::abs(one - other) <= 1e-12; }

// Where `fails` follows `holds`, what it becomes.
std::optional<double> mirrored(const Leg& leg, double holds) {
  if (!leg.fails || !leg.holds) return {};
  if (same(leg.fails->value, leg.holds->value)) return holds;
  const bool ratio = leg.compare == study::Compare::ratio;
  const double center = ratio ? 1 : 0;
  if (!same(leg.fails->value + leg.holds->value, 2 * center)) return {};
  // 0.9 beside 1.1, and not 0.8999999999999999.
  constexpr double kDigits = 1e12;
  return ratio ? std::round((2 - holds) * kDigits) / kDigits : -holds;
}

bool overlap(const Leg& leg) {
  if (!leg.holds || !leg.fails) return false;
  const double low = std::min(leg.holds->value, leg.fails->value);
  const double high = std::max(leg.holds->value, leg.fails->value);
  const auto both = [&](double value) {
    return study::satisfies(value, *leg.holds) && study::satisfies(value, *leg.fails);
  };
  return both(low - 1) || both(low) || both((low + high) / 2) || both(high) || both(high + 1);
}

std::vector<std::string> parts_of(const std::string& text) {
  std::vector<std::string> parts;
  std::size_t begin = 0;
  while (begin < text.size()) {
    const std::size_t dot = std::min(text.find('.', begin), text.size());
    parts.push_back(text.substr(begin, dot - begin));
    begin = dot + 1;
  }
  return parts;
}

class Change {
 public:
  Change(const std::string& text, ChangedClaims& into) : text_(text), into_(into) {}

  Diagnostics apply() {
    const std::size_t sign = text_.rfind('=');
    const auto value = number_in(sign == std::string::npos ? "" : text_.substr(sign + 1));
    if (!value || !std::isfinite(*value)) return say("it gives no number");
    value_ = *value;
    const std::string what = text_.substr(0, sign);
    Claim* claim = claim_of(what);
    if (claim == nullptr) return say("it names no claim of the study");
    auto parts = parts_of(what.substr(std::min(what.size(), full_name(*claim).size() + 1)));
    const auto leg = parts.empty() ? std::nullopt : number_in(parts.front());
    if (leg) parts.erase(parts.begin());
    if (parts.size() > 1) return say("it says too much");
    const bool metric = claim->kind == ClaimKind::dominance || claim->kind == ClaimKind::score;
    const std::string field = parts.empty() ? (metric ? "dead_band" : "holds") : parts.front();
    if (!leg) {
      if (auto done = of_claim(*claim, field)) return std::move(*done);
    }
    const double number = leg.value_or(1);
    if (!(number >= 1) || number > static_cast<double>(claim->legs.size())) {
      return say(format("the claim has {} legs", claim->legs.size()));
    }
    const auto index = static_cast<std::size_t>(number) - 1;
    return of_leg(*claim, index, field);
  }

 private:
  Diagnostics say(const std::string& fault) const {
    return {make_diagnostic(
        Code::wrong_use, place_at("--threshold"), format("cannot use \"{}\"", text_), fault,
        "write CLAIM.VARIANT[.LEG][.WHAT]=NUMBER, as in hooked.A=0.03 or hooked.B.2.fails=0.01; "
        "WHAT is holds, fails, dead_band, level, weight, scale, share_needed, worse_on or "
        "stable_share")};
  }

  // The longest name that the text begins with.
  Claim* claim_of(const std::string& what) const {
    Claim* found = nullptr;
    for (Claim& claim : into_.claims) {
      const std::string name = full_name(claim);
      const bool here =
          what.starts_with(name) && (what.size() == name.size() || what[name.size()] == '.');
      if (here && (found == nullptr || name.size() > full_name(*found).size())) found = &claim;
    }
    return found;
  }

  void note(const std::string& what, const std::string& now, const std::string& before) {
    into_.changes.push_back(format("{}: {} (study: {})", what, now, before));
  }

  // What is of the claim itself; nothing where the field is none of those.
  std::optional<Diagnostics> of_claim(Claim& claim, const std::string& field) {
    if (field == "share_needed" && claim.kind == ClaimKind::exists) {
      return set_share(claim, field, claim.share_needed);
    }
    if (field == "stable_share" && claim.kind == ClaimKind::score) {
      return set_share(claim, field, claim.stable_share);
    }
    if (field == "worse_on" && claim.kind == ClaimKind::dominance) return set_worse_on(claim);
    return {};
  }

  Diagnostics set_share(const Claim& claim, const std::string& field, double& target) {
    if (!(value_ >= 0 && value_ <= 1)) return say(field + " must be between 0 and 1");
    note(full_name(claim), format("{} {}", field, to_text(value_)), to_text(target));
    target = value_;
    return {};
  }

  Diagnostics set_worse_on(Claim& claim) {
    const auto most = static_cast<double>(claim.legs.size());
    if (!(value_ >= 1 && value_ <= most) || value_ != std::floor(value_)) {
      return say(format("worse_on must be a whole number from 1 to {}, the claim's metrics",
                        claim.legs.size()));
    }
    note(full_name(claim), format("worse_on {}", to_text(value_)), std::to_string(claim.worse_on));
    claim.worse_on = static_cast<int>(value_);
    return {};
  }

  Diagnostics of_leg(Claim& claim, std::size_t index, const std::string& field) {
    Leg& leg = claim.legs[index];
    const std::string name = format("{} leg {}", full_name(claim), index + 1);
    if (field == "holds" && leg.holds) {
      const auto fails = mirrored(leg, value_);
      set_bound(*leg.holds, value_, name, field);
      if (fails) set_bound(*leg.fails, *fails, name, "fails");
      return {};
    }
    if (field == "fails" && leg.fails) {
      set_bound(*leg.fails, value_, name, field);
      return {};
    }
    const bool metric = claim.kind == ClaimKind::dominance || claim.kind == ClaimKind::score;
    double* target = nullptr;
    if (field == "dead_band" && metric) target = &leg.dead_band;
    if (field == "weight" && claim.kind == ClaimKind::score) target = &leg.weight;
    if (field == "scale" && claim.kind == ClaimKind::score) target = &leg.scale;
    if (field == "level" && leg.reduce == study::Reduce::crossing) target = &leg.level;
    if (target == nullptr) return say(format("{} has no {}", name, field));
    if (target != &leg.level && !(value_ >= 0)) return say(field + " cannot be below 0");
    if ((target == &leg.weight || target == &leg.scale) && value_ == 0) {
      return say(field + " must be above 0");
    }
    note(name, format("{} {}", field, to_text(value_)), to_text(*target));
    *target = value_;
    return {};
  }

  void set_bound(Bound& bound, double value, const std::string& name, const std::string& field) {
    const std::string before = text_of(bound);
    bound.value = value;
    note(name, format("{} {}", field, text_of(bound)), before);
  }

  const std::string& text_;
  ChangedClaims& into_;
  double value_ = 0;
};

std::string words_of(const Claim& claim) {
  std::string words;
  for (const auto* text : {&claim.definition, &claim.opposite}) {
    words += study::in_words(*text, claim, {});
  }
  return words;
}

// The sentence of an answer must not state a test that was not made: where the definition does not
// name the number that was moved, it says so at the end of its first sentence.
void say_if_silent(const Claim& before, Claim& claim, const std::vector<std::string>& changes) {
  const bool told = words_of(claim) != words_of(before);
  std::string moved;
  for (const auto& change : changes) {
    const bool of_sentence = change.find("share_needed") != std::string::npos;
    if (told || of_sentence) continue;  // every sentence about a search states the share
    moved += (moved.empty() ? "" : "; ") +
             change.substr(change.find_first_not_of(": ", full_name(claim).size()));
  }
  if (moved.empty()) return;
  std::size_t end = std::min(claim.definition.find(". "), claim.definition.size());
  if (end == claim.definition.size() && claim.definition.ends_with('.')) --end;
  claim.definition.insert(end, " [moved by the reader: " + moved + "]");
}

Diagnostics apply_one(const std::string& text, ChangedClaims& into) {
  const ChangedClaims before = into;
  Diagnostics diagnostics = Change(text, into).apply();
  const auto first = static_cast<std::ptrdiff_t>(before.changes.size());
  for (std::size_t k = 0; k < into.claims.size(); ++k) {
    std::vector<std::string> changes;
    for (auto change = into.changes.begin() + first; change != into.changes.end(); ++change) {
      const std::string name = full_name(into.claims[k]);
      if (change->starts_with(name + ":") || change->starts_with(name + " ")) {
        changes.push_back(*change);
      }
    }
    say_if_silent(before.claims[k], into.claims[k], changes);
  }
  return diagnostics;
}

}  // namespace

Checked<ChangedClaims> with_thresholds(const study::Study& study,
                                       const std::vector<std::string>& texts) {
  ChangedClaims changed{study.claims, {}};
  Diagnostics diagnostics;
  for (const auto& text : texts) append(diagnostics, apply_one(text, changed));
  for (const auto& claim : changed.claims) {
    for (const auto& leg : claim.legs) {
      if (!overlap(leg)) continue;
      diagnostics.push_back(make_diagnostic(
          Code::wrong_use, place_at("--threshold"),
          format("holds ({}) and fails ({}) of {} overlap", text_of(*leg.holds),
                 text_of(*leg.fails), full_name(claim)),
          "a number that satisfies both would have two answers", "move the other one too"));
    }
  }
  if (has_error(diagnostics)) return {std::nullopt, std::move(diagnostics)};
  return {std::move(changed), {}};
}

}  // namespace sluice::app
