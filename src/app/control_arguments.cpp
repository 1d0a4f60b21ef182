#include "app/control_arguments.h"

namespace sluice::app {

void add_control_files(CLI::App& command, Arguments& into) {
  command
      .add_option("--changes", into.changes,
                  "A Vensim changes file (.cin): constants and lookups to set; may be repeated")
      ->type_name("F.cin")
      ->allow_extra_args(false);
  command.add_option("--save", into.save, "A Vensim save list (.lst): one name a line")
      ->type_name("F.lst");
}

void add_sensitivity(CLI::App& command, Arguments& into) {
  command
      .add_option("--sensitivity", into.sensitivity,
                  "Draw from a Vensim sensitivity setup (.vsc) instead of a study's distributions")
      ->type_name("F.vsc");
}

}  // namespace sluice::app
