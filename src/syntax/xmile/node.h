// An XMILE equation as written, before names are looked up: it holds what the tree has no form for
// (wildcards, ranges, subscripts that are computed, transposition).
#pragma once

#include <string>
#include <variant>
#include <vector>

#include "syntax/tree.h"

namespace sluice::syntax::xmile {

struct Node;

struct Index {
  enum class Kind : std::uint8_t {
    wildcard,    // *, or *:Sub
    range,       // 1:3
    expression,  // a name of an element or dimension, a number, something computed
    position,    // @2
  };
  Kind kind = Kind::expression;
  std::vector<Node> parts;  // range: two; expression: one; wildcard with a dimension: one
  std::size_t position = 0;
  Span span;
};

// A variable, a dimension, an element (Dim.Element), a function without arguments.
struct Name {
  std::vector<std::string> path;
  std::vector<Index> indices;
  bool transposed = false;
};
struct Applied {  // a function, a graphical function, a macro, an array by flat index
  std::vector<std::string> path;
  std::vector<Index> indices;
  std::vector<Node> arguments;
  std::vector<Node> results;  // behind a colon, Vensim's: what a macro's further results are
};
enum class Joint : std::uint8_t { plain, modulo, safe_divide };
struct Joined {
  Joint joint = Joint::plain;
  BinaryOp op{};  // where plain
  std::vector<Node> operands;
};
struct Signed {
  UnaryOp op{};
  std::vector<Node> operand;
};
struct Choice {  // IF a THEN b ELSE c
  std::vector<Node> parts;
};

struct Node {
  Span span;
  std::variant<Number, Name, Applied, Joined, Signed, Choice> form;
};

// A name without subscripts; null for anything else.
const Name* written_plainly(const Node& node);

}  // namespace sluice::syntax::xmile
