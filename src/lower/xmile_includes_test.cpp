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
               "why: files beside the model or in folders below it are included\n"
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
  EXPECT_THAT(
      said_of((folder.path / "model" / "m.xmile").string()),
      testing::HasSubstr("why: files beside the model or in folders below it are included"));
}

TEST(XmileIncludes, AreReadFromPlainFilesOnly) {
  const Folder folder;
  ASSERT_EQ(::mkfifo((folder.path / "pipe.xmile").c_str(), S_IRUSR | S_IWUSR), 0);
  EXPECT_THAT(said_of(folder.with_model("pipe.xmile")),
              testing::HasSubstr("pipe.xmile\" that can be read"));
}

TEST(XmileIncludes, AreReadOnceAndGiveNoSecondMacroOfAName) {
  const Folder folder;
  folder.add("a.xmile", kRoot + "<model/>" + kLibrary + "</xmile>");
  folder.add("b.xmile", kRoot + kLibrary + "</xmile>");
  const std::string said = said_of(
      folder.with_model("a.xmile\"/><include resource=\"./a.xmile\"/><include resource=\"b.xmile"));
  EXPECT_THAT(said, testing::HasSubstr("warning S175: <model> is left out"));
  const std::size_t twice = said.find("error S165: \"TWICE\" is defined twice");
  ASSERT_NE(twice, std::string::npos) << said;
  EXPECT_EQ(said.find("is defined twice", twice + 40), std::string::npos) << said;
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
