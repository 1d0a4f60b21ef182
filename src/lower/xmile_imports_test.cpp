// <data> of XMILE: numbers from tables beside the model.
#include <filesystem>
#include <fstream>

#include "lower/xmile_testing.h"
#include "model/load.h"

namespace sluice::lower {
namespace {

namespace fs = std::filesystem;

class XmileImports : public testing::Test {
 protected:
  XmileImports() { fs::create_directories(folder_ / "data"); }
  ~XmileImports() override { fs::remove_all(folder_); }

  std::string add(const std::string& name, const std::string& text) const {
    std::ofstream(folder_ / name) << text;
    return (folder_ / name).string();
  }
  // A model with one <data> element; its times are 0 to 4 years.
  void load(const std::string& data, const std::string& variables) {
    const std::string path =
        add("m.xmile",
            "<xmile xmlns=\"http://docs.oasis-open.org/xmile/ns/XMILE/v1.0\">\n"
            "<sim_specs time_units=\"Year\"><start>0</start><stop>4</stop></sim_specs>"
            "<dimensions><dim name=\"P\"><elem name=\"n\"/><elem name=\"s\"/></dim>"
            "<dim name=\"Q\" size=\"2\"/></dimensions>\n<data>" +
                data + "</data><model><variables>\n" + variables + "</variables></model></xmile>");
    Checked<model::Model> checked = model::load_model(path);
    said_ = texts_of(checked.diagnostics);
    ASSERT_TRUE(checked.value) << said_;
    model_ = std::move(*checked.value);
  }
  double first(const std::string& name) const { return values_of(model_, name).front(); }

  fs::path folder_ = fs::path(testing::TempDir()) /
                     (std::string("sluice_imports_") +
                      testing::UnitTest::GetInstance()->current_test_info()->name());
  model::Model model_;
  std::string said_;
};

std::string array(const std::string& name, const std::string& dimensions,
                  const std::string& inside) {
  std::string dims;
  for (const char one : dimensions) dims += format("<dim name=\"{}\"/>", one);
  return format("<aux name=\"{}\"><dimensions>{}</dimensions>{}</aux>\n", name, dims, inside);
}

TEST_F(XmileImports, GiveConstantsStartsAndGraphs) {
  add("d.csv", "pop,birth_rate,curve,bent\n100,-0.5,1,7\n,,3,8\n,,8,9\n");
  load("<import resource=\"d.csv\"/>",
       "<stock name=\"pop\"><eqn>10</eqn><outflow>loss</outflow></stock>" + flow("loss", "1") +
           aux("birth rate", "0.1") +
           "<aux name=\"curve\"><eqn>15</eqn><gf><xscale min=\"10\" max=\"20\"/><ypts>0,0</ypts>"
           "</gf></aux>"
           "<aux name=\"bent\"><eqn>4</eqn><gf><xpts>0,1,5</xpts><ypts>0,0,0</ypts></gf></aux>");
  EXPECT_EQ(said_.find("S175"), std::string::npos) << said_;
  EXPECT_THAT(values_of(model_, "pop"), testing::ElementsAre(100, 99, 98, 97, 96));
  EXPECT_EQ(first("birth rate"), -0.5);
  EXPECT_EQ(first("curve"), 3);    // y 1, 3, 8 at x 10, 15, 20
  EXPECT_EQ(first("bent"), 8.75);  // between (1, 8) and (5, 9)
}

TEST_F(XmileImports, TellWhatStandsTwice) {
  add("d.csv", "x,x,w[n],w[s]\n7,8,1,2\n");
  add("e.csv", "w[s]\n3\n");
  load("<import resource=\"d.csv\"/><import resource=\"e.csv\"/>",
       aux("x", "1") + array("w", "P", "<eqn>0</eqn>"));
  EXPECT_EQ(first("x"), 8);
  EXPECT_EQ(first("w[n]"), 1);
  EXPECT_EQ(first("w[s]"), 3);
  EXPECT_THAT(said_,
              testing::HasSubstr("warning S175: \"x\" is imported twice, from \"d.csv\" the second "
                                 "time\n"));
  EXPECT_THAT(said_, testing::HasSubstr("why: its second numbers stand\n"));
  EXPECT_THAT(said_,
              testing::HasSubstr("\"w[s]\" is imported twice, from \"e.csv\" the second time"));
  EXPECT_EQ(said_.find("\"w[n]\" is imported twice"), std::string::npos) << said_;
}

TEST_F(XmileImports, GiveCellsOfArraysByNameOrInTheirOrder) {
  add("d.csv", "all,10,20\nw[s],3\nlist[n],8\n\"m[*, 2]\",5,6\n\"by_element[s, 1]\",-4\nsame,9\n");
  load(
      "<import resource=\"d.csv\" orientation=\"horizontal\"/>",
      array("all", "P", "<eqn>0</eqn>") + array("w", "P", "<eqn>7</eqn>") +
          array("list", "P", "<eqn>1, 2</eqn>") + array("m", "PQ", "<eqn>1</eqn>") +
          array("by element", "PQ",
                "<element subscript=\"n,1\"><eqn>1</eqn></element><element subscript=\"n,2\"><eqn>2"
                "</eqn></element><element subscript=\"s,1\"><eqn>3</eqn></element><element "
                "subscript=\"s,2\"><eqn>TIME</eqn></element>") +
          array("same", "P", "<eqn>1</eqn>"));
  EXPECT_EQ(said_.find("S175"), std::string::npos) << said_;
  const std::pair<const char*, double> expected[] = {{"all[n]", 10},
                                                     {"all[s]", 20},
                                                     {"w[n]", 7},
                                                     {"w[s]", 3},
                                                     {"list[n]", 8},
                                                     {"list[s]", 2},
                                                     {"m[n,1]", 1},
                                                     {"m[n,2]", 5},
                                                     {"m[s,2]", 6},
                                                     {"by element[n,2]", 2},
                                                     {"by element[s,1]", -4},
                                                     {"by element[s,2]", 0},
                                                     {"same[n]", 9},
                                                     {"same[s]", 9}};
  for (const auto& [name, value] : expected) EXPECT_EQ(first(name), value) << name;
}

TEST_F(XmileImports, GiveSeriesToVariablesWithoutAnEquation) {
  add("d.csv", "Years,seen,rest\n0,5,1\n2,7,\n4,20,3\n");
  load("<import resource=\"d.csv\"/>", aux("seen", "NAN") + "<aux name=\"rest\"/>");
  EXPECT_THAT(values_of(model_, "seen"), testing::ElementsAre(5, 6, 7, 13.5, 20));
  EXPECT_THAT(values_of(model_, "rest"), testing::ElementsAre(1, 1.5, 2, 2.5, 3));
}

TEST_F(XmileImports, GoToVariablesOfModules) {
  add("d.csv", "hares.births\n6\n");
  add("hares.xmile",
      "<xmile xmlns=\"http://docs.oasis-open.org/xmile/ns/XMILE/v1.0\"><model><variables>" +
          aux("births", "1") + "</variables></model></xmile>");
  load("<import resource=\"d.csv\"/>", "<module name=\"hares\" resource=\"hares.xmile\"/>");
  EXPECT_EQ(first("hares.births"), 6);
}

// The standard leaves the kinds of paths open; isee's are marked by an `r`.
TEST_F(XmileImports, LieBesideTheModelOrBelow) {
  add("data/d.csv", "k\n6\n");
  for (const char* resource : {"data/d.csv", "rdata\\d.csv", "../d.csv", "r../Data/d.csv",
                               "http://a.org/d.csv", "c:\\d.csv"}) {
    load(std::string("<import resource=\"") + resource + "\"/>", aux("k", "1"));
    EXPECT_EQ(first("k"), 6) << resource;
  }
}

TEST_F(XmileImports, AreKeptWithAResult) {
  add("d.csv", "k\n6\n");
  load("<import resource=\"d.csv\"/>", aux("k", "1"));
  const auto others = model::other_files_of(model_);
  const std::string text(model_.sources.text(0));
  fs::remove(folder_ / "d.csv");
  const auto again = model::load_model_text({"m.xmile", text}, {}, {}, &others);
  ASSERT_TRUE(again.value) << texts_of(again.diagnostics);
  EXPECT_EQ(values_of(*again.value, "k").front(), 6);
  EXPECT_EQ(texts_of(again.diagnostics).find("S175"), std::string::npos);
}

TEST_F(XmileImports, AreShownAsWhatTheyAre) {
  add("d.csv", "k\n6\n");
  load("<import resource=\"d.csv\"/>", aux("k", "1"));
  const model::VariableId id = *model_.find("k");
  EXPECT_EQ(model_.at(id).equations.front().shown, "k = 6 (from d.csv)");
}

// Each line of the file with what is said of it.
TEST_F(XmileImports, TellWhatTheyLeave) {
  add("d.csv", "computed,1\nk,many\nnobody,3\ntwo,1,2\nempty\nw[x],1\nw,1,2,3\nbent,1,2\n");
  load("<import resource=\"d.csv\" orientation=\"horizontal\"/>",
       aux("computed", "TIME") + aux("k", "1") + aux("two", "2") + aux("empty", "4") +
           array("w", "P", "<eqn>7</eqn>") +
           "<aux name=\"bent\"><eqn>4</eqn><gf><xpts>0,1,5</xpts><ypts>0,0,0</ypts></gf></aux>");
  for (const char* said :
       {"\"computed\" is not imported from \"d.csv\"",
        "why: it is computed, and only constants, starting values and graphs are imported\n"
        "mend: write a number as its equation if the file is to give it",
        "\"k\" is not imported from \"d.csv\"",
        "why: one of its cells holds \"many\", no number\n"
        "mend: write numbers with a decimal point and nothing between thousands",
        "\"d.csv\" has names that are no variables: nobody",
        "why: they are passed over\n"
        "mend: write the names of the model, as module.name inside a module",
        "why: 2 numbers stand behind its name, and it has 1 value\n"
        "mend: give one number, or one for each cell, without a gap",
        "\"empty\" is not imported from \"d.csv\"", "why: no number stands behind its name",
        "why: it is an array over P\n"
        "mend: name a cell as name[element], or a row of them as name[element, *]",
        "why: 3 numbers stand behind its name, and it has 2 cells",
        "why: it has 2 numbers, and the graph has 3 points that do not lie evenly\n"
        "mend: give one y value for each x of the graph"}) {
    EXPECT_THAT(said_, testing::HasSubstr(said));
  }
}

TEST_F(XmileImports, TellWhichAreNotRead) {
  add("d.csv", "k\n6\n");
  load(
      "<import resource=\"none.csv\"/><import enabled=\"false\" resource=\"off.csv\"/>"
      "<import frequency=\"on_demand\" resource=\"d.csv\"/><import type=\"XML\" "
      "resource=\"d.xml\"/><import/><export resource=\"out.csv\"><all/></export>",
      aux("k", "1"));
  EXPECT_EQ(first("k"), 1);
  for (const char* said :
       {"the data of \"none.csv\" are not imported",
        "why: there is no such file beside the model or in folders below it; all variables keep "
        "the equations that they have in the model\n"
        "mend: put the file beside the model, and write its name",
        "why: it says frequency=\"on_demand\": the model holds what was imported last\n"
        "mend: write frequency=\"automatic\" to have them imported at each run",
        "why: XMILE does not say how data are written as XML\n"
        "mend: save them as CSV or as a spreadsheet",
        "an import names no file", "nothing is exported to \"out.csv\"",
        "why: a run writes what it is asked for, and no files that a model names\n"
        "mend: ask for a table: sluice run MODEL --output FILE.csv"}) {
    EXPECT_THAT(said_, testing::HasSubstr(said));
  }
  EXPECT_EQ(said_.find("\"off.csv\" are not"), std::string::npos);
}

}  // namespace
}  // namespace sluice::lower
