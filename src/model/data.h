// External series for data variables, from a table in a text file.
//
// Columns: the first row names them, the first column is the time:
//     Time,exchange rate,"demand[north,steel]",demand[south,steel]
//     0,7.1,10,20
// Rows: the first row holds the times, the first column the names:
//     Time,0,1,2
//     exchange rate,7.1,7.2,7.0
// Cells are separated by commas, or by tabs where the first row has one (as Vensim exports runs).
// Commas inside quotes or brackets separate nothing. An empty cell is a missing point. Times must
// ascend. Columns that name other variables of the model are passed over: a whole run may serve as
// data. Vensim's .dat text (see dat_text.h) is told from a table by its form, whatever the file's
// name is.
#pragma once

#include <string>
#include <vector>

#include "model/model.h"

namespace sluice::model {

// Fills Variable::series of the data variables that the table names. Adds the text to the model's
// sources, so that mistakes are shown in it.
Diagnostics attach_data(Model& model, const std::string& name, std::string text);

// The names that a data text has series for, as they stand there; of a table those of its first row
// and first column, whichever holds them.
std::vector<std::string> series_named_in(const std::string& text);

// An error for each data variable that still lacks a series for some cell. `given`: the names of
// the data files that were read.
Diagnostics find_missing_data(const Model& model, const std::vector<std::string>& given = {});

}  // namespace sluice::model
