#include "app/prose.h"

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <optional>
#include <sstream>

#include "app/place.h"
#include "app/single_run.h"
#include "base/file.h"
#include "base/format.h"
#include "base/number.h"
#include "model/written.h"
#include "study/quantile.h"

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

struct Value {
  std::optional<double> number;
  std::string fault;
};

std::vector<std::string> words_of(const std::string& text) {
  std::istringstream stream(text);
  std::vector<std::string> words;
  for (std::string word; stream >> word;) words.push_back(word);
  return words;
}

template <class Entry>
const Entry* named(const std::vector<Entry>& entries, const std::string& name) {
  const auto found = std::ranges::find(entries, name, &Entry::name);
  return found == entries.end() ? nullptr : &*found;
}

class Reader {
 public:
  explicit Reader(const Opened& opened) : opened_(opened), study_(*opened.study()) {}

  Value value_of(const std::string& expression) const {
    for (const char sign : {'*', '/'}) {
      const std::size_t at = expression.rfind(sign);
      if (at == std::string::npos) continue;
      const auto factor = number_in(trimmed(std::string_view(expression).substr(at + 1), kBlanks));
      if (!factor) continue;
      Value value =
          plain(std::string(trimmed(std::string_view(expression).substr(0, at), kBlanks)));
      if (value.number)
        value.number = sign == '*' ? *value.number * *factor : *value.number / *factor;
      return value;
    }
    return plain(expression);
  }

 private:
  Value plain(const std::string& text) const {
    const auto words = words_of(text);
    if (words.size() >= 2 && words[0] == "count")
      return count(std::string(trimmed(text.substr(5), kBlanks)));
    if (words.size() == 3 && words[0] == "lever") return lever(words[1], words[2]);
    if (words.size() == 3 && words[0] == "uncertainty") return input(words[1], words[2]);
    if ((words.size() == 3 || words.size() == 4) && words[0] == "claim") return bound(words);
    // Names may hold an " at " of their own, here and in what follows " with ".
    const std::size_t at = text.rfind(" at ", text.find(" with "));
    if (at == std::string::npos || cell(text)) return constant(text);
    return run(text.substr(0, at), text.substr(at + 4));
  }

  static Value some(std::size_t number) { return {static_cast<double>(number), {}}; }

  Value count(const std::string& what) const {
    if (what == "levers") return some(study_.levers.size());
    if (what == "uncertainties") return some(study_.uncertainties.size());
    if (what == "scenarios") return some(study_.scenarios.size());
    if (what == "worldviews") return some(study_.worldviews.size());
    if (what == "outcomes") return some(study_.outcomes.size());
    if (what == "claims") return some(study_.claims.size());
    if (what == "histories") return some(study_.histories.size());
    if (what == "back-tests") return some(study_.backtests.size());
    if (what == "rows") return some(study_.sources.size());
    if (what == "variables") return some(opened_.model->variables.size());
    if (what == "stocks") {
      return some(static_cast<std::size_t>(std::ranges::count(
          opened_.model->variables, model::VariableKind::stock, &model::Variable::kind)));
    }
    if (const auto* grid = named(study_.grids, what)) {
      return some(ensemble::policies_of(study_, *grid).size());
    }
    if (const auto* dimension = named(opened_.model->dimensions, what)) {
      return some(dimension->elements.size());
    }
    return {{}, format("there are no \"{}\" to count", what)};
  }

  Value lever(const std::string& name, const std::string& what) const {
    const auto* found = named(study_.levers, name);
    if (found == nullptr) return {{}, format("there is no lever \"{}\"", name)};
    if (what == "default") return {found->preset, {}};
    if (what == "low") return {found->low, {}};
    if (what == "high") return {found->high, {}};
    return {{}, "a lever has low, high and default"};
  }

  Value input(const std::string& name, const std::string& what) const {
    const auto* found = named(study_.uncertainties, name);
    if (found == nullptr) return {{}, format("there is no uncertainty \"{}\"", name)};
    if (what == "central") return {study::central_value(found->distribution), {}};
    const auto percent = what.starts_with('p') ? number_in(what.substr(1)) : std::nullopt;
    if (!percent || !(*percent > 0 && *percent < 100)) {
      return {{}, "an uncertainty has central, and quantiles p1 to p99"};
    }
    return {study::quantile(found->distribution, *percent / 100), {}};
  }

  Value bound(const std::vector<std::string>& words) const {
    const auto claim = std::ranges::find(
        study_.claims, words[1], [](const study::Claim& one) { return study::full_name(one); });
    if (claim == study_.claims.end()) return {{}, format("there is no claim \"{}\"", words[1])};
    const auto leg = words.size() == 4 ? number_in(words[2]) : std::optional<double>(1);
    if (!leg || !(*leg >= 1 && *leg <= static_cast<double>(claim->legs.size()))) {
      return {{}, format("claim \"{}\" has {} legs", words[1], claim->legs.size())};
    }
    const auto& found = claim->legs[static_cast<std::size_t>(*leg) - 1];
    const auto& wanted = words.back() == "holds" ? found.holds : found.fails;
    if ((words.back() != "holds" && words.back() != "fails") || !wanted) {
      return {{}, format("that leg has no \"{}\"", words.back())};
    }
    return {wanted->value, {}};
  }

  std::optional<model::CellRef> cell(const std::string& name) const {
    const auto cells = model::find_cells(*opened_.model, name, {});
    if (!cells.value || cells.value->size() != 1) return {};
    return cells.value->front();
  }

  Value constant(const std::string& name) const {
    const auto found = cell(name);
    if (!found) return {{}, format("\"{}\" names no single number of the model", name)};
    const auto value = model::written_value(*opened_.model, *found);
    if (value) return {value, {}};
    return {{}, format("\"{}\" is computed: say \"{} at 2030-12\"", name, name)};
  }

  // "2030-12", perhaps with " under SCENARIO", " against SCENARIO", " with NAME=VALUE, ...".
  struct When {
    std::string month, scenario, other, settings;
  };

  static When when_of(const std::string& text) {
    When when;
    std::string rest = text;
    const auto cut_off = [&rest](std::string_view word) {
      const std::size_t at = rest.find(word);
      if (at == std::string::npos) return std::string();
      std::string after(trimmed(std::string_view(rest).substr(at + word.size()), kBlanks));
      rest.resize(at);
      return after;
    };
    when.settings = cut_off(" with ");
    when.other = cut_off(" against ");
    when.scenario = cut_off(" under ");
    when.month = trimmed(rest, kBlanks);
    return when;
  }

  Value run(const std::string& name, const std::string& text) const {
    const auto found = cell(name);
    const When when = when_of(text);
    const auto date = study::parse_date(when.month);
    if (!found || !date) {
      return {
          {},
          format("\"{}\" names no single number of the model, or \"{}\" is no month", name, text)};
    }
    RunRequest request;
    request.outputs = {*found};
    request.scenario = when.scenario;
    if (!when.settings.empty()) {
      std::vector<std::string> settings;
      for (const auto one : split(when.settings, ',')) settings.emplace_back(trimmed(one, kBlanks));
      auto resolved = resolve_settings(opened_, settings, {});
      if (!resolved.value) return {{}, resolved.diagnostics.front().message};
      request.settings = std::move(*resolved.value);
    }
    Value value = value_at(request, *date);
    if (when.other.empty() || !value.number) return value;
    request.scenario = when.other;
    Value other = value_at(request, *date);
    if (!other.number) return other;
    if (*other.number == 0) return {{}, format("it is 0 under {}", when.other)};
    return {*value.number / *other.number - 1, {}};
  }

  Value value_at(const RunRequest& request, study::Date date) const {
    const auto frame = run_once(opened_, request);
    if (!frame.value) return {{}, frame.diagnostics.front().message};
    return at_month(*frame.value, date);
  }

  // The last value saved in or before a month.
  Value at_month(const results::Frame& frame, study::Date date) const {
    const Calendar calendar = study_.calendar();
    std::optional<double> value;
    for (std::size_t t = 0; t < frame.times.size(); ++t) {
      if (calendar.month_at(frame.times[t]) <= date) value = frame.at(0, t)[0];
    }
    return {value, value ? "" : "the run begins later"};
  }

  const Opened& opened_;
  const study::Study& study_;
};

Diagnostic differs(const ProseMark& mark, const Value& value, const std::string& right) {
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
std::optional<std::string> correction(const ProseMark& mark, const Value& value) {
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
  const Reader reader(opened);
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
      const Value value = reader.value_of(mark->expression);
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
