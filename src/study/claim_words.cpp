#include "study/claim_words.h"

#include <array>
#include <charconv>

#include "base/format.h"
#include "base/number.h"

namespace sluice::study {
namespace {

constexpr std::array<const char*, 12> kMonths = {"January",   "February", "March",    "April",
                                                 "May",       "June",     "July",     "August",
                                                 "September", "October",  "November", "December"};

std::optional<ClaimDate> fixed(const std::optional<ClaimDate>& date, const Claim& claim,
                               std::size_t horizon) {
  const auto* open = date ? std::get_if<HorizonDate>(&*date) : nullptr;
  if (open == nullptr || horizon >= claim.horizons.size()) return date;
  return open->dates.empty() ? claim.horizons[horizon] : open->dates[horizon];
}

// Ten digits: 0.02 * 100 is 2. Powers as a reader writes them: 10^28.
std::string number_words(double value) {
  const std::string text = format("{:.10g}", value);
  const std::size_t power = text.find('e');
  if (power == std::string::npos) return text == "-0" ? "0" : text;
  const std::string size = format("10^{}", std::stoi(text.substr(power + 1)));
  return text.substr(0, power) == "1" ? size : format("{} × {}", text.substr(0, power), size);
}

std::optional<double> of_claim(const Claim& claim, std::string_view what) {
  if (what == "share_needed") return claim.share_needed;
  if (what == "stable_share") return claim.stable_share;
  if (what == "worse_on") return claim.worse_on;
  return {};
}

std::optional<double> of_leg(const Leg& leg, std::string_view what) {
  if (what == "holds" && leg.holds) return leg.holds->value;
  if (what == "fails" && leg.fails) return leg.fails->value;
  if (what == "level" && leg.reduce == Reduce::crossing) return leg.level;
  if (what == "dead_band") return leg.dead_band;
  if (what == "weight") return leg.weight;
  if (what == "scale") return leg.scale;
  return {};
}

// "2.holds" asks leg 2, "holds" none by name.
struct Asked {
  std::optional<std::size_t> leg;
  std::string_view what;
};
std::optional<Asked> asked_in(std::string_view text, std::size_t legs) {
  const std::size_t dot = text.find('.');
  if (dot == std::string_view::npos) return Asked{{}, text};
  std::size_t leg = 0;
  const std::string_view number = text.substr(0, dot);
  const char* const last = number.data() + number.size();
  const auto [end, error] = std::from_chars(number.data(), number.data() + number.size(), leg);
  if (error != std::errc{} || end != last || leg < 1 || leg > legs) return {};
  return Asked{leg - 1, text.substr(dot + 1)};
}

std::optional<double> threshold(const Claim& claim, std::string_view text) {
  const auto asked = asked_in(text, claim.legs.size());
  if (!asked || claim.legs.empty()) return {};
  if (asked->leg) return of_leg(claim.legs[*asked->leg], asked->what);
  if (const auto value = of_claim(claim, asked->what)) return value;
  return of_leg(claim.legs.front(), asked->what);
}

std::string_view cut_after(std::string_view& text, char sign) {
  const std::size_t at = text.find(sign);
  if (at == std::string_view::npos) return {};
  const std::string_view after = text.substr(at + 1);
  text = text.substr(0, at);
  return after;
}

// "-2.holds*100|month"
std::optional<std::string> threshold_words(const Claim& claim, std::string_view asked) {
  const std::string_view unit = cut_after(asked, '|');
  const bool negative = asked.starts_with('-');
  if (negative) asked.remove_prefix(1);
  const std::size_t sign = asked.find_first_of("*/");
  const auto value = threshold(claim, asked.substr(0, sign));
  if (!value) return {};
  double shown = negative ? -*value : *value;
  if (sign != std::string_view::npos) {
    const auto by = number_in(asked.substr(sign + 1));
    if (!by || *by == 0) return {};
    shown = asked[sign] == '*' ? shown * *by : shown / *by;
  }
  const std::string words = number_words(shown);
  return unit.empty() ? words : format("{} {}{}", words, unit, words == "1" ? "" : "s");
}

const std::optional<ClaimDate>* date_of(const Leg& leg, std::string_view what) {
  if (what == "from") return &leg.from;
  if (what == "to") return &leg.to;
  return what == "at" ? &leg.at : nullptr;
}

// A date for each horizon: "January 2027 or January 2028".
std::string all_in_words(const HorizonDate& date) {
  std::string words;
  for (std::size_t k = 0; k < date.dates.size(); ++k) {
    if (k > 0 && date.dates[k] == date.dates[k - 1]) continue;
    words += (words.empty() ? "" : " or ") + in_words(date.dates[k]);
  }
  return words.empty() ? "the month judged" : words;
}

std::optional<std::string> date_words(const Claim& claim, std::string_view text,
                                      std::optional<std::size_t> horizon) {
  const auto asked = asked_in(text, claim.legs.size());
  if (!asked) return {};
  for (std::size_t k = 0; k < claim.legs.size(); ++k) {
    const auto* date = date_of(claim.legs[k], asked->what);
    if (asked->leg.value_or(k) != k || date == nullptr || !*date) continue;
    const auto known = fixed(*date, claim, horizon.value_or(claim.horizons.size()));
    const auto* open = std::get_if<HorizonDate>(&*known);
    return open == nullptr ? in_words(std::get<Date>(*known)) : all_in_words(*open);
  }
  return {};
}

std::optional<std::string> filled(std::string_view asked, const Claim& claim,
                                  std::optional<std::size_t> horizon) {
  if (asked == "horizon") {
    if (claim.horizons.empty()) return {};
    return horizon ? in_words(claim.horizons[*horizon]) : "the month judged";
  }
  if (auto words = date_words(claim, asked, horizon)) return words;
  return threshold_words(claim, asked);
}

struct Place {  // "{" to "}", both included
  std::size_t begin = std::string::npos, size = 0;
};
Place next_place(const std::string& text, std::size_t from) {
  const std::size_t begin = text.find('{', from);
  const std::size_t end = begin == std::string::npos ? begin : text.find('}', begin);
  if (end == std::string::npos) return {};
  return {begin, end + 1 - begin};
}

}  // namespace

std::string in_words(Date date) {
  return format("{} {}", kMonths[static_cast<std::size_t>(date.months % 12)], date.months / 12);
}

Claim at_horizon(const Claim& claim, std::size_t horizon) {
  Claim judged = claim;
  for (Leg& leg : judged.legs) {
    for (auto* date : {&leg.at, &leg.from, &leg.to}) *date = fixed(*date, claim, horizon);
  }
  return judged;
}

std::string in_words(const std::string& text, const Claim& claim,
                     std::optional<std::size_t> horizon) {
  std::string words = text;
  for (Place place = next_place(words, 0); place.size > 0;) {
    const auto value =
        filled(std::string_view(words).substr(place.begin + 1, place.size - 2), claim, horizon);
    if (value) words.replace(place.begin, place.size, *value);
    place = next_place(words, place.begin + (value ? value->size() : place.size));
  }
  return words;
}

std::string unfilled_in(const std::string& text, const Claim& claim) {
  for (Place place = next_place(text, 0); place.size > 0;
       place = next_place(text, place.begin + place.size)) {
    const std::string asked = text.substr(place.begin + 1, place.size - 2);
    if (!filled(asked, claim, {})) return asked;
  }
  return {};
}

}  // namespace sluice::study
