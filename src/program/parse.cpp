#include <algorithm>
#include <charconv>
#include <initializer_list>
#include <optional>
#include <utility>

#include "base/format.h"
#include "program/program.h"

namespace sluice::program {
namespace {

// One line of a program's text, read word by word. The first thing that is not as it should be
// stays as the line's fault; reading goes on with zeros.
class Line {
 public:
  Line(std::string_view text, std::uint32_t number) : text_(text), number_(number) {}

  bool at_end() {
    while (at_ < text_.size() && text_[at_] == ' ') ++at_;
    return at_ == text_.size();
  }
  std::string_view word() {
    if (at_end()) return {};
    begin_ = at_;
    while (at_ < text_.size() && text_[at_] != ' ') ++at_;
    return text_.substr(begin_, at_ - begin_);
  }
  void expect(std::string_view wanted) {
    if (word() != wanted) fail(format("here should stand \"{}\"", wanted));
  }
  std::uint32_t count() { return number<std::uint32_t>(word(), "a whole number"); }
  double real() { return number<double>(word(), "a number"); }
  Slot slot() {
    const std::string_view text = word();
    if (!text.starts_with('%')) return fail("here should stand a slot, as in %12"), 0;
    return number<Slot>(text.substr(1), "a slot, as in %12");
  }
  std::string quoted() {
    std::string result;
    if (at_end() || text_[at_] != '"') return fail("here should stand a text in quotes"), result;
    for (begin_ = at_++; at_ < text_.size() && text_[at_] != '"'; ++at_) {
      const bool escaped = text_[at_] == '\\' && at_ + 1 < text_.size();
      if (escaped) ++at_;
      result += escaped && text_[at_] == 'n' ? '\n' : text_[at_];
    }
    if (at_ < text_.size())
      ++at_;
    else
      fail("the text in quotes does not end");
    return result;
  }
  void fail(std::string message) {
    if (fault_) return;
    const auto column = static_cast<std::uint32_t>(std::min(begin_, text_.size()) + 1);
    fault_ =
        make_diagnostic(Code::program_bad_text, {"program", number_, column, 1, std::string(text_)},
                        std::move(message));
  }
  const std::optional<Diagnostic>& fault() const { return fault_; }

 private:
  template <class Number>
  Number number(std::string_view text, std::string_view what) {
    Number value{};
    const auto read = std::from_chars(text.data(), text.data() + text.size(), value);
    const bool whole = read.ec == std::errc() && read.ptr == text.data() + text.size();
    if (!whole) fail(format("here should stand {}", what));
    return whole ? value : Number{};
  }

  std::string_view text_;
  std::size_t at_ = 0, begin_ = 0;
  std::uint32_t number_ = 0;
  std::optional<Diagnostic> fault_;
};

InputKind read_kind(Line& line) {
  const std::string_view word = line.word();
  if (word == "scheduled") return InputKind::scheduled;
  if (word == "member") return InputKind::member;
  if (word != "uniform") line.fail("here should stand uniform, scheduled or member");
  return InputKind::uniform;
}

TableMode read_mode(Line& line) {
  const std::string_view word = line.word();
  if (word == "extrapolate") return TableMode::extrapolate;
  if (word == "forward") return TableMode::forward;
  if (word == "backward") return TableMode::backward;
  if (word != "hold") line.fail("here should stand hold, extrapolate, forward or backward");
  return TableMode::hold;
}

class Reader {
 public:
  Checked<Program> read(std::string_view text) {
    for (std::uint32_t number = 1; !text.empty(); ++number) {
      const std::size_t end = text.find('\n');
      Line line(text.substr(0, end), number);
      text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
      if (!line.at_end()) read_line(line);
      if (!line.fault() && !line.at_end()) line.word(), line.fail("the line should end here");
      if (line.fault()) faults_.push_back(*line.fault());
    }
    if (!faults_.empty()) return {std::nullopt, std::move(faults_)};
    return {std::move(program_), {}};
  }

 private:
  void read_line(Line& line) {
    Line peek = line;
    const std::string_view word = peek.word();
    if (word.starts_with('%')) return read_op(line);
    line = peek;
    if (word == "program") return line.expect("1");
    if (word == "once") return void(section_ = &program_.once);
    if (word == "initial") return void(section_ = &program_.initial);
    if (word == "step") return void(section_ = &program_.step);
    if (word == "slots") return void(program_.slot_count = line.count());
    if (word == "time") return read_time(line);
    if (word == "times") return read_times(line);
    if (word == "saved") return read_saved(line);
    if (word == "method") return read_method(line);
    read_item(word, line);
  }

  void read_item(std::string_view word, Line& line) {
    if (word == "constant") return read_constant(line);
    if (word == "input") return read_input(line);
    if (word == "stock") return read_stock(line);
    if (word == "memory" || word == "held") return read_memory(line, word == "held");
    if (word == "table") return read_table(line);
    if (word == "output") return read_output(line);
    if (word == "name") return read_name(line);
    line.fail(format("there is no line that begins with \"{}\"", word));
  }

  void read_time(Line& line) {
    Timing& timing = program_.timing;
    program_.time = line.slot();
    line.expect("from");
    timing.initial_time = line.real();
    line.expect("by");
    timing.time_step = line.real();
    line.expect("steps");
    timing.steps = line.count();
    line.expect("save");
    timing.save_period = line.real();
  }
  void read_times(Line& line) {
    while (!line.at_end() && !line.fault()) program_.timing.times.push_back(line.real());
  }
  void read_saved(Line& line) {
    while (!line.at_end() && !line.fault()) program_.timing.saved.push_back(line.count());
  }
  void read_method(Line& line) {
    const std::string_view word = line.word();
    for (const Method method : {Method::euler, Method::midpoint, Method::heun, Method::rk4}) {
      if (word != name_of(method)) continue;
      program_.method = method;
      return;
    }
    line.fail("here should stand euler, midpoint, heun or rk4");
  }
  void read_constant(Line& line) {
    const Slot slot = line.slot();
    program_.constants.push_back({slot, line.real()});
  }
  void read_input(Line& line) {
    Input input;
    input.slot = line.slot();
    input.kind = read_kind(line);
    input.central = line.real();
    input.name = line.quoted();
    program_.inputs.push_back(std::move(input));
  }
  void read_stock(Line& line) {
    Stock stock;
    stock.slot = line.slot();
    line.expect("initial");
    stock.initial = line.slot();
    line.expect("rate");
    stock.rate = line.slot();
    stock.name = line.quoted();
    program_.stocks.push_back(std::move(stock));
  }
  void read_memory(Line& line, bool at_start) {
    Memory memory;
    memory.at_start = at_start;
    line.expect("input");
    memory.input = line.slot();
    line.expect("initial");
    memory.initial = line.slot();
    line.expect("length");
    memory.length = line.slot();
    memory.name = line.quoted();
    program_.memories.push_back(std::move(memory));
  }
  void read_table(Line& line) {
    Table table;
    table.mode = read_mode(line);
    table.name = line.quoted();
    while (!line.at_end() && !line.fault()) {
      table.x.push_back(line.real());
      table.y.push_back(line.real());
    }
    program_.tables.push_back(std::move(table));
  }
  void read_output(Line& line) {
    Output output;
    output.slot = line.slot();
    output.name = line.quoted();
    output.unit = line.quoted();
    program_.outputs.push_back(std::move(output));
  }
  void read_name(Line& line) {
    SlotName name;
    name.slot = line.slot();
    name.name = line.quoted();
    name.file = line.quoted();
    name.line = line.count();
    program_.names.push_back(std::move(name));
  }

  void read_op(Line& line) {
    Op op;
    op.dst = line.slot();
    line.expect("=");
    const std::string_view word = line.word();
    const std::optional<OpCode> code = find_op(word);
    if (!code) return line.fail(format("there is no op \"{}\"", word));
    op.code = *code;
    read_operands(line, op);
    if (section_ == nullptr) return line.fail("an op before the first section");
    section_->push_back(op);
  }
  void read_operands(Line& line, Op& op) {
    switch (info_of(op.code).shape) {
      case OpShape::unary: return read_slots(line, {&op.a});
      case OpShape::binary: return read_slots(line, {&op.a, &op.b});
      case OpShape::ternary: return read_slots(line, {&op.a, &op.b, &op.c});
      case OpShape::table:
        op.a = line.slot();
        line.expect("table");
        return void(op.b = line.count());
      case OpShape::memory: line.expect("memory"); return void(op.b = line.count());
      case OpShape::random:
        read_slots(line, {&op.a, &op.b});
        line.expect("stream");
        return void(op.c = line.count());
      case OpShape::list: return read_list(line, op);
      case OpShape::list_to_list:
        op.c = line.count();
        line.expect("of");
        return read_list(line, op);
    }
  }
  static void read_slots(Line& line, std::initializer_list<std::uint32_t*> slots) {
    for (std::uint32_t* slot : slots) *slot = line.slot();
  }
  void read_list(Line& line, Op& op) {
    op.a = static_cast<std::uint32_t>(program_.operands.size());
    while (!line.at_end() && !line.fault()) program_.operands.push_back(line.slot());
    op.b = static_cast<std::uint32_t>(program_.operands.size()) - op.a;
  }

  Program program_;
  std::vector<Op>* section_ = nullptr;
  Diagnostics faults_;
};

}  // namespace

Checked<Program> parse(std::string_view text) { return Reader().read(text); }

}  // namespace sluice::program
