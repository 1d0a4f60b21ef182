#include "app/program.h"

#include <exception>
#include <new>

#include "app/commands.h"
#include "app/console.h"
#include "app/finish.h"
#include "app/room.h"
#include "app/signals.h"

namespace sluice::app {
namespace {

int run_command(const Arguments& arguments) {
  switch (arguments.command) {
    case Command::check: return check(arguments);
    case Command::run: return run(arguments);
    case Command::ensemble: return ensemble(arguments);
    case Command::compare: return compare(arguments);
    case Command::claims: return claims(arguments);
    case Command::history: return history(arguments);
    case Command::backtest: return backtest(arguments);
    case Command::sources: return sources(arguments);
    case Command::worldviews: return worldviews(arguments);
    case Command::audit: return audit(arguments);
    case Command::document: return document(arguments);
    case Command::explain: return explain(arguments);
    case Command::rerun: return rerun(arguments);
    case Command::serve: return serve(arguments);
    case Command::report: return report(arguments);
    case Command::convert: return convert(arguments);
  }
  return static_cast<int>(Exit::wrong_input);
}

// Whether the command ends by itself, within 50 ms, once it was interrupted. The others keep no
// file of what they have until then.
bool looks_at_flag(Command command) {
  switch (command) {
    case Command::ensemble:
    case Command::compare:
    case Command::claims:
    case Command::history:
    case Command::backtest:
    case Command::worldviews:
    case Command::rerun:
    case Command::serve:
    case Command::report: return true;
    default: return false;
  }
}

}  // namespace

int run_program(const std::vector<std::string>& words) {
  end_at_signals();
  const Parsed parsed = parse_arguments(words);
  if (!parsed.arguments) {
    write_message(parsed.errors);
    if (!parsed.output.empty()) return print_and_exit(parsed.output);
    return static_cast<int>(parsed.exit);
  }
  if (looks_at_flag(parsed.arguments->command)) let_signals_wait();
  try {
    return run_command(*parsed.arguments);
  } catch (const NoRoom& refused) {
    return tell_and_exit(refused.why);
  } catch (const std::bad_alloc&) {
    write_message(
        "sluice: not enough memory; ask for fewer members, scenarios or outcomes; of a single run, "
        "for fewer --variables or a longer SAVEPER\n");
  } catch (const std::exception& failure) {
    write_message(std::string("sluice: the environment failed: ") + failure.what() + "\n");
  }
  return static_cast<int>(Exit::environment);
}

}  // namespace sluice::app
