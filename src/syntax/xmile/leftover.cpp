// What stands where an expression has ended.
#include <utility>

#include "base/format.h"
#include "syntax/xmile/tokens.h"

namespace sluice::syntax::xmile {
namespace {

// What to write for a sign that is no operator; "" for others.
const char* hint_for(std::string_view sign) {
  if (sign == ";") return "between arguments stands a comma: MAX(1, 2)";
  if (sign.starts_with("×")) return "a product is written *";
  return sign.starts_with("÷") ? "a quotient is written /" : "";
}

}  // namespace

void complain_of_leftover(const Token& found, Complaints& complaints) {
  const std::string_view sign = complaints.text_of(found.span);
  const auto say = [&](std::string message, const char* reason, std::string hint) {
    complaints.say(Code::missing_operator, found.span, std::move(message), reason, std::move(hint));
  };
  const std::string hint = hint_for(sign);
  if (found.word == Word::close_parenthesis) {
    complaints.say(Code::unopened_parenthesis, found.span, "this \")\" closes nothing", "",
                   "remove it, or add the \"(\" that belongs to it");
  } else if (!hint.empty()) {
    say(format("\"{}\" is no operator", sign), "", hint);
  } else if (sign == "," || sign == ":" || sign == "]") {
    say(format("\"{}\" cannot stand here", sign), "it belongs between arguments or subscripts",
        "check the parentheses before it");
  } else {
    say(format("expected an operator before \"{}\"", sign), "two values stand side by side",
        "write an operator between them; in a name, blanks are written _ or the name stands in "
        "double quotes");
  }
}

}  // namespace sluice::syntax::xmile
