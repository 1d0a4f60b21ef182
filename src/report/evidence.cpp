#include "report/evidence.h"

#include <algorithm>
#include <map>

#include "base/format.h"
#include "base/version.h"
#include "report/json.h"
#include "report/table.h"

namespace sluice::report {
namespace {

std::string place_text(const Place& place) {
  return place.line == 0 ? place.file : format("{}:{}", place.file, place.line);
}

// A table of a hundred points would push everything else off the page.
std::string shortened(const std::string& text) {
  constexpr std::size_t kMost = 60;
  if (display_width(text) <= kMost) return text;
  std::size_t end = kMost - 2;
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80U) --end;
  return text.substr(0, end) + " …";
}

std::string quoted(const std::string& field) {
  if (field.find_first_of(",\"\n\r") == std::string::npos) return field;
  std::string text = "\"";
  for (const char letter : field) text += letter == '"' ? "\"\"" : std::string(1, letter);
  return text + '"';
}

std::string count_line(const std::vector<NumberUsed>& numbers) {
  std::map<std::string, std::size_t> grades;
  std::size_t untraced = 0;
  for (const auto& number : numbers) {
    ++grades[number.grade.empty() ? "none" : number.grade];
    untraced += number.faults.empty() ? 0U : 1U;
  }
  std::string text = format("{} numbers, {} without evidence; by grade:", numbers.size(), untraced);
  for (const auto& [grade, count] : grades) text += format(" {} {},", grade, count);
  text.back() = '.';
  const auto weak = std::ranges::count_if(
      numbers, [](const NumberUsed& number) { return !number.remark.empty(); });
  if (weak > 0) text += format(" {} rest on memory in part (remark).", weak);
  return text;
}

}  // namespace

std::string numbers_text(const std::string& title, const std::vector<NumberUsed>& numbers,
                         const Terminal& terminal) {
  Table table;
  table.title = title;
  table.columns = {{"kind", Align::left, 3},
                   {"name", Align::left, 9, true, true},
                   {"value", Align::left, 8, true, true},
                   {"unit", Align::left, 4},
                   {"range or distribution", Align::left, 5, false, true},
                   {"source", Align::left, 7, false, true},
                   {"grade", Align::left, 6},
                   {"varied by", Align::left, 2, false, true},
                   {"place", Align::left, 1},
                   {"missing", Align::left, 8, false, true},
                   {"remark", Align::left, 6, false, true}};
  for (const auto& one : numbers) {
    table.rows.push_back({one.kind, one.name, shortened(one.value), one.unit, one.range,
                          shortened(one.source), one.grade, one.varied_by, place_text(one.place),
                          joined(one.faults), one.remark});
  }
  table.notes = {count_line(numbers),
                 "Grades: A primary source, B recognised analyst, C press, D own assumption."};
  return to_text(table, terminal);
}

std::string numbers_json(const std::string& study, const std::vector<NumberUsed>& numbers) {
  Json json = {{"sluice", kVersion}, {"command", "sources"}, {"study", study}};
  json["untraced"] =
      std::ranges::count_if(numbers, [](const NumberUsed& one) { return !one.faults.empty(); });
  json["numbers"] = Json::array();
  for (const auto& one : numbers) {
    json["numbers"].push_back({{"kind", one.kind},
                               {"name", one.name},
                               {"value", one.value},
                               {"unit", one.unit},
                               {"range", text_or_null(one.range)},
                               {"source", text_or_null(one.source)},
                               {"grade", text_or_null(one.grade)},
                               {"varied_by", text_or_null(one.varied_by)},
                               {"rows", one.rows},
                               {"file", one.place.file},
                               {"line", one.place.line},
                               {"missing", one.faults},
                               {"remark", text_or_null(one.remark)}});
  }
  return dump(json);
}

std::string numbers_csv(const std::vector<NumberUsed>& numbers) {
  std::string text =
      "kind,name,value,unit,range,source,grade,varied_by,rows,file,line,missing,remark\n";
  for (const auto& one : numbers) {
    for (const std::string& field : {one.kind, one.name, one.value, one.unit, one.range, one.source,
                                     one.grade, one.varied_by, joined(one.rows), one.place.file}) {
      text += quoted(field) + ",";
    }
    text += format("{},{},{}\n", one.place.line, quoted(joined(one.faults)), quoted(one.remark));
  }
  return text;
}

}  // namespace sluice::report
