#include "program/emit_c.h"

#include <cmath>
#include <span>
#include <vector>

#include "base/format.h"
#include "program/draw.h"
#include "program/draw_shapes.h"
#include "program/lookup.h"
#include "program/operands.h"
#include "program/vectors.h"

namespace sluice::program {
namespace {

constexpr std::string_view kIncludes = "#include <math.h>\n#include <stdint.h>\n";
constexpr std::string_view kPrelude = R"(typedef struct {
  uint64_t seed, member;
  double (*uniform)(uint64_t, uint64_t, uint32_t, uint32_t);
  double (*standard_normal)(uint64_t, uint64_t, uint32_t, uint32_t, double, double);
  double (*shape)(uint32_t, uint64_t, uint64_t, uint32_t, uint32_t, double, double);
  void (*vector)(uint32_t, const double*, uint32_t, double*, uint32_t);
} SluiceServices;
typedef struct { int count, left; double low, high; const double *bounds, *at, *y, *slope; } Table;
static inline double look_up(const Table* t, double given) {
  const double raised = given < t->low ? t->low : given;
  const double x = raised > t->high ? t->high : raised;
  int k = 0;
  if (t->left) { while (k < t->count && t->bounds[k] < x) ++k; }
  else { while (k < t->count && t->bounds[k] <= x) ++k; }
  return t->y[k] + t->slope[k] * (x - t->at[k]);
}
static inline uint32_t length_of(double length, uint32_t most) {
  const double rounded = round(length);
  return !(rounded >= 1) ? 1 : rounded < most ? (uint32_t)rounded : most;
}
static inline double minimum(double a, double b) { return b < a || b != b ? b : a; }
static inline double maximum(double a, double b) { return b > a || b != b ? b : a; }
#define SLEEF(name, accuracy) double Sleef_finz_##name##d1_##accuracy##purecfma(double)
SLEEF(exp, u10); SLEEF(log, u10); SLEEF(sin, u10); SLEEF(cos, u10); SLEEF(tan, u10);
SLEEF(asin, u10); SLEEF(acos, u10); SLEEF(atan, u10);
SLEEF(sinh, u10); SLEEF(cosh, u10); SLEEF(tanh, u10);
double Sleef_finz_powd1_u10purecfma(double, double);
)";

std::string literal(double value) {
  if (std::isnan(value)) return "NAN";
  if (std::isinf(value)) return value > 0 ? "INFINITY" : "(-INFINITY)";
  return format("{:a}", value);
}

std::string array(std::string_view name, const std::vector<double>& values) {
  std::string text = format("static const double {}[] = {{", name);
  for (const double value : values) text += literal(value) + ",";
  return text + "0};\n";
}

std::string table_text(const Table& table, std::size_t number) {
  const Segments segments = segments_of(table);
  std::vector<double> at, y, slope;
  for (const Segment& segment : segments.segments) {
    at.push_back(segment.at);
    y.push_back(segment.y);
    slope.push_back(segment.slope);
  }
  std::string text;
  text += array(format("bounds_{}", number), segments.bounds);
  text += array(format("at_{}", number), at);
  text += array(format("y_{}", number), y);
  text += array(format("slope_{}", number), slope);
  return text +
         format(
             "static const Table table_{0} = {{{1}, {2}, {3}, {4}, bounds_{0}, at_{0}, y_{0}, "
             "slope_{0}}};\n",
             number, segments.bounds.size(), segments.bounds_belong_left ? 1 : 0,
             literal(segments.low), literal(segments.high));
}

class Emitter {
 public:
  explicit Emitter(const Program& program) : program_(program), names_(program.slot_count) {}

  std::string emit() {
    for (Slot slot = 0; slot < program_.slot_count; ++slot) names_[slot] = format("s{}", slot);
    for (const Constant& constant : program_.constants)
      names_[constant.slot] = literal(constant.value);
    for (std::size_t i = 0; i < program_.inputs.size(); ++i)
      if (program_.inputs[i].kind != InputKind::scheduled)
        names_[program_.inputs[i].slot] = format("inputs[{}]", i);
    for (const Op& op : program_.once)
      for (std::uint32_t k = 0; k < written_count(op); ++k)
        names_[op.dst + k] = format("once[{}]", op.dst + k);
    std::string text(kIncludes);
    text += kPrelude;
    for (std::size_t i = 0; i < program_.tables.size(); ++i)
      text += table_text(program_.tables[i], i);
    return text + prepare_text() + member_text();
  }

 private:
  const std::string& at(Slot slot) const { return names_[slot]; }

  std::string prepare_text() const {
    return "void sluice_prepare(const double* inputs, const SluiceServices* services, double* "
           "once) {\n"
           "  (void)services; (void)inputs; (void)once;\n" +
           ops_text(program_.once) + "}\n";
  }

  std::string ops_text(const std::vector<Op>& ops) const {
    std::string text;
    for (const Op& op : ops)
      text += info_of(op.code).shape == OpShape::list_to_list
                  ? vector_text(op)
                  : format("  {} = {};\n", at(op.dst), value_text(op));
    return text;
  }

  std::string vector_text(const Op& op) const {
    const std::span<const Slot> list = list_of(program_, op);
    std::string text = "  { const double values[] = {";
    for (const Slot slot : list) text += at(slot) + ",";
    text += format("}}; double results[{0}]; services->vector({1}U, values, {2}U, results, {0}U);",
                   op.c, static_cast<unsigned>(op.code), op.b);
    for (std::uint32_t k = 0; k < op.c; ++k)
      text += format(" {} = results[{}];", at(op.dst + k), k);
    return text + " }\n";
  }

  std::string value_text(const Op& op) const {
    switch (info_of(op.code).shape) {
      case OpShape::unary:
      case OpShape::binary:
      case OpShape::ternary: return plain_text(op);
      case OpShape::table: return format("look_up(&table_{}, {})", op.b, at(op.a));
      case OpShape::memory:
        if (program_.memories[op.b].at_start) return format("ring_{}[0]", op.b);
        return format("step < length_{0} ? initial_{0} : ring_{0}[step - length_{0}]", op.b);
      case OpShape::random: return draw_text(op);
      case OpShape::list: return list_text(op);
      case OpShape::list_to_list: break;
    }
    return "";
  }

  std::string draw_text(const Op& op) const {
    const std::string arguments = format("services->seed, services->member, {}U, step", op.c);
    if (op.code == OpCode::random_standard_normal)
      return format("services->standard_normal({}, {}, {})", arguments, at(op.a), at(op.b));
    if (op.code != OpCode::random_uniform)
      return format("services->shape({}U, {}, {}, {})", static_cast<unsigned>(op.code), arguments,
                    at(op.a), at(op.b));
    return format("{0} + ({1} - {0}) * services->uniform({2})", at(op.a), at(op.b), arguments);
  }

  std::string list_text(const Op& op) const {
    const bool sum = op.code == OpCode::sum, product = op.code == OpCode::product;
    std::string text = sum ? "0.0" : product ? "1.0" : "";
    if (text.empty()) text = op.code == OpCode::list_minimum ? "INFINITY" : "(-INFINITY)";
    for (const Slot slot : list_of(program_, op)) {
      if (sum || product)
        text += (sum ? " + " : " * ") + at(slot);
      else
        text = format("{}({}, {})", op.code == OpCode::list_minimum ? "minimum" : "maximum", text,
                      at(slot));
    }
    return text;
  }

  // {0}, {1}, {2} are the operands, {3} the time of the step.
  static std::string_view pattern_of(OpCode code) {
    switch (code) {
#define SLUICE_C(name, pattern) \
  case OpCode::name: return pattern;
      SLUICE_C(copy, "{0}")
      SLUICE_C(add, "{0} + {1}")
      SLUICE_C(subtract, "{0} - {1}")
      SLUICE_C(multiply, "{0} * {1}")
      SLUICE_C(divide, "{0} / {1}")
      SLUICE_C(power, "Sleef_finz_powd1_u10purecfma({0}, {1})")
      SLUICE_C(negate, "-({0})")
      SLUICE_C(absolute, "fabs({0})")
      SLUICE_C(minimum, "minimum({0}, {1})")
      SLUICE_C(maximum, "maximum({0}, {1})")
      SLUICE_C(less, "{0} < {1} ? 1.0 : 0.0")
      SLUICE_C(less_equal, "{0} <= {1} ? 1.0 : 0.0")
      SLUICE_C(equal, "{0} == {1} ? 1.0 : 0.0")
      SLUICE_C(not_equal, "{0} != {1} ? 1.0 : 0.0")
      SLUICE_C(logical_and, "({0} != 0) & ({1} != 0) ? 1.0 : 0.0")
      SLUICE_C(logical_or, "({0} != 0) | ({1} != 0) ? 1.0 : 0.0")
      SLUICE_C(logical_not, "{0} == 0 ? 1.0 : 0.0")
      SLUICE_C(select, "{0} != 0 ? {1} : {2}")
      SLUICE_C(exponential, "Sleef_finz_expd1_u10purecfma({0})")
      SLUICE_C(logarithm, "Sleef_finz_logd1_u10purecfma({0})")
      SLUICE_C(square_root, "sqrt({0})")
      SLUICE_C(sine, "Sleef_finz_sind1_u10purecfma({0})")
      SLUICE_C(cosine, "Sleef_finz_cosd1_u10purecfma({0})")
      SLUICE_C(tangent, "Sleef_finz_tand1_u10purecfma({0})")
      SLUICE_C(arcsine, "Sleef_finz_asind1_u10purecfma({0})")
      SLUICE_C(arccosine, "Sleef_finz_acosd1_u10purecfma({0})")
      SLUICE_C(arctangent, "Sleef_finz_atand1_u10purecfma({0})")
      SLUICE_C(hyperbolic_sine, "Sleef_finz_sinhd1_u10purecfma({0})")
      SLUICE_C(hyperbolic_cosine, "Sleef_finz_coshd1_u10purecfma({0})")
      SLUICE_C(hyperbolic_tangent, "Sleef_finz_tanhd1_u10purecfma({0})")
      SLUICE_C(truncate, "trunc({0})")
      SLUICE_C(modulo, "{0} - {1} * trunc({0} / {1})")
      SLUICE_C(quantum, "{1} <= 0 ? {0} : {1} * trunc({0} / {1})")
      SLUICE_C(divide_or_zero, "fabs({1}) < 1e-6 ? 0.0 : {0} / {1}")
      SLUICE_C(divide_or, "fabs({1}) < 1e-6 ? {2} : {0} / {1}")
      SLUICE_C(step_at, "{3} + {2} > {1} ? {0} : 0.0")
      SLUICE_C(pulse, "{3} + {2} > {0} && {3} + {2} < {0} + ({1} == 0 ? 2 * {2} : {1}) ? 1.0 : 0.0")
#undef SLUICE_C
      default: return "";
    }
  }

  std::string time_of_step() const {
    if (!program_.timing.times.empty()) return "times[step]";
    return format("({} + (double)step * {})", literal(program_.timing.initial_time),
                  literal(program_.timing.time_step));
  }

  std::string plain_text(const Op& op) const {
    const std::uint32_t operands[] = {op.a, op.b, op.c};
    const std::size_t count = direct_operands(op);
    std::string text;
    const std::string_view pattern = pattern_of(op.code);
    for (std::size_t i = 0; i < pattern.size(); ++i) {
      if (pattern[i] != '{') {
        text += pattern[i];
        continue;
      }
      const auto place = static_cast<std::size_t>(pattern[i + 1] - '0');
      text += place < count ? at(operands[place]) : time_of_step();
      i += 2;
    }
    return text;
  }

  std::string declarations() const {
    std::vector<bool> declared(program_.slot_count);
    std::string text = format("  double {};\n", at(program_.time));
    const auto declare = [&](Slot slot) {
      if (!declared[slot]) text += format("  double {} = 0;\n", at(slot));
      declared[slot] = true;
    };
    for (const Input& input : program_.inputs)
      if (input.kind == InputKind::scheduled) declare(input.slot);
    for (const std::vector<Op>* ops : {&program_.initial, &program_.step})
      for (const Op& op : *ops)
        for (std::uint32_t k = 0; k < written_count(op); ++k) declare(op.dst + k);
    for (std::size_t i = 0; i < program_.stocks.size(); ++i)
      text += format("  double {} = 0, rate_{}, from_{}, sum_{};\n", at(program_.stocks[i].slot), i,
                     i, i);
    return text;
  }

  std::string scheduled_text(std::string_view step) const {
    std::string text;
    std::size_t row = 0;
    for (const Input& input : program_.inputs)
      if (input.kind == InputKind::scheduled)
        text += format("  {} = scheduled[{} + {}];\n", at(input.slot),
                       row++ * (program_.timing.steps + std::size_t{1}), step);
    return text;
  }

  std::string initial_text() const {
    std::string text =
        format("  {} = {};\n", at(program_.time), literal(program_.timing.initial_time));
    text += "  const uint32_t first = 0;\n  { const uint32_t step = first; (void)step;\n";
    text += scheduled_text("step") + ops_text(program_.initial) + "  }\n";
    for (const Stock& stock : program_.stocks)
      text += format("  {} = {};\n", at(stock.slot), at(stock.initial));
    for (std::size_t i = 0; i < program_.memories.size(); ++i) {
      const Memory& memory = program_.memories[i];
      if (memory.at_start) {
        text += format("  double ring_{}[1];\n", i);
        continue;
      }
      text += format("  const double initial_{} = {};\n", i, at(memory.initial));
      text += format("  const uint32_t length_{} = length_of({}, {});\n", i, at(memory.length),
                     program_.timing.steps + 1);
      text += format("  double ring_{}[{}];\n", i, program_.timing.steps + 1);
    }
    return text;
  }

  std::string save_text() const {
    const auto saved = saved_steps(program_.timing);
    std::string text = "    if (stage == 0 && place < saved_count && saved[place] == step) {\n";
    for (std::size_t i = 0; i < program_.outputs.size(); ++i) {
      const std::string& value = at(program_.outputs[i].slot);
      text += format("      out[{} + place] = {} != {} ? NAN : {};\n", i * saved.size(), value,
                     value, value);
    }
    return text + "      ++place;\n    }\n";
  }

  std::string advance_text() const {
    std::string text = "    if (step == last) break;\n    if (stage == 0) {\n";
    for (std::size_t i = 0; i < program_.memories.size(); ++i)
      if (!program_.memories[i].at_start)
        text += format("      ring_{}[step] = {};\n", i, at(program_.memories[i].input));
    text += "    }\n";
    for (std::size_t i = 0; i < program_.stocks.size(); ++i)
      text += format("    rate_{} = {};\n", i, at(program_.stocks[i].rate));
    for (std::size_t i = 0; i < program_.stocks.size(); ++i)
      text += program_.method == Method::euler ? euler_text(i) : stages_text(i);
    return text;
  }
  std::string euler_text(std::size_t i) const {
    return format("    {0} = {0} + {1} * rate_{2};\n", at(program_.stocks[i].slot),
                  literal(program_.timing.time_step), i);
  }
  std::string stages_text(std::size_t i) const {
    const auto stages = stages_of(program_.method);
    return format(
        "    if (stage == 0) from_{1} = {0};\n"
        "    sum_{1} = stage <= {2} ? rate_{1} : sum_{1} + weight[stage] * rate_{1};\n"
        "    {0} = from_{1} + (stage < {3} ? reach[stage] * rate_{1} : {4} * sum_{1});\n",
        at(program_.stocks[i].slot), i, stages[0].weight == 0 ? 1 : 0, stages.size() - 1,
        literal(program_.timing.time_step / total_weight(program_.method)));
  }

  std::string stage_time_text() const {
    const bool even = program_.timing.times.empty();
    return format("    {0} = stage == 0 ? {1} : {1} + reach[stage - 1]{2};\n", at(program_.time),
                  time_of_step(), even ? "" : " * (times[step + 1] - times[step])");
  }

  // What stocks hold when a step begins.
  std::string start_text() const {
    std::string text;
    for (std::size_t i = 0; i < program_.memories.size(); ++i)
      if (program_.memories[i].at_start)
        text += format("    if (stage == 0) ring_{}[0] = {};\n", i, at(program_.memories[i].input));
    return text;
  }

  // Of each stage: its weight, and how far its rates reach.
  std::string stages_tables() const {
    std::string weights, reaches;
    for (const Stage& stage : stages_of(program_.method)) {
      weights += literal(stage.weight) + ",";
      reaches += literal(stage.reach * program_.timing.time_step) + ",";
    }
    return format("  static const double weight[] = {{{}}}, reach[] = {{{}}};\n  (void)weight;\n",
                  weights, reaches);
  }

  std::string member_text() const {
    std::string steps;
    for (const std::uint32_t step : saved_steps(program_.timing)) steps += format("{},", step);
    std::string text = format("static const uint32_t saved[] = {{{}0}};\n", steps);
    if (!program_.timing.times.empty()) text += array("times", program_.timing.times);
    text +=
        "void sluice_member(const double* inputs, const double* scheduled, const double* once,\n"
        "                   const SluiceServices* services, double* out) {\n"
        "  (void)inputs; (void)scheduled; (void)once; (void)services;\n";
    text += stages_tables() + declarations() + initial_text();
    text += format("  const uint32_t last = {}, saved_count = {};\n  uint32_t place = 0;\n",
                   program_.timing.steps, saved_steps(program_.timing).size());
    text += "  for (uint32_t step = 0; step <= last; ++step) {\n" + scheduled_text("step");
    text += format("  for (int stage = 0; stage < {}; ++stage) {{\n",
                   stages_of(program_.method).size());
    text +=
        stage_time_text() + start_text() + ops_text(program_.step) + save_text() + advance_text();
    return text + "  }\n  }\n}\n";
  }

  const Program& program_;
  std::vector<std::string> names_;
};

double draw_normal_within(std::uint64_t seed, std::uint64_t member, std::uint32_t stream,
                          std::uint32_t step, double low, double high) {
  return draw_standard_normal(seed, member, stream, step, {low, high});
}

double draw_of_shape(std::uint32_t code, std::uint64_t seed, std::uint64_t member,
                     std::uint32_t stream, std::uint32_t step, double a, double b) {
  return draw_shape(static_cast<OpCode>(code), seed, member, stream, step, a, b);
}

void run_vector(std::uint32_t code, const double* operands, std::uint32_t count, double* results,
                std::uint32_t result_count) {
  vector_op(static_cast<OpCode>(code), {operands, count}, {results, result_count});
}

}  // namespace

std::string emit_c(const Program& program) { return Emitter(program).emit(); }

SluiceServices services_of(std::uint64_t seed, std::uint64_t member) {
  return {seed, member, draw_uniform, draw_normal_within, draw_of_shape, run_vector};
}

}  // namespace sluice::program
