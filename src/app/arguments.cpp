#include "app/arguments.h"

#include <limits>
#include <map>
#include <memory>

#include "app/argument_mistakes.h"
#include "app/argument_parts.h"
#include "app/control_arguments.h"
#include "app/option_values.h"
#include "base/format.h"
#include "base/version.h"

namespace sluice::app {
namespace {

constexpr const char* kDescription =
    "Sluice: a policy flight simulator. Turns a system dynamics model and a study of it into "
    "distributions of futures.";
constexpr const char* kFooter =
    "\nResults go to standard output, messages and progress to standard error.\n"
    "Exit codes: 0 done; 1 a check or an expected claim failed; 2 the input is wrong (the message "
    "says "
    "how to mend it); 3 the environment failed; 130 interrupted.\n"
    "Example: sluice ensemble studies/chips --scenario ban --scenario open\n";

const std::map<std::string, study::Design> kDesigns = {
    {"sobol", study::Design::sobol},
    {"latin-hypercube", study::Design::latin_hypercube},
    {"monte-carlo", study::Design::monte_carlo}};

}  // namespace

void add_with(CLI::App& command, Arguments& into) {
  command
      .add_option("--with", into.with,
                  "A file of further scenarios and worldviews, as the dashboard saves it; may be "
                  "repeated")
      ->type_name("FILE")
      ->allow_extra_args(false);
}

void add_counts(CLI::App& command, Arguments& into) {
  add_with(command, into);
  const auto set_members = [&into](const std::string& text) {
    into.sampling.members = whole_number("--members", text, 2, 10'000'000);
  };
  const auto set_seed = [&into](const std::string& text) {
    into.sampling.seed = whole_number("--seed", text, 0, std::numeric_limits<std::uint64_t>::max());
  };
  command
      .add_option_function<std::string>("--members", set_members,
                                        "Number of futures (else the study's)")
      ->type_name("N");
  command
      .add_option_function<std::string>("--seed", set_seed, "Seed of the draws (else the study's)")
      ->type_name("K");
}

void add_sampling(CLI::App& command, Arguments& into) {
  add_counts(command, into);
  const auto set_design = [&into](const std::string& name) {
    const auto found = kDesigns.find(name);
    if (found == kDesigns.end()) {
      throw CLI::ValidationError("--design", "there is no design \"" + name + "\"");
    }
    into.sampling.design = found->second;
  };
  command
      .add_option_function<std::string>("--design", set_design,
                                        "sobol, latin-hypercube or monte-carlo (else the study's)")
      ->type_name("D");
}

void add_worldview(CLI::App& command, Arguments& into, const char* text) {
  command.add_option("--worldview", into.sampling.worldview, text)->type_name("W");
}

void add_threads(CLI::App& command, Arguments& into) {
  const auto set_threads = [&into](const std::string& text) {
    into.threads = static_cast<unsigned>(whole_number("--threads", text, 1, 4096));
  };
  command
      .add_option_function<std::string>("--threads", set_threads, "Threads to use (else all cores)")
      ->type_name("N");
}

void add_json(CLI::App& command, Arguments& into) {
  command.add_flag("--json", into.json, "Print the table as JSON");
}

void add_path(CLI::App& command, Arguments& into, const char* name, const char* text) {
  command.add_option(name, into.path, text)->required()->type_name("");
}

void add_data(CLI::App& command, Arguments& into) {
  command
      .add_option(
          "--data", into.data,
          "A CSV table or a .dat text that fills the model's data variables; may be repeated")
      ->type_name("FILE")
      ->allow_extra_args(false);
}

CLI::App& add_command(CLI::App& program, const Described& described, Arguments& into) {
  CLI::App* command = program.add_subcommand(described.name, described.text);
  command->footer(format("\nExample: {}\n", described.example));
  command->callback([&into, described] { into.command = described.command; });
  return *command;
}

namespace {

void add_scenarios(CLI::App& command, Arguments& into, const char* text) {
  command.add_option("--scenario", into.scenarios, text)->type_name("S")->allow_extra_args(false);
}

void add_outcomes(CLI::App& command, Arguments& into) {
  command
      .add_option("--outcomes", into.outcomes, "Only these outcomes, by id, separated by commas")
      ->delimiter(',')
      ->type_name("A,B");
}

constexpr Described kCheck = {Command::check, "check",
                              "Read a model file or study folder and print every diagnostic",
                              "sluice check studies/chips"};
constexpr Described kRun = {
    Command::run, "run", "One run at central values, as CSV",
    "sluice run studies/chips --scenario ban --set \"US licence delay=6\" --output ban.csv"};
constexpr Described kEnsemble = {Command::ensemble, "ensemble",
                                 "All futures under each scenario: quantiles of outcomes by year",
                                 "sluice ensemble studies/chips --members 1000 --keep all.nc"};
constexpr Described kCompare = {Command::compare, "compare",
                                "Two scenarios over the same futures: what changes in each",
                                "sluice compare studies/chips ban open"};
constexpr Described kClaims = {
    Command::claims, "claims",
    "The study's claims: in what share of futures each holds, and which inputs decide",
    "sluice claims studies/chips --worldview all"};
constexpr Described kExplain = {
    Command::explain, "explain",
    "One variable: equation, unit, note, source rows, causes, uses, central value over time",
    "sluice explain studies/chips \"Domestic output\""};
constexpr Described kConvert = {
    Command::convert, "convert",
    "Write a model as Vensim text (.mdl) or XMILE (.xmile), by OUT's ending",
    "sluice convert studies/chips/model.mdl chips.xmile"};

constexpr Described kRerun = {Command::rerun, "rerun",
                              "Make a result file again from itself, to the same bits",
                              "sluice rerun all.nc --output again.nc"};

constexpr Described kServe = {
    Command::serve, "serve", "The dashboard: a page in which every lever can be moved, and its API",
    "sluice serve studies/chips"};

constexpr Described kReport = {
    Command::report, "report", "One HTML file with policies, charts, claims and every outcome",
    "sluice report studies/chips --scenario ban --scenario h200 -o report.html"};

void add_check(CLI::App& program, Arguments& into) {
  CLI::App& command = add_command(program, kCheck, into);
  add_path(command, into, "PATH", "A model file (.mdl, .xmile, .stmx) or a study folder");
  add_data(command, into);
  add_json(command, into);
}

void add_run(CLI::App& program, Arguments& into) {
  CLI::App& command = add_command(program, kRun, into);
  add_path(command, into, "PATH", "A model file (.mdl, .xmile, .stmx) or a study folder");
  add_data(command, into);
  command.add_option("--scenario", into.first, "A scenario of the study (else its baseline)")
      ->type_name("S");
  command
      .add_option("--set", into.settings,
                  "Set a constant, a control variable, a lever or an uncertainty; may be repeated")
      ->type_name("NAME=VALUE")
      ->allow_extra_args(false);
  command
      .add_option("--variables", into.variables,
                  "Only these, in this order, separated by commas (else all)")
      ->type_name("A,B")
      ->allow_extra_args(false);
  add_control_files(command, into);
  command.add_option("--output", into.output, "Write the CSV to a file")->type_name("F");
  add_worldview(command, into, "Take central values from this worldview");
  add_json(command, into);
  add_threads(command, into);
}

void add_until_error(CLI::App& command, Arguments& into) {
  const auto set_error = [&into](const std::string& text) { into.until_error = stop_error(text); };
  command
      .add_option_function<std::string>(
          "--until-error", set_error,
          "Run until the Monte Carlo error of a quantile is at most this: 0.5 (in its unit) or 1%; "
          "at most --members, else 1,000,000 futures")
      ->type_name("E");
  command
      .add_option("--error-of", into.error_of,
                  "Of which quantile: an outcome's id, a year, a probability (else the median of "
                  "the first outcome in the last year)")
      ->type_name("OUTCOME[@YEAR][:P]");
}

void add_ensemble(CLI::App& program, Arguments& into) {
  CLI::App& command = add_command(program, kEnsemble, into);
  command
      .add_option("STUDY", into.path,
                  "A study folder, or a model file with --sensitivity; not needed with --resume")
      ->type_name("");
  command.parse_complete_callback([&into] {
    if (into.path.empty() && into.resume.empty()) throw CLI::RequiredError("STUDY");
  });
  add_sensitivity(command, into);
  add_control_files(command, into);
  add_data(command, into);
  add_scenarios(command, into, "Only this scenario; may be repeated");
  add_sampling(command, into);
  add_worldview(command, into, "Draw from this worldview's distributions");
  add_outcomes(command, into);
  command.add_flag("--quantiles", into.all_quantiles,
                   "With several scenarios: print all five quantiles of each");
  const auto output = [&into](const std::string& path) {
    if (!into.output.empty() && into.output != path) {
      throw CLI::ValidationError("--keep",
                                 format("\"{}\" and \"{}\" are two files", into.output, path));
    }
    into.output = path;
  };
  const auto keep = [&into, output](const std::string& path) {
    into.keep = true;
    if (!path.empty()) output(path);
  };
  command
      .add_option_function<std::string>(
          "--keep", keep, "Keep every future: write them to a NetCDF-4 file as they come")
      ->expected(0, 1)
      ->type_name("F.nc");
  command.add_option_function<std::string>("--output", output, "The same as --keep F.nc")
      ->type_name("F.nc");
  command
      .add_option("--resume", into.resume,
                  "Go on with an interrupted ensemble; all it needs stands in its file")
      ->type_name("F.nc.partial");
  add_until_error(command, into);
  add_json(command, into);
  add_threads(command, into);
}

void add_compare(CLI::App& program, Arguments& into) {
  CLI::App& command = add_command(program, kCompare, into);
  add_path(command, into, "STUDY", "A study folder");
  command.add_option("A", into.first, "The scenario to start from")->required()->type_name("");
  command.add_option("B", into.second, "The scenario to go to")->required()->type_name("");
  add_data(command, into);
  add_sampling(command, into);
  add_worldview(command, into, "Draw from this worldview's distributions");
  add_outcomes(command, into);
  add_json(command, into);
  add_threads(command, into);
}

void add_claims(CLI::App& program, Arguments& into) {
  CLI::App& command = add_command(program, kClaims, into);
  add_path(command, into, "STUDY", "A study folder");
  command
      .add_option("--claim", into.claims, "Only this claim (name or name.variant); may be repeated")
      ->type_name("C")
      ->allow_extra_args(false);
  command
      .add_option("--expect", into.expected,
                  "Exit with 1 unless the verdict is this; may be repeated")
      ->type_name("C.V[@HORIZON]=VERDICT")
      ->allow_extra_args(false);
  command
      .add_option("--threshold", into.thresholds,
                  "Move the test of a claim, as in hooked.A=0.03; may be repeated")
      ->type_name("C.V[.LEG][.WHAT]=X")
      ->allow_extra_args(false);
  add_data(command, into);
  add_sampling(command, into);
  add_worldview(command, into, "Draw from this worldview's distributions; `all` for each in turn");
  add_json(command, into);
  add_threads(command, into);
}

void add_explain(CLI::App& program, Arguments& into) {
  CLI::App& command = add_command(program, kExplain, into);
  add_path(command, into, "STUDY", "A study folder or a model file");
  add_data(command, into);
  command
      .add_option(
          "NAME", into.name,
          "A variable (with or without element), or the id of a lever, uncertainty or outcome")
      ->required()
      ->type_name("");
  command.add_option("--scenario", into.first, "For the central values (else the baseline)")
      ->type_name("S");
  add_json(command, into);
}

void add_rerun(CLI::App& program, Arguments& into) {
  CLI::App& command = add_command(program, kRerun, into);
  add_path(command, into, "F.nc", "A file that `sluice ensemble --output` wrote");
  command.add_option("--output", into.output, "Where to write it (else F.rerun.nc)")
      ->type_name("G.nc");
  add_threads(command, into);
}

void add_convert(CLI::App& program, Arguments& into) {
  CLI::App& command = add_command(program, kConvert, into);
  add_path(command, into, "IN", "A model file");
  command.add_option("OUT", into.output, "The file to write")->required()->type_name("");
  command.add_flag("--plain", into.plain,
                   "Vensim text in the part of the language that other engines read");
}

void add_report(CLI::App& program, Arguments& into) {
  CLI::App& command = add_command(program, kReport, into);
  add_path(command, into, "STUDY", "A study folder");
  add_scenarios(command, into,
                "A scenario: the first is compared with, the last drawn as a fan; may be repeated");
  command.add_option("-o,--output", into.output, "The file to write (else standard output)")
      ->type_name("F.html");
  add_outcomes(command, into);
  add_counts(command, into);
  add_worldview(command, into, "Draw from this worldview's distributions");
}

void add_serve(CLI::App& program, Arguments& into) {
  CLI::App& command = add_command(program, kServe, into);
  add_path(command, into, "STUDY", "A study folder");
  command.add_option("--host", into.host, "Address to listen on (else this machine only)")
      ->type_name("ADDRESS");
  const auto set_port = [&into](const std::string& text) {
    into.port = static_cast<std::uint16_t>(whole_number("--port", text, 0, 65535));
  };
  command.add_option_function<std::string>("--port", set_port, "Port (else 8080); 0 for any")
      ->type_name("N");
  command
      .add_option("--name", into.host_names,
                  "A name by which clients call this machine, with --host; may be repeated")
      ->type_name("NAME")
      ->allow_extra_args(false);
}

}  // namespace

Parsed parse_arguments(const std::vector<std::string>& words) {
  Arguments arguments;
  CLI::App program(kDescription, "sluice");
  program.footer(kFooter);
  program.require_subcommand(1);
  program.set_version_flag("--version", std::string(kVersion));
  program.failure_message(with_help_hint);
  for (auto* add : {add_check, add_run, add_ensemble, add_compare, add_claims}) {
    add(program, arguments);
  }
  add_account_commands(program, arguments);
  for (auto* add : {add_explain, add_rerun, add_serve, add_report, add_convert})
    add(program, arguments);
  if (auto unknown = unknown_command(program, words)) return *unknown;
  try {
    program.parse(std::vector<std::string>(words.rbegin(), words.rend()));
  } catch (const CLI::Error& error) {
    return ended(program, error);
  }
  return {arguments, {}, {}, Exit::done};
}

}  // namespace sluice::app
