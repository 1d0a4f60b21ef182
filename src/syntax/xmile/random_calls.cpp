// Draws: XMILE's random functions with their seeds left out or given (OASIS XMILE 1.0, 3.5.2).
#include "syntax/xmile/build.h"
#include "syntax/xmile/translate.h"

namespace sluice::syntax::xmile {

namespace {

// Bounds so wide that no draw meets them.
constexpr double kWide = 1e99;

}  // namespace

Expr Translator::seeded(const std::string& id, const std::vector<double>& bounds, Expr a, Expr b,
                        const Applied& form, std::size_t seed, Span span) {
  std::vector<Expr> arguments;
  for (const double bound : bounds) arguments.push_back(number(bound, span));
  arguments.push_back(std::move(a));
  arguments.push_back(std::move(b));
  arguments.push_back(argument_or(form, seed, 0, span));
  return call(id, std::move(arguments), span);
}

std::optional<Expr> Translator::random(const std::string& name, const Applied& form, Span span) {
  if ((name == "random" || name == "uniform") && count_is("RANDOM", form, span, 2, 3)) {
    return seeded("random_uniform", {}, argument(form, 0), argument(form, 1), form, 2, span);
  }
  if (name == "normal" && count_is("NORMAL", form, span, 2, 5)) {
    if (form.arguments.size() < 5) {
      return seeded("random_normal", {-kWide, kWide}, argument(form, 0), argument(form, 1), form, 2,
                    span);
    }
    return call_of("random_normal", span, argument(form, 3), argument(form, 4), argument(form, 0),
                   argument(form, 1), argument(form, 2));
  }
  if (name == "exprnd" && count_is("EXPRND", form, span, 1, 2)) {
    // By inversion: -mean ln(1 - u).
    Expr u = seeded("random_uniform", {}, number(0, span), number(1, span), form, 1, span);
    Expr rest = binary(BinaryOp::subtract, number(1, span), std::move(u), span);
    Expr waiting =
        binary(BinaryOp::subtract, number(0, span), call_of("ln", span, std::move(rest)), span);
    return binary(BinaryOp::multiply, argument(form, 0), std::move(waiting), span);
  }
  if (name == "lognormal" && count_is("LOGNORMAL", form, span, 2, 3)) {
    // Mean and deviation are those of the draws: s^2 = ln(1 + (sd / mean)^2), m = ln(mean) - s^2/2.
    Expr ratio = binary(BinaryOp::divide, argument(form, 1), argument(form, 0), span);
    Expr squared = binary(BinaryOp::power, std::move(ratio), number(2, span), span);
    Expr variance =
        call_of("ln", span, binary(BinaryOp::add, number(1, span), std::move(squared), span));
    Expr z =
        seeded("random_normal", {-kWide, kWide}, number(0, span), number(1, span), form, 2, span);
    Expr drawn = binary(BinaryOp::multiply, call_of("sqrt", span, variance), std::move(z), span);
    Expr half = binary(BinaryOp::divide, std::move(variance), number(2, span), span);
    Expr power = binary(BinaryOp::subtract, std::move(drawn), std::move(half), span);
    return binary(BinaryOp::multiply, argument(form, 0), call_of("exp", span, std::move(power)),
                  span);
  }
  if (name == "poisson" && count_is("POISSON", form, span, 1, 2)) {
    return call_of("random_poisson", span, number(0, span), number(kWide, span), argument(form, 0),
                   number(0, span), number(1, span), argument_or(form, 1, 0, span));
  }
  if (name == "montecarlo" && count_is("MONTECARLO", form, span, 1, 2)) {  // isee: percent a time
    Expr u = seeded("random_uniform", {}, number(0, span), number(100, span), form, 1, span);
    Expr chance = binary(BinaryOp::multiply, argument(form, 0), time_step(span), span);
    return binary(BinaryOp::less, std::move(u), std::move(chance), span);
  }
  return further_random(name, form, span);
}

// How many trials there are until so many succeed, the last one counted.
Expr Translator::trials(Expr successes, Expr chance, Expr seed, Span span) {
  return call_of("random_negative_binomial", span, number(0, span), number(kWide, span),
                 std::move(chance), std::move(successes), number(0, span), number(1, span),
                 std::move(seed));
}

std::optional<Expr> Translator::counted_trials(const std::string& name, const Applied& form,
                                               Span span) {
  if (name == "geometric" && count_is("GEOMETRIC", form, span, 1, 2)) {
    return trials(number(1, span), argument(form, 0), argument_or(form, 1, 0, span), span);
  }
  if (name == "negbinomial" && count_is("NEGBINOMIAL", form, span, 2, 3)) {
    return trials(argument(form, 0), argument(form, 1), argument_or(form, 2, 0, span), span);
  }
  if (name == "logistic" && count_is("LOGISTIC", form, span, 2, 3)) {  // by inversion
    constexpr double kLeast = 0x1p-54;  // a draw of 0 would lie at infinity
    Expr u = seeded("random_uniform", {}, number(kLeast, span), number(1, span), form, 2, span);
    Expr odds =
        binary(BinaryOp::subtract, binary(BinaryOp::divide, number(1, span), std::move(u), span),
               number(1, span), span);
    Expr aside =
        binary(BinaryOp::multiply, argument(form, 1), call_of("ln", span, std::move(odds)), span);
    return binary(BinaryOp::subtract, argument(form, 0), std::move(aside), span);
  }
  return std::nullopt;
}

// Draws that isee has beyond the standard. Where the table has no row they are made of uniform ones
// by inversion.
std::optional<Expr> Translator::further_random(const std::string& name, const Applied& form,
                                               Span span) {
  const auto uniform = [&](std::size_t seed) {
    return seeded("random_uniform", {}, number(0, span), number(1, span), form, seed, span);
  };
  const auto rest = [&](Expr u) {  // 1 - u, which is never 0
    return binary(BinaryOp::subtract, number(1, span), std::move(u), span);
  };
  if (name == "beta" && count_is("BETA", form, span, 2, 3)) {
    return call_of("random_beta", span, number(0, span), number(1, span), argument(form, 0),
                   argument(form, 1), number(0, span), number(1, span),
                   argument_or(form, 2, 0, span));
  }
  if (name == "binomial" && count_is("BINOMIAL", form, span, 2, 3)) {
    return call_of("random_binomial", span, number(0, span), number(kWide, span), argument(form, 1),
                   argument(form, 0), number(0, span), number(1, span),
                   argument_or(form, 2, 0, span));
  }
  if (name == "gamma" && count_is("GAMMA", form, span, 1, 3)) {
    return call_of("random_gamma", span, number(0, span), number(kWide, span), argument(form, 0),
                   number(0, span), argument_or(form, 1, 1, span), argument_or(form, 2, 0, span));
  }
  if (name == "triangular" && count_is("TRIANGULAR", form, span, 3, 4)) {
    return call_of("random_triangular", span, argument(form, 0), argument(form, 2),
                   argument(form, 0), argument(form, 1), argument(form, 2),
                   argument_or(form, 3, 0, span));
  }
  if (name == "pareto" && count_is("PARETO", form, span, 2, 3)) {
    Expr inverse = binary(BinaryOp::divide, number(1, span), argument(form, 0), span);
    Expr power = binary(BinaryOp::power, rest(uniform(2)), std::move(inverse), span);
    return binary(BinaryOp::divide, argument(form, 1), std::move(power), span);
  }
  if (name == "weibull" && count_is("WEIBULL", form, span, 2, 3)) {
    Expr waiting =
        binary(BinaryOp::subtract, number(0, span), call_of("ln", span, rest(uniform(2))), span);
    Expr inverse = binary(BinaryOp::divide, number(1, span), argument(form, 0), span);
    return binary(BinaryOp::multiply, argument(form, 1),
                  binary(BinaryOp::power, std::move(waiting), std::move(inverse), span), span);
  }
  return counted_trials(name, form, span);
}

}  // namespace sluice::syntax::xmile
