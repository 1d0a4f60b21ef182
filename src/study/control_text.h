// What the readers of Vensim's control files share. Private to src/study.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/diagnostic.h"
#include "base/source_set.h"

namespace sluice::study {

struct ControlLine {
  std::string_view text;  // trimmed
  Span span;
  std::string_view whole;  // with the tabs at its ends
};

// The lines of a file that hold something.
class ControlFile {
 public:
  ControlFile(const std::string& name, std::string text);

  Place place_of(Span span) const { return sources_.place_of(span); }
  void say(Span span, std::string message, std::string reason, std::string hint);
  // The same as a warning: the line is read, but not as it is written.
  void warn(Span span, std::string message, std::string reason, std::string hint);

  std::vector<ControlLine> lines;
  Diagnostics diagnostics;

 private:
  void read_lines();

  SourceSet sources_;
  std::uint32_t file_ = 0;
};

std::vector<std::string_view> split_control(std::string_view text, char separator);
// Numbers between commas (and semicolons, which end rows).
std::optional<std::vector<double>> numbers_in(std::string_view text);

template <class Value>
Checked<Value> finish_control(ControlFile& file, Value value) {
  if (has_error(file.diagnostics)) return {std::nullopt, std::move(file.diagnostics)};
  return {std::move(value), std::move(file.diagnostics)};
}

template <class Value>
Checked<Value> from_control_file(const std::string& path,
                                 Checked<Value> (*read)(const std::string& name,
                                                        std::string text)) {
  Checked<std::string> text = read_file(path);
  if (!text.value) return {std::nullopt, std::move(text.diagnostics)};
  return read(path, std::move(*text.value));
}

}  // namespace sluice::study
