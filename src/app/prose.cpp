#include "app/prose.h"

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <optional>

#include "app/place.h"
#include "app/prose_values.h"
#include "base/file.h"
#include "base/format.h"
#include "base/number.h"

namespace sluice::app {
namespace {

constexpr std::string_view kOpen = "<!-- =", kClose = "-->", kBlanks = " \t\n";

bool is_of_number(char letter) {
  return (letter >= '0' && letter <= '9') || letter == ',' || letter == '.' || letter == '-';
}

// The number that ends just before `at`, perhaps with " %" after it.
ProseMark mark_before(const std::string& text, std::size_t at) {
  ProseMark mark;
  mark.end = at;
  for (const std::string_view sign : {" %", "%"}) {
    if (mark.percent || !std::string_view(text).substr(0, at).ends_with(sign)) continue;
    mark.percent = true;
    mark.end -= sign.size();
  }
  mark.begin = mark.end;
  while (mark.begin > 0 && is_of_number(text[mark.begin - 1])) --mark.begin;
  mark.written = text.substr(mark.begin, mark.end - mark.begin);
  return mark;
}

std::optional<double> number_of(const std::string& written) {
  std::string digits = written;
  std::erase(digits, ',');
  return number_in(digits);
}

int decimals_of(const std::string& written) {
  const std::size_t point = written.find('.');
  return point == std::string::npos ? 0 : static_cast<int>(written.size() - point - 1);
}

// As `value` would be written in the place of `written`.
std::string written_like(const std::string& written, double value) {
  std::string text = to_fixed(value, decimals_of(written));
  const bool grouped = written.find(',') != std::string::npos || std::abs(value) >= 10000;
  if (!grouped) return text;
  const std::size_t point = std::min(text.find('.'), text.size());
  std::string shown;
  for (std::size_t at = 0; at < text.size(); ++at) {
    const bool digit_before = at > 0 && text[at - 1] != '-';
    if (at < point && digit_before && (point - at) % 3 == 0) shown += ',';
    shown += text[at];
  }
  return shown;
}

Diagnostic differs(const ProseMark& mark, const ProseValue& value, const std::string& right) {
  const Place place = place_at(mark.file, mark.line);
  if (!value.number) {
    return make_diagnostic(Code::prose_unread, place, format("cannot read \"{}\"", mark.expression),
                           value.fault, "docs/studies.md says what may stand after <!-- =");
  }
  return make_diagnostic(
      Code::prose_differs, place,
      format("the text says {}, but \"{}\" is {}",
             mark.written.empty() ? "no number" : mark.written, mark.expression, right),
      {}, "write " + right + ", or run `sluice document --update`");
}

// What is wrong with one mark; empty where it is right.
std::optional<std::string> correction(const ProseMark& mark, const ProseValue& value) {
  if (!value.number) return std::string();
  const double shown = mark.percent ? *value.number * 100 : *value.number;
  std::string right = written_like(mark.written, shown);
  const auto written = number_of(mark.written);
  const double slack = 0.5 * std::pow(10.0, -decimals_of(mark.written)) * (1 + 1e-9);
  if (written && std::abs(*written - shown) <= slack) return {};
  return right;
}

std::vector<std::filesystem::path> pages_of(const std::string& folder) {
  std::vector<std::filesystem::path> pages;
  std::error_code error;
  for (const auto& entry : std::filesystem::directory_iterator(folder, error)) {
    if (entry.path().extension() == ".md") pages.push_back(entry.path());
  }
  std::ranges::sort(pages);
  return pages;
}

}  // namespace

std::vector<ProseMark> marks_in(const std::string& file, const std::string& text) {
  std::vector<ProseMark> marks;
  for (std::size_t at = text.find(kOpen); at != std::string::npos; at = text.find(kOpen, at + 1)) {
    const std::size_t close = text.find(kClose, at);
    if (close == std::string::npos) break;
    ProseMark mark = mark_before(text, at);
    mark.file = file;
    mark.line = static_cast<std::uint32_t>(
        1 + std::count(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(at), '\n'));
    const std::size_t begin = at + kOpen.size();
    mark.expression = trimmed(std::string_view(text).substr(begin, close - begin), kBlanks);
    marks.push_back(std::move(mark));
  }
  return marks;
}

ProseCheck check_prose(const Opened& opened, bool update) {
  ProseCheck check;
  const ProseReader reader(opened);
  for (const auto& page : pages_of(opened.study()->folder)) {
    auto text = read_file(page.string());
    append(check.diagnostics, std::move(text.diagnostics));
    if (!text.value) continue;
    ++check.files;
    auto marks = marks_in(page.string(), *text.value);
    check.marks += marks.size();
    const std::size_t before = check.changed;
    // From the end, so that places before stay where they are.
    for (auto mark = marks.rbegin(); mark != marks.rend(); ++mark) {
      const ProseValue value = reader.value_of(mark->expression);
      const auto right = correction(*mark, value);
      if (!right) continue;
      if (update && value.number && !mark->written.empty()) {
        text.value->replace(mark->begin, mark->end - mark->begin, *right);
        ++check.changed;
        continue;
      }
      check.diagnostics.insert(check.diagnostics.begin(), differs(*mark, value, *right));
    }
    if (check.changed > before) {
      append(check.diagnostics, write_atomically(page.string(), *text.value));
    }
  }
  return check;
}

}  // namespace sluice::app
