// A model of arrays of n x n elements: a stock, and variables that each need the one before. As
// equations, and as the loops that one would write for it in C.
#pragma once

#include <string>

#include "base/format.h"
#include "cases.h"
#include "model/check.h"
#include "shared_library.h"
#include "syntax/read_model.h"

namespace sluice::bench {

class ArrayModel {
 public:
  static constexpr std::size_t kVariables = 19;
  // What is written down for an element and step, with the step of the stock.
  static constexpr std::size_t kOps = kVariables * 5 + 5;

  ArrayModel(std::size_t size, std::uint32_t steps) : size_(size), steps_(steps) {}

  // `members` of them, with shares of their own.
  Case make(std::size_t members) const {
    SourceSet sources;
    const syntax::Tree tree =
        expect(syntax::read_model_text(sources, "arrays.mdl", equations()), "the arrays");
    const model::Model model = expect(model::check_model(tree, sources), "the arrays");
    const auto cell = [&](const std::string& name) {
      return expect(model::find_cells(model, name, {}), name).front();
    };
    lower::Options options;
    options.inputs.push_back({cell("share"), program::InputKind::member});
    options.outputs.push_back(cell("total"));
    Case made{format("{0} x {0}", size_), {}, {}, {}, members};
    made.program = program::optimise(expect(lower::lower(model, options), "the arrays"));
    made.inputs = central_inputs(made.program);
    for (std::size_t m = 0; m < members; ++m) made.values.push_back(share_of(m));
    return made;
  }

  static double share_of(std::size_t member) { return 0.3 + 0.001 * static_cast<double>(member); }

  // void run(double share, double* total): the total at both saved times.
  std::string c_text() const {
    std::string text = format("enum {{ N = {} }};\nstatic double level[N], v[{}][N];\n",
                              size_ * size_, kVariables + 1);
    text += "static double sum(void) { double s = 0; for (int i = 0; i < N; ++i) s += level[i]; ";
    text += "return s; }\nvoid run(double share, double* total) {\n";
    text += "  for (int i = 0; i < N; ++i) level[i] = 1;\n  total[0] = sum();\n";
    text += format("  for (int step = 0; step < {}; ++step) {{\n", steps_);
    for (std::size_t k = 1; k <= kVariables; ++k)
      text += loop(format("v[{0}][i] = {1}[i] * share + {2}[i] * {3} - 0.01 * level[i]", k,
                          before(k), other(k), to_text(weight(k))));
    text +=
        loop(format("level[i] = level[i] + 1.0 * (v[{}][i] * 0.01 - level[i] * 0.02)", kVariables));
    return text + "  }\n  total[1] = sum();\n}\n";
  }

 private:
  static double weight(std::size_t k) { return 0.5 + 0.01 * static_cast<double>(k); }
  static std::string before(std::size_t k) { return k == 1 ? "level" : format("v[{}]", k - 1); }
  static std::string other(std::size_t k) { return k % 3 == 0 ? "level" : before(k); }
  static std::string loop(const std::string& body) {
    return "    for (int i = 0; i < N; ++i) " + body + ";\n";
  }

  std::string equations() const {
    std::string text = format("row: (r1-r{0}) ~~|\ncolumn: (c1-c{0}) ~~|\n", size_);
    text += "share = 0.3 ~~|\ngrowth = 0.01 ~~|\n";
    for (std::size_t k = 1; k <= kVariables; ++k)
      text += format("v{}[row,column] = {} * share + {} * {} - growth * level[row,column] ~~|\n", k,
                     element(k, before(k)), element(k, other(k)), to_text(weight(k)));
    text += format(
        "level[row,column] = INTEG(v{}[row,column] * growth - level[row,column] * 0.02, 1) ~~|\n",
        kVariables);
    text += "total = SUM(level[row!,column!]) ~~|\nINITIAL TIME = 0 ~~|\nTIME STEP = 1 ~~|\n";
    return text + format("FINAL TIME = {0} ~~|\nSAVEPER = {0} ~~|\n", steps_);
  }
  static std::string element(std::size_t k, const std::string& name) {
    return (name == "level" ? name : format("v{}", k - 1)) + "[row,column]";
  }

  std::size_t size_;
  std::uint32_t steps_;
};

}  // namespace sluice::bench
