// The whole run of a Program for eight members at once as one C function, every value a vector in a
// local variable: the form that a person would write by hand for one model, and the limit that
// executors aim at. Made from the same optimised program; needs AVX-512. Only the ops of ordinary
// models are known.
#pragma once

#include <bit>
#include <cmath>
#include <optional>

#include "base/format.h"
#include "execute/lanes/lane_program.h"
#include "shared_library.h"

namespace sluice::bench {

class FusedC {
 public:
  // None where the machine or an op is not one of those.
  static std::optional<FusedC> make(const program::Program& program) {
    if (!__builtin_cpu_supports("x86-64-v4")) return std::nullopt;
    FusedC made(program);
    const std::string text = made.run_text();
    if (made.has_unknown_ops_) return std::nullopt;
    made.library_ = std::make_shared<SharedLibrary>(std::string(kPrelude) + text);
    made.run_ = std::bit_cast<Run>(made.library_->function("run_eight"));
    return made;
  }

  // `prepared` as of the Kernel; members in whole vectors.
  void run(std::span<const double> prepared, const execute::Block& block,
           execute::OutputView output) const {
    const std::size_t times = saved_steps(program_->timing).size();
    const double* varying = prepared.data() + lanes_.frontier.fixed.size();
    for (std::size_t first = 0; first + 8 <= block.members; first += 8)
      run_(prepared.data(), varying, block.values.data() + first, block.stride, output.out + first,
           output.stride, times);
  }

 private:
  using Run = void (*)(const double*, const double*, const double*, std::size_t, double*,
                       std::size_t, std::size_t);

  static constexpr std::string_view kPrelude = R"(#include <immintrin.h>
typedef double V __attribute__((vector_size(64)));
#define INLINE static inline __attribute__((always_inline))
#define MASK(a, b, how) _mm512_cmp_pd_mask(a, b, _CMP_##how)
INLINE V all(double x) { return _mm512_set1_pd(x); }
INLINE V choose(__mmask8 m, V yes, V no) { return _mm512_mask_blend_pd(m, no, yes); }
INLINE V truth(__mmask8 m) { return choose(m, all(1), all(0)); }
INLINE __mmask8 is_true(V a) { return MASK(a, all(0), NEQ_UQ); }
INLINE V op_copy(V a) { return a; }
INLINE V op_add(V a, V b) { return a + b; }
INLINE V op_subtract(V a, V b) { return a - b; }
INLINE V op_multiply(V a, V b) { return a * b; }
INLINE V op_divide(V a, V b) { return a / b; }
INLINE V op_negate(V a) { return -a; }
INLINE V op_absolute(V a) { return _mm512_abs_pd(a); }
INLINE V op_square_root(V a) { return _mm512_sqrt_pd(a); }
INLINE V op_minimum(V a, V b) { return choose(MASK(b, a, LT_OQ) | MASK(b, b, UNORD_Q), b, a); }
INLINE V op_maximum(V a, V b) { return choose(MASK(b, a, GT_OQ) | MASK(b, b, UNORD_Q), b, a); }
INLINE V op_less(V a, V b) { return truth(MASK(a, b, LT_OQ)); }
INLINE V op_less_equal(V a, V b) { return truth(MASK(a, b, LE_OQ)); }
INLINE V op_equal(V a, V b) { return truth(MASK(a, b, EQ_OQ)); }
INLINE V op_not_equal(V a, V b) { return truth(MASK(a, b, NEQ_UQ)); }
INLINE V op_logical_and(V a, V b) { return truth(is_true(a) & is_true(b)); }
INLINE V op_logical_or(V a, V b) { return truth(is_true(a) | is_true(b)); }
INLINE V op_logical_not(V a) { return truth(~is_true(a)); }
INLINE V op_select(V a, V b, V c) { return choose(is_true(a), b, c); }
INLINE V op_divide_or_zero(V a, V b) {
  return choose(MASK(op_absolute(b), all(1e-6), LT_OQ), all(0), a / b);
}
INLINE V op_divide_or(V a, V b, V c) {
  return choose(MASK(op_absolute(b), all(1e-6), LT_OQ), c, a / b);
}
__m512d Sleef_finz_expd8_u10avx512f(__m512d);
__m512d Sleef_finz_logd8_u10avx512f(__m512d);
__m512d Sleef_finz_powd8_u10avx512f(__m512d, __m512d);
INLINE V op_exponential(V a) { return Sleef_finz_expd8_u10avx512f(a); }
INLINE V op_logarithm(V a) { return Sleef_finz_logd8_u10avx512f(a); }
INLINE V op_power(V a, V b) { return Sleef_finz_powd8_u10avx512f(a, b); }
INLINE V pick(const double* table, int count, __m512i at) {
  if (count == 8) return _mm512_permutexvar_pd(at, *(const V*)table);
  if (count == 16) return _mm512_permutex2var_pd(*(const V*)table, at, *(const V*)(table + 8));
  return _mm512_i64gather_pd(at, table, 8);
}
INLINE V look_up(const double* bounds, const double* at, const double* y, const double* slope,
                 int count, int left, double low, double high, V given) {
  const V x = _mm512_min_pd(all(high), _mm512_max_pd(all(low), given));
  __m512i place = _mm512_setzero_si512();
  for (int step = count / 2; step > 0; step /= 2) {
    const V bound = pick(bounds, count, _mm512_add_epi64(place, _mm512_set1_epi64(step - 1)));
    const __mmask8 on = left ? MASK(bound, x, LT_OQ) : MASK(bound, x, LE_OQ);
    place = _mm512_mask_add_epi64(place, on, place, _mm512_set1_epi64(step));
  }
  return pick(y, count, place) + pick(slope, count, place) * (x - pick(at, count, place));
}
INLINE V one_nan(V a) { return choose(MASK(a, a, UNORD_Q), all(__builtin_nan("")), a); }
)";

  explicit FusedC(const program::Program& program)
      : program_(&program), lanes_(execute::compile_lanes(program, std::size_t{1} << 25U)) {}

  static std::string literal(double value) {
    if (std::isinf(value)) return value > 0 ? "__builtin_inf()" : "(-__builtin_inf())";
    return std::isnan(value) ? "__builtin_nan(\"\")" : format("{:a}", value);
  }
  std::string at(const execute::Place& place) const {
    if (!place.uniform) return format("r{}", place.index);
    const std::size_t fixed = lanes_.frontier.fixed.size();
    if (place.index < fixed) return format("all(fixed[{}])", place.index);
    return format("all(now[{}])", place.index - fixed);
  }
  static std::string call(program::OpCode code, const std::vector<std::string>& operands) {
    std::string text = format("op_{}(", program::info_of(code).name);
    for (const std::string& operand : operands) text += (text.back() == '(' ? "" : ", ") + operand;
    return text + ")";
  }

  bool knows(program::OpCode code) const {
    return kPrelude.find(format(" op_{}(", program::info_of(code).name)) != std::string_view::npos;
  }
  std::string value_of(const execute::LaneOp& op) {
    using program::OpShape;
    std::vector<std::string> operands;
    for (const execute::Place& place : op.operands) operands.push_back(at(place));
    const OpShape shape = program::info_of(op.code).shape;
    if (shape == OpShape::table) return lookup_text(op.number, operands[0]);
    if (op.code == program::OpCode::sum) {
      std::string text = "all(0)";
      for (const std::string& operand : operands) text += " + " + operand;
      return text;
    }
    has_unknown_ops_ = has_unknown_ops_ || !knows(op.code) || (op.inner && !knows(*op.inner));
    if (!op.inner) return call(op.code, operands);
    const std::string inner = call(*op.inner, {operands[0], operands[1]});
    if (op.inner_second) return call(op.code, {operands[2], inner});
    return call(op.code, {inner, operands[2]});
  }
  std::string lookup_text(std::size_t number, const std::string& x) const {
    const program::Segments& table = lanes_.tables[number];
    return format("look_up(b{0}, a{0}, y{0}, s{0}, {1}, {2}, {3}, {4}, {5})", number, padded(table),
                  table.bounds_belong_left ? 1 : 0, literal(table.low), literal(table.high), x);
  }
  static std::size_t padded(const program::Segments& table) {
    return std::max<std::size_t>(std::bit_ceil(table.segments.size()), 8);
  }

  std::string tables_text() const {
    std::string text;
    const auto array = [&](char kind, std::size_t number, const std::vector<double>& values) {
      text += format("static const double {}{}[] __attribute__((aligned(64))) = {{", kind, number);
      for (const double value : values) text += literal(value) + ",";
      text += "};\n";
    };
    for (std::size_t i = 0; i < lanes_.tables.size(); ++i) {
      const program::Segments& table = lanes_.tables[i];
      std::vector<double> bounds = table.bounds, from, y, slope;
      bounds.resize(padded(table), __builtin_inf());
      for (std::size_t k = 0; k < padded(table); ++k) {
        const auto& segment = table.segments[std::min(k, table.segments.size() - 1)];
        from.push_back(segment.at), y.push_back(segment.y), slope.push_back(segment.slope);
      }
      array('b', i, bounds), array('a', i, from), array('y', i, y), array('s', i, slope);
    }
    return text;
  }

  std::string ops_text(const std::vector<execute::LaneOp>& ops) {
    std::string text;
    for (const execute::LaneOp& op : ops) text += format("  r{} = {};\n", op.rows[0], value_of(op));
    return text;
  }
  std::string saved_text() const {
    std::string text = "static const unsigned saved[] = {";
    for (const std::uint32_t step : saved_steps(program_->timing)) text += format("{},", step);
    return text + "};\n";
  }

  std::string run_text() {
    has_unknown_ops_ = program_->method != program::Method::euler || !lanes_.memories.empty() ||
                       !lanes_.time.uniform || !lanes_.scheduled_inputs.empty();
    std::string text = tables_text() + saved_text();
    text +=
        "void run_eight(const double* fixed, const double* now, const double* in, unsigned long "
        "stride, double* out, unsigned long out_stride, unsigned long times) {\n";
    for (std::uint32_t row = 0; row < lanes_.rows; ++row) text += format("  V r{};\n", row);
    for (const execute::LaneInput& input : lanes_.member_inputs)
      text += format("  r{} = _mm512_loadu_pd(in + {} * stride);\n", input.row, input.input);
    text += ops_text(lanes_.initial);
    for (const execute::LaneStock& stock : lanes_.stocks)
      text += format("  r{} = {};\n", stock.row, at(stock.initial));
    text += "  for (unsigned step = 0, place = 0;; ++step) {\n" + ops_text(lanes_.step);
    text += "  if (place < times && saved[place] == step) {\n";
    for (std::size_t k = 0; k < lanes_.outputs.size(); ++k)
      text += format("  _mm512_storeu_pd(out + ({} * times + place) * out_stride, one_nan({}));\n",
                     k, at(lanes_.outputs[k]));
    text += format("  ++place; }}\n  if (step == {}) break;\n", program_->timing.steps);
    for (const execute::LaneStock& stock : lanes_.stocks)
      text += format("  r{0} = r{0} + all({1}) * {2};\n", stock.row,
                     literal(program_->timing.time_step), at(stock.rate));
    return text + format("  now += {};\n  }}\n}}\n", lanes_.frontier.varying.size());
  }

  const program::Program* program_;
  execute::LaneProgram lanes_;
  std::shared_ptr<SharedLibrary> library_;
  Run run_ = nullptr;
  bool has_unknown_ops_ = false;
};

}  // namespace sluice::bench
