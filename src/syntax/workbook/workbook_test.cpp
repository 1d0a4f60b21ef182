#include "syntax/workbook/workbook.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <unistd.h>

#include <filesystem>
#include <fstream>

#include "syntax/workbook/apart.h"
#include "syntax/workbook/formats.h"

namespace sluice::syntax {
namespace {

namespace fs = std::filesystem;

const fs::path kData = fs::path(SLUICE_SOURCE_DIR) / "tests/data";

Workbook read(const std::string& name) {
  Checked<Workbook> workbook = read_workbook((kData / name).string(), {});
  EXPECT_TRUE(workbook.value.has_value()) << name;
  return workbook.value ? std::move(*workbook.value) : Workbook{};
}

TEST(Delimited, CellsMayBeQuoted) {
  const Workbook book = read_delimited("a, 1.5 ,\"x, \"\"y\"\"\n z\"\r\n\n,,3\n", ',');
  const Sheet& sheet = book.sheets.at(0);
  EXPECT_EQ(*sheet.at(0, 0), CellValue("a"));
  EXPECT_EQ(*sheet.at(0, 1), CellValue(1.5));
  EXPECT_EQ(*sheet.at(0, 2), CellValue("x, \"y\"\n z"));
  EXPECT_EQ(sheet.at(1, 0), nullptr);
  EXPECT_EQ(*sheet.at(2, 2), CellValue(3.0));
  EXPECT_EQ(sheet.rows, 3U);
}

TEST(Delimited, AnOpenQuoteEndsWithTheText) {
  EXPECT_EQ(*read_delimited("\"a,b\nc", ',').sheets.at(0).at(0, 0), CellValue("a,b\nc"));
  EXPECT_TRUE(read_delimited("", ',').sheets.at(0).cells.empty());
}

TEST(Spreadsheets, HoldValuesAndNames) {
  for (const char* name : {"cells.xlsx", "cells.ods"}) {
    const Workbook whole = read(name);
    const Sheet& sheet = whole.sheets.at(0);
    EXPECT_EQ(sheet.name, "Prices");
    EXPECT_EQ(*sheet.at(1, 0), CellValue("iron"));
    EXPECT_EQ(sheet.at(1, 2), nullptr);
    EXPECT_EQ(*sheet.at(2, 3), CellValue(30.0)) << "what the formula gave";
  }
  const Workbook book = read("cells.xlsx");
  ASSERT_EQ(book.names.size(), 3U);
  EXPECT_EQ(book.names[0].name, "years");
  EXPECT_EQ(book.names[0].range, (CellRange{0, 1, 0, 3}));
}

// As openpyxl and other programs write them: the texts stand in the cells.
TEST(Spreadsheets, HoldTextsInsideTheirCells) {
  const Workbook book = read("inline.xlsx");
  ASSERT_EQ(book.sheets.size(), 2U);
  EXPECT_EQ(*book.sheets[0].at(0, 0), CellValue("north"));
  EXPECT_EQ(*book.sheets[0].at(1, 0), CellValue("far south")) << "of two runs";
  EXPECT_EQ(*book.sheets[0].at(0, 1), CellValue(1.5));
  EXPECT_EQ(book.sheets[0].at(2, 0), nullptr);
  EXPECT_EQ(*book.sheets[1].at(3, 2), CellValue("a & b"));
}

TEST(Spreadsheets, AsTextAndBack) {
  for (const char* name : {"cells.xlsx", "cells.ods"}) {
    const std::string text = to_text(read(name));
    const auto again = workbook_from_text(text);
    ASSERT_TRUE(again.has_value());
    EXPECT_EQ(to_text(*again), text);
  }
  EXPECT_FALSE(workbook_from_text("Time,x\n0,1\n"));
  EXPECT_FALSE(workbook_from_text("sluice workbook 1\nnumber\t0\t0\t1\n")) << "a cell of no sheet";
}

TEST(References, AreColumnsAndRows) {
  EXPECT_EQ(parse_cell_range("B3"), (CellRange{2, 1, 2, 1}));
  EXPECT_EQ(parse_cell_range("$aa$10:AB12"), (CellRange{9, 26, 11, 27}));
  EXPECT_EQ(parse_cell_reference("C")->column, 2U);
  EXPECT_EQ(parse_cell_reference("7")->row, 6U);
  for (const char* wrong : {"", "B0", "3B", "B3:", "time_1", "ZZZZ9", "A99999999"}) {
    EXPECT_FALSE(parse_cell_range(wrong)) << wrong;
  }
}

// As where another thread held a lock when the process was copied: no processor time is used up.
TEST(Spreadsheets, AReaderThatSleepsIsEnded) {
  const auto sleep = []() -> Workbook {
    for (;;) (void)pause();
  };
  try {
    read_apart(sleep, 1);
    FAIL() << "it should have been ended";
  } catch (const BadWorkbook& fault) {
    EXPECT_STREQ(fault.what(), "it is damaged: reading it comes to no end");
  }
}

// Damaged files: an error, whatever is inside.
TEST(Spreadsheets, ThatAreDamagedAreRefused) {
  const fs::path path = fs::temp_directory_path() / "sluice_damaged.xlsx";
  std::ifstream whole(kData / "cells.xlsx", std::ios::binary);
  const std::string bytes((std::istreambuf_iterator<char>(whole)), {});
  for (std::size_t size : {0U, 2U, 30U, 400U, 1500U}) {
    std::ofstream(path, std::ios::binary) << bytes.substr(0, size);
    const Checked<Workbook> read = read_workbook(path.string(), {});
    ASSERT_FALSE(read.value.has_value()) << size;
    EXPECT_EQ(read.diagnostics.at(0).code, Code::workbook_unreadable);
  }
  std::string bomb = bytes;
  const std::size_t header = bomb.find("PK\x01\x02");
  for (std::size_t i = 0; i < 4; ++i) bomb[header + 24 + i] = '\x7F';
  std::ofstream(path, std::ios::binary) << bomb;
  EXPECT_EQ(read_workbook(path.string(), {}).diagnostics.at(0).reason,
            "unpacked it would have 2039 MB");
  std::ofstream(path, std::ios::binary) << "hello";
  std::string said = to_text(read_workbook(path.string(), {}).diagnostics.at(0));
  for (std::size_t at = 0; (at = said.find(path.string())) != std::string::npos;) {
    said.replace(at, path.string().size(), "F");
  }
  EXPECT_EQ(said,
            "F: error S147: F cannot be read\nwhy: it is no spreadsheet\n"
            "mend: save it again as .xlsx, .ods, .xls or .csv");
  fs::remove(path);
}

}  // namespace
}  // namespace sluice::syntax
