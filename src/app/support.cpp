#include "app/support.h"

#include <algorithm>
#include <array>
#include <filesystem>
#include <sstream>
#include <vector>

#include "base/format.h"
#include "base/unicode.h"

namespace sluice::app {
namespace {

// Words without the marks around them.
std::vector<std::string> words_of(const std::string& text) {
  constexpr std::string_view kMarks = "()[],;:.\"'";
  std::istringstream stream(text);
  std::vector<std::string> words;
  for (std::string word; stream >> word;) {
    const std::string_view plain = trimmed(word, kMarks);
    if (!plain.empty()) words.emplace_back(plain);
  }
  return words;
}

bool begins_with_digit(const std::string& word) { return word[0] >= '0' && word[0] <= '9'; }

// "91 FR 1684", "15 CFR 734": volume, series, page; "EAR 750.7": series, section.
bool names_rule(const std::vector<std::string>& words) {
  constexpr std::array<std::string_view, 3> kSeries = {"FR", "CFR", "EAR"};
  for (std::size_t k = 0; k + 1 < words.size(); ++k) {
    if (std::ranges::find(kSeries, words[k]) != kSeries.end() && begins_with_digit(words[k + 1])) {
      return true;
    }
  }
  return false;
}

bool names_link(const std::vector<std::string>& words) {
  return std::ranges::any_of(words, [](const std::string& word) {
    return word.starts_with("https://") || word.starts_with("http://") || word.starts_with("doi:");
  });
}

// "definition", "a definition", "switch: ...": the whole source, or all before its first colon or
// stop, with at most one word before it. The word alone, somewhere in a sentence, says nothing.
bool is_definition(const std::string& source) {
  constexpr std::size_t kMostWords = 2;
  const auto words = words_of(source.substr(0, source.find_first_of(":.")));
  return !words.empty() && words.size() <= kMostWords &&
         (words.back() == "definition" || words.back() == "switch");
}

bool has_column(const study::Study& study, const std::string& stem, const std::string& column) {
  return std::ranges::any_of(study.sources, [&](const auto& one) {
    return std::filesystem::path(one.second.file).stem() == stem &&
           !field_of(one.second, column).empty();
  });
}

// "chips die_area_mm2; ..." where a file chips.csv of the study's data has that column.
bool names_column(const study::Study& study, const std::string& source) {
  std::size_t at = 0;
  while (at < source.size()) {
    const std::size_t end = std::min(source.find_first_of(",;", at), source.size());
    const auto words = words_of(source.substr(at, end - at));
    if (words.size() > 1 && has_column(study, words[0], words[1])) return true;
    at = end + 1;
  }
  return false;
}

}  // namespace

std::string field_of(const study::SourceRow& row, std::string_view column) {
  const auto found =
      std::ranges::find(row.fields, column, &std::pair<std::string, std::string>::first);
  return found == row.fields.end() ? "" : found->second;
}

bool is_supported(const study::Study& study, const report::NumberUsed& number) {
  if (!number.rows.empty()) return true;
  const auto words = words_of(number.source);
  return is_definition(number.source) || names_rule(words) || names_link(words) ||
         names_column(study, number.source);
}

bool is_from_memory(const study::SourceRow& row) {
  constexpr std::string_view kWords = "from memory", kNoMore = "was ";
  const std::string text = to_lower(field_of(row, "source") + " " + field_of(row, "note"));
  for (std::size_t at = text.find(kWords); at != std::string::npos;
       at = text.find(kWords, at + 1)) {
    // "was from memory, read since"
    if (!std::string_view(text).substr(0, at).ends_with(kNoMore)) return true;
  }
  return false;
}

std::string memory_remark(const study::Study& study, const report::NumberUsed& number) {
  const bool alone =
      !number.rows.empty() && std::ranges::all_of(number.rows, [&](const std::string& id) {
        return is_from_memory(study.sources.at(id));
      });
  return alone ? "rests on what is in part from memory: " + joined(number.rows) : "";
}

}  // namespace sluice::app
