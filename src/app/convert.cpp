#include "convert/convert.h"

#include <filesystem>

#include "app/commands.h"
#include "app/finish.h"
#include "app/output.h"
#include "app/place.h"
#include "base/file.h"
#include "base/format.h"

namespace sluice::app {
namespace {

Diagnostics find_wrong_output(const std::string& input, const std::string& output) {
  if (!convert::format_of(output)) {
    return {
        make_diagnostic(Code::format_unknown, place_at("OUT"),
                        format("\"{}\" does not say which format to write", output),
                        "the format goes by the ending: .mdl for Vensim's text, .xmile for XMILE",
                        "give OUT one of these endings")};
  }
  std::error_code error;
  if (std::filesystem::equivalent(input, output, error)) {
    return {make_diagnostic(Code::wrong_use, place_at("OUT"),
                            format("writing {} would replace the model that is read", output), {},
                            "give another name")};
  }
  return find_unwritable(output);
}

Diagnostics find_wrong_plain(const Arguments& arguments) {
  if (!arguments.plain || convert::format_of(arguments.output) == convert::Format::mdl) return {};
  return {make_diagnostic(Code::wrong_use, place_at("--plain"),
                          format("--plain writes Vensim's text, and {} is XMILE", arguments.output),
                          {}, "give OUT the ending .mdl, or leave --plain out")};
}

}  // namespace

int convert(const Arguments& arguments) {
  const std::string& output = arguments.output;
  if (const Diagnostics wrong = find_wrong_output(arguments.path, output); !wrong.empty()) {
    return tell_and_exit(wrong);
  }
  if (const Diagnostics wrong = find_wrong_plain(arguments); !wrong.empty()) {
    return tell_and_exit(wrong);
  }
  const convert::Wanted wanted{*convert::format_of(output), arguments.plain};
  Checked<std::string> written = convert::convert(arguments.path, wanted);
  if (written.value) append(written.diagnostics, write_atomically(output, *written.value));
  return tell_and_exit(written.diagnostics);
}

}  // namespace sluice::app
