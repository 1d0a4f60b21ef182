// Reads the tables of study.toml: typed values by key, with a diagnostic that points at the mistake
// where a value is missing, of the wrong type or out of range. Reading goes on with a harmless
// value, so that one pass tells everything.
#pragma once

#include <cstdint>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/calendar.h"
#include "base/diagnostic.h"
#include "study/toml.h"

namespace sluice::study {

// A line of a file that is not study.toml; line 0 is the whole file.
inline Place place_in(std::string file, std::uint32_t line = 0) {
  return {std::move(file), line, 0, 1, {}};
}

// The text of study.toml, and what was said about it.
class Report {
 public:
  Report(std::string file, std::string_view text);

  Place place_of(const toml::source_region& region) const;
  Place whole_file() const { return place_in(file_); }
  void say(Code code, Place place, std::string message, std::string reason = {},
           std::string hint = {});
  void say(Diagnostics diagnostics) { append(diagnostics_, std::move(diagnostics)); }
  // Everything said so far, in the order of the file.
  Diagnostics take();

 private:
  std::string file_;
  std::vector<std::string> lines_;
  Diagnostics diagnostics_;
};

struct Range {
  double low = -1e300, high = 1e300;
  std::string text = "a finite number";  // how a message states it: "between 0 and 1"
};

using Names = std::vector<std::string>;

template <class Enum>
using Choices = std::span<const std::pair<std::string_view, Enum>>;

class TableReader {
 public:
  // `what` names the table in messages: `lever "share"`.
  TableReader(const toml::table& table, std::string what, Report& report);
  // Says which keys nobody asked for.
  void finish();

  bool has(std::string_view key) const { return table_.contains(key); }
  const std::string& what() const { return what_; }
  const toml::table& table() const { return table_; }
  Report& report() { return report_; }
  Place place() const;  // of the table
  Place place_of_key(std::string_view key) const;
  Place place_of_value(std::string_view key) const;  // of the table where the key is absent

  // Asks for a key: null where absent.
  const toml::node* find(std::string_view key);
  const toml::node* need(std::string_view key);

  std::string text(std::string_view key);  // required, not empty
  std::string optional_text(std::string_view key);
  Names texts(std::string_view key);  // one text or a list of them; absent: none
  double number(std::string_view key, const Range& range = {});
  std::optional<double> optional_number(std::string_view key, const Range& range = {});
  std::vector<double> numbers(std::string_view key);  // required
  std::optional<std::int64_t> optional_whole(std::string_view key, std::int64_t low,
                                             std::int64_t high);
  bool flag(std::string_view key, bool absent = false);
  Date date(std::string_view key);
  std::optional<Date> optional_date(std::string_view key);
  const toml::table* optional_table(std::string_view key);
  const toml::array* optional_array(std::string_view key);
  // A text that must be one of `known`, which are the `kind_of_name`s ("scenario") of the study.
  std::string reference(std::string_view key, const Names& known, std::string_view kind_of_name);

  // Empty where the key is absent, or is none of the choices (which has been said).
  template <class Enum>
  std::optional<Enum> optional_choice(std::string_view key, Choices<Enum> choices) {
    Names names;
    for (const auto& one : choices) names.emplace_back(one.first);
    const std::optional<std::size_t> chosen = choose(key, names);
    return chosen ? std::optional(choices[*chosen].second) : std::nullopt;
  }
  template <class Enum>
  std::optional<Enum> choice(std::string_view key, Choices<Enum> choices) {
    need(key);
    return optional_choice(key, choices);
  }

  void say(Code code, Place at, std::string message, std::string reason = {},
           std::string hint = {});
  void say_wrong_type(std::string_view key, const toml::node& node, std::string_view wanted);

 private:
  std::optional<std::size_t> choose(std::string_view key, const Names& names);

  const toml::table& table_;
  std::string what_;
  Report& report_;
  std::set<std::string, std::less<>> asked_;
};

// Of a single value inside a list or a table of settings; says what is wrong with it else.
std::optional<double> read_number(const toml::node& node, const std::string& what, Report& report,
                                  const Range& range = {});
std::optional<Date> read_date(const toml::node& node, const std::string& what, Report& report);
// "a text", "a whole number", ...
std::string_view type_of(const toml::node& node);
// `scenario "a" names the lever "x", which the study does not have` unless `name` is one of
// `known`.
bool check_name(const std::string& name, const Names& known, std::string_view kind_of_name,
                const std::string& what, const Place& place, Report& report);

}  // namespace sluice::study
