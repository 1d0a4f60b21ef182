// Comma-separated tables (RFC 4180): quoted fields may hold commas, line ends and doubled quotes.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace sluice::study {

struct CsvRow {
  std::uint32_t line = 0;  // where it starts, from 1
  std::vector<std::string> fields;
};

// Rows with at least one non-empty field, the header first. A quote that is never closed ends with
// the text.
std::vector<CsvRow> parse_csv(std::string_view text);

}  // namespace sluice::study
