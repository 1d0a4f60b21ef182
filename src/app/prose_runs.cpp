// Runs that marks in prose ask for.
#include "app/prose_values.h"
#include "app/settings.h"
#include "app/single_run.h"
#include "base/format.h"

namespace sluice::app {
namespace {

constexpr std::string_view kBlanks = " \t\n";

// "2030-12", perhaps with " under SCENARIO", " against SCENARIO", " with NAME=VALUE, ...".
struct When {
  std::string month, scenario, other, settings;
};

When when_of(const std::string& text) {
  When when;
  std::string rest = text;
  const auto cut_off = [&rest](std::string_view word) {
    const std::size_t at = rest.find(word);
    if (at == std::string::npos) return std::string();
    std::string after(trimmed(std::string_view(rest).substr(at + word.size()), kBlanks));
    rest.resize(at);
    return after;
  };
  when.settings = cut_off(" with ");
  when.other = cut_off(" against ");
  when.scenario = cut_off(" under ");
  when.month = trimmed(rest, kBlanks);
  return when;
}

// The last value saved in or before a month.
ProseValue at_month(const Calendar& calendar, const results::Frame& frame, study::Date date) {
  std::optional<double> value;
  for (std::size_t t = 0; t < frame.times.size(); ++t) {
    if (calendar.month_at(frame.times[t]) <= date) value = frame.at(0, t)[0];
  }
  return {value, value ? "" : "the run begins later"};
}

ProseValue value_at(const Opened& opened, const RunRequest& request, study::Date date) {
  const auto frame = run_once(opened, request);
  if (!frame.value) return {{}, frame.diagnostics.front().message};
  return at_month(opened.study()->calendar(), *frame.value, date);
}

}  // namespace

ProseValue prose_run(const Opened& opened, const std::string& name, const std::string& text) {
  const auto found = prose_cell(opened, name);
  const When when = when_of(text);
  const auto date = study::parse_date(when.month);
  if (!found || !date) {
    return {
        {},
        format("\"{}\" names no single number of the model, or \"{}\" is no month", name, text)};
  }
  RunRequest request;
  request.outputs = {*found};
  request.scenario = when.scenario;
  if (!when.settings.empty()) {
    std::vector<std::string> settings;
    for (const auto& one : split_outside_brackets(when.settings)) {
      settings.emplace_back(trimmed(one, kBlanks));
    }
    auto resolved = resolve_settings(opened, settings, {});
    if (!resolved.value) return {{}, resolved.diagnostics.front().message};
    request.settings = std::move(*resolved.value);
  }
  ProseValue value = value_at(opened, request, *date);
  if (when.other.empty() || !value.number) return value;
  request.scenario = when.other;
  ProseValue other = value_at(opened, request, *date);
  if (!other.number) return other;
  if (*other.number == 0) return {{}, format("it is 0 under {}", when.other)};
  return {*value.number / *other.number - 1, {}};
}

}  // namespace sluice::app
