#include "serve/report_job.h"

#include <algorithm>

#include "analysis/reduce.h"
#include "base/format.h"
#include "base/version.h"
#include "ensemble/design.h"
#include "report/numbers.h"
#include "serve/observed.h"
#include "serve/picture.h"
#include "serve/snapshot.h"

namespace sluice::serve {
namespace {

constexpr const char* kColors[] = {"#6b6b6b", "#d55e00", "#009e73", "#a0518a"};
constexpr const char* kCurrentColor = "#0072b2";
constexpr const char* kStyle =
    "body{font:15px/1.5 system-ui,sans-serif;max-width:900px;margin:24px auto;padding:0 16px;"
    "color:#1b1f24;background:#fff}h1{font-size:24px}h2{font-size:19px;margin-top:32px}"
    "table{border-collapse:collapse;width:100%;font-size:13px}th,td{padding:3px 8px;"
    "border-bottom:1px solid #ddd;text-align:right}th:first-child,td:first-child{text-align:left}"
    "svg{width:100%;height:auto}.grid{stroke:#ddd}.soft{color:#57606a}text{fill:#333}"
    "figure{margin:0;break-inside:avoid}tr{break-inside:avoid}@media print{body{margin:0}}";

std::string cell(const std::string& text) { return "<td>" + text + "</td>"; }

std::string shown(double value, bool percent) {
  return report::show(value, {.percent = percent}) + (percent ? " %" : "");
}

std::string bands_cells(const std::vector<double>& bands, bool percent) {
  std::string text;
  for (const double value : bands) text += cell(shown(value, percent));
  return text;
}

std::string setting_text(const study::LeverSetting& setting) {
  if (const auto* value = std::get_if<double>(&setting)) return to_text(*value);
  std::string text;
  for (const auto& step : std::get<std::vector<study::DatedValue>>(setting)) {
    text += format("{}{} from {}", text.empty() ? "" : ", ", to_text(step.value),
                   study::to_text(step.from));
  }
  return text;
}

std::string color_of(std::size_t policy, std::size_t policies) {
  return policy + 1 == policies ? kCurrentColor : kColors[std::min<std::size_t>(policy, 3)];
}

std::string label_of(const ensemble::Policy& policy) {
  return policy.label.empty() ? "Every lever at its default" : policy.label;
}

// A reader must not take the claims that are listed for all there are.
std::string left_out_claims(const study::Study& study) {
  std::string names;
  for (const auto& claim : study.claims) {
    if (claim.kind != study::ClaimKind::exists) continue;
    names += (names.empty() ? "" : ", ") + escaped(full_name(claim));
  }
  if (names.empty()) return {};
  return format(
      "<p class=\"soft\">Not judged here, because every policy of a grid would have to be "
      "run: {}. <code>sluice claims</code> judges them.</p>\n",
      names);
}

}  // namespace

Diagnostics ReportJob::begin() {
  if (asked().policies.empty() || asked().charts.empty()) {
    return {bad_request("\"policies\" and \"charts\" are needed", "docs/api.md shows them")};
  }
  policies_ = asked().policies;
  claims_ =
      claim_runs(study(), policies_.back(), asked().scenarios.back(), {.own = asked().own_claims});
  for (const ClaimRun& run : claims_) {
    policies_.insert(policies_.end(), run.policies.begin(), run.policies.end());
  }
  std::vector<std::string> series = asked().charts;
  for (const auto& outcome : study().outcomes) {
    if (std::ranges::find(series, outcome.name) == series.end()) series.push_back(outcome.name);
  }
  return open_view(series, policies_);
}

bool ReportJob::advance() {
  if (futures_.size() < policies_.size()) {
    auto done = run_further(policies_[futures_.size()], asked().upto);
    if (done) futures_.push_back(std::move(done));
    return !reply().stopped;
  }
  reply().send({200, "text/html; charset=utf-8", html(), {{"Cache-Control", "no-store"}}});
  return false;
}

std::string ReportJob::chart_html(const std::string& chart) {
  const auto about = find_chart(bench().lab->bound(), chart);
  const study::Outcome& outcome = about.value->outcome;
  Picture picture{outcome.label, outcome.unit, outcome.percent, {}, {}, {}};
  picture.years = years_of(study().calendar(), view().runner->times());
  const std::size_t asked_policies = asked().policies.size();
  for (std::size_t k = 0; k < asked_policies; ++k) {
    const Futures& futures = *futures_[k];
    const auto series = analysis::find_series(futures.result.frame, chart);
    const Seen seen{&futures, nullptr, *series, usable_in(futures, nullptr, asked().upto), 0};
    picture.lines.push_back({course_of(seen), label_of(policies_[k]), color_of(k, asked_policies),
                             k == 0 && asked_policies > 1});
  }
  for (const auto& point : observed_points(bench().lab->bound(), about.value->cell)) {
    picture.points.push_back({point.year, point.drawn, point.text});
  }
  return format("<figure><h3>{}</h3><p class=\"soft\">{}. {}</p>{}</figure>\n",
                escaped(outcome.label), outcome.percent ? "%" : escaped(outcome.unit),
                escaped(outcome.definition), svg_of(picture));
}

std::string ReportJob::policies_html() {
  std::string text = "<h2>Policies</h2>\n<table><tr><th>Lever</th><th>Today</th>";
  const std::size_t count = asked().policies.size();
  for (std::size_t k = 0; k < count; ++k) {
    text += format("<th style=\"color:{}\">{}</th>", color_of(k, count),
                   escaped(label_of(policies_[k])));
  }
  text += "</tr>\n";
  for (std::size_t k = 0; k < study().levers.size(); ++k) {
    const study::Lever& lever = study().levers[k];
    std::string row;
    bool moved = false;
    for (std::size_t p = 0; p < count; ++p) {
      const auto& setting = policies_[p].settings[k];
      const auto* value = std::get_if<double>(&setting);
      moved = moved || value == nullptr || *value != lever.preset;
      row += cell(escaped(setting_text(setting)));
    }
    if (!moved) continue;
    text += format("<tr><td>{} <span class=\"soft\">{}</span></td>{}{}</tr>\n",
                   escaped(lever.label.empty() ? lever.name : lever.label), escaped(lever.unit),
                   cell(to_text(lever.preset)), row);
  }
  return text + "</table>\n";
}

// Futures that no number of this report counts.
std::string ReportJob::unusable_html() {
  std::string text;
  const std::size_t all = asked().upto;
  for (std::size_t k = 0; k < asked().policies.size(); ++k) {
    const std::size_t usable = usable_in(*futures_[k], nullptr, all).size();
    if (usable == all) continue;
    text += format("<p>{} of {} futures under {} gave no usable numbers and are left out.</p>\n",
                   report::show_count(all - usable), report::show_count(all),
                   escaped(label_of(policies_[k])));
  }
  return text;
}

std::string ReportJob::claims_html() {
  if (claims_.empty()) return {};
  std::vector<std::shared_ptr<const Futures>> futures = futures_;
  const Taken taken{bench(), asked(), futures, claims_, asked().upto, true, 0};
  std::string text =
      "<h2>Claims</h2>\n<table><tr><th>Claim</th><th>Holds</th><th>Fails</th>"
      "<th>No difference</th></tr>\n";
  std::string sentences;
  for (const Json& one : claims_json(study(), taken, true)) {
    const auto share = [&](const char* key) {
      return cell(one[key].is_number() ? escaped(report::show_share(one[key].get<double>()))
                                       : "n/a");
    };
    const std::string when =
        one["horizon"].is_string() ? " " + one["horizon"].get<std::string>() : "";
    text += format("<tr><td>{}.{}{}</td>{}{}{}</tr>\n", escaped(one["name"].get<std::string>()),
                   escaped(one["variant"].get<std::string>()), when, share("holds"), share("fails"),
                   share("no_difference"));
    sentences += format("<li>{}</li>\n", escaped(one["sentence"].get<std::string>()));
  }
  return text + "</table>\n<ul>" + sentences + "</ul>\n" + left_out_claims(study());
}

std::string ReportJob::overview_html() {
  const Futures& current = *futures_[asked().policies.size() - 1];
  const std::size_t time = time_of(study(), current.result.frame, asked().at);
  std::string text = format(
      "<h2>Every outcome at {}</h2>\n<table><tr><th>Outcome</th><th>unit</th><th>5 %</th><th>25 "
      "%</th><th>median</th><th>75 %</th><th>95 %</th></tr>\n",
      study().calendar().text_at(current.result.frame.times[time]).substr(0, 7));
  for (const auto& outcome : study().outcomes) {
    const auto series = analysis::find_series(current.result.frame, outcome.name);
    const Seen seen{&current, nullptr, *series, usable_in(current, nullptr, asked().upto), time};
    text += format("<tr><td title=\"{}\">{}</td>{}{}</tr>\n", escaped(outcome.definition),
                   escaped(outcome.label.empty() ? outcome.name : outcome.label),
                   cell(outcome.percent ? "%" : escaped(outcome.unit)),
                   bands_cells(bands_of(values_at(seen, time)), outcome.percent));
  }
  return text + "</table>\n";
}

std::string ReportJob::html() {
  const std::string title =
      asked().title.empty() ? label_of(asked().policies.back()) : asked().title;
  std::string text = format(
      "<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" "
      "content=\"width=device-width\"><title>{0}: {1}</title><style>{2}</style></head><body>\n"
      "<h1>{0}</h1>\n<p>{1}</p>\n<p class=\"soft\">{3} futures, {4} design, seed {5}. Dark band: "
      "half of all futures; light band: nine in ten; line: the median. Dots: what was observed. "
      "Sluice {6}.</p>\n",
      escaped(study().name), escaped(title), kStyle, report::show_count(asked().upto),
      ensemble::name_of(study().design), asked().design.seed, kVersion);
  text += unusable_html() + policies_html() + "<h2>Charts</h2>\n";
  for (const auto& chart : asked().charts) text += chart_html(chart);
  return text + claims_html() + overview_html() + "</body></html>\n";
}

}  // namespace sluice::serve
