// Changes files (.cin). Source: Vensim reference manual, Constant Input Files.
#include <algorithm>
#include <cmath>
#include <optional>

#include "base/format.h"
#include "base/number.h"
#include "base/unicode.h"
#include "study/control_files.h"
#include "study/control_text.h"

namespace sluice::study {
namespace {

constexpr std::size_t kNowhere = std::string_view::npos;

bool begins_number(std::string_view text) {
  return !text.empty() && std::string_view("+-.0123456789").find(text[0]) != kNowhere;
}

// Where `what` stands outside quotes and brackets.
std::size_t find_plain(std::string_view text, std::string_view what, std::size_t from = 0) {
  bool quoted = false;
  int brackets = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '"') quoted = !quoted;
    if (quoted) continue;
    brackets += text[i] == '[' ? 1 : text[i] == ']' ? -1 : 0;
    if (i >= from && brackets <= 0 && text.substr(i).starts_with(what)) return i;
  }
  return kNowhere;
}

// The sign of an assignment, which is not part of `<=` or `>=`.
std::size_t find_sign(std::string_view text) {
  std::size_t at = find_plain(text, "=");
  while (at != kNowhere && at > 0 && (text[at - 1] == '<' || text[at - 1] == '>')) {
    at = find_plain(text, "=", at + 1);
  }
  return at;
}

// What one change is written in: several lines, where a list or a table goes on.
struct Statement {
  std::string text;
  ControlLine first;
  int open = 0;  // parentheses
};

class StatementReader {
 public:
  explicit StatementReader(const ControlFile& file) {
    for (const ControlLine& line : file.lines) add(line);
  }

  std::vector<Statement> statements;

 private:
  void add(const ControlLine& line) {
    const std::string kept = without_comments(line.text);
    const std::string_view text = trimmed(kept);
    if (text.empty()) return;
    const bool goes_on =
        !statements.empty() && (statements.back().open > 0 || (!begins(text) && is_list(text)));
    if (!goes_on) statements.push_back({{}, line});
    Statement& last = statements.back();
    last.text += (goes_on ? " " : "") + std::string(text);
    for (const char letter : text) last.open += letter == '(' ? 1 : letter == ')' ? -1 : 0;
  }

  static bool begins(std::string_view text) {
    return find_sign(text) != kNowhere || find_plain(text, ":IS:") != kNowhere ||
           (find_plain(text, "(") != kNowhere && !begins_number(text) && text[0] != '(');
  }

  static bool is_list(std::string_view text) {
    return begins_number(text) || text[0] == ',' || text[0] == ';' || text[0] == '\\';
  }

  // What stands in braces, which may go on over lines, and all from the `~` on that equations have.
  std::string without_comments(std::string_view text) {
    std::string kept;
    for (const char letter : text) {
      if (letter == '~' || letter == '|') break;
      if (letter == '{') ++braces_;
      if (braces_ == 0) kept += letter;
      if (letter == '}') braces_ = std::max(braces_ - 1, 0);
    }
    return kept;
  }

  int braces_ = 0;
};

// "(0,0),(1,1)" or "0,1, 0,1", each after a frame in brackets or not.
std::optional<Points> points_in(std::string_view text) {
  text = trimmed(text);
  if (text.starts_with('[')) {
    text = trimmed(text.substr(std::min(text.find(']'), text.size() - 1) + 1));
    if (text.starts_with(',')) text = trimmed(text.substr(1));
  }
  const bool pairs = text.starts_with('(');
  std::string plain(text);
  std::erase_if(plain, [](char letter) { return letter == '(' || letter == ')'; });
  const auto numbers = numbers_in(plain);
  if (!numbers || numbers->size() < 2 || numbers->size() % 2 != 0) return std::nullopt;
  const std::size_t count = numbers->size() / 2;
  Points points;
  for (std::size_t i = 0; i < count; ++i) {
    points.emplace_back((*numbers)[pairs ? 2 * i : i], (*numbers)[pairs ? 2 * i + 1 : count + i]);
    if (i > 0 && points[i].first < points[i - 1].first) return std::nullopt;
  }
  return points;
}

void read_table(const Statement& statement, std::size_t open, ControlFile& file,
                std::vector<Change>& changes) {
  const std::string_view text = statement.text;
  const std::string name(trimmed(text.substr(0, open)));
  const auto points =
      text.ends_with(')') ? points_in(text.substr(open + 1, text.size() - open - 2)) : std::nullopt;
  if (points) return changes.push_back({name, {}, *points, file.place_of(statement.first.span)});
  file.say(statement.first.span, format("\"{}\" is given no points", name),
           "a lookup has pairs of numbers, the first of them ascending",
           format("as in: {0}((0,0),(1,1),(2,1)) or, all x first: {0}(0,1,2,0,1,1)", name));
}

// "0 <= name = 1 <= 2" of optimisation control is read as "name = 1".
std::string_view without_bounds(std::string_view text, std::size_t sign, std::string_view& value) {
  value = text.substr(sign + 1);
  if (value.starts_with('=')) value = value.substr(1);
  value = value.substr(0, value.find("<="));
  const std::size_t bound = find_plain(text.substr(0, sign), "<=");
  return text.substr(bound == kNowhere ? 0 : bound + 2, sign - (bound == kNowhere ? 0 : bound + 2));
}

void read_text(const Statement& statement, std::size_t is, ControlFile& file,
               std::vector<Change>& changes) {
  const std::string_view text = statement.text;
  const auto without = [](std::string_view part, char quote) {
    const bool quoted = part.size() > 1 && part.starts_with(quote) && part.ends_with(quote);
    return quoted ? part.substr(1, part.size() - 2) : part;
  };
  const std::string name(without(trimmed(text.substr(0, is)), '"'));
  // Vensim itself writes them without quotes.
  const std::string_view plain = trimmed(text.substr(is + 4));
  const std::string_view written = without(without(plain, '\''), '"');
  if (!written.empty() && !name.empty()) {
    return changes.push_back(
        {name, {}, {}, file.place_of(statement.first.span), std::string(written)});
  }
  file.say(statement.first.span, "this line changes no text",
           "the text stands behind the name that has it", "as in: file :IS: 'prices.csv'");
}

void read_change(const Statement& statement, ControlFile& file, std::vector<Change>& changes) {
  const std::string_view text = statement.text;
  const Span span = statement.first.span;
  const std::size_t sign = find_sign(text), open = find_plain(text, "(");
  if (const std::size_t is = find_plain(text, ":IS:"); is != kNowhere) {
    return read_text(statement, is, file, changes);
  }
  if (sign == kNowhere && open != kNowhere && open > 0) {
    return read_table(statement, open, file, changes);
  }
  std::string_view value;
  const std::string name(sign == kNowhere ? std::string_view{}
                                          : trimmed(without_bounds(text, sign, value)));
  if (name.empty()) {
    return file.say(span, "this line changes nothing",
                    "a changes file has lines of the form: name = number, or lookup((x,y),(x,y))",
                    "");
  }
  const auto values = numbers_in(value);
  if (values) return changes.push_back({name, *values, {}, file.place_of(span)});
  file.say(span, format("\"{}\" is given no number", name),
           "a changes file has lines of the form: name = number",
           "several numbers, for the elements of name[dimension], stand between commas");
}

}  // namespace

Checked<std::vector<Change>> read_changes_text(const std::string& name, std::string text) {
  ControlFile file(name, std::move(text));
  std::vector<Change> changes;
  for (const Statement& statement : StatementReader(file).statements) {
    read_change(statement, file, changes);
  }
  return finish_control(file, std::move(changes));
}

Checked<std::vector<Change>> read_changes(const std::string& path) {
  return from_control_file(path, read_changes_text);
}

}  // namespace sluice::study
