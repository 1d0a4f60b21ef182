#include "model/data.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/format.h"
#include "model/check_testing.h"
#include "model/load.h"

namespace sluice::model {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

Model with_data() {
  return model_of(
      "region: north, south ~~|\nrate :HOLD BACKWARD: ~~|\ndemand[region] ~~|\n"
      "a = rate + SUM(demand[region!]) ~~|\n");
}

const Series& series(const Model& model, const std::string& name) {
  const CellRef cell = find_cells(model, name, {}).value->front();
  return model.at(cell.variable).series[cell.cell];
}

std::string said_of_data(const std::string& text) {
  Model model = with_data();
  return texts_of(attach_data(model, "data.csv", text));
}

TEST(Data, ColumnsByName) {
  Model model = with_data();
  EXPECT_THAT(attach_data(model, "data.csv",
                          "Time,rate,\"demand[north]\",demand[South]\n0,1,10,20\n5,2,,40\n"),
              IsEmpty());
  EXPECT_THAT(series(model, "rate").times, ElementsAre(0, 5));
  EXPECT_THAT(series(model, "rate").values, ElementsAre(1, 2));
  EXPECT_THAT(series(model, "demand[north]").times, ElementsAre(0));
  EXPECT_THAT(series(model, "demand[south]").values, ElementsAre(20, 40));
  EXPECT_THAT(find_missing_data(model), IsEmpty());
  EXPECT_EQ(model.at(*model.find("rate")).data_mode, DataMode::hold_backward);
}

TEST(Data, RowsByNameAndTabs) {
  Model model = with_data();
  EXPECT_THAT(attach_data(model, "data.csv", "Time\t0\t5\r\nrate\t1\t2\r\ndemand[north]\t3\t4\r\n"),
              IsEmpty());
  EXPECT_THAT(series(model, "rate").times, ElementsAre(0, 5));
  EXPECT_THAT(series(model, "demand[north]").values, ElementsAre(3, 4));
}

TEST(Data, OneColumnMayServeAllElements) {
  Model model = with_data();
  EXPECT_THAT(attach_data(model, "data.csv", "Time,demand\n0,7\n"), IsEmpty());
  EXPECT_THAT(series(model, "demand[south]").values, ElementsAre(7));
}

// Vensim's tables of several runs repeat the data.
TEST(Data, TheSameColumnTwiceIsOne) {
  Model model = with_data();
  EXPECT_THAT(attach_data(model, "data.csv", "Time,rate,rate\n0,1,1\n5,2,2\n"), IsEmpty());
  EXPECT_THAT(series(model, "rate").values, ElementsAre(1, 2));
}

TEST(Data, OtherVariablesOfTheModelArePassedOver) {
  EXPECT_EQ(said_of_data("Time,rate,a,FINAL TIME\n0,1,5,6\n"), "");
}

TEST(Data, MissingSeriesAreNamed) {
  Model model = with_data();
  EXPECT_EQ(
      texts_of(find_missing_data(model)),
      "model.mdl:2:1: error M230: no data for \"rate\"\n"
      "    2 | rate :HOLD BACKWARD: ~~|\n"
      "      | ^~~~\n"
      "why: a variable without an equation takes its values from a data file\n"
      "mend: give a CSV file with the columns Time and rate: `--data FILE` with a model "
      "file, or series = [\"FILE\"] in [study] with a study\n"
      "model.mdl:3:1: error M230: no data for \"demand[north]\" and 1 more of its elements\n"
      "    3 | demand[region] ~~|\n"
      "      | ^~~~~~\n"
      "why: a variable without an equation takes its values from a data file\n"
      "mend: give a CSV file with the columns Time and demand[north]: `--data FILE` with a model "
      "file, or series = [\"FILE\"] in [study] with a study\n");
}

// As in SDEverywhere's models/sumif: Vensim has :NA: there, which the model asks for.
TEST(Data, AnElementMayLackASeriesWhereOthersHaveOne) {
  Model model = model_of("e: a1, a2, a3 ~~|\nx[e] ~~|\ny = SUM(x[e!]) ~~|\n");
  EXPECT_EQ(texts_of(attach_data(model, "d.csv", "Time,x[a1],x[a3]\n0,1,3\n")), "");
  EXPECT_EQ(texts_of(find_missing_data(model)),
            "model.mdl:2:1: warning M260: no data for \"x[a2]\"\n"
            "    2 | x[e] ~~|\n"
            "      | ^\n"
            "why: other elements have data, so these are :NA: at all times, and results leave them "
            "out\n"
            "mend: give a CSV file with the columns Time and x[a2]: `--data FILE` with a model "
            "file, or series = [\"FILE\"] in [study] with a study\n");
}

TEST(Data, WhatNothingReadsMayBeMissing) {
  EXPECT_EQ(
      texts_of(find_missing_data(model_of("rain ~~|\na = 1 ~~|\n"))),
      "model.mdl:1:1: warning M255: no data for \"rain\"\n"
      "    1 | rain ~~|\n"
      "      | ^~~~\n"
      "why: nothing reads it, so the model runs without, and its results leave it out\n"
      "mend: give a CSV file with the columns Time and rain: `--data FILE` with a model file, "
      "or series = [\"FILE\"] in [study] with a study\n");
}

TEST(Data, UnknownSeries) {
  EXPECT_EQ(said_of_data("Time,rtae\n0,1\n"),
            "data.csv:1:6: warning M239: the data file has series that the model does not know: "
            "\"rtae\"\n"
            "    1 | Time,rtae\n"
            "      |      ^~~~\n"
            "why: they are passed over\nmend: is a name mistyped?\n");
}

TEST(Data, ValueThatIsNoNumber) {
  EXPECT_EQ(said_of_data("Time,rate\n0,1\n1,n/a\n"),
            "data.csv:3:3: error M231: \"n/a\" is not a number\n"
            "    3 | 1,n/a\n"
            "      |   ^~~\n"
            "why: a series holds numbers; an empty cell is a missing point\n"
            "mend: leave the cell empty where there is no value\n");
}

TEST(Data, TimesThatGoBack) {
  EXPECT_EQ(said_of_data("Time,rate\n1,1\n0,2\n"),
            "data.csv:3:1: error M231: the time 0 does not come after 1\n"
            "    3 | 0,2\n"
            "      | ^\n"
            "why: times are numbers that ascend\nmend: sort the rows, and give each time once\n");
}

TEST(Data, TimesAreNumbers) {
  EXPECT_THAT(said_of_data("Time,rate\n2020-01-01,1\n"),
              HasSubstr("error M231: \"2020-01-01\" is not a time\n"));
  EXPECT_THAT(
      said_of_data("Time,rate\n2020-01-01,1\n"),
      HasSubstr(
          "mend: write times as the model counts them: 2020.5, say, where it begins at 2020"));
}

TEST(Data, EmptyFile) {
  EXPECT_EQ(said_of_data("\n\n"),
            "data.csv:1:1: error M231: the data file holds no table\n"
            "why: it needs a time and at least one series\n");
}

TEST(Data, SemicolonsBetweenCells) {
  EXPECT_EQ(said_of_data("Time;rate\n0;1,5\n"),
            "data.csv:1:1: error M231: the data file holds no table\n"
            "    1 | Time;rate\n"
            "      | ^~~~~~~~~\n"
            "why: it needs a time and at least one series\n"
            "mend: its cells seem to lie between `;`: put commas or tabs between them, and write "
            "decimals with a point\n");
}

// Vensim's .dat text: blanks as one likes, comments behind points and (after /) names, a name that
// comes again.
TEST(Data, TextThatVensimWrites) {
  Model model = with_data();
  EXPECT_THAT(attach_data(model, "data.dat",
                          "\xEF\xBB\xBFRATE / of exchange, yearly\r\n5\t2\r\n 0   1.5 a comment\r\n"
                          "\r\ndemand[north]\n0,10\n2, 4e1, said, so\n3\n"
                          "\"demand\" [ South ]\n-1 7\nrate\n10 -.5\n5 2\n"),
              IsEmpty());
  EXPECT_THAT(series(model, "rate").times, ElementsAre(0, 5, 10));
  EXPECT_THAT(series(model, "rate").values, ElementsAre(1.5, 2, -0.5));
  EXPECT_THAT(series(model, "demand[north]").times, ElementsAre(0, 2));
  EXPECT_THAT(series(model, "demand[north]").values, ElementsAre(10, 40));
  EXPECT_THAT(series(model, "demand[south]").values, ElementsAre(7));
  EXPECT_THAT(find_missing_data(model), IsEmpty());
}

// A whole run in that form names computed variables too.
TEST(Data, ComputedVariablesInTextOfVensim) {
  EXPECT_EQ(said_of_data("a\n0 1\n1 2\nrate\n0 1\n"), "");
}

// A comma is no part of a number, neither for thousands nor for decimals.
TEST(Data, CommasInNumbersOfTextOfVensim) {
  const auto said = [](const std::string& word, int line, int column) {
    return format("data.csv:{}:{}: error M231: \"{}\" is not a number\n", line, column, word);
  };
  EXPECT_THAT(said_of_data("rate\n0\t1,200\n1\t3\n"), testing::HasSubstr(said("1,200", 2, 3)));
  EXPECT_THAT(said_of_data("rate\n0 0,5\n"), testing::HasSubstr(said("0,5", 2, 3)));
  EXPECT_THAT(said_of_data("rate\n0 1, 200\n"), testing::HasSubstr(said("1,", 2, 3)));
  EXPECT_THAT(said_of_data("rate\n0,5 2\n"), testing::HasSubstr(said("0,5", 2, 1)));
  EXPECT_THAT(said_of_data("rate\n0,1,200\n"), testing::HasSubstr(said("1,200", 2, 3)));
}

TEST(Data, MistakesInTextOfVensim) {
  EXPECT_EQ(said_of_data("rtae\n0 1\nrate\n0 1\n1 n/a\n0 2\ndemand[north] <yearly>\n0 1\n"),
            "data.csv:5:3: error M231: \"n/a\" is not a number\n"
            "    5 | 1 n/a\n"
            "      |   ^~~\n"
            "why: a point is a time and a value\n"
            "mend: a decimal is written 0.5, thousands without comma\n"
            "data.csv:7:15: error M231: a series on a time base of its own is not read\n"
            "    7 | demand[north] <yearly>\n"
            "      |               ^~~~~~~~\n"
            "why: its times are not those of the model\n"
            "mend: give its points at times of the model, and take the <...> away\n"
            "data.csv:6:1: error M231: \"rate\" has two values at time 0\n"
            "    6 | 0 2\n"
            "      | ^~~\n"
            "why: it is not clear which of them is meant\n"
            "mend: take one of the two points away\n"
            "data.csv:1:1: warning M239: the data file has series that the model does not know: "
            "\"rtae\"\n"
            "    1 | rtae\n"
            "      | ^~~~\n"
            "why: they are passed over\nmend: is a name mistyped?\n");
}

// What begins as such a text is one, whatever its first points are; lines may end as on old Macs.
TEST(Data, TextOfVensimWhoseFirstPointIsWrong) {
  EXPECT_THAT(said_of_data("rate\n0 1.5x\n1 2\n"),
              HasSubstr("data.csv:2:3: error M231: \"1.5x\" is not a number\n"));
  EXPECT_THAT(said_of_data("rate\n0 +-.1\n"), HasSubstr("M231: \"+-.1\" is not a number\n"));
  EXPECT_EQ(said_of_data("rate\n0\n1 2\n"), "");
  Model model = with_data();
  EXPECT_THAT(attach_data(model, "data.dat", "rate\r0 1\r1 2\r"), IsEmpty());
  EXPECT_THAT(series(model, "rate").values, ElementsAre(1, 2));
}

// A few lines would fill the memory.
TEST(Data, TextOfVensimForManyElements) {
  Model model = model_of("many: (n1-n100000) ~~| d[many] ~~|");
  std::string text = "d[n1]\n0 1\nd[many]\n";
  for (int i = 0; i < 60; ++i) text += format("{} 1\n", i);
  const Diagnostics said = attach_data(model, "d.dat", text);
  ASSERT_EQ(said.size(), 1U);
  EXPECT_EQ(to_text(said[0]),
            "d.dat:3:1: error M231: the 60 points of this series are those of 100000 elements\n"
            "    3 | d[many]\n"
            "      | ^~~~~~~\n"
            "why: each element keeps its own, and a file may have 5000000 that are repeated for "
            "further elements\n"
            "mend: give one element its data, and let the others read it");
}

// "If something is used it will be marked as not defined and thereafter treated as exogenous"
// (Vensim's manual, Data Equations).
TEST(Data, OfAVariableWithoutAnEntry) {
  const std::string text =
      std::string("q: a, b ~~|\ny = xx * 2 ~~|\nz[q] = \"w w\"[q] ~~|\n") + kControlText;
  const Checked<Model> model = load_model_text(
      {"m.mdl", text}, {{"d.csv", "Time,0,3\nXX,1,4\nw w[a],5,6\n\"w w[b]\",7,8\n"}});
  ASSERT_TRUE(model.value) << texts_of(model.diagnostics);
  EXPECT_THAT(series(*model.value, "xx").values, ElementsAre(1, 4));
  EXPECT_THAT(series(*model.value, "w w[b]").values, ElementsAre(7, 8));
  EXPECT_THAT(texts_of(model.diagnostics, Severity::note),
              HasSubstr("m.mdl:2:5: note M263: \"xx\" has no entry in the model, and is taken from "
                        "the data\n"
                        "    2 | y = xx * 2 ~~|\n"
                        "      |     ^~\n"
                        "why: the data have a series of that name\n"
                        "mend: write an entry for it, with its unit: xx ~ unit ~ |\n"));
  const Checked<Model> of_dat =
      load_model_text({"m.mdl", text}, {{"d.dat", "xx\n0 1\nw w[q]\n0 2\n"}});
  ASSERT_TRUE(of_dat.value) << texts_of(of_dat.diagnostics);
  EXPECT_THAT(series(*of_dat.value, "w w[a]").values, ElementsAre(2));
  const Checked<Model> without = load_model_text({"m.mdl", text}, {{"d.csv", "Time,other\n0,1\n"}});
  EXPECT_THAT(texts_of(without.diagnostics), HasSubstr("error M201: there is no variable \"xx\""));
}

// Where only elements tell, by the widest dimension that has them.
TEST(Data, OfAVariableThatIsUsedByElement) {
  // A dimension may be made of others.
  for (const char* dimensions :
       {"big: a, b, c ~~|\nsmall: a, b ~~|\n", "big: small, c ~~|\nsmall: a, b ~~|\n"}) {
    const std::string text =
        std::string(dimensions) + "y = inc[a] + SUM(inc[small!]) ~~|\n" + kControlText;
    const Checked<Model> model =
        load_model_text({"m.mdl", text}, {{"d.csv", "Time,0\ninc[a],1\ninc[b],2\ninc[c],3\n"}});
    ASSERT_TRUE(model.value) << texts_of(model.diagnostics);
    EXPECT_THAT(series(*model.value, "inc[c]").values, ElementsAre(3));
  }
}

TEST(Data, WhereThereIsNoneTheFilesThatWereLookedInAreNamed) {
  const std::string text = std::string("rain ~~|\ny = rain ~~|\n") + kControlText;
  const Checked<Model> model = load_model_text({"m.mdl", text}, {{"d.csv", "Time,0\nsun,1\n"}});
  EXPECT_THAT(texts_of(model.diagnostics),
              HasSubstr("why: a variable without an equation takes its values from a data file; "
                        "those given hold none: d.csv\n"));
}

// What a macro's call makes is no data, though a run's table has a column of it.
TEST(Data, OfAnOutputIsNotTaken) {
  const std::string text = std::string(
                               ":MACRO: F(a : rest)\nF = a ~~|\nrest = a * 3 ~~|\n:END OF MACRO:\n"
                               "x = F(1 : over) ~~|\ny = over ~~|\n") +
                           kControlText;
  const Checked<Model> model = load_model_text({"m.mdl", text}, {{"d.csv", "Time,over\n0,9\n"}});
  ASSERT_TRUE(model.value) << texts_of(model.diagnostics);
  EXPECT_EQ(model.value->at(*model.value->find("over")).kind, VariableKind::auxiliary);
}

}  // namespace
}  // namespace sluice::model
