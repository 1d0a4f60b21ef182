#include "study/sections.h"

#include <algorithm>
#include <map>

#include "base/format.h"

namespace sluice::study {
namespace {

std::string title_of(const toml::table& table, std::string_view key, const std::string& number) {
  const std::string name = table["name"].value_or(std::string());
  return name.empty() ? number : format("{} \"{}\"", key, name);
}

}  // namespace

std::vector<Entry> entries_of(TableReader& reader, std::string_view key, Report& report) {
  const toml::node* alone = reader.find(key);
  if (alone != nullptr && alone->is_table()) {
    report.say(
        Code::study_wrong_type, report.place_of(alone->source()),
        format("[{0}] must be [[{0}]]: there may be several", key == "leg" ? "claim.leg" : key),
        "single brackets make one table, double ones an entry of a list",
        "write it in double brackets");
    const toml::table& table = *alone->as_table();
    return {{&table, title_of(table, key, format("[{}]", key))}};
  }
  const toml::array* list = reader.optional_array(key);
  std::vector<Entry> entries;
  if (list == nullptr) return entries;
  for (const toml::node& node : *list) {
    const std::string number = format("[[{}]] number {}", key, entries.size() + 1);
    if (!node.is_table()) {
      report.say(Code::study_wrong_type, report.place_of(node.source()),
                 format("{} must be a table, not {}", number, type_of(node)));
      continue;
    }
    const toml::table& table = *node.as_table();
    entries.push_back({&table, title_of(table, key, number)});
  }
  return entries;
}

std::string path_in(const std::string& folder, const std::string& file) {
  return folder.empty() || file.starts_with('/') ? file : folder + '/' + file;
}

Names read_names(TableReader& root, std::string_view key, Report& report) {
  Names names;
  std::map<std::string, std::uint32_t> lines;
  const toml::node* section = root.table().get(key);
  if (section != nullptr && section->is_table()) {
    return {(*section->as_table())["name"].value_or(std::string())};
  }
  const toml::array* list = section == nullptr ? nullptr : section->as_array();
  if (list == nullptr) return names;
  for (const toml::node& node : *list) {
    const toml::node* name = node.is_table() ? node.as_table()->get("name") : nullptr;
    if (name == nullptr || !name->is_string()) continue;
    const std::string text = name->value<std::string>().value_or("");
    const Place place = report.place_of(name->source());
    const auto [before, first_time] = lines.emplace(text, place.line);
    if (first_time) {
      names.push_back(text);
      continue;
    }
    report.say(Code::study_duplicate_name, place,
               format("there is a second {} named \"{}\"", key, text),
               format("the first is in line {}", before->second));
  }
  return names;
}

}  // namespace sluice::study
