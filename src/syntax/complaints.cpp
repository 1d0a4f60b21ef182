#include "syntax/complaints.h"

#include <utility>

#include "base/format.h"

namespace sluice::syntax {

void Complaints::say(Code code, Span span, std::string message, std::string reason,
                     std::string hint) {
  if (is_full()) return;
  Place place = sources_.place_of(span);
  const std::string file = place.file;
  said_.push_back(make_diagnostic(code, std::move(place), std::move(message), std::move(reason),
                                  std::move(hint)));
  if (said_.back().severity == Severity::error) ++errors_;
  if (!is_full()) return;
  Place whole;
  whole.file = file;
  said_.push_back(make_diagnostic(Code::too_many_errors, std::move(whole),
                                  format("reading stopped after {} errors", kMostErrors), "",
                                  "mend the first ones and read it again"));
}

std::string_view Complaints::line_from(Span span) const {
  const std::string_view rest = sources_.text(span.file).substr(span.begin);
  return rest.substr(0, rest.find_first_of("\r\n"));
}

}  // namespace sluice::syntax
