// The dates of a study against the times that its model saves.
#pragma once

#include "base/diagnostic.h"
#include "model/model.h"
#include "study/study.h"

namespace sluice::ensemble {

// Errors: a claim's date outside the saved times; a sum, or a mean of each year, over periods that
// the saved times do not divide; any sum or mean where values are saved at uneven times. Warnings:
// a step of a lever's schedule outside the run.
Diagnostics check_times(const study::Study& study, const model::Model& model);

// Whether what a model counts in `unit` may be days, say: it names them, or no unit at all.
bool may_be_time_in(std::string_view wanted, std::string_view unit, const model::UnitNames& names);

}  // namespace sluice::ensemble
