#include "syntax/read_model.h"
#include "base/unicode.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "syntax/reading_testing.h"

namespace sluice::syntax {
namespace {

std::string said_of(const std::string& name, std::string text) {
  SourceSet sources;
  std::string all;
  for (const Diagnostic& said : read_model_text(sources, name, std::move(text)).diagnostics) {
    all += (all.empty() ? "" : "\n") + to_text(said);
  }
  return all;
}

TEST(ReadModel, ReadsVensimTextByExtensionOrContent) {
  for (const char* name : {"m.mdl", "M.MDL", "model", "model.txt"}) {
    SourceSet sources;
    const Checked<Tree> tree = read_model_text(sources, name, "x = 1 ~~|");
    ASSERT_TRUE(tree.value) << name;
    EXPECT_EQ(tree.value->equations.size(), 1U);
    EXPECT_EQ(sources.name(0), name);
  }
}

TEST(ReadModel, SaysThatAFileIsMissing) {
  SourceSet sources;
  const Checked<Tree> tree = read_model_file(sources, "/nowhere/m.mdl");
  EXPECT_FALSE(tree.value);
  EXPECT_EQ(to_text(tree.diagnostics.at(0)),
            "error S100: cannot read /nowhere/m.mdl\nwhy: No such file or directory\n"
            "mend: check the spelling and the folder");
}

TEST(ReadModel, SaysWhatItDoesNotRead) {
  EXPECT_THAT(said_of("m.STMX", ""),
              testing::StartsWith("m.STMX:1:1: error S160: this is not well-formed XML\n"));
  EXPECT_THAT(said_of("m.xml", "<?xml version=\"1.0\"?>\n<xmile/>"),
              testing::StartsWith("m.xml:2:2: error S107: there is no <model> in this file\n"));
  EXPECT_EQ(said_of("m.mdl", "\n<?xml version=\"1.0\"?>\n<xmile/>"),
            "m.mdl: error S103: this is XMILE, and its name says that it is Vensim's text\n"
            "why: the two are read by different rules\n"
            "mend: rename it so that it ends in .xmile");
  EXPECT_EQ(said_of("m.stmx", "{UTF-8}\nx = 1 ~~|"),
            "m.stmx: error S103: this is Vensim's text, and its name says that it is XMILE\n"
            "why: the two are read by different rules\n"
            "mend: rename it so that it ends in .mdl");
  EXPECT_EQ(
      said_of("notes.txt", "dear all"),
      "notes.txt: error S103: no known model format\n"
      "why: Vensim text (.mdl) has entries of the form: name = expression ~ unit ~ comment |, "
      "XMILE (.xmile, .stmx) is XML with <xmile> around it\n"
      "mend: give the file of the model");
}

using std::string_literals::operator""s;
const std::vector<std::pair<std::string, std::string>> kNoModels = {
    {"m.vpmx", "PK"},
    {"old.STM", "\xD0\xCF\0\1"s},
    {"run.isdb", "SQLite format 3\0\1\2"s},
    {"run.vdfx", "\0\1\2"s},
    {"m.mdl", "PK\x03\x04.. xl/workbook.xml"},
    {"m.mdl", "PK\x03\x04.. model.mdl"},
    {"m.mdl", "\xEF\xBB\xBF\n<!DOCTYPE html>\n<html>~|"},
    {"m.mdl", "version https://git-lfs.github.com/spec/v1\noid sha256:4d7a\nsize 123\n"},
    {"m.stmx", "%PDF-1.7"},
    {"m.mdl",
     "x\0=\0"
     "1\0~\0~\0|\0"s},
    {"m.mdl", "x\0\1y"s}};

TEST(ReadModel, SaysWhatAFileHoldsThatIsNoModel) {
  std::string all;
  for (const auto& [name, text] : kNoModels) all += said_of(name, text) + "\n";
  EXPECT_EQ(all,
            "m.vpmx: error S105: this is Vensim's binary form of a model, not its text\n"
            "why: only Vensim reads it\n"
            "mend: in Vensim, save it as text: File, Save As, .mdl\n"
            "old.STM: error S105: this is a model of old STELLA or iThink, not XMILE\n"
            "why: it holds a binary form that only these programs read\n"
            "mend: open it in Stella and save it as .stmx\n"
            "run.isdb: error S105: these are results of Stella, not a model\n"
            "why: a run holds no equations\n"
            "mend: give the .stmx beside it\n"
            "run.vdfx: error S105: these are results of Vensim, not a model\n"
            "why: a run holds no equations\n"
            "mend: give the .mdl that made it\n"
            "m.mdl: error S105: this is a spreadsheet, not a model\n"
            "why: it holds data\n"
            "mend: give the model that reads it (which names the spreadsheet, or is given it with "
            "--data)\n"
            "m.mdl: error S105: this is an archive, not a model\n"
            "why: the model may lie in it\n"
            "mend: unpack it, and give the .mdl, .xmile or .stmx in it\n"
            "m.mdl: error S105: this is a web page, not a model\n"
            "why: a page that shows the file, or says that there is none, was saved in its place\n"
            "mend: fetch the file itself (on GitHub: the button Raw)\n"
            "m.mdl: error S105: this only says where Git LFS keeps the file\n"
            "why: a clone without Git LFS has these lines in the place of the model\n"
            "mend: fetch it: git lfs pull\n"
            "m.stmx: error S105: this is a document, not a model\n"
            "why: it holds text and pictures\n"
            "mend: give the file of the model\n"
            "m.mdl: error S105: this text is in UTF-16, without the mark that says so\n"
            "why: its characters take two bytes each\n"
            "mend: save it as UTF-8\n"
            "m.mdl: error S105: this is not the text of a model\n"
            "why: it holds a binary form that only its own program reads\n"
            "mend: save it as text in that program (Vensim: File, Save As, .mdl)\n");
}

TEST(ReadModel, FindsAStrayZeroByte) {
  EXPECT_EQ(said_of("m.mdl", std::string("{UTF-8}\nx = 1\0 ~~|", 18)),
            "m.mdl:2:6: error S105: a zero byte stands in this text\n"
            "why: no text has one; what wrote the file may have broken off there\n"
            "mend: take it out, or save the model anew");
}

// The name of the last variable, and the first line of what is said.
std::pair<std::string, std::string> read_in(const std::string& encoding, const std::string& name) {
  SourceSet sources;
  const Checked<Tree> tree = read_model_text(
      sources, "m.xmile",
      "<?xml version=\"1.0\" encoding=\"" + encoding +
          "\"?>\n<xmile version=\"1.0\"><sim_specs><start>0</start><stop>1</stop></sim_specs>\n"
          "<model><variables>\n<aux name=\"" +
          name + "\"><eqn>1</eqn></aux></variables></model></xmile>");
  if (!tree.value || tree.value->equations.empty()) return {};
  const std::string said = tree.diagnostics.empty() ? "" : to_text(tree.diagnostics.front());
  return {tree.value->equations.back().name, said.substr(0, said.find('\n'))};
}

TEST(ReadModel, ReadsTheEncodingThatTheFileNames) {
  using Read = std::pair<std::string, std::string>;
  EXPECT_EQ(read_in("koi8-r", "\xCE\xC1\xD3\xC5\xCC"), Read("\u043D\u0430\u0441\u0435\u043B", ""));
  EXPECT_EQ(read_in("Windows-1251", "\xED\xE0"), Read("\u043D\u0430", ""));
  EXPECT_EQ(read_in("Shift_JIS", "\x90\x6C\x8C\xFB"), Read("\u4EBA\u53E3", ""));
  EXPECT_EQ(read_in("ISO-8859-1", "co\xFBt"), Read("co\u00FBt", ""));
  EXPECT_EQ(read_in("utf-8", "co\u00FBt"), Read("co\u00FBt", ""));
  EXPECT_EQ(read_in("iso-2022-jp", "\x1B$B?M8}\x1B(B"), Read("\u4EBA\u53E3", ""));
  EXPECT_EQ(read_in("utf-16", "co\xFBt"),
            Read("co\u00FBt",
                 "m.xmile:4:14: note S106: this text is not UTF-8; it is read as "
                 "Windows-1252"));
  EXPECT_EQ(read_in("klingon", "co\xFBt"),
            Read("co\u00FBt",
                 "m.xmile:4:14: note S106: this text is not UTF-8, nor the klingon that "
                 "it names; it is read as Windows-1252"));
  EXPECT_EQ(read_in("utf-8", "co\xFBt"),
            Read("co\u00FBt",
                 "m.xmile:4:14: note S106: this text is not UTF-8; it is read as "
                 "Windows-1252"));
}

TEST(ReadModel, RefusesATextThatIsTooLarge) {
  EXPECT_EQ(said_of("m.mdl", std::string((std::size_t{64} << 20U) + 1, ' ')),
            "m.mdl: error S102: this file has 64 MB\nwhy: a model may have 64 MB\n"
            "mend: leave data to data files");
}

TEST(ReadModel, TakesABrokenTextForWindows1252) {
  SourceSet sources;
  const Checked<Tree> tree = read_model_text(sources, "m.mdl", "a = 1 ~~|\nco\xFBt = a ~ \x80 ~|");
  ASSERT_TRUE(tree.value);
  EXPECT_EQ(tree.value->equations.at(1).name, "co\u00FBt");
  EXPECT_EQ(tree.value->equations.at(1).unit, "\u20AC");
  EXPECT_EQ(to_text(tree.diagnostics.at(0)),
            "m.mdl:2:3: note S106: this text is not UTF-8; it is read as Windows-1252\n"
            "    2 | co\u00FBt = a ~ \u20AC ~|\n"
            "      |   ^\n"
            "why: names and comments with other letters may look wrong\n"
            "mend: save it as UTF-8 (Vensim: with {UTF-8} in the first line)");
}

TEST(ReadModel, SkipsAByteOrderMark) {
  SourceSet sources;
  const Checked<Tree> tree = read_model_text(sources, "m.mdl", "\xEF\xBB\xBF{UTF-8}\nx = 1 ~~|");
  ASSERT_TRUE(tree.value);
  EXPECT_EQ(tree.value->equations.at(0).name, "x");
}

TEST(ReadModel, ReadsUtf16) {
  const std::string text = "caf\u00E9 = 3 ~~|\n";
  std::string little = "\xFF\xFE", big = "\xFE\xFF";
  for (std::size_t at = 0; at < text.size();) {
    const CodePoint point = decode_utf8(text, at);
    at += point.size;
    const char low = static_cast<char>(point.value & 0xFFU);
    little += {low, '\0'};
    big += {'\0', low};
  }
  for (const std::string& written : {little, big}) {
    SourceSet sources;
    const Checked<Tree> tree = read_model_text(sources, "m.mdl", written);
    ASSERT_TRUE(tree.value.has_value());
    EXPECT_EQ(tree.value->equations.at(0).name, "caf\u00E9");
  }
}

TEST(ReadModel, StopsAfterManyErrors) {
  std::string text;
  for (int i = 0; i < 150; ++i) text += "x = ) ~~|\n";
  SourceSet sources;
  const Checked<Tree> tree = read_model_text(sources, "m.mdl", text);
  ASSERT_EQ(tree.diagnostics.size(), 101U);
  EXPECT_EQ(to_text(tree.diagnostics.back()),
            "m.mdl: note S108: reading stopped after 100 errors\n"
            "mend: mend the first ones and read it again");
}

TEST(ReadModel, SaysThatAnExpressionIsTooDeep) {
  const std::string said = testing_only::complaints_on("x = " + std::string(300, '(') + " ~~|");
  EXPECT_TRUE(
      said.starts_with("m.mdl:1:205: error S127: this expression is too deep or too long\n"))
      << said;
  EXPECT_TRUE(said.ends_with(
      "\nwhy: parentheses may nest 200 deep, and operators and functions build on each other up to "
      "1000 times\nmend: give a part of it a name of its own"))
      << said;
}

}  // namespace
}  // namespace sluice::syntax
