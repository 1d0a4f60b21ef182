// The loops over lanes, compiled once for each width of vectors (ops_four.cpp, ops_eight.cpp):
// plain loops that gcc turns into vector code. Nothing here may use an inline function of a header,
// because such a function would be compiled for a machine that may not be there.
namespace sluice::execute {
namespace {

// One register of lanes (SLUICE_LANES of them), with the vector extension of gcc and clang:
// operators work lane by lane, a comparison gives 0 or all ones, and ?: chooses lane by lane.
constexpr std::size_t kWidth = SLUICE_LANES;
using Pack [[gnu::vector_size(8 * SLUICE_LANES), gnu::may_alias]] = double;
using LoosePack [[gnu::vector_size(8 * SLUICE_LANES), gnu::may_alias, gnu::aligned(8)]] = double;
using Bits [[gnu::vector_size(8 * SLUICE_LANES)]] = long long;
#define SLUICE_INLINE [[gnu::always_inline]] inline

// From anywhere: an operand of a strip may begin within another one.
SLUICE_INLINE Pack load(const double* from) { return *reinterpret_cast<const LoosePack*>(from); }
SLUICE_INLINE void store(double* to, Pack pack) { *reinterpret_cast<Pack*>(to) = pack; }
SLUICE_INLINE void store_loose(double* to, Pack pack) { *reinterpret_cast<LoosePack*>(to) = pack; }
SLUICE_INLINE Pack all(double number) { return number - Pack{}; }
SLUICE_INLINE Pack truth(Bits condition) { return condition ? all(1) : all(0); }
SLUICE_INLINE Pack magnitude(Pack a) {
  return reinterpret_cast<Pack>(reinterpret_cast<Bits>(a) & 0x7fffffffffffffffLL);
}
#if SLUICE_LANES == 8        // masks only because gcc 12 warns of the forms without
#pragma GCC diagnostic push  // unoptimised, the intrinsic is a macro that narrows its mask
#pragma GCC diagnostic ignored "-Wsign-conversion"
SLUICE_INLINE Pack whole_part(Pack a) {
  return _mm512_maskz_roundscale_pd(0xff, a, _MM_FROUND_TO_ZERO | _MM_FROUND_NO_EXC);
}
SLUICE_INLINE Pack root(Pack a) { return _mm512_maskz_sqrt_pd(0xff, a); }
#pragma GCC diagnostic pop
#else
SLUICE_INLINE Pack whole_part(Pack a) {
  return _mm256_round_pd(a, _MM_FROUND_TO_ZERO | _MM_FROUND_NO_EXC);
}
SLUICE_INLINE Pack root(Pack a) { return _mm256_sqrt_pd(a); }
#endif

#define SLUICE_UNARY(name, expression)                          \
  struct name##_op {                                            \
    SLUICE_INLINE static Pack at(Pack a) { return expression; } \
  };
#define SLUICE_BINARY(name, expression)                                 \
  struct name##_op {                                                    \
    SLUICE_INLINE static Pack at(Pack a, Pack b) { return expression; } \
  };
#define SLUICE_TERNARY(name, expression)                                                 \
  struct name##_op {                                                                     \
    SLUICE_INLINE static Pack at(Pack a, Pack b, Pack c, [[maybe_unused]] double time) { \
      return expression;                                                                 \
    }                                                                                    \
  };

SLUICE_UNARY(copy, a)
SLUICE_UNARY(negate, -a)
SLUICE_UNARY(absolute, magnitude(a))
SLUICE_UNARY(logical_not, truth(a == 0))
SLUICE_UNARY(square_root, root(a))
SLUICE_UNARY(truncate, whole_part(a))
SLUICE_BINARY(add, a + b)
SLUICE_BINARY(subtract, a - b)
SLUICE_BINARY(multiply, a* b)
SLUICE_BINARY(divide, a / b)
SLUICE_BINARY(minimum, ((b < a) | (b != b)) ? b : a)
SLUICE_BINARY(maximum, ((b > a) | (b != b)) ? b : a)
SLUICE_BINARY(less, truth(a < b))
SLUICE_BINARY(less_equal, truth(a <= b))
SLUICE_BINARY(equal, truth(a == b))
SLUICE_BINARY(not_equal, truth(a != b))
SLUICE_BINARY(logical_and, truth((a != 0) & (b != 0)))
SLUICE_BINARY(logical_or, truth((a != 0) | (b != 0)))
SLUICE_BINARY(modulo, a - b * whole_part(a / b))
SLUICE_BINARY(quantum, b <= 0 ? a : b * whole_part(a / b))
SLUICE_BINARY(divide_or_zero, magnitude(b) < 1e-6 ? all(0) : a / b)
SLUICE_TERNARY(select, a != 0 ? b : c)
SLUICE_TERNARY(divide_or, magnitude(b) < 1e-6 ? c : a / b)
SLUICE_TERNARY(step_at, time + c > b ? a : all(0))

struct pulse_op {
  SLUICE_INLINE static Pack at(Pack a, Pack b, Pack c, double time) {
    const Pack now = time + c;
    const Pack end = a + (b == 0 ? 2 * c : b);
    return truth((now > a) & (now < end));
  }
};

template <class Op>
void run_unary(const Instruction& in, std::size_t lanes) {
  for (std::size_t i = 0; i < lanes; i += kWidth) store(in.out + i, Op::at(load(in.a + i)));
}

template <class Op, bool uniform_a, bool uniform_b>
void run_binary(const Instruction& in, std::size_t lanes) {
  const Pack a = all(*in.a), b = all(*in.b);
  for (std::size_t i = 0; i < lanes; i += kWidth)
    store(in.out + i, Op::at(uniform_a ? a : load(in.a + i), uniform_b ? b : load(in.b + i)));
}

// `more` is the time of the step.
template <class Op, bool uniform_a, bool uniform_b, bool uniform_c>
void run_ternary(const Instruction& in, std::size_t lanes) {
  const Pack a = all(*in.a), b = all(*in.b), c = all(*in.c);
  const double time = *static_cast<const double*>(in.more);
  for (std::size_t i = 0; i < lanes; i += kWidth)
    store(in.out + i, Op::at(uniform_a ? a : load(in.a + i), uniform_b ? b : load(in.b + i),
                             uniform_c ? c : load(in.c + i), time));
}

// Two ops, the result of the inner one never stored.
template <class Inner, class Outer, bool inner_second, bool uniform_a, bool uniform_b,
          bool uniform_c>
void run_pair(const Instruction& in, std::size_t lanes) {
  const Pack a = all(*in.a), b = all(*in.b), c = all(*in.c);
  for (std::size_t i = 0; i < lanes; i += kWidth) {
    const Pack inner = Inner::at(uniform_a ? a : load(in.a + i), uniform_b ? b : load(in.b + i));
    const Pack other = uniform_c ? c : load(in.c + i);
    store(in.out + i, inner_second ? Outer::at(other, inner) : Outer::at(inner, other));
  }
}

// One vector takes no longer than two numbers by themselves.
SLUICE_INLINE std::size_t whole_vectors(std::size_t lanes) {
  return lanes > 1 ? (lanes + 7) / 8 * 8 : lanes;
}

using Many = void (*)(const double*, double*, std::size_t);
template <Many many>
void run_many(const Instruction& in, std::size_t lanes) {
  many(in.a, in.out, whole_vectors(lanes));
}

constexpr std::size_t kChunk = 64;

template <bool uniform_a, bool uniform_b>
void run_power(const Instruction& in, std::size_t lanes) {
  double filled[kChunk];
  const double one = uniform_a ? *in.a : *in.b;
  lanes = whole_vectors(lanes);
  if (uniform_a || uniform_b)
    for (double& number : filled) number = one;
  for (std::size_t start = 0; start < lanes; start += kChunk) {
    const std::size_t count = lanes - start < kChunk ? lanes - start : kChunk;
    vmath::pow(uniform_a ? filled : in.a + start, uniform_b ? filled : in.b + start, in.out + start,
               count);
  }
}

#if SLUICE_LANES == 8
// A table of 8 or 16 numbers in registers: picking lane by lane is one instruction.
struct Eight {
  Pack numbers;
  SLUICE_INLINE explicit Eight(const double* from) : numbers(load(from)) {}
  SLUICE_INLINE Pack operator[](Bits place) const {
    return _mm512_maskz_permutexvar_pd(0xff, reinterpret_cast<__m512i>(place), numbers);
  }
};
struct Sixteen {
  Pack low, high;
  SLUICE_INLINE explicit Sixteen(const double* from) : low(load(from)), high(load(from + 8)) {}
  SLUICE_INLINE Pack operator[](Bits place) const {
    return _mm512_permutex2var_pd(low, reinterpret_cast<__m512i>(place), high);
  }
};
#endif
struct Any {
  const double* numbers;
  SLUICE_INLINE explicit Any(const double* from) : numbers(from) {}
  SLUICE_INLINE Pack operator[](Bits place) const {
    Pack picked;
    for (std::size_t i = 0; i < kWidth; ++i) picked[i] = numbers[place[i]];
    return picked;
  }
};

// The segment of each lane, by halving their range or (where picking is slow and the table short)
// by counting the bounds before x.
template <class Numbers, bool bounds_belong_left>
SLUICE_INLINE Bits halved(const Numbers& bounds, Pack x, std::size_t segments) {
  Bits segment = {};
  for (auto step = static_cast<long long>(segments / 2); step > 0; step /= 2) {
    const Pack bound = bounds[segment + (step - 1)];
    segment += (bounds_belong_left ? bound < x : bound <= x) & step;
  }
  return segment;
}
template <bool bounds_belong_left>
SLUICE_INLINE Bits counted(const BoundTable& table, Pack x) {
  Bits segment = {};
  for (std::size_t k = 0; k < table.bound_count; ++k) {
    const Pack bound = all(table.bounds[k]);
    segment -= bounds_belong_left ? bound < x : bound <= x;
  }
  return segment;
}

// `Numbers` is how a table is picked from; `segments` of 0 asks for counting.
template <class Numbers, bool bounds_belong_left>
SLUICE_INLINE void look_up_lanes(const Instruction& in, std::size_t lanes, std::size_t segments) {
  const auto& table = *static_cast<const BoundTable*>(in.more);
  const Numbers bounds(table.bounds), at(table.at), y(table.y), slope(table.slope);
  const Pack low = all(table.low), high = all(table.high);
  for (std::size_t start = 0; start < lanes; start += kWidth) {
    const Pack given = load(in.a + start);
    const Pack raised = given < low ? low : given;
    const Pack x = raised > high ? high : raised;
    const Bits segment = segments == 0 ? counted<bounds_belong_left>(table, x)
                                       : halved<Numbers, bounds_belong_left>(bounds, x, segments);
    store(in.out + start, y[segment] + slope[segment] * (x - at[segment]));
  }
}

template <bool bounds_belong_left>
void run_lookup(const Instruction& in, std::size_t lanes) {
  const std::size_t segments = static_cast<const BoundTable*>(in.more)->segment_count;
#if SLUICE_LANES == 8
  if (segments == 8) return look_up_lanes<Eight, bounds_belong_left>(in, lanes, 8);
  if (segments == 16) return look_up_lanes<Sixteen, bounds_belong_left>(in, lanes, 16);
#endif
  look_up_lanes<Any, bounds_belong_left>(in, lanes, segments <= 32 ? 0 : segments);
}

constexpr std::size_t kTogether = 4;  // packs whose running results are in registers at once

template <class Op, std::size_t packs>
SLUICE_INLINE void reduce(const BoundList& list, double* out, std::size_t start, double identity) {
  Pack result[packs];
  for (Pack& pack : result) pack = all(identity);
  for (std::size_t k = 0; k < list.count; ++k) {
    const double* values = list.values[k] + start * list.strides[k];
    const Pack one = all(*values);
    for (std::size_t i = 0; i < packs; ++i)
      result[i] = Op::at(result[i], list.strides[k] == 0 ? one : load(values + i * kWidth));
  }
  for (std::size_t i = 0; i < packs; ++i) store(out + start + i * kWidth, result[i]);
}

template <class Op>
SLUICE_INLINE void run_list_once(const BoundList& list, double* out, double identity) {
  Pack result = all(identity);
  for (std::size_t k = 0; k < list.count; ++k) result = Op::at(result, all(*list.values[k]));
  *out = result[0];
}

template <class Op>
SLUICE_INLINE void run_list(const Instruction& in, std::size_t lanes, double identity) {
  const auto& list = *static_cast<const BoundList*>(in.more);
  if (lanes == 1) return run_list_once<Op>(list, in.out, identity);
  std::size_t start = 0;
  for (; start + kTogether * kWidth <= lanes; start += kTogether * kWidth)
    reduce<Op, kTogether>(list, in.out, start, identity);
  for (; start < lanes; start += kWidth) reduce<Op, 1>(list, in.out, start, identity);
}
void run_sum(const Instruction& in, std::size_t lanes) { run_list<add_op>(in, lanes, 0); }
void run_product(const Instruction& in, std::size_t lanes) { run_list<multiply_op>(in, lanes, 1); }
void run_list_minimum(const Instruction& in, std::size_t lanes) {
  run_list<minimum_op>(in, lanes, __builtin_inf());
}
void run_list_maximum(const Instruction& in, std::size_t lanes) {
  run_list<maximum_op>(in, lanes, -__builtin_inf());
}

void advance(double* row, const double* from, double step, Source rate, std::size_t lanes) {
  const Pack one = all(*rate.values);
  std::size_t i = 0;
  for (; i + kWidth <= lanes; i += kWidth)
    store_loose(row + i, load(from + i) + step * (rate.stride == 0 ? one : load(rate.values + i)));
  for (; i < lanes; ++i) row[i] = from[i] + step * rate.values[i * rate.stride];
}

void accumulate(double* sum, double weight, Source rate, std::size_t lanes) {
  const Pack one = all(*rate.values);
  std::size_t i = 0;
  for (; i + kWidth <= lanes; i += kWidth)
    store_loose(sum + i, load(sum + i) + weight * (rate.stride == 0 ? one : load(rate.values + i)));
  for (; i < lanes; ++i) sum[i] = sum[i] + weight * rate.values[i * rate.stride];
}

// x - x is 0 for a finite x, else NaN.
void note_trouble(double* trouble, const double* row, std::size_t lanes) {
  for (std::size_t i = 0; i < lanes; i += kWidth) {
    // NOLINTNEXTLINE(misc-redundant-expression): x - x tells finite numbers from others
    store(trouble + i, load(trouble + i) + (load(row + i) - load(row + i)));
  }
}

// A NaN of any kind becomes the one that results hold.
void save(const Source* sources, std::size_t count, const Saving& saving) {
  const std::size_t whole = saving.members / kWidth * kWidth;
  for (std::size_t i = 0; i < saving.lanes; i += kWidth) {
    Bits trouble = reinterpret_cast<Bits>(load(saving.trouble + i));
    double* out = saving.out + i;
    for (std::size_t k = 0; k < count; ++k, out += saving.row_stride) {
      const Source from = sources[k];
      const Pack value = from.stride == 0 ? all(*from.values) : load(from.values + i);
      // NOLINTNEXTLINE(misc-redundant-expression): x - x is 0 for finite numbers, else NaN
      trouble |= reinterpret_cast<Bits>(value - value);
      // NOLINTNEXTLINE(misc-redundant-expression): only a NaN differs from itself
      const Pack saved = value != value ? all(__builtin_nan("")) : value;
      if (i < whole)
        store_loose(out, saved);
      else
        for (std::size_t m = i; m < saving.members; ++m) out[m - i] = saved[m - i];
    }
    store(saving.trouble + i, reinterpret_cast<Pack>(trouble));
  }
}

void look(const Source* sources, std::size_t count, double* trouble, std::size_t lanes) {
  for (std::size_t i = 0; i < lanes; i += kWidth) {
    Bits found = reinterpret_cast<Bits>(load(trouble + i));
    for (std::size_t k = 0; k < count; ++k) {
      const Source from = sources[k];
      const Pack value = from.stride == 0 ? all(*from.values) : load(from.values + i);
      // NOLINTNEXTLINE(misc-redundant-expression): x - x is 0 for finite numbers, else NaN
      found |= reinterpret_cast<Bits>(value - value);
    }
    store(trouble + i, reinterpret_cast<Pack>(found));
  }
}

template <class Op>
constexpr void set_binary(Function* by_operands) {
  by_operands[0] = run_binary<Op, false, false>;
  by_operands[kUniformA] = run_binary<Op, true, false>;
  by_operands[kUniformB] = run_binary<Op, false, true>;
}

template <class Op>
constexpr void set_ternary(Function* by_operands) {
  by_operands[0] = run_ternary<Op, false, false, false>;
  by_operands[1] = run_ternary<Op, true, false, false>;
  by_operands[2] = run_ternary<Op, false, true, false>;
  by_operands[3] = run_ternary<Op, true, true, false>;
  by_operands[4] = run_ternary<Op, false, false, true>;
  by_operands[5] = run_ternary<Op, true, false, true>;
  by_operands[6] = run_ternary<Op, false, true, true>;
  by_operands[7] = run_ternary<Op, true, true, true>;  // an op of time only, run in lanes
}

template <class Inner, class Outer, bool inner_second>
constexpr void set_pair(Function* by_operands) {
  by_operands[0] = run_pair<Inner, Outer, inner_second, false, false, false>;
  by_operands[1] = run_pair<Inner, Outer, inner_second, true, false, false>;
  by_operands[2] = run_pair<Inner, Outer, inner_second, false, true, false>;
  by_operands[3] = run_pair<Inner, Outer, inner_second, true, true, false>;  // in strips
  by_operands[4] = run_pair<Inner, Outer, inner_second, false, false, true>;
  by_operands[5] = run_pair<Inner, Outer, inner_second, true, false, true>;
  by_operands[6] = run_pair<Inner, Outer, inner_second, false, true, true>;
}

template <class Inner>
constexpr void set_pairs(OpSet& set, program::OpCode inner) {
#define SLUICE_SET_PAIR(name)                                                                     \
  set_pair<Inner, name##_op, false>(set.pairs[pair_number(inner, program::OpCode::name, false)]); \
  set_pair<Inner, name##_op, true>(set.pairs[pair_number(inner, program::OpCode::name, true)]);
  SLUICE_SET_PAIR(add)
  SLUICE_SET_PAIR(subtract)
  SLUICE_SET_PAIR(multiply)
  SLUICE_SET_PAIR(divide)
  SLUICE_SET_PAIR(minimum)
  SLUICE_SET_PAIR(maximum)
}

constexpr OpSet make_ops() {
  OpSet set;
  set_pairs<add_op>(set, program::OpCode::add);
  set_pairs<subtract_op>(set, program::OpCode::subtract);
  set_pairs<multiply_op>(set, program::OpCode::multiply);
  set_pairs<divide_op>(set, program::OpCode::divide);
  const auto of = [&set](program::OpCode code) {
    return set.arithmetic[static_cast<std::size_t>(code)];
  };
#define SLUICE_SET_UNARY(name) of(program::OpCode::name)[0] = run_unary<name##_op>;
  SLUICE_SET_UNARY(copy)
  SLUICE_SET_UNARY(negate)
  SLUICE_SET_UNARY(absolute)
  SLUICE_SET_UNARY(logical_not)
  SLUICE_SET_UNARY(square_root)
  SLUICE_SET_UNARY(truncate)
#define SLUICE_SET_BINARY(name) set_binary<name##_op>(of(program::OpCode::name));
  SLUICE_SET_BINARY(add)
  SLUICE_SET_BINARY(subtract)
  SLUICE_SET_BINARY(multiply)
  SLUICE_SET_BINARY(divide)
  SLUICE_SET_BINARY(minimum)
  SLUICE_SET_BINARY(maximum)
  SLUICE_SET_BINARY(less)
  SLUICE_SET_BINARY(less_equal)
  SLUICE_SET_BINARY(equal)
  SLUICE_SET_BINARY(not_equal)
  SLUICE_SET_BINARY(logical_and)
  SLUICE_SET_BINARY(logical_or)
  SLUICE_SET_BINARY(modulo)
  SLUICE_SET_BINARY(quantum)
  SLUICE_SET_BINARY(divide_or_zero)
#define SLUICE_SET_TERNARY(name) set_ternary<name##_op>(of(program::OpCode::name));
  SLUICE_SET_TERNARY(select)
  SLUICE_SET_TERNARY(divide_or)
  SLUICE_SET_TERNARY(step_at)
  SLUICE_SET_TERNARY(pulse)
#define SLUICE_SET_MANY(name, function) of(program::OpCode::name)[0] = run_many<vmath::function>;
  SLUICE_SET_MANY(exponential, exp)
  SLUICE_SET_MANY(logarithm, log)
  SLUICE_SET_MANY(sine, sin)
  SLUICE_SET_MANY(cosine, cos)
  SLUICE_SET_MANY(tangent, tan)
  SLUICE_SET_MANY(arcsine, asin)
  SLUICE_SET_MANY(arccosine, acos)
  SLUICE_SET_MANY(arctangent, atan)
  SLUICE_SET_MANY(hyperbolic_sine, sinh)
  SLUICE_SET_MANY(hyperbolic_cosine, cosh)
  SLUICE_SET_MANY(hyperbolic_tangent, tanh)
  Function* power = of(program::OpCode::power);
  power[0] = run_power<false, false>;
  power[kUniformA] = run_power<true, false>;
  power[kUniformB] = run_power<false, true>;
  set.lookup = run_lookup<false>;
  set.lookup_left = run_lookup<true>;
  set.sum = run_sum;
  set.product = run_product;
  set.list_minimum = run_list_minimum;
  set.list_maximum = run_list_maximum;
  set.advance = advance;
  set.accumulate = accumulate;
  set.note_trouble = note_trouble;
  set.save = save;
  set.look = look;
  return set;
}

}  // namespace
}  // namespace sluice::execute
