#include "execute/jit/step_text.h"

#include <algorithm>
#include <optional>

#include "base/format.h"
#include "execute/jit/op_text.h"
#include "execute/lanes/instruction.h"
#include "program/evaluate.h"

namespace sluice::execute {
namespace {

using program::OpShape;

// Beyond this, compiling a function takes more than proportional time, and its code outgrows the
// nearest cache.
constexpr std::size_t kOpsPerFunction = 200;

constexpr std::string_view kParameters =
    "ptr align 64 %rows, ptr noalias readonly align 8 %fixed, ptr noalias readonly align 8 "
    "%varying, ptr noalias readonly align 64 %tables, ptr noalias readonly align 8 %functions, ptr "
    "%instructions, double %time";

// For each op: which rows are read after it before they are written again.
class Liveness {
 public:
  Liveness(const LaneProgram& program, const std::vector<std::uint32_t>& read_at_end)
      : live_(program.rows) {
    for (const std::uint32_t row : read_at_end) live_[row] = true;
  }
  void step_back_over(const LaneOp& op) {
    for (const std::uint32_t row : op.rows) live_[row] = false;
    for (const Place& place : op.operands) need(place);
  }
  void need(const Place& place) {
    if (!place.uniform) live_[place.index] = true;
  }
  const std::vector<bool>& live() const { return live_; }

 private:
  std::vector<bool> live_;
};

// One function under construction: what each row holds so far, as IR values.
class FunctionText {
 public:
  FunctionText(const LaneProgram& program, const TableImage& tables, StepShape shape)
      : program_(program), shape_(shape), ir_(shape.width) {
    for (unsigned pack = 0; pack < shape.packs; ++pack)
      packs_.push_back({OpText(ir_, tables), std::vector<std::optional<IrValue>>(program.rows)});
    dirty_.resize(program.rows);
  }

  void add(const LaneOp& op, std::size_t number) {
    if (!add_inline(op)) add_call(op, number);
  }
  bool has_calls() const { return has_calls_; }

  // In place: nothing reads the stock after this.
  void advance(const LaneStock& stock, double time_step) {
    for (unsigned pack = 0; pack < shape_.packs; ++pack) {
      const IrValue change =
          ir_.arithmetic("fmul", ir_.constant(time_step), read(stock.rate, pack));
      const IrValue advanced = ir_.arithmetic("fadd", read({false, stock.row}, pack), change);
      ir_.store(advanced, "%rows", offset_of(stock.row, pack));
    }
  }
  void copy_row(std::uint32_t from, std::uint32_t to) {
    for (unsigned pack = 0; pack < shape_.packs; ++pack)
      ir_.store(read({false, from}, pack), "%rows", offset_of(to, pack));
  }
  void store_rows(const std::vector<bool>& live) {
    for (std::uint32_t row = 0; row < live.size(); ++row)
      if (live[row]) store(row);
  }

  std::string text(std::size_t number) const {
    std::string text = format("define void @step_{}({}) #0 {{\n", number, kParameters);
    text += format("  %first = insertelement {0} poison, double %time, i64 0\n", ir_.numbers());
    text += format("  %now = shufflevector {0} %first, {0} poison, <{1} x i32> zeroinitializer\n",
                   ir_.numbers(), shape_.width);
    return text + ir_.text() + "  ret void\n}\n";
  }

 private:
  struct Pack {
    OpText ops;
    std::vector<std::optional<IrValue>> values;  // by row
  };

  std::size_t offset_of(std::uint32_t row, unsigned pack) const {
    return std::size_t{row} * shape_.lanes() + std::size_t{pack} * shape_.width;
  }

  IrValue read(const Place& place, unsigned pack) {
    if (place.uniform) return scalar(place.index);
    std::optional<IrValue>& value = packs_[pack].values[place.index];
    if (!value) value = ir_.load("%rows", offset_of(place.index, pack), true);
    return *value;
  }
  IrValue scalar(std::uint32_t index) {
    const std::size_t fixed = program_.frontier.fixed.size();
    return ir_.splat(index < fixed ? ir_.load_number("%fixed", index)
                                   : ir_.load_number("%varying", index - fixed));
  }
  void write(std::uint32_t row, unsigned pack, IrValue value) {
    packs_[pack].values[row] = std::move(value);
    dirty_[row] = true;
  }
  void store(std::uint32_t row) {
    if (!dirty_[row]) return;
    for (unsigned pack = 0; pack < shape_.packs; ++pack)
      ir_.store(*packs_[pack].values[row], "%rows", offset_of(row, pack));
    dirty_[row] = false;
  }

  bool add_inline(const LaneOp& op) {
    std::vector<IrValue> results;
    for (unsigned pack = 0; pack < shape_.packs; ++pack) {
      const std::optional<IrValue> value = value_of(op, pack);
      if (!value) return false;
      results.push_back(*value);
    }
    for (unsigned pack = 0; pack < shape_.packs; ++pack) write(op.rows[0], pack, results[pack]);
    return true;
  }

  std::optional<IrValue> value_of(const LaneOp& op, unsigned pack) {
    OpText& ops = packs_[pack].ops;
    switch (program::info_of(op.code).shape) {
      case OpShape::unary:
      case OpShape::binary:
      case OpShape::ternary: return plain(op, pack);
      case OpShape::table: return ops.look_up(op.number, read(op.operands[0], pack));
      case OpShape::list: return reduced(op, pack);
      case OpShape::memory:
      case OpShape::random:
      case OpShape::list_to_list: return std::nullopt;
    }
    return std::nullopt;
  }

  std::optional<IrValue> plain(const LaneOp& op, unsigned pack) {
    OpText& ops = packs_[pack].ops;
    std::vector<IrValue> operands;
    for (const Place& place : op.operands) operands.push_back(read(place, pack));
    if (!op.inner) return ops.plain(op.code, operands);
    const IrValue inner = *ops.plain(*op.inner, std::span(operands).first(2));
    if (op.inner_second) return ops.plain(op.code, std::vector{operands[2], inner});
    return ops.plain(op.code, std::vector{inner, operands[2]});
  }

  IrValue reduced(const LaneOp& op, unsigned pack) {
    IrValue result = ir_.constant(program::identity_of(op.code));
    for (const Place& place : op.operands)
      result = packs_[pack].ops.combined(op.code, result, read(place, pack));
    return result;
  }

  // The loop over lanes of this op, on the memory of the Binding.
  void add_call(const LaneOp& op, std::size_t number) {
    has_calls_ = true;
    for (const Place& place : op.operands)
      if (!place.uniform) store(place.index);
    const IrValue instruction = ir_.define(format(
        "getelementptr inbounds i8, ptr %instructions, i64 {}", number * sizeof(Instruction)));
    const IrValue function = ir_.define(format("load ptr, ptr {}, align 8", instruction));
    ir_.line(format("call void {}(ptr {}, i64 {})", function, instruction, shape_.lanes()));
    for (const std::uint32_t row : op.rows) {
      dirty_[row] = false;
      for (Pack& pack : packs_) pack.values[row].reset();
    }
  }

  const LaneProgram& program_;
  StepShape shape_;
  IrText ir_;
  std::vector<Pack> packs_;
  std::vector<bool> dirty_;  // by row: not in memory as it is here
  bool has_calls_ = false;
};

class StepWriter {
 public:
  StepWriter(const LaneProgram& program, program::Method method, double time_step,
             const TableImage& tables, StepShape shape)
      : program_(program),
        time_step_(time_step),
        tables_(tables),
        shape_(shape),
        stock_rows_(program.rows) {
    for (const LaneStock& stock : program.stocks) stock_rows_[stock.row] = true;
    result_.layout.advances_stocks = method == program::Method::euler;
    result_.layout.rows = program.rows;
    for (const Place& place : program.outputs) result_.layout.outputs.push_back(kept(place));
    for (const LaneMemory& memory : program.memories)
      result_.layout.memory_inputs.push_back(memory.in_lanes ? kept(memory.input) : Place{});
    stocks_done_after_ = stocks_done_after();
  }

  StepText write() {
    result_.functions =
        std::max<std::size_t>((program_.step.size() + kOpsPerFunction - 1) / kOpsPerFunction, 1);
    const std::vector<std::vector<bool>> live = live_after_functions();
    for (std::size_t number = 0; number < result_.functions; ++number)
      result_.text += function_text(number, live[number]);
    result_.text += ir_prelude(shape_.width);
    return std::move(result_);
  }

 private:
  bool is_stock(const Place& place) const { return !place.uniform && stock_rows_[place.index]; }
  Place kept(const Place& place) {
    if (!result_.layout.advances_stocks || !is_stock(place)) return place;
    copies_.emplace_back(place.index, result_.layout.rows);
    return {false, result_.layout.rows++};
  }

  std::vector<std::uint32_t> rows_read_at_end() const {
    std::vector<std::uint32_t> rows;
    const auto add = [&](const Place& place) {
      if (!place.uniform && place.index < program_.rows) rows.push_back(place.index);
    };
    for (const Place& place : result_.layout.outputs) add(place);
    for (const Place& place : result_.layout.memory_inputs) add(place);
    if (!result_.layout.advances_stocks)
      for (const LaneStock& stock : program_.stocks) add(stock.rate);
    return rows;
  }

  std::size_t end_of(std::size_t function) const {
    return std::min(program_.step.size(), (function + 1) * kOpsPerFunction);
  }

  // Which rows have to lie in memory after each function.
  std::vector<std::vector<bool>> live_after_functions() const {
    const std::vector<std::uint32_t> at_end = rows_read_at_end();
    std::vector<std::vector<bool>> live(result_.functions);
    live.back() = Liveness(program_, at_end).live();
    Liveness liveness(program_, at_end);
    for (std::size_t number = result_.functions; number-- > 1;) {
      for (std::size_t i = end_of(number); i-- > end_of(number - 1);) {
        for (const std::size_t k : stocks_done_after_[i + 1])
          liveness.need(program_.stocks[k].rate);
        liveness.step_back_over(program_.step[i]);
      }
      live[number - 1] = liveness.live();
    }
    return live;
  }

  std::string function_text(std::size_t number, const std::vector<bool>& live_after) {
    FunctionText function(program_, tables_, shape_);
    const std::size_t start = number == 0 ? 0 : end_of(number - 1);
    if (number == 0) leave(stocks_done_after_.front(), function);
    for (std::size_t i = start; i < end_of(number); ++i) {
      function.add(program_.step[i], i);
      leave(stocks_done_after_[i + 1], function);
    }
    function.store_rows(live_after);
    result_.calls_instructions = result_.calls_instructions || function.has_calls();
    return function.text(number);
  }

  // Stocks that nothing reads any more go on to the next step.
  void leave(const std::vector<std::size_t>& stocks, FunctionText& function) const {
    for (const std::size_t number : stocks) {
      const LaneStock& stock = program_.stocks[number];
      for (const auto& [from, to] : copies_)
        if (from == stock.row) function.copy_row(from, to);
      function.advance(stock, time_step_);
    }
  }

  // By how many ops come before: which stocks have been read, and their rates computed.
  std::vector<std::vector<std::size_t>> stocks_done_after() const {
    std::vector<std::vector<std::size_t>> done(program_.step.size() + 1);
    if (!result_.layout.advances_stocks) return done;
    std::vector<std::size_t> last_use(program_.rows);
    for (std::size_t i = 0; i < program_.step.size(); ++i) {
      for (const Place& place : program_.step[i].operands)
        if (!place.uniform) last_use[place.index] = i + 1;
      for (const std::uint32_t row : program_.step[i].rows) last_use[row] = i + 1;
    }
    for (std::size_t k = 0; k < program_.stocks.size(); ++k) {
      const LaneStock& stock = program_.stocks[k];
      const std::size_t rate = stock.rate.uniform ? 0 : last_use[stock.rate.index];
      done[std::max(last_use[stock.row], rate)].push_back(k);
    }
    return done;
  }

  const LaneProgram& program_;
  double time_step_;
  const TableImage& tables_;
  StepShape shape_;
  std::vector<bool> stock_rows_;
  StepText result_;
  std::vector<std::vector<std::size_t>> stocks_done_after_;
  std::vector<std::pair<std::uint32_t, std::uint32_t>> copies_;  // a stock's row, the extra row
};

}  // namespace

StepText step_text_of(const LaneProgram& program, program::Method method, double time_step,
                      const TableImage& tables, StepShape shape) {
  return StepWriter(program, method, time_step, tables, shape).write();
}

}  // namespace sluice::execute
