#include "serve/run_job.h"

#include <algorithm>

#include "serve/snapshot.h"

namespace sluice::serve {
namespace {

constexpr std::size_t kFirstLook = 200;   // members of the first snapshot
constexpr std::size_t kFirstGood = 1000;  // of the second; then this many more each time

void add_once(std::vector<std::string>& to, const std::vector<std::string>& names) {
  for (const auto& name : names) {
    if (std::ranges::find(to, name) == to.end()) to.push_back(name);
  }
}

std::vector<std::string> series_needed(const study::Study& study, const Asked& asked) {
  std::vector<std::string> charts = asked.charts;
  if (asked.claims) add_once(charts, charts_of_claims(study, {asked.quick_claims, asked.grids}));
  if (asked.overview) {
    for (const auto& outcome : study.outcomes) add_once(charts, {outcome.name});
  }
  return charts;
}

}  // namespace

RunJob::RunJob(std::shared_ptr<Reply> reply, Studio& studio, Json json)
    : Question(std::move(reply), studio, std::move(json)),
      began_(std::chrono::steady_clock::now()) {}

void RunJob::superseded() {
  if (!begun_) return Question::superseded();
  reply().line(R"({"superseded":true})");
  reply().end();
}

Diagnostics RunJob::begin() {
  if (asked().policies.empty()) {
    return {bad_request("there is no policy to run", "give \"policies\": [{}], or more of them")};
  }
  stream_ = asked().stream;
  upto_ = asked().upto;
  policies_ = asked().policies;
  if (asked().previous) policies_.push_back(*asked().previous);
  if (asked().claims) {
    claims_ = claim_runs(study(), asked().policies.back(), asked().scenarios.back(),
                         {asked().quick_claims, asked().grids, asked().own_claims});
  }
  for (const ClaimRun& run : claims_) {
    policies_.insert(policies_.end(), run.policies.begin(), run.policies.end());
    policies_.insert(policies_.end(), run.grid.begin(), run.grid.end());
  }
  const auto series = series_needed(study(), asked());
  if (series.empty()) {
    return {bad_request("nothing is asked for", "name \"charts\", or ask for claims or overview")};
  }
  Diagnostics wrong = open_view(series, policies_);
  futures_.resize(policies_.size());
  target_ = target_after(0);
  return wrong;
}

std::size_t RunJob::target_after(std::size_t done) const {
  const std::size_t next = done < kFirstLook   ? kFirstLook
                           : done < kFirstGood ? kFirstGood
                                               : done + kFirstGood;
  return stream_ ? std::min(next, upto_) : upto_;
}

bool RunJob::advance() {
  const auto began = std::chrono::steady_clock::now();
  constexpr auto kEnough = std::chrono::milliseconds(20);
  while (next_policy_ < policies_.size()) {
    futures_[next_policy_] = run_further(policies_[next_policy_], target_);
    if (reply().stopped) return false;
    if (futures_[next_policy_]) ++next_policy_;
    // What was there already has cost no time.
    const bool more = next_policy_ < policies_.size();
    if (more && std::chrono::steady_clock::now() - began > kEnough) return true;
  }
  const bool complete = target_ >= asked().upto;
  give(complete);
  if (complete) return false;
  target_ = target_after(target_);
  next_policy_ = 0;
  return true;
}

void RunJob::give(bool complete) {
  const std::chrono::duration<double, std::milli> taken = std::chrono::steady_clock::now() - began_;
  const auto text = [&] {
    return snapshot({bench(), asked(), futures_, claims_, target_, complete, taken.count()});
  };
  if (!stream_) return reply().send({200, "application/json", text() + "\n", {}});
  if (!begun_) reply().begin("application/x-ndjson");
  begun_ = true;
  constexpr std::size_t kSlow = 2;  // a client that has not read the last ones waits for the end
  if (complete || reply().waiting() < kSlow) reply().line(text());
  if (complete) reply().end();
}

}  // namespace sluice::serve
