// A stock-and-flow diagram of one group of a model, in the language of Graphviz.
#pragma once

#include <map>
#include <string>

#include "model/model.h"

namespace sluice::report {

// Variables that a study's inputs set: how their nodes are drawn.
enum class Role : unsigned char { lever, uncertainty };
using Roles = std::map<model::VariableId, Role>;

// Stocks as boxes, what flows into or out of them on heavy arrows, everything else on light ones;
// causes from other groups in grey. Constants are left out, but for the study's inputs.
std::string diagram_of(const model::Model& model, const std::string& group, const Roles& roles);

}  // namespace sluice::report
