#include "base/format.h"
#include "program/operands.h"

namespace sluice::program {
namespace {

std::string quoted(const std::string& text) {
  std::string result = "\"";
  for (const char letter : text) {
    if (letter == '\n') {
      result += "\\n";
      continue;
    }
    if (letter == '"' || letter == '\\') result += '\\';
    result += letter;
  }
  return result + '"';
}

std::string_view word_of(InputKind kind) {
  switch (kind) {
    case InputKind::uniform: return "uniform";
    case InputKind::scheduled: return "scheduled";
    case InputKind::member: return "member";
  }
  return "";
}

std::string_view word_of(TableMode mode) {
  switch (mode) {
    case TableMode::hold: return "hold";
    case TableMode::extrapolate: return "extrapolate";
    case TableMode::forward: return "forward";
    case TableMode::backward: return "backward";
  }
  return "";
}

std::string slot_text(Slot slot) { return format("%{}", slot); }

std::string list_text(const Program& program, const Op& op) {
  std::string text;
  for (const Slot slot : list_of(program, op)) text += " " + slot_text(slot);
  return text;
}

std::string operands_text(const Program& program, const Op& op) {
  switch (info_of(op.code).shape) {
    case OpShape::unary: return format(" %{}", op.a);
    case OpShape::binary: return format(" %{} %{}", op.a, op.b);
    case OpShape::ternary: return format(" %{} %{} %{}", op.a, op.b, op.c);
    case OpShape::table: return format(" %{} table {}", op.a, op.b);
    case OpShape::memory: return format(" memory {}", op.b);
    case OpShape::random: return format(" %{} %{} stream {}", op.a, op.b, op.c);
    case OpShape::list: return list_text(program, op);
    case OpShape::list_to_list: return format(" {} of{}", op.c, list_text(program, op));
  }
  return "";
}

std::string section_text(const Program& program, std::string_view name,
                         const std::vector<Op>& ops) {
  std::string text = format("{}\n", name);
  for (const Op& op : ops)
    text += format("  %{} = {}{}\n", op.dst, info_of(op.code).name, operands_text(program, op));
  return text;
}

template <class Value>
std::string numbers_text(const std::vector<Value>& numbers) {
  std::string text;
  for (const Value number : numbers) text += " " + to_text(static_cast<double>(number));
  return text;
}

std::string head_text(const Program& program) {
  const Timing& timing = program.timing;
  std::string text = "program 1\n";
  text += format("slots {}\n", program.slot_count);
  text += format("time %{} from {} by {} steps {} save {}\n", program.time,
                 to_text(timing.initial_time), to_text(timing.time_step), timing.steps,
                 to_text(timing.save_period));
  if (!timing.times.empty()) text += "times" + numbers_text(timing.times) + "\n";
  if (!timing.saved.empty()) text += "saved" + numbers_text(timing.saved) + "\n";
  text += format("method {}\n", name_of(program.method));
  return text;
}

std::string given_text(const Program& program) {
  std::string text;
  for (const Constant& constant : program.constants)
    text += format("constant %{} {}\n", constant.slot, to_text(constant.value));
  for (const Input& input : program.inputs)
    text += format("input %{} {} {} {}\n", input.slot, word_of(input.kind), to_text(input.central),
                   quoted(input.name));
  for (const Stock& stock : program.stocks)
    text += format("stock %{} initial %{} rate %{} {}\n", stock.slot, stock.initial, stock.rate,
                   quoted(stock.name));
  for (const Memory& memory : program.memories)
    text += format("{} input %{} initial %{} length %{} {}\n", memory.at_start ? "held" : "memory",
                   memory.input, memory.initial, memory.length, quoted(memory.name));
  return text;
}

std::string table_text(const Table& table) {
  std::string text = format("table {} {}", word_of(table.mode), quoted(table.name));
  for (std::size_t i = 0; i < table.x.size(); ++i)
    text += format(" {} {}", to_text(table.x[i]), to_text(table.y[i]));
  return text + "\n";
}

std::string end_text(const Program& program) {
  std::string text;
  for (const Output& output : program.outputs)
    text += format("output %{} {} {}\n", output.slot, quoted(output.name), quoted(output.unit));
  for (const SlotName& name : program.names)
    text +=
        format("name %{} {} {} {}\n", name.slot, quoted(name.name), quoted(name.file), name.line);
  return text;
}

}  // namespace

std::string print(const Program& program) {
  std::string text = head_text(program) + given_text(program);
  for (const Table& table : program.tables) text += table_text(table);
  text += section_text(program, "once", program.once);
  text += section_text(program, "initial", program.initial);
  text += section_text(program, "step", program.step);
  return text + end_text(program);
}

}  // namespace sluice::program
