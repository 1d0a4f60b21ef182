#include "lower/text_model_testing.h"

namespace sluice::lower {
namespace {

const char* const kArrays =
    "row: r1, r2 ~~| col: c1, c2, c3 ~~| m[row, col] = 1, 2, 3; 4, 5, 6; ~~|"
    "v[col] = 10, 20, 30 ~~| s[col] = 0, 1, 2 ~~| none[col] = 0 ~~|";

double at(const std::string& equation, const std::string& name = "y") {
  return value_of(kArrays + equation + " ~~|", name);
}

TEST(Reduction, OverOneSubscript) {
  EXPECT_EQ(at("y = SUM(v[col!])"), 60);
  EXPECT_EQ(at("y[row] = SUM(m[row, col!] * v[col!])", "y[r2]"), 320);
  EXPECT_EQ(at("y = PROD(v[col!])"), 6000);
  EXPECT_EQ(at("y = VMIN(v[col!]) + VMAX(v[col!]) * 1000"), 30010);
  EXPECT_EQ(at("y = ELMCOUNT(col)"), 3);
}

TEST(Reduction, OverSeveralSubscriptsAndNested) {
  EXPECT_EQ(at("y = SUM(m[row!, col!])"), 21);
  EXPECT_EQ(at("y = SUM(v[col!] * SUM(m[row!, c1]))"), 60 * 5);
  EXPECT_EQ(at("y = SUM(IF THEN ELSE(m[row!, col!] > 3, v[col!], 0))"), 60);
}

TEST(Reduction, AddsFromLeftToRight) {
  const std::string text = "d: a, b, c ~~| x[d] = 1e16, 1, -1e16 ~~| y = SUM(x[d!]) ~~|";
  EXPECT_EQ(value_of(text, "y"), (1e16 + 1) - 1e16);
}

TEST(Subscripts, AreNumbersByTheirPlace) { EXPECT_EQ(at("y[col] = col * 100", "y[c3]"), 300); }

TEST(Subscripts, FollowTheLeftSide) {
  EXPECT_EQ(at("y[col, row] = m[row, col] + v[col]", "y[c2,r1]"), 22);
  EXPECT_EQ(at("y[row, col] = m[row, col] - m[r1, col]", "y[r2,c3]"), 3);
}

TEST(VectorSelect, CombinesWhatIsChosen) {
  const auto select = [](int action) {
    return at("y = VECTOR SELECT(s[col!], v[col!], -1, " + std::to_string(action) + ", 0)");
  };
  EXPECT_EQ(select(0), 20 + 60);
  EXPECT_EQ(select(1), 20 * 60);
  EXPECT_EQ(select(2), 20);
  EXPECT_EQ(select(3), 60);
  EXPECT_EQ(select(4), 40);
  EXPECT_EQ(select(5), 20 * 900);
  EXPECT_EQ(select(6), 50);
  EXPECT_EQ(select(7), 600);
  EXPECT_EQ(select(8), 20);
  EXPECT_EQ(select(9), 30);
  EXPECT_EQ(select(10), 25);
}

TEST(VectorSelect, GivesTheMissingValueWhereNothingIsChosen) {
  EXPECT_EQ(at("y = VECTOR SELECT(none[col!], v[col!], -1, 3, 0)"), -1);
}

// Each task's quality rests on that of those before it, as a list of constants says (the example
// of Vensim's manual): .8; .9 * .8; .7 * (.8 * .72).
const std::string kTasks =
    "task: t1, t2, t3 ~~|\nbefore <-> task ~~|\nown[task] = 0.8, 0.9, 0.7 ~~|\n"
    "got[task] = VECTOR SELECT(map[task,before!], given[before!], 1, 1, 0) ~~|\n"
    "given[task] = own[task] * got[task] ~~|\n";

TEST(VectorSelect, WaitsForNothingThatIsNotChosen) {
  const model::Model model = text_model(kTasks + "map[task,before] == 0,0,0; 1,0,0; 1,1,0; ~~|\n");
  const auto at = [&](const std::string& name) { return values_of(model, name).front(); };
  EXPECT_EQ(at("got[t1]"), 1);
  EXPECT_EQ(at("got[t2]"), 0.8);
  EXPECT_DOUBLE_EQ(at("got[t3]"), 0.576);
  EXPECT_DOUBLE_EQ(at("given[t3]"), 0.4032);
  // An input may choose what was not chosen: then there is a circle, which is told.
  Options options;
  options.inputs = {{cell(model, "map[t1,t3]"), program::InputKind::member}};
  options.outputs = {cell(model, "given[t3]")};
  EXPECT_THAT(texts_of(lower(model, options).diagnostics), testing::HasSubstr("needs itself"));
}

TEST(VectorSelect, MayChangeItsAction) {
  EXPECT_THAT(
      values_of(std::string(kArrays) + "y = VECTOR SELECT(s[col!], v[col!], -1, Time + 6, 0) ~~|",
                "y", {3}),
      testing::ElementsAre(50, 600, 20, 30));
}

TEST(VectorSelect, IsNotANumberWhereItsErrorActionForbids) {
  EXPECT_TRUE(std::isnan(at("y = VECTOR SELECT(none[col!], v[col!], -1, 0, 1)")));
  EXPECT_TRUE(std::isnan(at("y = VECTOR SELECT(s[col!], v[col!], -1, 0, 2)")));
  EXPECT_TRUE(std::isnan(at("y = VECTOR SELECT(s[col!], v[col!], -1, 0, 3)")));
  EXPECT_EQ(at("y = VECTOR SELECT(s[col!], v[col!], -1, 0, 1)"), 80);
}

const char* const kShares =
    "who: a, b ~~| kind: ptype, ppriority, pwidth, pextra ~~| case: one, two ~~|"
    "profile[who, kind] = 1, 5, 2, 0; 1, 1, 2, 0; ~~| request[who] = 10, 20 ~~|"
    "pool[case] = 10, 30 ~~|";

TEST(AllocateAvailable, ServesTheHigherPriorityFirst) {
  // Ramps over [4, 6] and [0, 2]: ten go to the first alone.
  const std::string text = std::string(kShares) +
                           "y[who] = ALLOCATE AVAILABLE(request[who], profile[who, ptype], 15) ~~|";
  EXPECT_NEAR(value_of(text, "y[a]"), 10, 1e-9);
  EXPECT_NEAR(value_of(text, "y[b]"), 5, 1e-9);
}

TEST(AllocateAvailable, IsWorkedOutOnceForAllItsCells) {
  const model::Model model = text_model(
      std::string(kShares) +
      "y[who, case] = 2 * ALLOCATE AVAILABLE(request[who], profile[who, ptype], pool[case]) ~~|");
  Options options;
  options.all_outputs = true;
  const program::Program program = lowered(model, options);
  const auto is_allocation = [](const program::Op& op) {
    return op.code == program::OpCode::allocate_available;
  };
  EXPECT_EQ(std::ranges::count_if(program.once, is_allocation), 2);
  EXPECT_NEAR(values_of(model, "y[a,one]").front(), 20, 1e-9);
  EXPECT_NEAR(values_of(model, "y[b,one]").front(), 0, 1e-9);
  EXPECT_NEAR(values_of(model, "y[b,two]").front(), 40, 1e-9);
}

TEST(AllocateAvailable, StandsInStartingValuesAndInsideOtherFunctions) {
  const std::string text =
      std::string(kShares) +
      "now[who] = request[who] + Time ~~|"
      "share[who] = ALLOCATE AVAILABLE(now[who], profile[who, ptype], 15) ~~|"
      "y[who] = INTEG(0, share[who]) ~~|"
      "z[who] = SMOOTHI(ALLOCATE AVAILABLE(request[who], profile[who, ptype], 15), 1, 0) ~~|";
  EXPECT_NEAR(value_of(text, "y[b]"), 5, 1e-9);
  EXPECT_NEAR(values_of(text, "z[b]", {1}).back(), 5, 1e-9);
}

TEST(Holes, AreLeftOutOfResults) {
  const model::Model model = text_model(
      "row: r1, r2, r3 ~~| y[row] :EXCEPT: [r1] = row ~~| z[row] :EXCEPT: [r1] = y[row] + 1 ~~|");
  Options options;
  options.all_outputs = true;
  std::vector<std::string> names;
  for (const program::Output& output : lowered(model, options).outputs) {
    names.push_back(output.name);
  }
  EXPECT_THAT(names, testing::ElementsAre("y[r2]", "y[r3]", "z[r2]", "z[r3]", "INITIAL TIME",
                                          "FINAL TIME", "TIME STEP", "SAVEPER"));
  EXPECT_EQ(values_of(model, "z[r3]").front(), 4);
}

TEST(Holes, AreMissingWhereAnOffsetLeadsToThem) {
  const std::string text =
      "row: r1, r2, r3 ~~| x[row] :EXCEPT: [r2] = row ~~| y = VECTOR ELM MAP(x[r1], Time) ~~|";
  EXPECT_THAT(values_of(text, "y", {2, 1, 0}), testing::ElementsAre(1, kNotAvailable, 3));
}

}  // namespace
}  // namespace sluice::lower
