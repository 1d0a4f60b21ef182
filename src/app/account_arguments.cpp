// The commands that hold a study to account: against history, its sources, other beliefs and
// itself.
#include "app/argument_parts.h"

namespace sluice::app {
namespace {

constexpr Described kHistory = {Command::history, "history",
                                "Observed against simulated history, point by point",
                                "sluice history studies/chips"};
constexpr Described kBacktest = {
    Command::backtest, "backtest",
    "What was known at a date, run on: how likely was what came after it",
    "sluice backtest studies/chips --members 4000"};
constexpr Described kSources = {
    Command::sources, "sources",
    "Every number of a study: value, unit, range, source, grade; exit 1 where one has none",
    "sluice sources studies/chips --csv"};
constexpr Described kWorldviews = {
    Command::worldviews, "worldviews",
    "Every pair of worldviews: the two or three assumptions on which their answers turn",
    "sluice worldviews studies/chips --claim hooked"};
constexpr Described kAudit = {
    Command::audit, "audit",
    "No dead lever or uncertainty, no broken law, no answer of the time step; exit 1 else",
    "sluice audit studies/chips --members 64"};
constexpr Described kDocument = {
    Command::document, "document",
    "The study's documentation made from its model; or check that its prose says the same",
    "sluice document studies/chips --output chips-docs"};

void add_history(CLI::App& program, Arguments& into) {
  CLI::App& command = add_command(program, kHistory, into);
  add_path(command, into, "STUDY", "A study folder");
  command.add_option("--scenario", into.first, "A scenario of the study (else its baseline)")
      ->type_name("S");
  command.add_flag("--strict", into.strict, "Exit with 1 where a series or a pool fails");
  add_data(command, into);
  add_sampling(command, into);
  add_worldview(command, into, "Draw from this worldview's distributions");
  add_json(command, into);
  add_threads(command, into);
}

void add_backtest(CLI::App& program, Arguments& into) {
  CLI::App& command = add_command(program, kBacktest, into);
  add_path(command, into, "STUDY", "A study folder");
  command.add_option("--backtest", into.names, "Only this one; may be repeated")
      ->type_name("B")
      ->allow_extra_args(false);
  add_data(command, into);
  add_sampling(command, into);
  add_json(command, into);
  add_threads(command, into);
}

void add_sources(CLI::App& program, Arguments& into) {
  CLI::App& command = add_command(program, kSources, into);
  add_path(command, into, "STUDY", "A study folder");
  command.add_flag("--csv", into.csv, "Print the table as CSV");
  add_json(command, into);
}

void add_worldviews(CLI::App& program, Arguments& into) {
  CLI::App& command = add_command(program, kWorldviews, into);
  add_path(command, into, "STUDY", "A study folder");
  command
      .add_option("--claim", into.claims, "Only this claim (name or name.variant); may be repeated")
      ->type_name("C")
      ->allow_extra_args(false);
  add_sampling(command, into);
  add_json(command, into);
  add_threads(command, into);
}

void add_audit(CLI::App& program, Arguments& into) {
  CLI::App& command = add_command(program, kAudit, into);
  add_path(command, into, "STUDY", "A study folder");
  add_sampling(command, into);
  add_json(command, into);
  add_threads(command, into);
}

void add_document(CLI::App& program, Arguments& into) {
  CLI::App& command = add_command(program, kDocument, into);
  add_path(command, into, "STUDY", "A study folder");
  command.add_option("-o,--output", into.output, "A folder, or a file that ends in .html")
      ->type_name("F");
  command.add_flag("--check", into.check,
                   "Compare the numbers in the study's Markdown pages with the model");
  command.add_flag("--update", into.update, "Write numbers that differ anew");
}

}  // namespace

void add_account_commands(CLI::App& program, Arguments& into) {
  for (auto* add :
       {add_history, add_backtest, add_sources, add_worldviews, add_audit, add_document}) {
    add(program, into);
  }
}

}  // namespace sluice::app
