// Claims and their answers as JSON.
#include "report/claims.h"
#include "report/grades.h"
#include "report/json.h"
#include "study/claim_words.h"

namespace sluice::report {
namespace {

using analysis::ClaimAnswer;

Json json_of(const analysis::InputEffect& effect) {
  return {{"uncertainty", effect.uncertainty},
          {"grade", effect.grade == 0 ? Json() : Json(std::string(1, effect.grade))},
          {"importance", number(effect.importance)},
          {"above_chance", effect.above_chance},
          {"holds_when_low", number(effect.holds_when_low)},
          {"holds_when_high", number(effect.holds_when_high)},
          {"holds_when_middle", number(effect.holds_when_middle)},
          {"fails_when_low", number(effect.fails_when_low)},
          {"fails_when_high", number(effect.fails_when_high)},
          {"fails_when_middle", number(effect.fails_when_middle)},
          {"stands_for", effect.stands_for}};
}

const char* naming_word(analysis::Naming naming) {
  switch (naming) {
    case analysis::Naming::done: return "yes";
    case analysis::Naming::too_few_differ: return "too few futures differ";
    case analysis::Naming::tied_points: break;
  }
  return "points are tied";
}

void add_exists(Json& json, const study::Claim& claim, const ClaimAnswer& answer) {
  json["share_needed"] = claim.share_needed;
  json["best_policy"] = answer.best_policy;
  json["tied"] = answer.tied;
  json["best_share_in_sample"] = number(answer.best_share);
  json["halves_agree"] = answer.halves_agree;
  json["clairvoyant_share"] = number(answer.clairvoyant_share);
  json["frontier"] = Json::array();
  for (const auto& one : answer.frontier) {
    json["frontier"].push_back({{"policy", one.policy},
                                {"share_holds", number(one.share_holds)},
                                {"medians", numbers(one.medians)}});
  }
}

void add_parts(Json& json, const study::Claim& claim, const ClaimAnswer& answer) {
  json["parts"] = Json::array();
  for (std::size_t k = 0; k < answer.legs.size(); ++k) {
    const auto& leg = answer.legs[k];
    json["parts"].push_back({{"label", text_or_null(claim.legs[k].label)},
                             {"holds", leg.holds},
                             {"fails", leg.fails},
                             {"no_difference", leg.no_difference},
                             {"fails_alone", leg.fails_alone}});
  }
}

void add_metrics(Json& json, const study::Claim& claim, const ClaimAnswer& answer) {
  json["metrics"] = Json::array();
  for (std::size_t k = 0; k < answer.legs.size(); ++k) {
    const auto& one = answer.legs[k];
    json["metrics"].push_back({{"baseline", claim.baselines[k / claim.legs.size()]},
                               {"outcome", claim.legs[k % claim.legs.size()].outcome},
                               {"worse", one.holds},
                               {"better", one.fails},
                               {"within_dead_band", one.no_difference}});
  }
}

Json json_of(const study::Study& study, const study::Claim& claim, const ClaimAnswer& answer) {
  Json json = {{"horizon", text_or_null(answer.horizon)},
               {"holds", answer.holds},
               {"fails", answer.fails},
               {"no_difference", answer.no_difference},
               {"unusable", answer.unusable},
               {"share_holds", number(answer.share_holds)},
               {"share_fails", number(answer.share_fails)},
               {"share_no_difference", number(answer.share_no_difference)},
               {"error_holds", number(answer.error_holds)},
               {"error_fails", number(answer.error_fails)},
               {"error_no_difference", number(answer.error_no_difference)},
               {"verdict", answer.verdict},
               {"sentence", sentence_of(study, claim, answer)},
               {"printable", printable_sentence(study, claim, answer)}};
  if (claim.kind == study::ClaimKind::exists) add_exists(json, claim, answer);
  if (claim.kind == study::ClaimKind::dominance) {
    add_metrics(json, claim, answer);
  } else if (!answer.legs.empty()) {
    add_parts(json, claim, answer);
  }
  add_grade(json, answer.grade);
  json["inputs_named"] = naming_word(answer.naming);
  json["inputs"] = Json::array();
  for (const auto& effect : answer.inputs) json["inputs"].push_back(json_of(effect));
  return json;
}

}  // namespace

std::string claims_json(const Making& making, const study::Study& study,
                        const std::vector<WorldviewAnswers>& views,
                        const std::vector<std::string>& changes) {
  Json json = header(making);
  json["changed_thresholds"] = changes;
  json["error"] = making.design == "monte-carlo" ? "binomial standard error"
                                                 : "binomial standard error, an upper bound";
  json["views"] = Json::array();
  for (const auto& view : views) {
    Json entry = {{"worldview", text_or_null(view.name)}, {"label", text_or_null(view.label)}};
    entry["claims"] = Json::array();
    for (const auto& judged : view.claims) {
      Json claim = {{"name", judged.claim->name},
                    {"variant", judged.claim->variant},
                    {"title", judged.claim->title},
                    {"question", judged.claim->question},
                    {"definition", study::in_words(judged.claim->definition, *judged.claim, {})}};
      claim["answers"] = Json::array();
      for (const auto& answer : judged.answers) {
        claim["answers"].push_back(json_of(study, *judged.claim, answer));
      }
      entry["claims"].push_back(std::move(claim));
    }
    json["views"].push_back(std::move(entry));
  }
  return dump(json);
}

}  // namespace sluice::report
