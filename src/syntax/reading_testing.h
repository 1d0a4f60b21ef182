// For tests of this folder: reading texts at hand, and trees as short text.
#pragma once

#include <string>
#include <string_view>

#include "base/format.h"
#include "syntax/mdl/reader.h"
#include "syntax/print_expression.h"
#include "syntax/read_model.h"
#include "syntax/tree.h"

namespace sluice::syntax::testing_only {

inline Checked<Tree> read(std::string text) {
  SourceSet sources;
  return read_mdl(sources, sources.add("m.mdl", std::move(text)));
}

// All that is said while reading, as users see it.
inline std::string complaints_on(std::string text) {
  std::string all;
  for (const Diagnostic& said : read(std::move(text)).diagnostics) {
    all += (all.empty() ? "" : "\n") + to_text(said);
  }
  return all;
}

inline std::string show(const std::vector<Subscript>& subscripts) {
  std::string text;
  for (const Subscript& subscript : subscripts) {
    text += (text.empty() ? "[" : ",") + subscript.name + (subscript.each ? "!" : "");
  }
  return text.empty() ? text : text + "]";
}

inline std::string_view show(BinaryOp op) {
  Wording wording;
  wording.logical_and = "and";
  wording.logical_or = "or";
  return sign_of(op, wording);
}

inline std::string show(const Expr& expr);

struct Shower {
  std::string operator()(const Number& number) const { return to_text(number.value); }
  std::string operator()(const NotAvailable&) const { return ":NA:"; }
  std::string operator()(const Text& text) const { return "'" + text.value + "'"; }
  std::string operator()(const Reference& reference) const {
    return reference.name + show(reference.subscripts);
  }
  std::string operator()(const Call& call) const {
    std::string text = call.name + show(call.subscripts) + "(";
    for (const Expr& argument : call.arguments) {
      text += (&argument == call.arguments.data() ? "" : ", ") + show(argument);
    }
    return text + ")";
  }
  std::string operator()(const Unary& unary) const {
    const char* const sign = unary.op == UnaryOp::plus    ? "+"
                             : unary.op == UnaryOp::minus ? "-"
                                                          : "not ";
    return std::string("(") + sign + show(unary.operand.at(0)) + ")";
  }
  std::string operator()(const Binary& binary) const {
    return format("({} {} {})", show(binary.operands.at(0)), show(binary.op),
                  show(binary.operands.at(1)));
  }
  std::string operator()(const NumberList& list) const {
    std::string text;
    std::size_t next = 0;
    for (const std::size_t length : list.row_lengths) {
      for (std::size_t i = 0; i < length; ++i) text += to_text(list.values.at(next++)) + " ";
      text += "; ";
    }
    return text;
  }
  std::string operator()(const Table& table) const {
    std::string text = "{";
    for (const auto& [x, y] : table.points) text += format("({}, {})", to_text(x), to_text(y));
    return text + "}";
  }
};

inline std::string show(const Expr& expr) { return std::visit(Shower{}, expr.node); }

// The right-hand side of "x = TEXT", or what is said of it.
inline std::string right_side(const std::string& text) {
  const Checked<Tree> tree = read("x = " + text + " ~~|");
  if (!tree.value) return to_text(tree.diagnostics.at(0));
  return show(tree.value->equations.at(0).right.value());
}

}  // namespace sluice::syntax::testing_only
