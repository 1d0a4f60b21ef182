#include <algorithm>
#include <string_view>
#include <utility>

#include "base/format.h"
#include "program/operands.h"
#include "program/vectors.h"

namespace sluice::program {
namespace {

class Validator {
 public:
  explicit Validator(const Program& program)
      : program_(program), known_(program.slot_count), owner_(program.slot_count) {}

  std::vector<std::string> run() {
    check_timing();
    check_tables();
    declare_given();
    check_section("once", program_.once);
    const std::vector<bool> known_once = known_;
    declare_run_time();
    check_section("initial", program_.initial);
    for (const Stock& stock : program_.stocks)
      check_use("initial of stock", stock.name, stock.initial);
    for (const Memory& memory : program_.memories) {
      check_use("initial of memory", memory.name, memory.initial);
      check_use("length of memory", memory.name, memory.length);
    }
    declare_stocks();
    forget_what_step_writes(known_once);
    check_section("step", program_.step);
    check_ends();
    return std::move(faults_);
  }

 private:
  void fault(std::string text) { faults_.push_back(std::move(text)); }

  void check_timing() {
    if (!(program_.timing.time_step > 0)) fault("the time step is not positive");
    if (!(program_.timing.save_period > 0)) fault("the save period is not positive");
    const Timing& timing = program_.timing;
    if (timing.times.empty()) return check_saved();
    if (timing.times.size() != std::size_t{timing.steps} + 2)
      fault(format("{} steps have {} times", timing.steps, timing.times.size()));
    if (!is_ascending(timing.times)) fault("the times are not ascending");
    check_saved();
  }
  template <class Value>
  static bool is_ascending(const std::vector<Value>& values) {
    const auto order = [](Value before, Value after) { return !(before < after); };
    return std::ranges::adjacent_find(values, order) == values.end();
  }
  void check_saved() {
    const std::vector<std::uint32_t>& saved = program_.timing.saved;
    if (saved.empty()) return;
    if (!is_ascending(saved)) fault("the saved steps are not ascending");
    if (saved.front() != 0 || saved.back() > program_.timing.steps)
      fault("the saved steps do not lie within the run, the first at its start");
  }

  void check_tables() {
    for (const Table& table : program_.tables) {
      if (table.x.empty()) fault(format("table \"{}\" has no points", table.name));
      if (table.x.size() != table.y.size())
        fault(format("table \"{}\" has {} x but {} y", table.name, table.x.size(), table.y.size()));
      if (!std::ranges::is_sorted(table.x, [](double a, double b) { return !(a >= b); }))
        fault(format("table \"{}\" is not ascending in x", table.name));
    }
  }

  // A slot that is given from outside the ops, so that no op may write it.
  void declare(std::string_view what, Slot slot) {
    if (slot >= program_.slot_count) {
      fault(format("{} has slot %{}, beyond the last one", what, slot));
    } else if (!owner_[slot].empty()) {
      fault(format("%{} is both {} and {}", slot, owner_[slot], what));
    } else {
      owner_[slot] = what;
      known_[slot] = true;
    }
  }
  void declare_given() {
    for (const Constant& constant : program_.constants) declare("a constant", constant.slot);
    for (const Input& input : program_.inputs)
      if (input.kind == InputKind::uniform) declare("a uniform input", input.slot);
  }
  void declare_run_time() {
    declare("the time", program_.time);
    for (const Input& input : program_.inputs)
      if (input.kind != InputKind::uniform) declare("an input", input.slot);
  }
  void declare_stocks() {
    for (const Stock& stock : program_.stocks) declare("a stock", stock.slot);
  }

  // What `initial` wrote and `step` writes again may be read in `step` only after that.
  void forget_what_step_writes(const std::vector<bool>& known_once) {
    for (const Op& op : program_.step)
      for (std::uint32_t k = 0; k < written_count(op); ++k)
        if (op.dst + k < program_.slot_count && owner_[op.dst + k] == "initial") {
          known_[op.dst + k] = known_once[op.dst + k];
          owner_[op.dst + k].clear();
        }
  }

  void check_section(std::string_view section, const std::vector<Op>& ops) {
    for (const Op& op : ops) {
      if (!check_reach(section, op)) continue;
      for_each_read(program_, op, [&](Slot slot) { check_read(section, op, slot); });
      for (std::uint32_t k = 0; k < written_count(op); ++k) check_write(section, op, op.dst + k);
    }
  }

  // Whether the op's table, memory and operands are there at all.
  bool check_reach(std::string_view section, const Op& op) {
    const OpInfo& info = info_of(op.code);
    const std::size_t before = faults_.size();
    if (info.shape == OpShape::table && op.b >= program_.tables.size())
      fault(format("{}: {} of %{} uses table {}, beyond the last one", section, info.name, op.dst,
                   op.b));
    if (info.shape == OpShape::memory && op.b >= program_.memories.size())
      fault(format("{}: {} of %{} uses memory {}, beyond the last one", section, info.name, op.dst,
                   op.b));
    if (is_list(info.shape) && std::uint64_t{op.a} + op.b > program_.operands.size())
      fault(format("{}: {} of %{} has operands beyond the last one", section, info.name, op.dst));
    if (info.shape == OpShape::list_to_list && !vector_op_fits(op.code, op.b, op.c))
      fault(format("{}: {} of %{} has {} operands for {} results", section, info.name, op.dst, op.b,
                   op.c));
    if (section == "once" && (reads_time(op.code) || info.shape == OpShape::random))
      fault(format("{}: {} of %{} does not stay the same", section, info.name, op.dst));
    if (section != "step" && info.shape == OpShape::memory)
      fault(format("{}: {} of %{} reads a memory before it is filled", section, info.name, op.dst));
    return faults_.size() == before;
  }

  void check_read(std::string_view section, const Op& op, Slot slot) {
    if (slot >= program_.slot_count)
      fault(format("{}: %{} reads %{}, beyond the last slot", section, op.dst, slot));
    else if (!known_[slot])
      fault(format("{}: %{} reads %{} before it has a value", section, op.dst, slot));
  }
  void check_write(std::string_view section, const Op& op, Slot slot) {
    if (slot >= program_.slot_count) {
      fault(
          format("{}: {} writes %{}, beyond the last slot", section, info_of(op.code).name, slot));
    } else if (!owner_[slot].empty()) {
      fault(format("{}: %{} is written, but it is already written by {}", section, slot,
                   owner_[slot]));
    } else {
      owner_[slot] = section;
      known_[slot] = true;
    }
  }

  void check_use(std::string_view what, const std::string& name, Slot slot) {
    if (slot >= program_.slot_count)
      fault(format("{} \"{}\" is %{}, beyond the last slot", what, name, slot));
    else if (!known_[slot])
      fault(format("{} \"{}\" is %{}, which has no value", what, name, slot));
  }
  void check_ends() {
    for (const Stock& stock : program_.stocks) check_use("rate of stock", stock.name, stock.rate);
    for (const Memory& memory : program_.memories) {
      check_use("input of memory", memory.name, memory.input);
      if (memory.at_start && memory.input < program_.slot_count &&
          owner_[memory.input] != "a stock")
        fault(
            format("input of memory \"{}\" is %{}, which is no stock", memory.name, memory.input));
    }
    for (const Output& output : program_.outputs) check_use("output", output.name, output.slot);
    for (const SlotName& name : program_.names) check_use("name", name.name, name.slot);
    if (!std::ranges::is_sorted(program_.names, {}, &SlotName::slot))
      fault("the names are not in the order of their slots");
  }

  const Program& program_;
  std::vector<bool> known_;
  std::vector<std::string> owner_;
  std::vector<std::string> faults_;
};

}  // namespace

std::vector<std::string> validate(const Program& program) { return Validator(program).run(); }

}  // namespace sluice::program
