#include "study/additions.h"

#include <algorithm>
#include <cstdint>

#include "base/format.h"
#include "study/table_reader.h"

namespace sluice::study {
namespace {

std::uint32_t lines_in(const std::string& text) {
  return static_cast<std::uint32_t>(std::ranges::count(text, '\n'));
}

// Only what cannot change the study's own numbers.
Diagnostics find_foreign(const Addition& addition) {
  Report report(addition.name, addition.text);
  const toml::parse_result parsed = toml::parse(addition.text, addition.name);
  if (!parsed) {
    report.say(Code::study_syntax, report.place_of({parsed.error().source()}),
               format("this is not TOML: {}", parsed.error().description()), {},
               "the format is described at https://toml.io");
    return report.take();
  }
  for (const auto& [key, node] : parsed.table()) {
    if ((key.str() == "scenario" || key.str() == "worldview") && node.is_array_of_tables()) {
      continue;
    }
    report.say(Code::study_unknown_key, report.place_of(key.source()),
               format("\"{}\" has no place in a file of scenarios", key.str()),
               "such a file adds [[scenario]] and [[worldview]] tables to a study, nothing else",
               "put it into study.toml");
  }
  return report.take();
}

// Where each addition begins in the joined text, in lines before it.
struct Joined {
  std::string text;
  std::vector<std::uint32_t> before;
};

Joined join(const std::string& text, const std::vector<Addition>& additions) {
  Joined joined{text, {}};
  for (const Addition& one : additions) {
    if (!joined.text.ends_with('\n')) joined.text += '\n';
    joined.before.push_back(lines_in(joined.text));
    joined.text += one.text;
  }
  return joined;
}

void put_back(Place& place, const Joined& joined, const std::vector<Addition>& additions) {
  for (std::size_t k = additions.size(); k-- > 0;) {
    if (place.line <= joined.before[k]) continue;
    place.file = additions[k].name;
    place.line -= joined.before[k];
    return;
  }
}

}  // namespace

Checked<Study> read_study_text_with(const std::string& folder, const std::string& text,
                                    const std::map<std::string, std::string>& files,
                                    const std::vector<Addition>& additions) {
  Diagnostics foreign;
  for (const Addition& one : additions) append(foreign, find_foreign(one));
  if (has_error(foreign)) return {std::nullopt, std::move(foreign)};
  const Joined joined = join(text, additions);
  auto study = read_study_text(folder, joined.text, files);
  for (auto& one : study.diagnostics) {
    if (one.place.file.ends_with("study.toml")) put_back(one.place, joined, additions);
  }
  return study;
}

Checked<Study> read_study_with(const std::string& folder, const std::vector<Addition>& additions) {
  auto study = read_study(folder);
  if (additions.empty() || !study.value) return study;
  return read_study_text_with(folder, study.value->text, study.value->files, additions);
}

}  // namespace sluice::study
