// Cuts a Vensim text into its entries: "equation ~ unit ~ comment ~ :SUPPLEMENTARY |", the headings
// of groups, and the beginnings and ends of macros. A mistake inside one entry leaves the next one
// whole.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "syntax/mdl/scanner.h"

namespace sluice::syntax::mdl {

enum class EntryKind : std::uint8_t { equation, group, macro, end_of_macro };

struct Entry {
  EntryKind kind = EntryKind::equation;
  Span span;
  std::vector<Token> tokens;  // equation and macro: closed by `end`
  bool readable = true;       // false: what is wrong with its tokens was told
  Span unit;                  // the fields as written, blanks and all; empty where absent
  Span note;
  bool supplementary = false;
  std::string group;  // of a heading
};

class EntryReader {
 public:
  EntryReader(const SourceSet& sources, std::uint32_t file, Complaints& complaints)
      : scanner_(sources, file, complaints), complaints_(complaints) {}

  // The next entry; nothing at the sketch section or the end of the text.
  std::optional<Entry> next();
  std::vector<Span> take_comments() { return scanner_.take_comments(); }
  // Where reading stopped: the beginning of the sketch section.
  std::size_t position() const { return scanner_.position(); }

 private:
  Entry read_group();
  void read_tokens(Entry& entry, Token first);
  void read_fields(Entry& entry);
  Span take_field();
  void close(Entry& entry);
  void complain_of_missing_bar(const Entry& entry, const std::vector<Span>& fields);

  Scanner scanner_;
  Complaints& complaints_;
};

}  // namespace sluice::syntax::mdl
