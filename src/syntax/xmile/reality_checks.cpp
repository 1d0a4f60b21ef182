// <vensim:rc kind="constraint">: a plain statement about the model's variables becomes a variable
// that is 1 where it holds, as in Vensim's text. What changes inputs of the model is left out.
#include <set>

#include "base/format.h"
#include "base/unicode.h"
#include "syntax/xmile/parser.h"
#include "syntax/xmile/tokens.h"
#include "syntax/xmile/variables.h"

namespace sluice::syntax::xmile {

namespace {

constexpr std::string_view kCondition = ":the condition:", kImplies = ":implies:";

void append(Text& made, const Text& from, std::size_t begin, std::size_t end) {
  made.value += from.value.substr(begin, end - begin);
  for (std::size_t at = begin; at < end; ++at) made.places.push_back(from.places[at]);
}

void append(Text& made, std::string_view words, std::uint32_t place) {
  made.value += words;
  made.places.insert(made.places.end(), words.size(), place);
}

// "stock = 3 * demand" in a condition sets the stock, as a test input does, rather than compares
// it.
bool sets_something(std::string_view condition) {
  bool quoted = false;
  for (std::size_t at = 0; at < condition.size(); ++at) {
    if (condition[at] == '"') quoted = !quoted;
    const bool compares = at > 0 && (condition[at - 1] == '<' || condition[at - 1] == '>');
    if (condition[at] == '=' && !quoted && !compares) return true;
  }
  return false;
}

// ":THE CONDITION: a :IMPLIES: b" as :NOT: (a) :OR: (b).
std::optional<Text> implication(const Text& text) {
  const std::string lower = to_lower(text.value);
  const std::size_t condition = lower.find(kCondition), implies = lower.find(kImplies);
  const bool sound = lower.size() == text.value.size() && condition != std::string::npos &&
                     implies != std::string::npos && condition < implies &&
                     lower.find(kImplies, implies + 1) == std::string::npos;
  if (!sound) return std::nullopt;
  const std::size_t first = condition + kCondition.size(), second = implies + kImplies.size();
  if (sets_something(std::string_view(text.value).substr(first, implies - first))) {
    return std::nullopt;
  }
  Text made{{}, text.file, {}, text.is_of_vensim};
  append(made, ":NOT: (", text.places[first]);
  append(made, text, first, implies);
  append(made, ") :OR: (", text.places[implies]);
  append(made, text, second, text.value.size());
  append(made, ")", text.places[text.value.size()]);
  made.places.push_back(text.places.back());
  return made;
}

// RC STEP, RC RAMP and the like change an input of the model, which a variable cannot; nor can a
// statement hold that names what is left out.
bool is_plain(const Text& text, const std::set<std::string>& skipped, const SourceSet& sources) {
  Complaints unheard(sources);
  for (const Token& token : scan(text, unheard).tokens) {
    if (token.word != Word::name) continue;
    const std::string key = key_of(token.path.front());
    if (key.starts_with("rc ") || skipped.contains(key)) return false;
  }
  const auto nodes = parse_equation(text, unheard);
  return nodes && nodes->size() == 1;
}

}  // namespace

// The names of those that are left out: test inputs, which conditions name.
struct VariableReader::Checks {
  Scope& scope;
  std::set<std::string> skipped;
};

void VariableReader::read_reality_checks(const std::vector<pugi::xml_node>& nodes, Scope& scope) {
  Checks checks{scope, {}};
  for (const bool inputs : {true, false}) {
    for (const pugi::xml_node node : nodes) {
      const pugi::xml_node eqn = document_.child(node, "eqn");
      const bool states = eqn && implication(document_.text_of(eqn, complaints_));
      if (states == inputs) continue;
      states ? read_reality_check(node, checks) : skip_reality_check(node, checks);
    }
  }
}

void VariableReader::skip_reality_check(pugi::xml_node node, Checks& checks) {
  const auto name = document_.attribute(node, "name", complaints_);
  const std::string shown = name ? name_in(name->value) : "";
  checks.skipped.insert(key_of(shown));
  complaints_.say(Code::reality_check_skipped, name ? name->span() : document_.span_of(node),
                  format("the reality check {} is left out",
                         shown.empty() ? std::string("here") : format("\"{}\"", shown)),
                  "it is no part of the model, but a test of it");
}

void VariableReader::read_reality_check(pugi::xml_node node, Checks& checks) {
  const auto name = document_.attribute(node, "name", complaints_);
  auto statement = implication(document_.text_of(document_.child(node, "eqn"), complaints_));
  const std::string shown = name ? name_in(name->value) : "";
  Scope& scope = checks.scope;
  const bool plain = is_plain(*statement, checks.skipped, complaints_.sources());
  if (!plain || shown.empty() || scope.find(shown) != nullptr) {
    return skip_reality_check(node, checks);
  }
  auto variable = std::make_unique<Variable>();
  variable->local_name = shown;
  variable->name = scope.prefix + shown;
  variable->span = document_.span_of(node);
  variable->name_span = name->span();
  variable->equation = std::move(statement);
  variable->supplementary = true;
  if (const pugi::xml_node doc = document_.child(node, "doc")) {
    variable->note = note_in(document_.text_of(doc, complaints_));
  }
  scope.by_key.emplace(key_of(shown), variable.get());
  scope.variables.push_back(std::move(variable));
}

}  // namespace sluice::syntax::xmile
