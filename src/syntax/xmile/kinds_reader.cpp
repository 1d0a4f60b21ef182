// What makes a stock a conveyor or an oven, and a flow a leakage.
#include "syntax/xmile/variables.h"

namespace sluice::syntax::xmile {

void VariableReader::read_conveyor(pugi::xml_node node, Variable& variable) {
  Conveyor& conveyor = variable.conveyor.emplace();
  conveyor.span = document_.span_of(node);
  conveyor.length = expression_of(document_.child(node, "len"));
  conveyor.capacity = expression_of(document_.child(node, "capacity"));
  conveyor.inflow_limit = expression_of(document_.child(node, "in_limit"));
  conveyor.sample = expression_of(document_.child(node, "sample"));
  conveyor.arrest = expression_of(document_.child(node, "arrest"));
  conveyor.discrete = flag(node, "discrete", false);
  conveyor.batch_integrity = flag(node, "batch_integrity", false);
  conveyor.one_at_a_time = flag(node, "one_at_a_time", true);
  conveyor.exponential = flag(node, "exponential_leak", false);
  tell_others(node, {"len", "capacity", "in_limit", "sample", "arrest"});
}

void VariableReader::read_oven(pugi::xml_node node, Variable& variable) {
  Oven& oven = variable.oven.emplace();
  oven.span = document_.span_of(node);
  const auto either = [&](const char* first, const char* second) {
    const pugi::xml_node found = document_.child(node, first);
    return expression_of(found ? found : document_.child(node, second));
  };
  oven.cook_time = either("cook_time", "isee:cook_time");
  oven.capacity = either("capacity", "isee:capacity");
  oven.fill_time = either("fill_time", "isee:fill_time");
  oven.clean_time = either("clean_time", "isee:clean_time");
  oven.arrest = either("arrest", "isee:arrest");
  tell_others(node, {"cook_time", "capacity", "fill_time", "clean_time", "arrest"});
}

void VariableReader::read_leak(pugi::xml_node node, Variable& variable) {
  const pugi::xml_node leak = document_.child(node, "leak");
  const pugi::xml_node integers = document_.child(node, "leak_integers");
  variable.leak.marked =
      leak || integers || node.attribute("leak_start") || node.attribute("leak_end");
  variable.leak.integers = !!integers;
  variable.leak.fraction = expression_of(leak);
  if (const auto start = number_of(node, "leak_start")) variable.leak.zone_start = *start;
  if (const auto end = number_of(node, "leak_end")) variable.leak.zone_end = *end;
}

}  // namespace sluice::syntax::xmile
