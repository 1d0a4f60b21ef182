#include "app/prose_values.h"

#include <algorithm>
#include <sstream>

#include "base/format.h"
#include "base/number.h"
#include "model/cells.h"
#include "model/written.h"
#include "study/quantile.h"

namespace sluice::app {
namespace {

constexpr std::string_view kBlanks = " \t\n", kAt = " at ";

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

ProseValue some(std::size_t number) { return {static_cast<double>(number), {}}; }

// Where " at " begins a month: names may hold an " at " of their own, here and in what follows
// " with ".
std::optional<std::size_t> date_in(const std::string& text) {
  const std::size_t end = text.find(" with ");
  for (std::size_t at = text.rfind(kAt, end); at != std::string::npos;
       at = at == 0 ? std::string::npos : text.rfind(kAt, at - 1)) {
    const std::size_t begin = at + kAt.size();
    const std::size_t after = std::min(text.find(' ', begin), text.size());
    if (study::parse_date(text.substr(begin, after - begin))) return at;
  }
  return {};
}

}  // namespace

ProseReader::ProseReader(const Opened& opened) : opened_(opened), study_(*opened.study()) {}

ProseValue ProseReader::value_of(const std::string& expression) const {
  for (const char sign : {'*', '/'}) {
    const std::size_t at = expression.rfind(sign);
    if (at == std::string::npos) continue;
    const auto factor = number_in(trimmed(std::string_view(expression).substr(at + 1), kBlanks));
    if (!factor) continue;
    ProseValue value =
        plain(std::string(trimmed(std::string_view(expression).substr(0, at), kBlanks)));
    if (value.number)
      value.number = sign == '*' ? *value.number * *factor : *value.number / *factor;
    return value;
  }
  return plain(expression);
}

ProseValue ProseReader::plain(const std::string& text) const {
  const auto words = words_of(text);
  if (words.size() >= 2 && words[0] == "count")
    return count(std::string(trimmed(text.substr(5), kBlanks)));
  if (words.size() == 3 && words[0] == "lever") return lever(words[1], words[2]);
  if (words.size() == 3 && words[0] == "uncertainty") return input(words[1], words[2]);
  if ((words.size() == 3 || words.size() == 4) && words[0] == "claim") return bound(words);
  const auto dated = date_in(text);
  const std::size_t at = dated.value_or(text.rfind(kAt, text.find(" with ")));
  if (at == std::string::npos || (!dated && prose_cell(opened_, text))) return constant(text);
  return prose_run(opened_, text.substr(0, at), text.substr(at + kAt.size()));
}

ProseValue ProseReader::count(const std::string& what) const {
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

ProseValue ProseReader::lever(const std::string& name, const std::string& what) const {
  const auto* found = named(study_.levers, name);
  if (found == nullptr) return {{}, format("there is no lever \"{}\"", name)};
  if (what == "default") return {found->preset, {}};
  if (what == "low") return {found->low, {}};
  if (what == "high") return {found->high, {}};
  return {{}, "a lever has low, high and default"};
}

ProseValue ProseReader::input(const std::string& name, const std::string& what) const {
  const auto* found = named(study_.uncertainties, name);
  if (found == nullptr) return {{}, format("there is no uncertainty \"{}\"", name)};
  if (what == "central") return {study::central_value(found->distribution), {}};
  const auto percent = what.starts_with('p') ? number_in(what.substr(1)) : std::nullopt;
  if (!percent || !(*percent > 0 && *percent < 100)) {
    return {{}, "an uncertainty has central, and quantiles p1 to p99"};
  }
  return {study::quantile(found->distribution, *percent / 100), {}};
}

ProseValue ProseReader::bound(const std::vector<std::string>& words) const {
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

ProseValue ProseReader::constant(const std::string& name) const {
  const auto found = prose_cell(opened_, name);
  if (!found) return {{}, format("\"{}\" names no single number of the model", name)};
  const auto value = model::written_value(*opened_.model, *found);
  if (value) return {value, {}};
  return {{}, format("\"{}\" is computed: say \"{} at 2030-12\"", name, name)};
}

std::optional<model::CellRef> prose_cell(const Opened& opened, const std::string& name) {
  const auto cells = model::find_cells(*opened.model, name, {});
  if (!cells.value || cells.value->size() != 1) return {};
  return cells.value->front();
}

}  // namespace sluice::app
