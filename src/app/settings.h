// --set "Name=value": constants of the model, its control variables, levers and uncertainties.
#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "app/open.h"
#include "base/diagnostic.h"
#include "model/model.h"

namespace sluice::app {

struct Settings {
  std::vector<std::pair<model::CellRef, double>> cells;  // later ones win; each cell once
  std::optional<double> initial_time, final_time, time_step, save_period;
};
// `texts` as written. A name without element sets every cell of an array. Errors: no "=", no
// number, an unknown name (near ones), what is computed, a value outside its lever's range, one
// thing set twice. `before` are settings in the same form that these may replace.
Checked<Settings> resolve_settings(const Opened& opened, const std::vector<std::string>& texts,
                                   const std::vector<std::string>& before);

// "A,B[x,y]" is two names: commas inside brackets or quotes separate nothing.
std::vector<std::string> split_outside_brackets(const std::string& list);

// Names that --set, --variables and explain could have meant: variables, then the study's ids.
std::vector<std::string> known_names(const Opened& opened);
Diagnostic unknown_name(const Opened& opened, const Place& where, const std::string& name);

// The cells that a name on the command line means: a lever's or uncertainty's or outcome's id, or a
// variable with or without element.
Checked<std::vector<model::CellRef>> cells_named(const Opened& opened, const Place& where,
                                                 const std::string& name);

}  // namespace sluice::app
