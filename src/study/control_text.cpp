#include "study/control_text.h"

#include <algorithm>
#include <cmath>

#include "base/format.h"
#include "base/number.h"
#include "base/unicode.h"

namespace sluice::study {

ControlFile::ControlFile(const std::string& name, std::string text) {
  std::string utf8 = is_utf8(text) ? std::move(text) : from_windows_1252(text);
  if (utf8.starts_with("\xEF\xBB\xBF")) utf8.erase(0, 3);
  file_ = sources_.add(name, std::move(utf8));
  read_lines();
}

void ControlFile::say(Span span, std::string message, std::string reason, std::string hint) {
  diagnostics.push_back(make_diagnostic(Code::control_file_malformed, place_of(span),
                                        std::move(message), std::move(reason), std::move(hint)));
}

void ControlFile::warn(Span span, std::string message, std::string reason, std::string hint) {
  diagnostics.push_back(make_diagnostic(Code::control_file_changed, place_of(span),
                                        std::move(message), std::move(reason), std::move(hint)));
}

void ControlFile::read_lines() {
  const std::string_view text = sources_.text(file_);
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = std::min(text.find('\n', at), text.size());
    const std::string_view line = trimmed(text.substr(at, end - at));
    const auto begin = static_cast<std::uint32_t>(at);
    if (!line.empty()) {
      lines.push_back({line,
                       {file_, begin, begin + static_cast<std::uint32_t>(end - at)},
                       text.substr(at, end - at)});
    }
    at = end + 1;
  }
}

std::vector<std::string_view> split_control(std::string_view text, char separator) {
  std::vector<std::string_view> parts = split(text, separator);
  for (std::string_view& part : parts) part = trimmed(part);
  return parts;
}

std::optional<std::vector<double>> numbers_in(std::string_view text) {
  std::vector<double> numbers;
  std::string commas(text);
  for (char& letter : commas) letter = letter == ';' ? ',' : letter;
  while (!commas.empty() && (commas.back() == ',' || commas.back() == ' ')) commas.pop_back();
  for (const std::string_view part : split_control(commas, ',')) {
    const auto number = number_in(part);
    if (!number || !std::isfinite(*number)) return std::nullopt;
    numbers.push_back(*number);
  }
  return numbers;
}

}  // namespace sluice::study
