#include "syntax/mdl/entry.h"

#include <utility>

#include "base/format.h"
#include "syntax/mdl/characters.h"
#include "syntax/tree.h"

namespace sluice::syntax::mdl {

namespace {

constexpr std::string_view kGroupStars = "***";

// Equation, unit, comment and flag make three "~".
constexpr std::size_t kMostFields = 3;

bool is_supplementary(std::string_view flags) { return key_of(flags.substr(0, 4)) == ":sup"; }

bool is_closed(const Entry& entry) {
  const std::size_t count = entry.tokens.size();
  return count > 1 && entry.tokens[count - 2].kind == TokenKind::close_parenthesis;
}

std::string name_of(const Entry& entry) {
  const bool named = !entry.tokens.empty() && entry.tokens[0].kind == TokenKind::name;
  return named ? format("\"{}\"", entry.tokens[0].text) : std::string("this entry");
}

}  // namespace

std::optional<Entry> EntryReader::next() {
  for (;;) {
    scanner_.skip_blanks();
    if (std::optional<std::string> group = scanner_.take_group_name()) {
      Entry entry;
      entry.kind = EntryKind::group;
      entry.group = fold_blanks(*group);
      return entry;
    }
    if (scanner_.at_end() || is_sketch_mark(scanner_.text(), scanner_.position()))
      return std::nullopt;
    if (scanner_.text()[scanner_.position()] != '|') break;
    scanner_.move_to(scanner_.position() + 1);
  }
  if (scanner_.text().substr(scanner_.position()).starts_with(kGroupStars)) return read_group();
  scanner_.forget_failure();
  const std::size_t begin = scanner_.position();
  Entry entry;
  read_tokens(entry, scanner_.next());
  entry.span = scanner_.span_from(begin);
  const bool heading_ends =
      entry.kind == EntryKind::end_of_macro || (entry.kind == EntryKind::macro && is_closed(entry));
  if (!heading_ends) {
    read_fields(entry);
    entry.span = scanner_.span_from(begin);
    close(entry);
  }
  return entry;
}

// A macro's header and end have no "|": they stop by themselves.
void EntryReader::read_tokens(Entry& entry, Token first) {
  if (first.kind == TokenKind::macro) entry.kind = EntryKind::macro;
  if (first.kind == TokenKind::end_of_macro) entry.kind = EntryKind::end_of_macro;
  const Span start = first.span;
  TokenKind last = first.kind;
  if (last != TokenKind::end) entry.tokens.push_back(std::move(first));
  while (last != TokenKind::end && entry.kind != EntryKind::end_of_macro) {
    if (entry.kind == EntryKind::macro && last == TokenKind::close_parenthesis) break;
    Token token = scanner_.next();
    last = token.kind;
    if (last != TokenKind::end) entry.tokens.push_back(std::move(token));
  }
  const Span end = entry.tokens.empty() ? start : entry.tokens.back().span;
  entry.tokens.push_back({TokenKind::end, {end.file, end.end, end.end}, 0, {}});
  entry.readable = !scanner_.failed();
}

Span EntryReader::take_field() {
  scanner_.move_to(scanner_.position() + 1);
  const std::size_t begin = scanner_.position();
  const std::string_view text = scanner_.text();
  std::size_t at = begin;
  while (at < text.size() && text[at] != '~' && text[at] != '|') {
    const bool line_start = text[at - 1] == '\n' || text[at - 1] == '\r';
    if (line_start && is_sketch_mark(text, at)) break;
    ++at;
  }
  scanner_.move_to(at);
  return scanner_.span_from(begin);
}

void EntryReader::read_fields(Entry& entry) {
  std::vector<Span> fields;
  while (!scanner_.at_end() && scanner_.text()[scanner_.position()] == '~') {
    fields.push_back(take_field());
  }
  if (!fields.empty()) entry.unit = fields[0];
  if (fields.size() > 1) entry.note = fields[1];
  // Where the comment is left out, the flag may stand in its place.
  if (fields.size() == 2 && is_supplementary(trimmed(complaints_.text_of(fields[1])))) {
    entry.supplementary = true;
    entry.note.end = entry.note.begin;
  }
  if (fields.size() > 2) {
    entry.supplementary = is_supplementary(trimmed(complaints_.text_of(fields[2])));
    // A "~" inside a comment is part of it.
    if (!entry.supplementary) entry.note.end = fields[2].end;
  }
  if (fields.size() > kMostFields) complain_of_missing_bar(entry, fields);
}

void EntryReader::complain_of_missing_bar(const Entry& entry, const std::vector<Span>& fields) {
  const Span first_too_many = fields[kMostFields];
  complaints_.say(
      Code::missing_bar, {first_too_many.file, first_too_many.begin - 1, first_too_many.begin},
      format("a \"|\" is missing between {} and this \"~\"", name_of(entry)),
      "an entry is: equation ~ unit ~ comment | ; what follows without a | counts as comment",
      "end each entry with |");
}

void EntryReader::close(Entry& entry) {
  const bool ended = !scanner_.at_end() && scanner_.text()[scanner_.position()] == '|';
  if (ended) {
    scanner_.move_to(scanner_.position() + 1);
    return;
  }
  const Token& last = entry.tokens.back();
  complaints_.say(Code::unended_entry, {last.span.file, last.span.begin, last.span.begin},
                  format("{} is not ended by a \"|\"", name_of(entry)),
                  "the equations of the file end here", "end it with |");
}

Entry EntryReader::read_group() {
  const std::string_view text = scanner_.text();
  const std::size_t begin = scanner_.position();
  Entry entry;
  entry.kind = EntryKind::group;
  const std::size_t first = std::min(text.find_first_not_of('*', begin), text.size());
  const std::size_t stars = text.find(kGroupStars, first);
  const std::size_t bar = std::min(text.find('|', first), text.size());
  const std::size_t last = std::min({stars, bar, text.size()});
  std::string_view name = trimmed(text.substr(first, last - first));
  if (name.starts_with('.')) name.remove_prefix(1);
  entry.group = fold_blanks(name.substr(0, name.find_first_of("\r\n~")));
  const std::size_t note = text.find('~', first);
  if (note < bar) {
    scanner_.move_to(bar);
    entry.note = scanner_.span_from(note + 1);
  }
  scanner_.move_to(std::min(bar + 1, text.size()));
  entry.span = scanner_.span_from(begin);
  return entry;
}

}  // namespace sluice::syntax::mdl
