// What Sluice says about a user's mistake: one value that holds the place, what is wrong, why, and
// how to mend it. Functions collect diagnostics and go on as far as they can, so that one call
// tells a user everything; they never throw for a user's mistake.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace sluice {

enum class Severity : std::uint8_t { note, warning, error };

enum class Code : std::uint16_t {
#define SLUICE_CODE(name, id, severity) name,
#include "base/codes.def"
#undef SLUICE_CODE
};

// "M201" for a code, and the severity that its table row gives.
std::string_view id_of(Code code);
Severity severity_of(Code code);

// A half-open range of bytes in one file of a SourceSet.
struct Span {
  std::uint32_t file = 0;
  std::uint32_t begin = 0;
  std::uint32_t end = 0;
  bool operator==(const Span&) const = default;
};

// A place a person can go to. Line and column count from 1; line 0 means the whole file.
struct Place {
  std::string file;
  std::uint32_t line = 0;
  std::uint32_t column = 0;
  std::uint32_t length = 1;
  std::string line_text;  // for the caret; empty where there is none
};

struct Diagnostic {
  Code code{};
  Severity severity = Severity::error;
  Place place;
  std::string message;  // what is wrong, with the names in it
  std::string reason;   // why it matters; may be empty
  std::string hint;     // how to mend it; may be empty
};

using Diagnostics = std::vector<Diagnostic>;

bool has_error(const Diagnostics& diagnostics);
void append(Diagnostics& to, Diagnostics from);

// A diagnostic with the severity of its code.
Diagnostic make_diagnostic(Code code, Place place, std::string message, std::string reason = {},
                           std::string hint = {});

// A value, if there is one, and all that was said while making it. `value` is empty exactly when
// some diagnostic is an error.
template <class T>
struct Checked {
  std::optional<T> value;
  Diagnostics diagnostics;
};

// Plain text with a caret, as a compiler prints it:
//   model.mdl:12:7: error M201: there is no variable "brith rate"
//      12 | births = population * brith rate
//         |                       ^~~~~~~~~~
//   why: ...
//   mend: did you mean "birth rate"?
std::string to_text(const Diagnostic& diagnostic);
// One after the other, each with a line end: the first `most`, and how many are left.
inline constexpr std::size_t kMostTold = 200;
std::string to_text(const Diagnostics& diagnostics, std::size_t most = kMostTold);

// The names nearest to a mistyped one, best first: edit distance at most a third of its length, and
// at most one more than that of the best. Case and underscores do not count.
std::vector<std::string> nearest_names(std::string_view wanted,
                                       const std::vector<std::string>& known,
                                       std::size_t at_most = 3);
// `did you mean "a" or "b"?`, or empty when nothing is near.
std::string did_you_mean(std::string_view wanted, const std::vector<std::string>& known);

}  // namespace sluice
