#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <thread>

#include "ensemble/tea_testing.h"
#include "serve/asking.h"
#include "serve/claim_runs.h"
#include "serve/courses.h"
#include "serve/http.h"
#include "serve/known_keys.h"
#include "serve/lab.h"
#include "serve/picture.h"
#include "serve/room.h"
#include "serve/worker.h"

namespace sluice::serve {
namespace {

using ensemble::bound_tea;

TEST(Hosts, NamesOfThisMachineOnly) {
  const Listening here;
  EXPECT_TRUE(accepts_host(here, "127.0.0.1:8080"));
  EXPECT_TRUE(accepts_host(here, "localhost"));
  EXPECT_TRUE(accepts_host(here, "[::1]:8080"));
  EXPECT_FALSE(accepts_host(here, "evil.example"));
  EXPECT_FALSE(accepts_host(here, "127.0.0.1.evil.example"));
  EXPECT_FALSE(accepts_host(here, "192.168.0.7"));
  EXPECT_FALSE(accepts_host(here, ""));
  const Listening open{.host = "0.0.0.0", .names = {"box.lan"}};
  EXPECT_TRUE(accepts_host(open, "192.168.0.7:8080"));
  EXPECT_TRUE(accepts_host(open, "BOX.lan:8080"));
  EXPECT_FALSE(accepts_host(open, "evil.example"));
}

TEST(Hosts, OriginsOfThisServerOnly) {
  EXPECT_TRUE(accepts_origin("", "localhost:8080"));
  EXPECT_TRUE(accepts_origin("http://localhost:8080", "localhost:8080"));
  EXPECT_FALSE(accepts_origin("http://localhost:8081", "localhost:8080"));
  EXPECT_FALSE(accepts_origin("https://evil.example", "localhost:8080"));
  EXPECT_FALSE(accepts_origin("null", "localhost:8080"));
}

TEST(Asking, TellsEveryMistake) {
  const auto bound = bound_tea();
  const auto asked =
      read_asked(*bound.study, Json::parse(R"({"policies": [{"settings": {"lid": 2, "lit": 0}}],
                                               "charts": [1], "members": 1, "at": "soon"})"),
                 Limits{});
  std::string text;
  for (const auto& one : asked.diagnostics) text += one.message + "\n";
  EXPECT_EQ(text,
            "\"members\" must be a whole number from 2 to 20000\n"
            "\"at\" must be a month, as in \"2028-12\"\n"
            "\"charts\" must be a list of names\n"
            "2 is outside the range of lever \"lid\"\n"
            "the study has no lever \"lit\"\n");
}

std::string refused_of(const char* request) {
  std::string text;
  for (const auto& one : find_unknown_keys(Json::parse(request))) {
    text += one.message + (one.hint.empty() ? "" : " (" + one.hint + ")") + "\n";
  }
  return text;
}

TEST(KnownKeys, RefuseWhatNobodyReads) {
  EXPECT_EQ(refused_of(R"({"memberz": 5, "settings": {}, "policies": [{"setings": {"lid": 1}}]})"),
            "the request has no key \"memberz\" (did you mean \"member\" or \"members\"?)\n"
            "the request has no key \"settings\" (docs/api.md lists the keys of each request)\n"
            "a policy has no key \"setings\" (did you mean \"settings\"?)\n");
  EXPECT_EQ(refused_of(R"({"beliefs": {"worldveiw": "x", "uncertainties": 3}})"),
            "\"beliefs\" has no key \"worldveiw\" (did you mean \"worldview\"?)\n"
            "\"uncertainties\" must be an object of distributions\n");
  EXPECT_EQ(refused_of(R"({"beliefs": "calm"})"),
            "\"beliefs\" must be an object (write {\"worldview\": \"name\"})\n");
  constexpr const char* kMend =
      " (write [{\"variable\": \"Name\", \"equation\": \"Name = ...\"}])\n";
  EXPECT_EQ(refused_of(R"({"edits": "x"})"), std::string("\"edits\" must be a list") + kMend);
  EXPECT_EQ(refused_of(R"({"edits": [{"variable": "x"}]})"),
            std::string("an edit needs a \"variable\" and its \"equation\"") + kMend);
  EXPECT_EQ(refused_of(R"({"edits": [{"variable": "x", "equation": "x = 1", "part": 0}],
                           "policy": {"scenario": "a"}, "beliefs": {}, "grids": true})"),
            "");
}

TEST(Asking, RefusesAnEmptySchedule) {
  const auto bound = bound_tea();
  const auto policy = read_policy(*bound.study, Json::parse(R"({"settings": {"lid": []}})"));
  ASSERT_FALSE(policy.value);
  EXPECT_EQ(policy.diagnostics[0].message, "the schedule of \"lid\" is empty");
}

study::Claim lid_claim() {
  study::Claim claim;
  claim.name = "warm";
  study::Leg leg;
  leg.outcome = "warmth";
  leg.policy = "covered";
  leg.baseline = "open";
  claim.legs = {leg};
  return claim;
}

// What was not the study's question says so; nothing is compared with itself.
TEST(ClaimRuns, SayWhoseQuestionTheyAnswer) {
  auto study = *bound_tea().study;
  study.claims = {lid_claim()};
  const auto run_with = [&](const std::string& scenario, std::optional<double> lid,
                            bool own = false) {
    auto policy = *ensemble::find_policy(study, scenario, {}).value;
    if (lid) policy.settings[0] = *lid;
    policy.label = "Half a lid";
    return claim_runs(study, policy, scenario, {.own = own}).at(0);
  };
  const ClaimRun hand = run_with("covered", 0.5);
  EXPECT_EQ(hand.reading, "policy");
  EXPECT_THAT(hand.preface, testing::Eq("\"Half a lid\" in the place of \"Covered from June\": "));
  EXPECT_EQ(run_with("covered", {}).preface, "");  // the policy that the claim tests
  const ClaimRun itself = run_with("open", {});
  EXPECT_EQ(itself.reading, "own");
  EXPECT_EQ(itself.claim.legs[0].policy, "covered");
  EXPECT_EQ(run_with("covered", 0.5, true).claim.legs[0].policy, "covered");
}

TEST(Asking, BuildsAPolicyOnItsScenario) {
  const auto bound = bound_tea();
  const auto policy = read_policy(
      *bound.study, Json::parse(R"({"scenario": "covered", "settings": {"lid": 0.25}})"));
  ASSERT_TRUE(policy.value);
  EXPECT_EQ(std::get<double>(policy.value->settings[0]), 0.25);
  EXPECT_EQ(key_of(*bound.study, *policy.value), "0=0.25 ");
}

// The numbers of a lab are those of a run of all members at once.
TEST(Lab, GrowsToTheSameFutures) {
  const auto bound = bound_tea();
  Lab lab(bound);
  const auto policy = *ensemble::find_policy(*bound.study, "covered", {}).value;
  const std::atomic<bool> never{false};
  const auto view = lab.view({"warmth", "variable:cooling[small]"}, {policy});
  ASSERT_TRUE(view.value);
  const Design design{100, 5};
  lab.futures(**view.value, policy, {}, design, 24, never);
  const auto grown = lab.futures(**view.value, policy, {}, design, 100, never);
  const auto runner = ensemble::Runner::make(bound, false);
  const auto whole = runner.value->run({policy}, ensemble::draw(*bound.study, nullptr, 100, 5), {});
  const results::Frame& frame = whole.scenarios[0].frame;
  for (std::size_t time = 0; time < frame.times.size(); ++time) {
    EXPECT_THAT(grown->result.frame.at(0, time), testing::ElementsAreArray(frame.at(0, time)));
  }
}

TEST(Lab, SaysWhatNoChartIs) {
  const auto bound = bound_tea();
  Lab lab(bound);
  EXPECT_EQ(lab.view({"warmt"}, {}).diagnostics[0].message, "the study has no chart \"warmt\"");
  EXPECT_EQ(lab.view({"variable:known temperatures"}, {}).diagnostics[0].message,
            "\"known temperatures\" is a table and has no course in time");
}

TEST(Courses, CountSignsAndDots) {
  Futures futures;
  futures.result.frame = {{{"x", "x", "1"}}, {0, 1}, 4, {1, 2, 3, 4, -1, 0, 1, 2}};
  futures.done = 4;
  futures.result.bad = {{3, 0}};
  const Seen seen{&futures, nullptr, 0, usable_in(futures, nullptr, 4), 1};
  EXPECT_THAT(seen.members, testing::ElementsAre(0U, 1U, 2U));
  const Signs signs = signs_of(values_at(seen, 1));
  EXPECT_DOUBLE_EQ(signs.higher, 1.0 / 3);
  EXPECT_DOUBLE_EQ(signs.lower, 1.0 / 3);
  EXPECT_THAT(dots_of(seen, 0, 1), testing::ElementsAre(2));
  EXPECT_EQ(course_of(seen).quantiles[2 * 2], 2);
  std::string text;
  append_drawn(text, std::vector<double>{0.1, NAN, 1e30});
  EXPECT_EQ(text, "[0.1,null,1e+30]");
}

TEST(Picture, HoldsNoMarkupOfOthers) {
  EXPECT_EQ(escaped("<a & \"b\">"), "&lt;a &amp; &quot;b&quot;&gt;");
}

class Remembered final : public Reply {
 public:
  void send(Response response) override { body = response.body, given = true; }
  void begin(std::string) override {}
  void line(std::string) override {}
  void end() override {}
  std::size_t waiting() const override { return 0; }
  std::string body;
  std::atomic<bool> given{false};
};

class Counting final : public Job {
 public:
  Counting(std::shared_ptr<Reply> reply, int turns, std::atomic<int>& order)
      : Job(std::move(reply)), turns_(turns), order_(order) {}
  bool turn() override {
    std::this_thread::sleep_for(std::chrono::milliseconds(1));
    if (--turns_ > 0) return true;
    reply().send({200, "", std::to_string(++order_), {}});
    return false;
  }
  void superseded() override { reply().send({200, "", "superseded", {}}); }

 private:
  int turns_;
  std::atomic<int>& order_;
};

void wait_for(const Remembered& reply) {
  while (!reply.given) std::this_thread::sleep_for(std::chrono::milliseconds(1));
}

TEST(Room, LetsSmallOnesInAndOthersWait) {
  Room room(100, 10);
  EXPECT_TRUE(room.take(500)) << "alone";
  EXPECT_FALSE(room.take(11));
  EXPECT_TRUE(room.take(10)) << "small";
  room.give(500);
  EXPECT_TRUE(room.take(90));
  EXPECT_FALSE(room.take(11)) << "full";
  room.give(10);
  EXPECT_FALSE(room.take(11)) << "one more than there is";
}

TEST(Worker, LetsShortWorkPassAndEndsWhatIsStale) {
  std::atomic<int> order{0};
  const auto longer = std::make_shared<Remembered>(), shorter = std::make_shared<Remembered>(),
             stale = std::make_shared<Remembered>(), fresh = std::make_shared<Remembered>();
  Worker worker;
  EXPECT_TRUE(worker.add(std::make_unique<Counting>(longer, 40, order), {}));
  EXPECT_TRUE(worker.add(std::make_unique<Counting>(shorter, 2, order), {}));
  EXPECT_TRUE(worker.add(std::make_unique<Counting>(stale, 1000, order), {"page", 1}));
  EXPECT_TRUE(worker.add(std::make_unique<Counting>(fresh, 1, order), {"page", 2}));
  for (const auto& one : {longer, shorter, stale, fresh}) wait_for(*one);
  EXPECT_EQ(stale->body, "superseded");
  EXPECT_EQ(longer->body, "3");
}

}  // namespace
}  // namespace sluice::serve
