#include "app/claims_plan.h"

#include <algorithm>
#include <iterator>
#include <memory>
#include <string_view>

#include "analysis/claims.h"
#include "app/finish.h"
#include "app/place.h"
#include "app/single_run.h"
#include "app/thresholds.h"
#include "base/format.h"

namespace sluice::app {
namespace {

std::vector<std::string> claim_names(const study::Study& study) {
  std::vector<std::string> names;
  for (const auto& claim : study.claims) names.push_back(full_name(claim));
  return names;
}

Checked<std::vector<const study::Claim*>> claims_named(const study::Study& study,
                                                       const std::vector<std::string>& wanted) {
  std::vector<const study::Claim*> claims;
  Diagnostics diagnostics;
  for (const auto& claim : study.claims) {
    const bool named = std::ranges::any_of(wanted, [&](const std::string& name) {
      return name == claim.name || name == full_name(claim);
    });
    if (wanted.empty() || named) claims.push_back(&claim);
  }
  for (const auto& name : wanted) {
    const bool found = std::ranges::any_of(claims, [&](const study::Claim* claim) {
      return name == claim->name || name == full_name(*claim);
    });
    if (found) continue;
    diagnostics.push_back(make_diagnostic(Code::unknown_name, place_at("--claim"),
                                          format("the study has no claim \"{}\"", name), {},
                                          near_or_all(name, claim_names(study), "claims")));
  }
  if (has_error(diagnostics)) return {std::nullopt, std::move(diagnostics)};
  return {std::move(claims), {}};
}

Checked<std::vector<const study::Worldview*>> worldviews_named(const study::Study& study,
                                                               const std::string& name) {
  if (name == "all") {
    std::vector<const study::Worldview*> all = {nullptr};
    for (const auto& worldview : study.worldviews) all.push_back(&worldview);
    return {std::move(all), {}};
  }
  auto one = find_worldview(study, name);
  if (!one.value) return {std::nullopt, std::move(one.diagnostics)};
  return {{{*one.value}}, {}};
}

// All that a claim can be answered with (analysis/verdict.h).
constexpr std::string_view kVerdicts[] = {"very likely",
                                          "likely",
                                          "very likely not",
                                          "likely not",
                                          "very likely no difference",
                                          "likely no difference",
                                          "toss-up",
                                          "open",
                                          "does not hold",
                                          "cannot be told",
                                          "met",
                                          "not met",
                                          "too close to tell"};

Diagnostic unknown_verdict(const std::string& verdict) {
  std::string all;
  for (const auto word : kVerdicts) all += format("{}\"{}\"", all.empty() ? "" : ", ", word);
  return make_diagnostic(Code::wrong_use, place_at("--expect"),
                         format("there is no verdict \"{}\"", verdict), {}, "verdicts are: " + all);
}

Checked<std::vector<Expectation>> expectations_in(const std::vector<std::string>& texts,
                                                  const std::vector<const study::Claim*>& claims) {
  std::vector<Expectation> expectations;
  Diagnostics diagnostics;
  for (const auto& text : texts) {
    const std::size_t sign = text.find('=');
    const std::string what = text.substr(0, sign);
    const std::string claim = what.substr(0, what.find('@'));
    const bool known = std::ranges::any_of(
        claims, [&](const study::Claim* one) { return full_name(*one) == claim; });
    if (sign == std::string::npos || !known) {
      diagnostics.push_back(
          make_diagnostic(Code::wrong_use, place_at("--expect"), format("cannot read \"{}\"", text),
                          known ? "" : format("no claim \"{}\" is asked for", claim),
                          "write it as --expect \"name.variant@2030-12=very likely\""));
      continue;
    }
    if (std::ranges::find(kVerdicts, text.substr(sign + 1)) == std::end(kVerdicts)) {
      diagnostics.push_back(unknown_verdict(text.substr(sign + 1)));
      continue;
    }
    const bool dated = what.size() > claim.size();
    expectations.push_back(
        {claim, dated ? what.substr(claim.size() + 1) : "", text.substr(sign + 1)});
  }
  if (has_error(diagnostics)) return {std::nullopt, std::move(diagnostics)};
  return {std::move(expectations), {}};
}

Diagnostics find_lacking(const std::string& path, const study::Study& study) {
  if (!study.claims.empty()) return {};
  return {make_diagnostic(Code::study_lacks, place_at(path), "this study makes no claims", {},
                          "add [[claim]] entries to study.toml")};
}

std::vector<std::string> scenarios_read(const std::vector<const study::Claim*>& claims) {
  std::vector<std::string> names;
  for (const auto* claim : claims) {
    for (auto& name : analysis::scenarios_of(*claim)) {
      if (std::ranges::find(names, name) == names.end()) names.push_back(std::move(name));
    }
  }
  return names;
}

// Gives the study the claims with the thresholds that the user moved; says which.
Checked<std::vector<std::string>> move_thresholds(const std::vector<std::string>& texts,
                                                  Futures& futures) {
  if (texts.empty()) return {std::vector<std::string>(), {}};
  auto changed = with_thresholds(futures.study(), texts);
  if (!changed.value) return {std::nullopt, std::move(changed.diagnostics)};
  auto study = std::make_shared<study::Study>(futures.study());
  study->claims = std::move(changed.value->claims);
  futures.bound.study = std::move(study);
  return {std::move(changed.value->changes), {}};
}

}  // namespace

Checked<ClaimsPlan> plan_claims(const Arguments& arguments) {
  auto futures = open_futures(arguments);
  if (!futures.value) return {std::nullopt, std::move(futures.diagnostics)};
  auto changes = move_thresholds(arguments.thresholds, *futures.value);
  if (!changes.value) return {std::nullopt, std::move(changes.diagnostics)};
  const study::Study& study = futures.value->study();
  Diagnostics diagnostics = without_notes(futures.diagnostics);
  append(diagnostics, find_lacking(arguments.path, study));
  auto claims = claims_named(study, arguments.claims);
  auto worldviews = worldviews_named(study, arguments.sampling.worldview);
  append(diagnostics, std::move(claims.diagnostics));
  append(diagnostics, std::move(worldviews.diagnostics));
  if (has_error(diagnostics)) return {std::nullopt, std::move(diagnostics)};
  auto expectations = expectations_in(arguments.expected, *claims.value);
  append(diagnostics, std::move(expectations.diagnostics));
  auto names = scenarios_read(*claims.value);
  if (names.empty()) names.push_back(study.baseline);  // its members are the futures
  auto policies = policies_named(study, names, "claims");
  append(diagnostics, std::move(policies.diagnostics));
  if (has_error(diagnostics)) return {std::nullopt, std::move(diagnostics)};
  return {ClaimsPlan{std::move(*futures.value), std::move(*claims.value),
                     std::move(*worldviews.value), std::move(*expectations.value),
                     std::move(*policies.value), std::move(*changes.value)},
          std::move(diagnostics)};
}

}  // namespace sluice::app
