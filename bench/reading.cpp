// Reading is linear in the size of a model: processor time per equation of each step from text to
// Program, for models of several shapes at four sizes, as Vensim's text and as the XMILE that it is
// converted to. The last column is the time per equation against that of the smallest model: about
// 1 where the time grows with the size.
//   bench_reading [LARGEST]      equations of the largest model (40000)
#include <ctime>
#include <functional>
#include <iostream>
#include <string>
#include <utility>

#include "base/format.h"
#include "cases.h"
#include "convert/convert.h"
#include "model/check.h"
#include "syntax/read_model.h"

namespace sluice::bench {
namespace {

struct Shape {
  std::string name;
  std::function<std::string(std::size_t equations)> text;
};

const std::string kControl =
    "INITIAL TIME = 0 ~ Month ~ |\nFINAL TIME = 10 ~ Month ~ |\nTIME STEP = 1 ~ Month ~ |\n"
    "SAVEPER = 1 ~ Month ~ |\n";

// Stocks with two flows each, which depend on one another at random.
std::string stocks(std::size_t equations) {
  std::string text;
  const std::size_t count = equations / 3;
  for (std::size_t i = 0; i < count; ++i) {
    text += format("stock {0} = INTEG(inflow {0} - outflow {0}, 5) ~ unit ~ Level {0}. |\n", i);
    text += format("inflow {0} = MAX(0, stock {0} * 0.1 + STEP(2, 3)) ~ unit/Month ~ |\n", i);
    text += format("outflow {} = stock {} / (4 + stock {} / 100) ~ unit/Month ~ |\n", i, i,
                   (i * 7919 + 1) % count);
  }
  return text + kControl;
}

// Each equation needs the one that comes after it.
std::string backwards(std::size_t equations) {
  std::string text;
  for (std::size_t i = 0; i < equations; ++i) {
    text += format("step {} = step {} + 1 ~ unit ~ |\n", i, i + 1);
  }
  return text + format("step {} = Time ~ unit ~ |\n", equations) + kControl;
}

// One array with an equation of its own for each element.
std::string elements(std::size_t equations) {
  std::string text = format("place: (p1-p{}) ~~|\n", equations);
  for (std::size_t i = 1; i <= equations; ++i) {
    text += format("demand[p{0}] = {0} + Time ~ unit ~ |\n", i);
  }
  return text + kControl;
}

// Calls of a macro that holds a stock.
std::string macros(std::size_t equations) {
  std::string text = ":MACRO: LAG(x, t)\nLAG = INTEG((x - LAG) / t, x) ~~|\n:END OF MACRO:\n";
  for (std::size_t i = 0; i < equations / 2; ++i) {
    text += format("late {0} = LAG({0} + Time, 3) ~ unit ~ |\n", i);
  }
  return text + kControl;
}

double processor_seconds() {
  timespec now{};
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) + 1e-9 * static_cast<double>(now.tv_nsec);
}

// The shortest of three; of work that takes long one is steady enough.
double seconds_of(const std::function<void()>& work) {
  constexpr double kLong = 0.1;
  double best = 1e9;
  for (int trial = 0; trial < 3 && (trial == 0 || best < kLong); ++trial) {
    const double start = processor_seconds();
    work();
    best = std::min(best, processor_seconds() - start);
  }
  return best;
}

struct Times {
  double read = 0, check = 0, lower = 0, write = 0;
};

Times times_of(const std::string& name, const std::string& text) {
  Times times;
  SourceSet sources;
  const syntax::Tree tree = expect(syntax::read_model_text(sources, name, text), "the model");
  times.read = seconds_of([&] {
    SourceSet others;
    (void)syntax::read_model_text(others, name, text);
  });
  times.check = seconds_of([&] { (void)model::check_model(tree, sources); });
  const model::Model model = expect(model::check_model(tree, sources), "the model");
  lower::Options options;
  options.all_outputs = true;
  times.lower = seconds_of([&] { (void)lower::lower(model, options); });
  times.write = seconds_of([&] {
    (void)convert::convert_text(name, text, {convert::Format::mdl, true});
  });
  return times;
}

double whole(const Times& times) { return times.read + times.check + times.lower; }

std::string as_it_is(std::string text) { return text; }
std::string as_xmile(std::string text) {
  return expect(convert::convert_text("m.mdl", text, {convert::Format::xmile, false}), "XMILE");
}

struct Written {
  std::string ending;
  std::string (*in_format)(std::string text);
};

void measure(const Shape& shape, std::size_t largest) {
  for (const Written& written : {Written{"mdl", as_it_is}, Written{"xmile", as_xmile}}) {
    double first = 0;
    for (const std::size_t equations : {largest / 8, largest / 4, largest / 2, largest}) {
      const Times times = times_of("m." + written.ending, written.in_format(shape.text(equations)));
      const double scale = 1e6 / static_cast<double>(equations);
      if (first == 0) first = whole(times) * scale;
      std::cout << format(
          "{:<10}{:<7}{:>10}{:>10.2f}{:>10.2f}{:>10.2f}{:>12.2f}{:>10.0f}{:>8.2f}\n", shape.name,
          written.ending, equations, times.read * scale, times.check * scale, times.lower * scale,
          times.write * scale, whole(times) * 1e3, whole(times) * scale / first);
      std::cout.flush();
    }
  }
}

}  // namespace
}  // namespace sluice::bench

int main(int count, char** words) {
  using namespace sluice::bench;
  const std::size_t largest = count > 1 ? std::stoul(words[1]) : 40'000;
  std::cout << sluice::format("{:<10}{:<7}{:>10}{:>10}{:>10}{:>10}{:>12}{:>10}{:>8}\n", "shape",
                              "format", "equations", "read us", "check us", "lower us",
                              "convert us", "start ms", "ratio");
  for (const Shape& shape : {Shape{"stocks", stocks}, Shape{"backwards", backwards},
                             Shape{"elements", elements}, Shape{"macros", macros}}) {
    measure(shape, largest);
  }
  return 0;
}
