#include "report/sentence_parts.h"

#include <algorithm>

#include "base/format.h"
#include "report/numbers.h"
#include "study/claim_words.h"

namespace sluice::report {
namespace {

using analysis::ClaimAnswer;

bool is_lower(char letter) { return letter >= 'a' && letter <= 'z'; }
char raised(char letter) {
  return is_lower(letter) ? static_cast<char>(letter - 'a' + 'A') : letter;
}
char lowered(char letter) {
  return letter >= 'A' && letter <= 'Z' ? static_cast<char>(letter - 'A' + 'a') : letter;
}

}  // namespace

std::string embedded(const std::string& definition) {
  std::size_t end = definition.find(". ");
  std::string text = definition.substr(0, end);
  if (text.ends_with('.')) text.pop_back();
  const bool word = text.size() > 1 && (is_lower(text[1]) || text[1] == ' ');
  if (word) text[0] = lowered(text[0]);
  return text;
}

std::size_t usable(const ClaimAnswer& answer) {
  return answer.holds + answer.fails + answer.no_difference;
}

std::string capital(std::string text) {
  if (!text.empty()) text[0] = raised(text[0]);
  return text;
}

std::string left_out_words(const ClaimAnswer& answer) {
  if (answer.unusable == 0) return {};
  return format(" ({} more gave no usable number)", show_count(answer.unusable));
}

std::string share_words(std::size_t count, std::size_t all, double error, const std::string& of) {
  if (count == 0) return format("none{}", of);
  if (count == all) return format("all{}", of);
  const double share = static_cast<double>(count) / static_cast<double>(all);
  if (share >= 0.01 && share <= 0.99) return show_share(share, error) + of;
  return show_count(count) + (of.empty() ? " of " + show_count(all) : of);
}

std::optional<std::size_t> horizon_of(const study::Claim& claim, const ClaimAnswer& answer) {
  const auto date = study::parse_date(answer.horizon);
  const auto found = date ? std::ranges::find(claim.horizons, *date) : claim.horizons.end();
  if (found == claim.horizons.end()) return {};
  return static_cast<std::size_t>(found - claim.horizons.begin());
}

std::string tested_words(const study::Claim& claim, const ClaimAnswer& answer) {
  const auto horizon = horizon_of(claim, answer);
  std::string text = embedded(study::in_words(claim.definition, claim, horizon));
  if (horizon && claim.definition.find("{horizon}") == std::string::npos) {
    text += ", judged in " + study::in_words(claim.horizons[*horizon]);
  }
  return text;
}

}  // namespace sluice::report
