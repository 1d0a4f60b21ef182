// Constants, data, lookups and elements from files, with the place of each mistake.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "base/format.h"
#include "model/check_testing.h"
#include "model/load.h"

namespace sluice::model {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

const std::string kControl =
    "INITIAL TIME = 0 ~~|\nFINAL TIME = 4 ~~|\nTIME STEP = 1 ~~|\nSAVEPER = 1 ~~|\n";

// A folder with a model and the files that it reads.
class FromFiles : public testing::Test {
 protected:
  FromFiles() {
    folder_ =
        std::filesystem::temp_directory_path() /
        ("sluice_external_" + std::to_string(::testing::UnitTest::GetInstance()->random_seed()) +
         "_" + testing::UnitTest::GetInstance()->current_test_info()->name());
    std::filesystem::create_directories(folder_);
  }
  ~FromFiles() override { std::filesystem::remove_all(folder_); }

  void write(const std::string& name, const std::string& text) const {
    std::ofstream(folder_ / name, std::ios::binary) << text;
  }
  void copy(const std::string& name) const {
    std::filesystem::copy_file(std::filesystem::path(SLUICE_SOURCE_DIR) / "tests/data" / name,
                               folder_ / name);
  }
  Checked<Model> load(const std::string& equations) const {
    write("m.mdl", "{UTF-8}\n" + equations + kControl);
    return load_model((folder_ / "m.mdl").string());
  }
  Model loaded(const std::string& equations) const {
    Checked<Model> model = load(equations);
    EXPECT_TRUE(model.value.has_value()) << texts_of(model.diagnostics);
    return model.value ? std::move(*model.value) : Model{};
  }
  // What is said, with the folder taken out.
  std::string said_of(const std::string& equations) const {
    std::string text = texts_of(load(equations).diagnostics);
    const std::string prefix = folder_.string() + "/";
    for (std::size_t at = 0; (at = text.find(prefix)) != std::string::npos;) {
      text.erase(at, prefix.size());
    }
    return text;
  }
  static std::vector<double> constants(const Model& model, const std::string& name) {
    const Variable& variable = model.at(*model.find(name));
    std::vector<double> values;
    for (const Equation& equation : variable.equations) {
      values.insert(values.end(), equation.values.begin(), equation.values.end());
    }
    return values;
  }
  static const Series& series(const Model& model, const std::string& name, std::size_t cell = 0) {
    return model.at(*model.find(name)).series.at(cell);
  }

  std::filesystem::path folder_;
};

constexpr const char* kTable = "year,0,2,4\niron,1,,5\nsteel,10,20,30\n";
const std::string kDims = "row: iron, steel ~~|\ncolumn: p, q, r ~~|\nboth: iron, steel ~~|\n";

TEST_F(FromFiles, ConstantsLieAcrossOrDown) {
  write("t.csv", "1,2,3\n4,5,6\n7,8,9\n");
  const Model model = loaded(kDims +
                             "one = GET DIRECT CONSTANTS('t.csv', ',', 'B2') ~~|\n"
                             "across[column] = GET DIRECT CONSTANTS('t.csv', ',', 'A2') ~~|\n"
                             "down[column] = GET DIRECT CONSTANTS('t.csv', ',', 'A1*') ~~|\n"
                             "m[row,column] = GET XLS CONSTANTS('t.csv', ',', 'a1') ~~|\n"
                             "t[row,column] = GET DIRECT CONSTANTS('t.csv', ',', 'A1*') ~~|\n"
                             "part[row,p] = GET DIRECT CONSTANTS('t.csv', ',', 'B3') ~~|\n"
                             "part[row,q] = 3 ~~|\npart[row,r] = 4 ~~|\n");
  EXPECT_THAT(constants(model, "one"), ElementsAre(5));
  EXPECT_THAT(constants(model, "across"), ElementsAre(4, 5, 6));
  EXPECT_THAT(constants(model, "down"), ElementsAre(1, 4, 7));
  EXPECT_THAT(constants(model, "m"), ElementsAre(1, 2, 3, 4, 5, 6));
  EXPECT_THAT(constants(model, "t"), ElementsAre(1, 4, 7, 2, 5, 8));
  EXPECT_THAT(constants(model, "part"), ElementsAre(8, 9));
}

TEST_F(FromFiles, SeriesRunAlongTheirTimes) {
  write("across.csv", kTable);
  write("down.tab", "year\tiron\tsteel\n0\t1\t10\n2\t\t20\n4\t5\t30\n");
  const Model model = loaded(kDims +
                             "a[row] := GET DIRECT DATA('across.csv', ',', '1', 'B2') ~~|\n"
                             "d[row] := GET DIRECT DATA('down.tab', '\\t', 'A', 'B2') ~~|\n"
                             "l[row] = GET DIRECT LOOKUPS('across.csv', ',', '1', 'B2') ~~|\n"
                             "y = l[steel](3) ~~|\n");
  for (const char* name : {"a", "d"}) {
    EXPECT_THAT(series(model, name, 0).times, ElementsAre(0, 4)) << "an empty cell is no point";
    EXPECT_THAT(series(model, name, 0).values, ElementsAre(1, 5));
    EXPECT_THAT(series(model, name, 1).values, ElementsAre(10, 20, 30));
  }
  const Variable& lookup = model.at(*model.find("l"));
  ASSERT_EQ(lookup.equations.size(), 2U);
  EXPECT_EQ(std::get<Table>(lookup.equations[1].right.node).points.size(), 3U);
}

TEST_F(FromFiles, SpreadsheetsOfEachFormat) {
  for (const std::string name : {"cells.xlsx", "cells.ods"}) {
    copy(name);
    const Model model =
        loaded(format("{0}a[row] := GET XLS DATA('{1}', 'Prices', '1', 'B2') ~~|\n"
                      "n = GET DIRECT CONSTANTS('{1}', 'prices', 'D3') ~~|\n"
                      "first = GET DIRECT CONSTANTS('{1}', '1', 'C3') ~~|\n",
                      kDims, name));
    EXPECT_THAT(series(model, "a", 1).values, ElementsAre(10, 20, 30)) << name;
    EXPECT_THAT(constants(model, "n"), ElementsAre(30)) << name << ": what a formula gave";
    EXPECT_THAT(constants(model, "first"), ElementsAre(20)) << name;
  }
}

TEST_F(FromFiles, NamedRanges) {
  copy("cells.xlsx");
  const Model model = loaded(
      "column: p, q, r ~~|\n"
      "s := GET DIRECT DATA('cells.xlsx', 'Prices', 'years', 'steel') ~~|\n"
      "c[column] = GET DIRECT CONSTANTS('cells.xlsx', 'Two words', 'column') ~~|\n");
  EXPECT_THAT(series(model, "s").times, ElementsAre(0, 2, 4));
  EXPECT_THAT(series(model, "s").values, ElementsAre(10, 20, 30));
  EXPECT_THAT(constants(model, "c"), ElementsAre(7, 9, 11));
}

TEST_F(FromFiles, ElementsOfDimensions) {
  write("e.csv", "name,iron,steel,\na,x\nb,y\n,z\n");
  const Model model = loaded(
      "metal: GET DIRECT SUBSCRIPT('e.csv', ',', 'B1', '1', '') ~~|\n"
      "place: GET XLS SUBSCRIPT('e.csv', ',', 'A2', 'A', 'site ') ~~|\n"
      "some: GET DIRECT SUBSCRIPT('e.csv', ',', 'B2', 'B3', ''), w ~~|\n"
      "v[metal] = 1 ~~|\nw1[place] = 1 ~~|\nw2[some] = 1 ~~|\n");
  const auto elements_of = [&](const std::string& name) {
    std::vector<std::string> names;
    for (const Dimension& dimension : model.dimensions) {
      if (dimension.name != name) continue;
      for (const ElementId id : dimension.elements) {
        names.push_back(model.elements[static_cast<std::size_t>(id)]);
      }
    }
    return names;
  };
  EXPECT_THAT(elements_of("metal"), ElementsAre("iron", "steel"));
  EXPECT_THAT(elements_of("place"), ElementsAre("site a", "site b"));
  EXPECT_THAT(elements_of("some"), ElementsAre("x", "y", "w"));
}

// Across, then down; cells that are empty or blank are passed over, wherever the list ends.
TEST_F(FromFiles, ElementsBesideEmptyCells) {
  write("gaps.csv", "a1,a2,,a3\n,,,\n ,b1,,b2\n,,c\n");
  for (const std::string end : {"'D3'", "'3'"}) {
    const Model model = loaded("q: GET DIRECT SUBSCRIPT('gaps.csv', ',', 'A1', " + end +
                               ", '') ~~|\nv[q] = q ~~|\n");
    std::string names;
    for (const ElementId id : model.dimensions.front().elements) {
      names += model.elements[static_cast<std::size_t>(id)] + " ";
    }
    EXPECT_EQ(names, "a1 a2 a3 b1 b2 ") << end;
  }
}

TEST_F(FromFiles, SomeElementsFromAFileAndSomeNot) {
  write("across.csv", kTable);
  const Model model = loaded(
      kDims + "x[iron] := GET DIRECT DATA('across.csv', ',', '1', 'B2') ~~|\nx[steel] = 7 ~~|\n");
  const Variable& mixed = model.at(*model.find("x"));
  EXPECT_EQ(mixed.kind, VariableKind::auxiliary);
  EXPECT_EQ(model.cell_count(mixed), 2U);
}

TEST_F(FromFiles, AModelFromItsTextsAloneReadsTheSame) {
  write("t.csv", "1,two words,3\n");
  const Model model = loaded("x = GET DIRECT CONSTANTS('T.CSV', ',', 'C1') ~~|\n");
  ASSERT_EQ(model.external_files.size(), 1U);
  const Checked<Model> again =
      load_model_text({"m.mdl", std::string(model.sources.text(0))}, {}, model.external_files);
  ASSERT_TRUE(again.value.has_value()) << texts_of(again.diagnostics);
  EXPECT_THAT(constants(*again.value, "x"), ElementsAre(3));
}

TEST_F(FromFiles, AFileThatIsNotThereIsNamedOnce) {
  write("prices.csv", "1\n");
  EXPECT_EQ(said_of("x = GET DIRECT CONSTANTS('price.csv', ',', 'A1') ~~|\n"
                    "y = GET DIRECT CONSTANTS('price.csv', ',', 'A2') ~~|\n"),
            "m.mdl:2:26: error M250: the file \"price.csv\" is not there\n"
            "    2 | x = GET DIRECT CONSTANTS('price.csv', ',', 'A1') ~~|\n"
            "      |                          ^~~~~~~~~~~\n"
            "why: the model takes numbers from it; names count from the model's own folder\n"
            "mend: did you mean \"prices.csv\"?\n");
}

TEST_F(FromFiles, AFileThatIsNoSpreadsheet) {
  write("broken.xlsx", "PK\x03\x04 and then nothing");
  EXPECT_THAT(said_of("x = GET DIRECT CONSTANTS('broken.xlsx', 'a', 'A1') ~~|\n"),
              HasSubstr("error M250: the file \"broken.xlsx\" cannot be read: "));
  write("text.xls", "hello");
  EXPECT_THAT(said_of("x = GET DIRECT CONSTANTS('text.xls', 'a', 'A1') ~~|\n"),
              HasSubstr("cannot be read: it is no spreadsheet\n"));
}

TEST_F(FromFiles, APlaceThatIsNotThere) {
  copy("cells.xlsx");
  EXPECT_EQ(said_of("x = GET XLS CONSTANTS('cells.xlsx', 'Price', 'B2') ~~|\n"),
            "m.mdl:2:37: error M251: \"cells.xlsx\" has no tab \"Price\"\n"
            "    2 | x = GET XLS CONSTANTS('cells.xlsx', 'Price', 'B2') ~~|\n"
            "      |                                     ^~~~~~~\n"
            "why: a tab is named as in the spreadsheet, or by its number from 1\n"
            "mend: did you mean \"Prices\"?\n");
  EXPECT_EQ(said_of("x = GET XLS CONSTANTS('cells.xlsx', 'Prices', 'steal') ~~|\n"),
            "m.mdl:2:47: error M251: \"steal\" is no cell and no named range of \"Prices\"\n"
            "    2 | x = GET XLS CONSTANTS('cells.xlsx', 'Prices', 'steal') ~~|\n"
            "      |                                               ^~~~~~~\n"
            "why: a cell is a column and a row, as B2; a name is one defined in the spreadsheet\n"
            "mend: did you mean \"steel\"?\n");
}

TEST_F(FromFiles, ACellWithoutANumber) {
  write("across.csv", kTable);
  EXPECT_EQ(said_of("x = GET DIRECT CONSTANTS('across.csv', ',', 'A2') ~~|\n"),
            "m.mdl:2:45: error M252: cell A2 of \"across.csv\" holds \"iron\", no number\n"
            "    2 | x = GET DIRECT CONSTANTS('across.csv', ',', 'A2') ~~|\n"
            "      |                                             ^~~~\n"
            "why: the model takes a constant from there\n"
            "mend: fill it in, or name another first cell (a `*` after it reads downwards)\n");
  EXPECT_THAT(said_of("x := GET DIRECT DATA('across.csv', ',', '1', 'B9') ~~|\n"),
              HasSubstr("error M252: no numbers from cell B9 of \"across.csv\" on\n"));
}

// As SDEverywhere's models directdata_invalidcell and directlookups have it of Vensim.
TEST_F(FromFiles, ATextAmongTheNumbersOfASeriesIsAMissingPoint) {
  write("s.csv", "y;a\n0;1\n1;n/a\n2;3\nnote;of no time\n3; \n");
  for (const char* what : {"f := GET DIRECT DATA", "f = GET DIRECT LOOKUPS"}) {
    const std::string text = said_of(std::string(what) + "('s.csv', ';', 'A', 'B2') ~~|\n");
    EXPECT_THAT(text, HasSubstr("warning M257: cell B3 of \"s.csv\" holds \"n/a\", no number\n"));
    EXPECT_THAT(text,
                HasSubstr("why: the model takes a series from there; the point is missing, as if "
                          "the cell were empty\nmend: write a number, or empty the cell\n"));
  }
  const Model model = loaded("f := GET DIRECT DATA('s.csv', ';', 'A', 'B2') ~~|\n");
  EXPECT_THAT(series(model, "f").times, ElementsAre(0, 2));
  EXPECT_THAT(series(model, "f").values, ElementsAre(1, 3));
}

TEST_F(FromFiles, ATextMeantAsANumberIsNoMissingPoint) {
  for (const char* number : {"12,5", "1 000", "12 %", "1.000,5", "$3"}) {
    write("s.csv", format("y;a\n0;1\n1;{}\n2;3\n", number));
    EXPECT_EQ(said_of("f := GET DIRECT DATA('s.csv', ';', 'A', 'B2') ~~|\n"),
              format("m.mdl:2:41: error M252: cell B3 of \"s.csv\" holds \"{}\", no number\n"
                     "    2 | f := GET DIRECT DATA('s.csv', ';', 'A', 'B2') ~~|\n"
                     "      |                                         ^~~~\n"
                     "why: the model takes a series from there, and this is meant as a number\n"
                     "mend: write it with a decimal point and nothing between thousands, or empty "
                     "the cell\n",
                     number));
  }
}

TEST_F(FromFiles, ATagStandsForAFile) {
  write("t.csv", "1\n");
  write("m.mdl", "{UTF-8}\na = GET DIRECT CONSTANTS('?Prices', ',', 'A1') ~~|\n" + kControl +
                     "\\\\\\---/// Sketch information\nV300\n///---\\\\\\\n30:?prices=t.csv\n");
  const Checked<Model> model = load_model((folder_ / "m.mdl").string());
  ASSERT_TRUE(model.value.has_value()) << texts_of(model.diagnostics);
  EXPECT_THAT(constants(*model.value, "a"), ElementsAre(1));
}

TEST_F(FromFiles, AFunctionThatGivesNoElements) {
  EXPECT_EQ(said_of("d: ELMCOUNT(x), y ~~|\nz[d] = 1 ~~|\n"),
            "m.mdl:2:4: error S137: \"ELMCOUNT\" cannot give the elements of \"d\"\n"
            "    2 | d: ELMCOUNT(x), y ~~|\n"
            "      |    ^~~~~~~~~~~\n"
            "why: GET DIRECT SUBSCRIPT and GET XLS SUBSCRIPT read them from a file\n"
            "mend: list the elements here\n");
}

TEST_F(FromFiles, InsideAnExpressionIsAMistake) {
  EXPECT_THAT(said_of("x = 2 * GET DIRECT CONSTANTS('t.csv', ',', 'A1') ~~|\n"),
              HasSubstr("error M223: GET DIRECT CONSTANTS stands inside an expression\n"));
}

}  // namespace
}  // namespace sluice::model
