// Cuts the equation part of a Vensim text into tokens.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "base/source_set.h"
#include "syntax/complaints.h"
#include "syntax/mdl/braces.h"
#include "syntax/token.h"

namespace sluice::syntax::mdl {

class Scanner {
 public:
  Scanner(const SourceSet& sources, std::uint32_t file, Complaints& complaints)
      : text_(sources.text(file)), file_(file), complaints_(complaints), braces_(text_) {}

  // The next token; `end` before "~", "|", the sketch and the end of the text, which are not taken.
  // What cannot be a token is told and skipped; failed() then says so.
  Token next();
  bool failed() const { return failed_; }
  void forget_failure() { failed_ = false; }

  // Blanks, line ends, continuations and {comments}. A comment {**name**} names a group.
  void skip_blanks();
  std::optional<std::string> take_group_name() { return std::exchange(group_, std::nullopt); }

  // The {comments} that say something to people and nothing of the model.
  std::vector<Span> take_comments() { return std::exchange(comments_, {}); }

  std::string_view text() const { return text_; }
  std::size_t position() const { return position_; }
  void move_to(std::size_t position) { position_ = position; }
  bool at_end() const { return position_ >= text_.size(); }
  Span span_from(std::size_t begin) const { return span_of(begin, position_); }
  Span span_of(std::size_t begin, std::size_t end) const {
    return {file_, static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(end)};
  }

 private:
  bool is_between_fields() const;
  void skip_comment();
  std::size_t end_of_name() const;
  std::size_t end_of_number() const;
  Token scan_name();
  Token scan_quoted_name();
  Token scan_number();
  Token scan_text();
  std::optional<Token> scan_keyword();
  std::optional<Token> scan_sign();
  void skip_foreign();
  Token make(TokenKind kind, std::size_t begin, std::string text = {}) const;
  void fail(Code code, Span span, std::string message, std::string reason = {},
            std::string hint = {});

  std::string_view text_;
  std::uint32_t file_;
  Complaints& complaints_;
  Braces braces_;
  std::size_t position_ = 0;
  bool failed_ = false;
  bool no_more_comments_ = false;  // an unclosed "{" was told: there is no "}" from here on
  std::optional<std::string> group_;
  std::vector<Span> comments_;
};

}  // namespace sluice::syntax::mdl
