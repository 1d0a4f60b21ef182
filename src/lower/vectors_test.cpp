// Functions over whole vectors, with numbers worked by hand.
#include "lower/text_model_testing.h"

namespace sluice::lower {
namespace {

using testing::ElementsAre;

const std::string kRow = "row: a, b, c, d ~~|\nv[row] = 5, 3, 8, 3 ~~|\n";

std::vector<double> row_of(const std::string& equations, const std::string& name) {
  const model::Model model = text_model(kRow + equations);
  std::vector<double> values;
  for (const char* element : {"a", "b", "c", "d"}) {
    values.push_back(values_of(model, name + "[" + element + "]").front());
  }
  return values;
}

TEST(VectorSortOrder, GivesPlacesFromZeroAndKeepsEquals) {
  EXPECT_THAT(row_of("y[row] = VECTOR SORT ORDER(v[row], 1) ~~|", "y"), ElementsAre(1, 3, 0, 2));
  EXPECT_THAT(row_of("y[row] = VECTOR SORT ORDER(v[row], 0) ~~|", "y"), ElementsAre(2, 0, 1, 3));
  EXPECT_THAT(row_of("y[row] = VECTOR SORT ORDER(v[row], -1) ~~|", "y"), ElementsAre(2, 0, 1, 3));
}

TEST(VectorRank, GivesRanksFromOne) {
  EXPECT_THAT(row_of("y[row] = VECTOR RANK(v[row], 1) ~~|", "y"), ElementsAre(3, 1, 4, 2));
  EXPECT_THAT(row_of("y[row] = VECTOR RANK(v[row], 0) ~~|", "y"), ElementsAre(2, 3, 1, 4));
}

TEST(VectorReorder, TakesEachPlace) {
  const std::string sorted = "y[row] = VECTOR REORDER(v[row], o[row]) ~~|";
  EXPECT_THAT(row_of("o[row] = VECTOR SORT ORDER(v[row], 1) ~~|" + sorted, "y"),
              ElementsAre(3, 3, 5, 8));
  EXPECT_THAT(row_of("o[row] = 3, 0, 7, 1 ~~|" + sorted, "y"), ElementsAre(3, 5, kNotAvailable, 3))
      << "there is no place 7";
}

TEST(VectorSortOrder, RunsAlongTheLastSubscriptThroughAMapping) {
  const model::Model model = text_model(
      "row: a, b ~~|\ncolumn: x, y, z -> place ~~|\nplace: (s1-s3) -> column ~~|\n"
      "m[row,column] = 3, 1, 2; 5, 9, 7; ~~|\n"
      "o[row,place] = VECTOR SORT ORDER(m[row,column], 1) ~~|\n");
  EXPECT_EQ(values_of(model, "o[a,s1]").front(), 1);
  EXPECT_EQ(values_of(model, "o[a,s3]").front(), 0);
  EXPECT_EQ(values_of(model, "o[b,s2]").front(), 2);
}

TEST(VectorElmMap, MovesFromTheElementNamed) {
  EXPECT_THAT(row_of("y[row] = VECTOR ELM MAP(v[a], row - 1) ~~|", "y"), ElementsAre(5, 3, 8, 3));
  EXPECT_THAT(row_of("y[row] = VECTOR ELM MAP(v[row], -1) ~~|", "y"),
              ElementsAre(kNotAvailable, 5, 3, 8));
  // An offset that changes in the run: 1 at time 0.
  EXPECT_THAT(row_of("y[row] = VECTOR ELM MAP(v[row], 1 + Time) ~~|", "y"),
              ElementsAre(3, 8, 3, kNotAvailable));
}

TEST(VectorElmMap, CountsThroughAllSubscripts) {
  const model::Model model = text_model(
      "row: a, b ~~|\ncolumn: x, y, z ~~|\nm[row,column] = 1, 2, 3; 4, 5, 6; ~~|\n"
      "t[row,column] = VECTOR ELM MAP(m[a,x], (row-1)*ELMCOUNT(column) + column - 1) ~~|\n");
  EXPECT_EQ(values_of(model, "t[b,y]").front(), 5);
  EXPECT_EQ(values_of(model, "t[a,z]").front(), 3);
}

// An aging chain: each stage takes from the one before it, and that is no circle.
TEST(VectorElmMap, OfAKnownOffsetNeedsOneElementOnly) {
  const std::string chain =
      "row: a, b, c ~~|\ny[row] = IF THEN ELSE(row = 1, 1, VECTOR ELM MAP(y[row], -1) * 2) ~~|\n";
  EXPECT_EQ(value_of(chain, "y[c]"), 4);
}

TEST(VectorLookup, ReadsAVectorAsALookup) {
  // y at x = 0, 10, 20, 30: 5, 3, 8, 3.
  const auto read = [](const std::string& x, int mode) {
    return value_of(
        kRow + "y = VECTOR LOOKUP(v[a], " + x + ", 0, 30, " + std::to_string(mode) + ") ~~|", "y");
  };
  EXPECT_DOUBLE_EQ(read("15", 0), 5.5);
  EXPECT_DOUBLE_EQ(read("-4", 0), 5);
  EXPECT_DOUBLE_EQ(read("40", 0), 3);
  EXPECT_DOUBLE_EQ(read("30", 0), 3);
  EXPECT_DOUBLE_EQ(read("20", 1), 40 + 55);
  EXPECT_DOUBLE_EQ(read("15", 1), 40 + 0.5 * 5 * (3 + 5.5));
  EXPECT_DOUBLE_EQ(read("40", 1), 40 + 55 + 55 + 30);
  EXPECT_DOUBLE_EQ(read("15", 2), 3);
  EXPECT_DOUBLE_EQ(read("40", 3), -2);
  EXPECT_DOUBLE_EQ(read("-10", 3), 7);
  EXPECT_DOUBLE_EQ(read("15", 4), 8);
  EXPECT_DOUBLE_EQ(read("20", 4), 8);
  EXPECT_DOUBLE_EQ(read("4", 5), 5);
  EXPECT_DOUBLE_EQ(read("7", 5), 18) << "the first x with that value";
  EXPECT_EQ(read("2.9", 5), kNotAvailable) << "as LOOKUP INVERT";
  EXPECT_EQ(read("8.1", 5), kNotAvailable);
  EXPECT_TRUE(std::isnan(read("0/0", 5)));
  EXPECT_DOUBLE_EQ(read("7", 8), 18);
  EXPECT_DOUBLE_EQ(read("9", 8), -20) << "on the line before the first point";
  EXPECT_DOUBLE_EQ(read("2", 8), 32) << "on the line after the last one";
  EXPECT_DOUBLE_EQ(read("15", 6), 0.5);
  EXPECT_DOUBLE_EQ(read("35", 6), 0);
  EXPECT_DOUBLE_EQ(read("-5", 6), 0);
  EXPECT_DOUBLE_EQ(read("35", 9), -0.5);
  EXPECT_DOUBLE_EQ(read("-5", 9), -0.2);
  EXPECT_DOUBLE_EQ(read("-10", 7), -60);
}

// As LOOKUP SLOPE of the same points: at a point the mean of both sides.
TEST(VectorLookup, HasTheSlopesOfALookup) {
  const std::string both = "row: a, b, c ~~|\nv[row] = 1, 3, 58 ~~|\nl((0,1),(10,3),(20,58)) ~~|\n";
  for (const char* x : {"-3", "0", "4", "10", "11", "20", "25"}) {
    for (const auto& [mode, like] : {std::pair("6", "0"), {"9", "1"}}) {
      const model::Model model =
          text_model(format("{}y = VECTOR LOOKUP(v[a], {}, 0, 20, {}) ~~|\n"
                            "z = LOOKUP SLOPE(l, {}, {}) ~~|\n",
                            both, x, mode, x, like));
      EXPECT_DOUBLE_EQ(values_of(model, "y").front(), values_of(model, "z").front())
          << x << " " << mode;
    }
  }
  EXPECT_DOUBLE_EQ(value_of(both + "y = VECTOR LOOKUP(v[a], 10, 0, 20, 6) ~~|", "y"), 2.85);
  EXPECT_DOUBLE_EQ(value_of(both + "y = VECTOR LOOKUP(v[a], 20, 0, 20, 6) ~~|", "y"), 2.75);
}

TEST(VectorLookup, InvertsFlatAndSmallSteps) {
  const auto at = [](const std::string& v, const std::string& value, int mode) {
    return value_of("row: a, b, c ~~|\nv[row] = " + v + " ~~|\ny = VECTOR LOOKUP(v[a], " + value +
                        ", 0, 20, " + std::to_string(mode) + ") ~~|",
                    "y");
  };
  EXPECT_EQ(at("0, 0, 55", "0", 5), 0);
  EXPECT_DOUBLE_EQ(at("0, 0, 55", "5.5", 5), 11);
  EXPECT_DOUBLE_EQ(at("0, 1e-8, 3e-8", "2e-8", 5), 15);
  EXPECT_DOUBLE_EQ(at("0, 1e-8, 3e-8", "5e-8", 8), 30);
  // No line leads there: a flat end, and one that turns away.
  EXPECT_EQ(at("0, 5, 5", "9", 8), kNotAvailable);
  EXPECT_EQ(at("5, 0, 0", "-1", 8), kNotAvailable);
}

TEST(InvertMatrix, GivesTheInverse) {
  const model::Model model = text_model(
      "row: a, b ~~|\ncolumn: x, y ~~|\nm[row,column] = 4, 7; 2, 6; ~~|\n"
      "i[row,column] = INVERT MATRIX(m[row,column], 2) ~~|\n"
      "s[row,column] = INVERT MATRIX(z[row,column], 2) ~~|\nz[row,column] = 1, 2; 2, 4; ~~|\n");
  EXPECT_NEAR(values_of(model, "i[a,x]").front(), 0.6, 1e-15);
  EXPECT_NEAR(values_of(model, "i[a,y]").front(), -0.7, 1e-15);
  EXPECT_NEAR(values_of(model, "i[b,x]").front(), -0.2, 1e-15);
  EXPECT_NEAR(values_of(model, "i[b,y]").front(), 0.4, 1e-15);
  EXPECT_TRUE(std::isnan(values_of(model, "s[a,x]").front())) << "it has no inverse";
}

// The matrix is named by where it begins, as Vensim takes it: SDEverywhere's
// models/invertmatrixio writes matrix[row,row] over equal dimensions. Of [2 1; 0 4] and its inverse
// [0.5 -0.125; 0 0.25].
TEST(InvertMatrix, BeginsWhereItIsNamed) {
  const std::string matrix =
      "row: a, b ~~|\ncolumn: a, b ~~|\nm[row,column] = 2, 1; 0, 4; ~~|\n"
      "large: l1, l2, l3 ~~|\nwide: w1, w2, w3 ~~|\n"
      "w[large,wide] = 9, 9, 9; 9, 2, 1; 9, 0, 4; ~~|\n";
  for (const char* named : {"m[row,row]", "m[a,a]", "m[row,a]", "w[l2,w2]"}) {
    const model::Model model = text_model(
        format("{}y[row,column] = INVERT MATRIX({}, ELMCOUNT(row)) ~~|\n", matrix, named));
    const auto at = [&model](const std::string& name) { return values_of(model, name).front(); };
    EXPECT_EQ(at("y[a,a]"), 0.5) << named;
    EXPECT_EQ(at("y[a,b]"), -0.125) << named;
    EXPECT_EQ(at("y[b,a]"), 0) << named;
    EXPECT_EQ(at("y[b,b]"), 0.25) << named;
  }
}

TEST(AllocateByPriority, ServesTheHigherFirstWhereTheyAreFarApart) {
  const auto shares = [](const std::string& priorities, double width, double supply) {
    const model::Model model = text_model(
        format("who: a, b, c ~~|\nr[who] = 10, 6, 3 ~~|\np[who] = {} ~~|\n"
               "y[who] = ALLOCATE BY PRIORITY(r[who], p[who], ELMCOUNT(who), {}, {}) ~~|\n",
               priorities, width, supply));
    return std::vector<double>{values_of(model, "y[a]").front(), values_of(model, "y[b]").front(),
                               values_of(model, "y[c]").front()};
  };
  EXPECT_THAT(shares("3, 2, 1", 0.5, 12),
              testing::Pointwise(testing::DoubleNear(1e-12), std::vector<double>{10, 2, 0}));
  EXPECT_THAT(shares("3, 2, 1", 0.5, 100), ElementsAre(10, 6, 3));
  EXPECT_THAT(shares("2, 2, 2", 1, 9.5),
              testing::Pointwise(testing::DoubleNear(1e-12), std::vector<double>{5, 3, 1.5}))
      << "equals share in proportion";
}

TEST(FindMarketPrice, IsWhereDemandMeetsSupply) {
  // Demand 10 falls from price 4 to 6; supply 10 rises from 3 to 5: they meet at 4.5.
  const std::string market =
      "buyer: b1 ~~|\nseller: s1 ~~|\nfield: ptype, ppriority, pwidth, pextra ~~|\n"
      "d[buyer] = 10 ~~|\ns[seller] = 10 ~~|\n"
      "dp[buyer,field] = 1, 5, 2, 0; ~~|\nsp[seller,field] = 1, 4, 2, 0; ~~|\n"
      "price = FIND MARKET PRICE(d[b1], dp[b1,ptype], s[s1], sp[s1,ptype]) ~~|\n"
      "bought[buyer] = DEMAND AT PRICE(d[buyer], dp[buyer,ptype], price) ~~|\n"
      "sold[seller] = SUPPLY AT PRICE(s[seller], sp[seller,ptype], price) ~~|\n";
  EXPECT_NEAR(value_of(market, "price"), 4.5, 1e-12);
  EXPECT_NEAR(value_of(market, "bought[b1]"), 7.5, 1e-10);
  EXPECT_NEAR(value_of(market, "sold[s1]"), 7.5, 1e-10);
}

// Vensim's own numbers for SDEverywhere's models/allocate_price: demand grows from nothing to 500
// and 300 in 12 months, supply is 200, 300 and 450; all curves are one wide. Vensim's search and
// its normal curve are good to about 1e-5.
TEST(FindMarketPrice, GivesWhatVensimGives) {
  const model::Model model = text_model(
      "curve: fixed, rectangular, triangular, normal, exponential ~~|\nbuyer: d1, d2 ~~|\n"
      "seller: s1, s2, s3 ~~|\nfield: ptype, ppriority, pwidth, pextra ~~|\n"
      "dp[curve,buyer,ptype] = curve - 1 ~~|\ndp[curve,buyer,ppriority] = buyer ~~|\n"
      "dp[curve,buyer,pwidth] = 1 ~~|\ndp[curve,buyer,pextra] = 0 ~~|\n"
      "sp[curve,seller,ptype] = curve - 1 ~~|\nsp[curve,seller,ppriority] = seller ~~|\n"
      "sp[curve,seller,pwidth] = 1 ~~|\nsp[curve,seller,pextra] = 0 ~~|\n"
      "most[buyer] = 500, 300 ~~|\nd[curve,buyer] = most[buyer] * Time / 12 ~~|\n"
      "have[seller] = 200, 300, 450 ~~|\ns[curve,seller] = have[seller] ~~|\n"
      "price[curve] = FIND MARKET PRICE(d[curve,d1], dp[curve,d1,ptype], s[curve,s1], "
      "sp[curve,s1,ptype]) ~~|\n"
      "bought[curve,buyer] = DEMAND AT PRICE(d[curve,buyer], dp[curve,buyer,ptype], price[curve]) "
      "~~|\nsold[curve,seller] = SUPPLY AT PRICE(s[curve,seller], sp[curve,seller,ptype], "
      "price[curve]) ~~|\n",
      {12, 1, 0});
  const auto at = [&model](const std::string& name, std::size_t month) {
    return values_of(model, name)[month];
  };
  EXPECT_EQ(at("price[normal]", 0), -4);
  EXPECT_NEAR(at("price[normal]", 6), 1.28018, 3e-5);
  EXPECT_NEAR(at("price[normal]", 12), 1.69346, 3e-5);
  EXPECT_EQ(at("price[exponential]", 0), -9);
  EXPECT_NEAR(at("price[exponential]", 1), -0.152467, 3e-5);
  EXPECT_NEAR(at("price[exponential]", 12), 1.67861, 3e-5);
  EXPECT_NEAR(at("price[rectangular]", 0), 0.5, 1e-12);
  EXPECT_NEAR(at("price[triangular]", 12), 1.78867, 3e-5);
  EXPECT_EQ(at("bought[fixed,d1]", 6), 250);
  EXPECT_EQ(at("sold[fixed,s1]", 6), 200);
  EXPECT_NEAR(at("bought[normal,d1]", 12), 122.009, 3e-3);
  EXPECT_NEAR(at("sold[rectangular,s1]", 6), 177.778, 3e-3);
}

// SDEverywhere's models/allocate_normal_width, at month 4: Vensim's deviation is at least 0.05.
TEST(DemandAtPrice, TakesNarrowCurvesAsTheNarrowestOfVensim) {
  const auto bought = [](double width) {
    return value_of(
        format("field: ptype, ppriority, pwidth, pextra ~~|\n"
               "p[field] = 3, 10, {}, 0 ~~|\ny = DEMAND AT PRICE(1, p[ptype], 9.92) ~~|",
               width),
        "y");
  };
  for (const double width : {0.0, 0.001, 0.01, 0.05}) EXPECT_NEAR(bought(width), 0.945203, 2e-5);
  EXPECT_NEAR(bought(0.06), 0.908798, 2e-5);
}

// Each cell of an inverse needs each of the matrix: 60^4 pairs, too many to write down.
TEST(InvertMatrix, MayBeLarge) {
  const model::Model model = text_model(
      "row: (r1-r60) ~~| column <-> row ~~| m[row,column] = IF THEN ELSE(row = column, 2, 0) ~~|"
      "y[row,column] = INVERT MATRIX(m[row,column], 60) ~~|");
  EXPECT_EQ(values_of(model, "y[r60,r60]").front(), 0.5);
  EXPECT_EQ(values_of(model, "y[r60,r1]").front(), 0);
}

}  // namespace
}  // namespace sluice::lower
