#include "syntax/mdl/settings.h"

#include <string>
#include <string_view>
#include <vector>

#include "base/format.h"
#include "syntax/mdl/characters.h"

namespace sluice::syntax::mdl {

namespace {

constexpr std::string_view kEndOfSketches = "///---\\\\\\";

std::vector<std::string> parts_of(std::string_view text) {
  std::vector<std::string> parts;
  for (const std::string_view part : split(text, ',')) parts.emplace_back(trimmed(part));
  return parts;
}

void read_method(const std::string& code, Span line, Complaints& complaints, Tree& tree) {
  const bool automatic = code == "1" || code == "3";
  if (code == "0" || code == "2") tree.integration = Integration::euler;
  if (code == "3" || code == "4") tree.integration = Integration::midpoint;
  if (code == "1" || code == "5") tree.integration = Integration::rk4;
  if (code == "2") {
    complaints.say(Code::difference_equations, line,
                   "the model asks for difference equations (Diff)",
                   "it is run by Euler's method, whose numbers they are; but Vensim then saves "
                   "auxiliaries as they were one save earlier, and here they belong to their time",
                   "");
  }
  if (!automatic) return;
  complaints.say(Code::automatic_steps, line,
                 "the model asks for Runge-Kutta integration with automatic steps",
                 "here every step has the length of TIME STEP",
                 "see whether a shorter TIME STEP changes the results");
}

void read_line(std::string_view line, Span span, Complaints& complaints, Tree& tree) {
  constexpr std::size_t kMethod = 3;
  if (line.starts_with("22:")) {
    tree.unit_equivalences.push_back(parts_of(line.substr(3)));
  } else if (line.starts_with("15:")) {
    const std::vector<std::string> parts = parts_of(line.substr(3));
    if (parts.size() > kMethod) read_method(parts[kMethod], span, complaints, tree);
  }
}

}  // namespace

void read_settings(const SourceSet& sources, std::uint32_t file, std::size_t begin,
                   Complaints& complaints, Tree& tree) {
  const std::string_view text = sources.text(file);
  bool inside = false;
  for (std::size_t at = begin; at < text.size();) {
    const std::size_t end = std::min(text.find_first_of("\r\n", at), text.size());
    const std::string_view line = text.substr(at, end - at);
    const Span span{file, static_cast<std::uint32_t>(at), static_cast<std::uint32_t>(end)};
    if (inside) read_line(line, span, complaints, tree);
    inside = inside || line.starts_with(kEndOfSketches);
    at = end + 1;
  }
}

}  // namespace sluice::syntax::mdl
