// Collects what a reader says about one set of texts.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "base/diagnostic.h"
#include "base/source_set.h"

namespace sluice::syntax {

class Complaints {
 public:
  // After this many errors a reader may stop: what follows is mostly echo.
  static constexpr std::size_t kMostErrors = 100;

  explicit Complaints(const SourceSet& sources) : sources_(sources) {}

  void say(Code code, Span span, std::string message, std::string reason = {},
           std::string hint = {});
  bool is_full() const { return errors_ >= kMostErrors; }
  std::size_t count() const { return said_.size(); }
  bool has_errors() const { return errors_ > 0; }
  const SourceSet& sources() const { return sources_; }
  std::string_view text_of(Span span) const { return sources_.text_of(span); }
  // The rest of the line, from the beginning of the span on.
  std::string_view line_from(Span span) const;
  Diagnostics take() { return std::move(said_); }

 private:
  const SourceSet& sources_;
  Diagnostics said_;
  std::size_t errors_ = 0;
};

}  // namespace sluice::syntax
