#include "app/argument_mistakes.h"

#include <sstream>

#include "base/format.h"
#include "base/unicode.h"

namespace sluice::app {
namespace {

const CLI::App* chosen(const CLI::App* program) {
  const auto commands = program->get_subcommands();
  return commands.empty() ? program : commands.front();
}

// An argument may hold any byte; a terminal must not obey it.
std::string printable(std::string_view text) {
  std::string shown;
  for (std::size_t at = 0; at < text.size();) {
    const CodePoint point = decode_utf8(text, at);
    const bool control = point.value < 0x20 || (point.value >= 0x7F && point.value < 0xA0);
    append_utf8(shown, control ? U'\uFFFD' : point.value);
    at += point.size;
  }
  return shown;
}

// What could have been meant by the words that CLI11 did not expect: "...: x --mebmers".
std::string near_words(const CLI::App* command, const CLI::Error& error) {
  if (error.get_exit_code() != static_cast<int>(CLI::ExitCodes::ExtrasError)) return {};
  std::vector<std::string> known;
  for (const CLI::App* one : command->get_subcommands([](const CLI::App*) { return true; })) {
    known.push_back(one->get_name());
  }
  for (const CLI::Option* option : command->get_options()) {
    for (const auto& name : option->get_lnames()) known.push_back("--" + name);
  }
  std::istringstream words{std::string(error.what())};
  for (std::string word; words >> word;) {
    const std::string near = did_you_mean(word, known);
    if (word.starts_with("--") && !near.empty()) return near;
  }
  return {};
}

}  // namespace

Parsed ended(const CLI::App& program, const CLI::Error& error) {
  std::ostringstream output, errors;
  Parsed parsed;
  const int code = program.exit(error, output, errors);
  parsed.output = output.str();
  parsed.errors = errors.str();
  parsed.exit = code == 0 ? Exit::done : Exit::wrong_input;
  return parsed;
}

std::string with_help_hint(const CLI::App* program, const CLI::Error& error) {
  const CLI::App* command = chosen(program);
  const std::string name = command == program ? "sluice" : "sluice " + command->get_name();
  const std::string near = near_words(command, error);
  return format(
      "sluice: error A800: {}\nmend: {}`{} --help` shows what it takes, with an example\n",
      printable(error.what()), near.empty() ? "" : near + " ", name);
}

std::optional<Parsed> unknown_command(const CLI::App& program,
                                      const std::vector<std::string>& words) {
  if (words.empty() || words.front().starts_with('-')) return std::nullopt;
  std::vector<std::string> known;
  for (const CLI::App* one : program.get_subcommands([](const CLI::App*) { return true; })) {
    known.push_back(one->get_name());
    if (known.back() == words.front()) return std::nullopt;
  }
  const std::string near = did_you_mean(words.front(), known);
  return Parsed{{},
                {},
                format("sluice: error A800: there is no command \"{}\"\nmend: {}`sluice --help` "
                       "lists the commands\n",
                       printable(words.front()), near.empty() ? "" : near + " "),
                Exit::wrong_input};
}

}  // namespace sluice::app
