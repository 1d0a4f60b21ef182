#include "model/dat_text.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <optional>

#include "base/format.h"
#include "base/number.h"

namespace sluice::model {
namespace {

constexpr std::string_view kBlanks = " \t\r";
constexpr std::size_t kMostShared = 5'000'000;  // points that a name gives to further elements

bool begins_number(std::string_view line) {
  const std::size_t digit = line.find_first_not_of("+-.");
  return digit < 3 && line[digit] >= '0' && line[digit] <= '9';
}

// The next word of a line of points, taken off it; one comma may stand before the second.
std::string_view take_word(std::string_view& line) {
  const std::size_t end = std::min(line.find_first_of(" \t,"), line.size());
  const std::string_view word = line.substr(0, end);
  line = trimmed(line.substr(end));
  if (line.starts_with(',')) line = trimmed(line.substr(1));
  return word;
}

// The same without regard to commas, but for one before a comment.
std::string_view take_whole_word(std::string_view& line) {
  const std::size_t end = std::min(line.find_first_of(kBlanks), line.size());
  std::string_view word = line.substr(0, end);
  line = trimmed(line.substr(end));
  if (word.size() > 1 && word.ends_with(',') && !begins_number(line)) word.remove_suffix(1);
  return word;
}

struct Words {
  std::string_view time, value;
};

// A comma may stand between the two; in "0,5 2" it is no such comma, but in the time.
Words words_of(std::string_view line) {
  std::string_view whole = line;
  const std::string_view first = take_whole_word(whole);
  const std::size_t comma = first.find(',');
  const bool inside = comma != first.npos && comma + 1 < first.size();
  if (inside && begins_number(whole)) return {first, take_whole_word(whole)};
  const std::string_view time = take_word(line);
  return {time, take_whole_word(line)};
}

// Whether a number is followed by what may be meant as one.
bool is_point(std::string_view line) {
  const std::size_t end = std::min(line.find_first_of(" \t,"), line.size());
  const std::size_t next = line.find_first_not_of(" \t,", end);
  constexpr std::string_view kBegins = "+-.0123456789";
  return begins_number(line) && next != line.npos && kBegins.find(line[next]) != kBegins.npos;
}

// Where a name's line has one of `letters` outside quotes and brackets.
std::size_t find_outside(std::string_view line, std::string_view letters) {
  bool quoted = false;
  int brackets = 0;
  for (std::size_t i = 0; i < line.size(); ++i) {
    if (line[i] == '"') quoted = !quoted;
    if (quoted) continue;
    if (line[i] == '[') ++brackets;
    if (line[i] == ']') --brackets;
    if (brackets <= 0 && letters.find(line[i]) != letters.npos) return i;
  }
  return line.npos;
}

// Calls `see` with each line that holds something, trimmed, until it returns false.
template <class See>
void each_line(std::string_view text, const See& see) {
  std::size_t at = text.starts_with("\xEF\xBB\xBF") ? 3 : 0;
  while (at < text.size()) {
    const std::size_t end = std::min(text.find_first_of("\r\n", at), text.size());
    const std::string_view line = trimmed(text.substr(at, end - at));
    if (!line.empty() && !see(line)) return;
    at = end + 1;
  }
}

struct Point {
  double time, value;
  Span span;
};

class DatText {
 public:
  DatText(Model& model, std::uint32_t file, std::string_view text)
      : model_(model), file_(file), text_(text) {}

  Diagnostics attach() {
    each_line(text_, [&](std::string_view line) {
      begins_number(line) ? read_point(line) : read_name(line);
      return shared_ <= kMostShared;
    });
    finish_series();
    if (shared_ > kMostShared) return std::move(diagnostics_);
    for (auto& [cell, points] : points_) attach_points(cell, points);
    if (!unknown_.empty()) diagnostics_.push_back(unknown_series(model_, unknown_));
    return std::move(diagnostics_);
  }

 private:
  // What a name's points are kept for until all of them are read.
  void finish_series() {
    if (is_too_much()) return;
    for (const CellRef cell : cells_) {
      auto& all = points_[{cell.variable, cell.cell}];
      all.insert(all.end(), current_.begin(), current_.end());
    }
    cells_.clear();
    current_.clear();
  }

  // A short text may name all elements of a large array.
  bool is_too_much() {
    if (shared_ > kMostShared || cells_.empty()) return shared_ > kMostShared;
    shared_ += (cells_.size() - 1) * (current_.size() + 1);
    if (shared_ <= kMostShared) return false;
    say(named_by_,
        format("the {} points of this series are those of {} elements", current_.size(),
               cells_.size()),
        format("each element keeps its own, and a file may have {} that are repeated for further "
               "elements",
               kMostShared),
        "give one element its data, and let the others read it");
    return true;
  }

  void read_name(std::string_view line) {
    finish_series();
    named_ = true;
    named_by_ = span_of(line);
    const std::size_t base = find_outside(line, "</");
    if (base != line.npos && line[base] == '<') {
      return say(span_of(line.substr(base)), "a series on a time base of its own is not read",
                 "its times are not those of the model",
                 "give its points at times of the model, and take the <...> away");
    }
    const std::string_view name = trimmed(line.substr(0, base));
    const auto cells = find_cells(model_, name, model_.sources.place_of(span_of(line)));
    if (!cells.value) return unknown_.push_back({name, span_of(name)});
    if (model_.at(cells.value->front().variable).kind == VariableKind::data) cells_ = *cells.value;
  }

  void read_point(std::string_view line) {
    const Span span = span_of(line);
    const auto [time, value] = words_of(line);
    if (!named_) {
      return say(span, "these numbers belong to no series",
                 "a line with the variable's name comes before its points", "");
    }
    if (value.empty()) return;  // a missing point
    for (const std::string_view word : {time, value}) {
      const auto number = number_in(word);
      if (number && std::isfinite(*number)) continue;
      return say(span_of(word), format("\"{}\" is not a number", word),
                 "a point is a time and a value",
                 "a decimal is written 0.5, thousands without comma");
    }
    current_.push_back({*number_in(time), *number_in(value), span});
  }

  void attach_points(std::pair<VariableId, std::uint32_t> cell, std::vector<Point>& points) {
    const auto earlier = [](const Point& a, const Point& b) { return a.time < b.time; };
    std::stable_sort(points.begin(), points.end(), earlier);
    Series series;
    for (const Point& point : points) {
      const bool again = !series.times.empty() && series.times.back() == point.time;
      if (again && series.values.back() != point.value) return say_twice(cell, point);
      if (again) continue;
      series.times.push_back(point.time);
      series.values.push_back(point.value);
    }
    model_.variables[static_cast<std::size_t>(cell.first)].series[cell.second] = std::move(series);
  }

  void say_twice(std::pair<VariableId, std::uint32_t> cell, const Point& point) {
    say(point.span,
        format("\"{}\" has two values at time {}",
               model_.cell_name(model_.at(cell.first), cell.second), sluice::to_text(point.time)),
        "it is not clear which of them is meant", "take one of the two points away");
  }

  Span span_of(std::string_view part) const {
    const auto begin = static_cast<std::uint32_t>(part.data() - text_.data());
    return {file_, begin, begin + static_cast<std::uint32_t>(part.size())};
  }

  void say(Span span, std::string message, std::string reason, std::string hint) {
    diagnostics_.push_back(make_diagnostic(Code::model_data_malformed,
                                           model_.sources.place_of(span), std::move(message),
                                           std::move(reason), std::move(hint)));
  }

  Model& model_;
  std::uint32_t file_;
  std::string_view text_;
  bool named_ = false;
  Span named_by_;
  std::size_t shared_ = 0;
  std::vector<CellRef> cells_;  // those of the name before
  std::vector<Point> current_;
  std::map<std::pair<VariableId, std::uint32_t>, std::vector<Point>> points_;
  std::vector<NamedSpan> unknown_;
  Diagnostics diagnostics_;
};

}  // namespace

bool is_dat_text(std::string_view text) {
  bool named = false, found = false;
  each_line(text, [&](std::string_view line) {
    const bool number = begins_number(line);
    found = named && number && is_point(line);
    const std::size_t comment = find_outside(line, "/");
    const bool alone = find_outside(line.substr(0, comment), ",;\t") == line.npos;
    named = named || (!number && alone);
    const bool lacks_value = number && named && line.find_first_of(" \t,;") == line.npos;
    return lacks_value || (!number && alone);
  });
  return found;
}

std::vector<std::string> names_in_dat_text(std::string_view text) {
  std::vector<std::string> names;
  each_line(text, [&](std::string_view line) {
    if (!begins_number(line)) names.emplace_back(trimmed(line.substr(0, find_outside(line, "</"))));
    return true;
  });
  return names;
}

Diagnostics attach_dat_text(Model& model, std::uint32_t file, std::string_view text) {
  return DatText(model, file, text).attach();
}

Diagnostic unknown_series(const Model& model, const std::vector<NamedSpan>& names) {
  const std::string listed =
      first_few(names, 3, [](const NamedSpan& name) { return format("\"{}\"", name.text); });
  return make_diagnostic(
      Code::model_data_unused, model.sources.place_of(names[0].span),
      format("the data file has series that the model does not know: {}", listed),
      "they are passed over", "is a name mistyped?");
}

}  // namespace sluice::model
