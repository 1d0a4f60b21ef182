#include "study/halves.h"

#include "study/normal.h"
#include "vmath/vmath.h"

namespace sluice::study {
namespace {

using Scale = Halves::Scale;

double on_scale(Scale scale, double value) {
  switch (scale) {
    case Scale::plain: return value;
    case Scale::logarithm: return vmath::log(value);
    case Scale::logit: return vmath::log(value / (1 - value));
  }
  return value;
}

double off_scale(Scale scale, double at) {
  switch (scale) {
    case Scale::plain: return at;
    case Scale::logarithm: return vmath::exp(at);
    case Scale::logit: return 1 / (1 + vmath::exp(-at));
  }
  return at;
}

}  // namespace

double halves_cdf(const Halves& halves, double value) {
  if (halves.scale != Scale::plain && value <= 0) return 0;
  if (halves.scale == Scale::logit && value >= 1) return 1;
  const double away = on_scale(halves.scale, value) - on_scale(halves.scale, halves.median);
  return normal_cdf(away / (away < 0 ? halves.below : halves.above));
}

double halves_quantile(const Halves& halves, double probability) {
  const double score = normal_quantile(probability);
  if (score == 0) return halves.median;  // as stated, to the last bit
  const double width = score < 0 ? halves.below : halves.above;
  return off_scale(halves.scale, on_scale(halves.scale, halves.median) + score * width);
}

Halves halves_through(Scale scale, HalfPoint low, double median, HalfPoint high) {
  const auto width = [&](const HalfPoint& point) {
    return (on_scale(scale, point.value) - on_scale(scale, median)) /
           normal_quantile(point.probability);
  };
  return {scale, median, width(low), width(high)};
}

}  // namespace sluice::study
