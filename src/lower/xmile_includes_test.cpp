// Models that take macros and dimensions from other files.
#include <sys/stat.h>

#include <cstring>
#include <filesystem>
#include <fstream>

#include "lower/xmile_testing.h"
#include "syntax/read_model.h"

namespace sluice::lower {
namespace {

namespace fs = std::filesystem;

const std::string kRoot = "<xmile xmlns=\"http://docs.oasis-open.org/xmile/ns/XMILE/v1.0\">\n";

struct Folder {
  // One for each test: they run side by side.
  fs::path path = fs::path(testing::TempDir()) /
                  (std::string("sluice_includes_") +
                   testing::UnitTest::GetInstance()->current_test_info()->name());
  Folder() { fs::create_directories(path / "parts"); }
  ~Folder() { fs::remove_all(path); }
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;

  std::string add(const std::string& name, const std::string& text) const {
    std::ofstream(path / name) << text;
    return (path / name).string();
  }
  std::string with_model(const std::string& resource) const {
    return add("m.xmile",
               kRoot + "<header><includes><include resource=\"" + resource +
                   "\"/></includes></header>\n"
                   "<sim_specs><start>0</start><stop>4</stop><dt>1</dt></sim_specs>\n<model>"
                   "<variables>\n" +
                   aux("y", "TWICE(3) + SIZE(Place)") + "</variables></model></xmile>");
  }
};

TEST(XmileIncludes, GiveMacrosAndDimensions) {
  const Folder folder;
  folder.add("parts/library.xmile",
             kRoot +
                 "<dimensions><dim name=\"Place\" size=\"2\"/></dimensions>"
                 "<macro name=\"TWICE\"><parm>x</parm><eqn>2 * x</eqn></macro></xmile>");
  SourceSet sources;
  Checked<syntax::Tree> tree =
      syntax::read_model_file(sources, folder.with_model("parts/library.xmile"));
  ASSERT_TRUE(tree.value) << texts_of(tree.diagnostics);
  Checked<model::Model> model = model::check_model(*tree.value, std::move(sources));
  ASSERT_TRUE(model.value) << texts_of(model.diagnostics);
  EXPECT_EQ(values_of(*model.value, "y").front(), 8);
}

TEST(XmileIncludes, AreReadBesideTheModelOnly) {
  const Folder folder;
  for (const char* resource : {"../x.xmile", "/etc/hostname", "http://a.org/x.xmile", "c:\\x"}) {
    SourceSet sources;
    const std::string path = folder.with_model(resource);
    const Checked<syntax::Tree> tree = syntax::read_model_file(sources, path);
    EXPECT_EQ(
        to_text(tree.diagnostics.at(0)).substr(path.size()),
        format(":2:38: error S174: \"{0}\" is not included\n    2 | <header><includes><include "
               "resource=\"{0}\"/></includes></header>\n      | {1}{2}\n"
               "why: files beside the model or in folders below it are read\n"
               "mend: put the file beside the model, and write its name",
               resource, std::string(37, ' '), "^" + std::string(std::strlen(resource) - 1, '~')));
  }
}

const std::string kLibrary = "<macro name=\"TWICE\"><parm>x</parm><eqn>2 * x</eqn></macro>";

std::string said_of(const std::string& path) {
  SourceSet sources;
  return texts_of(syntax::read_model_file(sources, path).diagnostics);
}

TEST(XmileIncludes, AreNotReadThroughLinksThatLeadOut) {
  const Folder folder;
  fs::create_directories(folder.path / "model");
  folder.add("out.xmile", kRoot + kLibrary + "</xmile>");
  fs::create_symlink("../out.xmile", folder.path / "model" / "in.xmile");
  const std::string model = folder.with_model("in.xmile");
  fs::rename(model, folder.path / "model" / "m.xmile");
  EXPECT_THAT(said_of((folder.path / "model" / "m.xmile").string()),
              testing::HasSubstr("why: files beside the model or in folders below it are read"));
}

TEST(XmileIncludes, AreReadFromPlainFilesOnly) {
  const Folder folder;
  ASSERT_EQ(::mkfifo((folder.path / "pipe.xmile").c_str(), S_IRUSR | S_IWUSR), 0);
  EXPECT_THAT(said_of(folder.with_model("pipe.xmile")),
              testing::HasSubstr("pipe.xmile\" that can be read"));
}

TEST(XmileIncludes, AreReadOnceAndGiveNoSecondMacroOfAName) {
  const Folder folder;
  folder.add("a.xmile", kRoot + "<data/>" + kLibrary + "</xmile>");
  folder.add("b.xmile", kRoot + kLibrary + "</xmile>");
  const std::string said = said_of(
      folder.with_model("a.xmile\"/><include resource=\"./a.xmile\"/><include resource=\"b.xmile"));
  EXPECT_THAT(said, testing::HasSubstr("warning S175: <data> is left out"));
  const std::size_t twice = said.find("error S165: \"TWICE\" is defined twice");
  ASSERT_NE(twice, std::string::npos) << said;
  EXPECT_EQ(said.find("is defined twice", twice + 40), std::string::npos) << said;
}

double first_of(const std::string& path, const std::string& name, std::string* said = nullptr) {
  SourceSet sources;
  Checked<syntax::Tree> tree = syntax::read_model_file(sources, path);
  EXPECT_TRUE(tree.value) << texts_of(tree.diagnostics);
  if (said != nullptr) *said = texts_of(tree.diagnostics);
  if (!tree.value) return 0;
  const Checked<model::Model> model = model::check_model(*tree.value, std::move(sources));
  EXPECT_TRUE(model.value) << texts_of(model.diagnostics);
  return model.value ? values_of(*model.value, name).back() : 0;
}

std::string macro(const std::string& name, const std::string& equation) {
  return "<macro name=\"" + name + "\"><parm>x</parm><eqn>" + equation + "</eqn></macro>";
}

const std::string kClock = "<sim_specs><start>0</start><stop>4</stop><dt>1</dt></sim_specs>";

TEST(XmileIncludes, AreFoundByPatternsAndFromAddressesBesideTheModel) {
  const Folder folder;
  folder.add("parts/one.xmile", kRoot + macro("ONE", "x + 1") + "</xmile>");
  folder.add("parts/two.xmile", kRoot + macro("TWO", "x + 2") + "</xmile>");
  folder.add("parts/other.txt", "no XML");
  folder.add("far-1.0.xml", kRoot + "<includes><include resource=\"parts/more.xml\"/></includes>" +
                                macro("FAR", "NEAR(x)") + "</xmile>");
  folder.add("parts/more.xml", kRoot + macro("NEAR", "x * 10") + "</xmile>");
  const std::string path = folder.add(
      "m.xmile", kRoot +
                     "<header><includes><include resource=\"parts/*o*.xmile\"/>"
                     "<include resource=\"http://a.org/lib/far-1.0.xml\"/>"
                     "</includes></header>" +
                     kClock + "<model><variables>" + aux("y", "ONE(1) + TWO(20) + FAR(30)") +
                     "</variables></model></xmile>");
  EXPECT_EQ(first_of(path, "y"), 2 + 22 + 300);
}

TEST(XmileIncludes, StandBackBehindTheModelsOwnMacros) {
  const Folder folder;
  folder.add("a.xmile", kRoot + macro("F", "x + 1") + macro("G", "F(x) * 10") + "</xmile>");
  const std::string path =
      folder.add("m.xmile", kRoot + "<includes><include resource=\"a.xmile\"/></includes>" +
                                kClock + macro("F", "x + 5") + "<model><variables>" +
                                aux("y", "F(0) + G(0)") + "</variables></model></xmile>");
  EXPECT_EQ(first_of(path, "y"), 5 + 50);
}

// The standard's example of a module in a file of its own (4.7.1), with numbers: the root gives 3,
// the module multiplies by its own 7.
TEST(XmileModules, LieInOtherFiles) {
  const Folder folder;
  folder.add("parts/module.xml",
             kRoot + "<sim_specs><start>1</start><stop>4</stop><dt>1</dt></sim_specs>" +
                 "<dimensions><dim name=\"Place\" size=\"2\"/></dimensions>"
                 "<model><variables><aux name=\"Input\" access=\"input\"><eqn>1</eqn></aux>" +
                 aux("Output", "Input * 7 + SIZE(Place)") +
                 "<module name=\"Inner\" resource=\"inner.xml\"/></variables></model></xmile>");
  folder.add("parts/inner.xml", kRoot +
                                    "<behavior><non_negative/></behavior><model><variables>"
                                    "<stock name=\"S\"><eqn>2</eqn><outflow>out</outflow>"
                                    "</stock>" +
                                    flow("out", "1.5") + "</variables></model></xmile>");
  const std::string path = folder.add(
      "m.xmile", kRoot + kClock +
                     "<dimensions><dim name=\"Place\" size=\"2\"/></dimensions>"
                     "<model><variables><module name=\"Sub Model\" resource=\"parts/module.xml\">"
                     "<connect to=\"Input\" from=\".given\"/>"
                     "<connect to=\".taken\" from=\"Sub Model.Output\"/></module>" +
                     aux("given", "3") + "<aux name=\"taken\" access=\"input\"/>" +
                     "<stock name=\"T\"><eqn>1</eqn><outflow>away</outflow></stock>" +
                     flow("away", "1") + "</variables></model></xmile>");
  std::string said;
  EXPECT_EQ(first_of(path, "taken", &said), 3 * 7 + 2);
  EXPECT_EQ(first_of(path, "Sub Model.Inner.S"), 0);  // its file's stocks hold back
  EXPECT_EQ(first_of(path, "T"), -3);                 // and this one's do not
  EXPECT_EQ(
      said.substr(said.find("module.xml")),
      "module.xml:2:13: warning S176: this model is not run with start 1\n"
      "    2 | <sim_specs><start>1</start><stop>4</stop><dt>1</dt></sim_specs><dimensions><dim "
      "name=\"Place\" size=\"2\"/></dimensions><mod...\n"
      "      |             ^~~~~\n"
      "why: the whole model has one clock, with start 0\n"
      "mend: see whether its values depend on it\n");
}

TEST(XmileModules, AreTakenFromLibrariesAndByName) {
  const Folder folder;
  const auto model = [](const std::string& name, const std::string& value) {
    return "<model name=\"" + name + "\"><variables>" + aux("v", value) + "</variables></model>";
  };
  folder.add("lib.xmile", kRoot + model("A", "1") + model("B", "2") + "</xmile>");
  folder.add("two.xmile", kRoot + model("C", "4") + model("D", "8") + "</xmile>");
  const std::string path =
      folder.add("m.xmile", kRoot + "<includes><include resource=\"lib.xmile\"/></includes>" +
                                kClock + "<model><variables><module name=\"A\"/>" +
                                "<module name=\"B\"/><module name=\"C\" resource=\"two.xmile\"/>" +
                                "<module name=\"D\"/>" + aux("y", "A.v + B.v + C.v + D.v") +
                                "</variables></model>" + model("B", "16") +
                                "<model name=\"D\" resource=\"two.xmile\"/></xmile>");
  EXPECT_EQ(first_of(path, "y"), 1 + 16 + 4 + 8);
}

// The file of a module gives what it gives alone.
TEST(XmileModules, KeepTheMacrosOfTheirFiles) {
  const Folder folder;
  folder.add("part.xmile", kRoot + macro("F", "x * 100") + "<model><variables>" +
                               aux("w", "F(10)") + "</variables></model></xmile>");
  folder.add("lib.xmile", kRoot + macro("G", "F(x)") + "</xmile>");
  const std::string path =
      folder.add("m.xmile", kRoot + "<includes><include resource=\"lib.xmile\"/></includes>" +
                                kClock + macro("F", "x + 1") +
                                "<model><variables><module name=\"P\" resource=\"part.xmile\"/>" +
                                aux("y", "F(1) + 10 * G(1)") + "</variables></model></xmile>");
  EXPECT_EQ(first_of(path, "P.w"), 1000);
  EXPECT_EQ(first_of(path, "y"), 22);
}

TEST(XmileIncludes, GiveTheirBehaviorInAnyOrder) {
  const Folder folder;
  folder.add("behavior.xmile", kRoot + "<behavior><non_negative/></behavior></xmile>");
  folder.add("lib.xmile", kRoot +
                              "<model name=\"A\"><variables><stock name=\"S\"><eqn>1</eqn>"
                              "<outflow>out</outflow></stock>" +
                              flow("out", "2") + "</variables></model></xmile>");
  for (const char* both : {"behavior.xmile\"/><include resource=\"lib.xmile",
                           "lib.xmile\"/><include resource=\"behavior.xmile"}) {
    const std::string path = folder.add(
        "m.xmile", kRoot + "<includes><include resource=\"" + both + "\"/></includes>" + kClock +
                       "<model><variables><module name=\"A\"/></variables></model>"
                       "</xmile>");
    EXPECT_EQ(first_of(path, "A.S"), 0) << both;
  }
}

TEST(XmileIncludes, GiveNoSecondModelOrOtherDimensionOfAName) {
  const Folder folder;
  const std::string model = "<model name=\"A\"><variables/></model></xmile>";
  const auto place = [](const char* size) {
    return std::string("<dimensions><dim name=\"Place\" size=\"") + size + "\"/></dimensions>\n";
  };
  const std::string one = folder.add("a.xmile", kRoot + place("2") + model);
  const std::string two = folder.add("b.xmile", kRoot + place("3") + model);
  const std::string said = said_of(folder.with_model("a.xmile\"/><include resource=\"b.xmile"));
  EXPECT_THAT(said, testing::HasSubstr(
                        two +
                        ":2:24: error S165: \"Place\" is defined twice\n"
                        "    2 | <dimensions><dim name=\"Place\" size=\"3\"/></dimensions>\n"
                        "      |                        ^~~~~\n"
                        "why: \"" +
                        one +
                        "\" has it too, with other elements\n"
                        "mend: give it the same elements in both files, or rename one of the "
                        "two\n"));
  EXPECT_THAT(said, testing::HasSubstr(two +
                                       ":3:14: error S165: \"A\" is defined twice\n"
                                       "    3 | <model name=\"A\"><variables/></model></xmile>\n"
                                       "      |              ^\n"
                                       "why: \"" +
                                       one +
                                       "\" has it too\n"
                                       "mend: rename one of the two, or take one away\n"));
}

TEST(XmileModules, OfOtherFilesAreMissed) {
  const Folder folder;
  folder.add("empty.xmile", kRoot + macro("F", "x") + "</xmile>");
  const auto with = [&](const std::string& resource) {
    return folder.add("m.xmile", kRoot + kClock +
                                     "<model><variables>\n<module name=\"A\" resource=\"" +
                                     resource + "\"/></variables></model></xmile>");
  };
  const std::string path = with("none.xmile");
  EXPECT_EQ(said_of(path),
            path +
                ":3:28: error S174: the model of \"none.xmile\" cannot be read\n"
                "    3 | <module name=\"A\" resource=\"none.xmile\"/></variables></model></xmile>\n"
                "      |                            ^~~~~~~~~~\n"
                "why: there is no file \"" +
                (folder.path / "none.xmile").string() +
                "\" that can be read\n"
                "mend: put the file beside the model, and write its name\n");
  EXPECT_THAT(said_of(with("empty.xmile")),
              testing::HasSubstr("error S172: there is no <model> in \"empty.xmile\"\n"));
  EXPECT_THAT(said_of(with("m.xmile")), testing::HasSubstr("error S172: the module \"A\" lies too "
                                                           "deep\n"));
  EXPECT_THAT(said_of(with("*.xmile")), testing::HasSubstr("S174"));
}

TEST(XmileIncludes, AreMissed) {
  const Folder folder;
  SourceSet sources;
  const Checked<syntax::Tree> tree =
      syntax::read_model_file(sources, folder.with_model("none.xmile"));
  EXPECT_THAT(to_text(tree.diagnostics.at(0)),
              testing::HasSubstr(format("why: there is no file \"{}\" that can be read\n",
                                        (folder.path / "none.xmile").string())));
}

}  // namespace
}  // namespace sluice::lower
