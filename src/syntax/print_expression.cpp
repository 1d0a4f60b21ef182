#include "syntax/print_expression.h"

#include <cmath>
#include <utility>

#include "base/format.h"

namespace sluice::syntax {

namespace {

// Binding strengths as in expression.h; what stands alone binds strongest.
constexpr int kAnything = 0;
constexpr int kNot = 3;
constexpr int kSign = 7;
constexpr int kPower = 8;
constexpr int kAlone = 9;

int strength_of(BinaryOp op) {
  switch (op) {
    case BinaryOp::logical_or: return 1;
    case BinaryOp::logical_and: return 2;
    case BinaryOp::less:
    case BinaryOp::less_equal:
    case BinaryOp::greater:
    case BinaryOp::greater_equal:
    case BinaryOp::equal:
    case BinaryOp::not_equal: return 4;
    case BinaryOp::add:
    case BinaryOp::subtract: return 5;
    case BinaryOp::multiply:
    case BinaryOp::divide: return 6;
    case BinaryOp::power: return kPower;
  }
  return kAlone;
}

// How strongly what an expression prints as holds together.
struct Strength {
  int operator()(const Number& number) const {
    if (!std::isfinite(number.value)) return strength_of(BinaryOp::divide);
    return std::signbit(number.value) ? kSign : kAlone;
  }
  int operator()(const Unary& unary) const {
    return unary.op == UnaryOp::logical_not ? kNot : kSign;
  }
  int operator()(const Binary& binary) const { return strength_of(binary.op); }
  template <class Other>
  int operator()(const Other&) const {
    return kAlone;
  }
};

int strength_of(const Expr& expr) { return std::visit(Strength{}, expr.node); }

bool begins_with_sign(const Expr& expr) {
  if (const auto* number = std::get_if<Number>(&expr.node)) return std::signbit(number->value);
  if (const auto* unary = std::get_if<Unary>(&expr.node)) return unary->op != UnaryOp::logical_not;
  const auto* binary = std::get_if<Binary>(&expr.node);
  if (binary == nullptr || binary->op == BinaryOp::power) return false;
  const Expr& left = binary->operands.at(0);
  return strength_of(left) >= strength_of(binary->op) && begins_with_sign(left);
}

class Printer {
 public:
  explicit Printer(const Wording& wording) : wording_(wording) {}

  // In parentheses where it holds together less than `least`.
  void print(const Expr& expr, int least) {
    const bool open = strength_of(expr) < least;
    if (open) add("(");
    std::visit([this](const auto& node) { print_node(node); }, expr.node);
    if (open) join(")");
  }
  std::vector<std::string> take() { return std::move(pieces_); }

 private:
  void add(std::string piece) {
    if (glued_) {
      pieces_.back() += piece;
    } else {
      pieces_.push_back(std::move(piece));
    }
    glued_ = pieces_.back().ends_with('(');
  }
  // Belongs to the piece before it.
  void join(std::string_view text) {
    if (pieces_.empty()) pieces_.emplace_back();
    pieces_.back() += text;
    glued_ = text.ends_with('(');
  }

  void print_node(const Number& number) { add(print_number(number.value)); }
  void print_node(const NotAvailable&) {
    const bool none = wording_.not_available.empty();
    add(none ? "(" + print_number(kNotAvailable) + ")" : std::string(wording_.not_available));
  }
  void print_node(const Text& text) { add("'" + text.value + "'"); }
  void print_node(const Reference& reference) {
    add(wording_.name(reference.name) + print_subscripts(reference.subscripts, wording_));
  }

  void print_node(const Call& call) {
    if (wording_.chooses_in_words && call.arguments.size() == 3 &&
        key_of(call.name) == "if then else") {
      return print_choice(call);
    }
    add(wording_.name(call.name) + print_subscripts(call.subscripts, wording_) + "(");
    const auto macro = wording_.outputs_after.find(key_of(call.name));
    const std::size_t inputs =
        macro == wording_.outputs_after.end() ? call.arguments.size() : macro->second;
    for (std::size_t i = 0; i < call.arguments.size(); ++i) {
      if (i > 0) join(i == inputs ? " : " : ", ");
      print(call.arguments[i], kAnything);
    }
    join(")");
  }

  void print_choice(const Call& call) {
    add("(IF ");
    glued_ = true;
    print(call.arguments[0], kAnything);
    join(" ");
    add("THEN ");
    glued_ = true;
    print(call.arguments[1], kAnything);
    join(" ");
    add("ELSE ");
    glued_ = true;
    print(call.arguments[2], kAnything);
    join(")");
  }

  void print_node(const Unary& unary) {
    const bool is_not = unary.op == UnaryOp::logical_not;
    if (is_not) {
      add(std::string(wording_.logical_not) + " ");
    } else {
      add(unary.op == UnaryOp::minus ? "-" : "+");
    }
    glued_ = true;
    print(unary.operand.at(0), kAlone);
  }

  void print_node(const Binary& binary) {
    const int strength = strength_of(binary.op);
    const bool power = binary.op == BinaryOp::power;
    print(binary.operands.at(0), power ? kAlone : strength);
    const std::string_view sign = sign_of(binary.op, wording_);
    if (power) {
      join(sign);
    } else {
      join(" ");
      add(std::string(sign) + " ");
    }
    glued_ = true;
    const Expr& right = binary.operands.at(1);
    print(right, power || begins_with_sign(right) ? kAlone : strength + 1);
  }

  void print_node(const NumberList& list) {
    std::size_t next = 0;
    const bool rows = list.row_lengths.size() > 1 || list.values.size() == 1;
    for (const std::size_t length : list.row_lengths) {
      for (std::size_t i = 0; i < length; ++i) {
        const double value = list.values[next++];
        add((value == kNotAvailable ? std::string(wording_.not_available) : print_number(value)));
        if (i + 1 < length) join(", ");
      }
      if (rows) join("; ");
    }
  }

  void print_node(const Table& table) {
    join("(");
    if (!table.frame.empty()) join("[" + table.frame + "],");
    for (std::string& point : print_points(table)) add(std::move(point));
    join(")");
  }

  const Wording& wording_;
  std::vector<std::string> pieces_;
  bool glued_ = false;  // the next piece goes on in the same line as the last
};

}  // namespace

std::string_view sign_of(BinaryOp op, const Wording& wording) {
  switch (op) {
    case BinaryOp::add: return "+";
    case BinaryOp::subtract: return "-";
    case BinaryOp::multiply: return "*";
    case BinaryOp::divide: return "/";
    case BinaryOp::power: return "^";
    case BinaryOp::less: return "<";
    case BinaryOp::less_equal: return "<=";
    case BinaryOp::greater: return ">";
    case BinaryOp::greater_equal: return ">=";
    case BinaryOp::equal: return "=";
    case BinaryOp::not_equal: return "<>";
    case BinaryOp::logical_and: return wording.logical_and;
    case BinaryOp::logical_or: return wording.logical_or;
  }
  return {};
}

std::vector<std::string> print_expression(const Expr& expr, const Wording& wording) {
  Printer printer(wording);
  printer.print(expr, kAnything);
  return printer.take();
}

std::string joined(const std::vector<std::string>& pieces) {
  std::string text;
  for (const std::string& piece : pieces) text += piece;
  return text;
}

std::string print_subscripts(const std::vector<Subscript>& subscripts, const Wording& wording) {
  std::string text;
  for (const Subscript& subscript : subscripts) {
    text += (text.empty() ? "[" : ",") + wording.subscript(subscript);
  }
  return text.empty() ? text : text + "]";
}

std::string print_number(double value) {
  if (std::isnan(value)) return "0/0";
  if (std::isinf(value)) return value < 0 ? "-1/0" : "1/0";
  return to_text(value);
}

std::vector<std::string> print_points(const Table& table) {
  std::vector<std::string> points;
  for (const auto& [x, y] : table.points) {
    if (!points.empty()) points.back() += ",";
    points.push_back(format("({},{})", print_number(x), print_number(y)));
  }
  return points;
}

}  // namespace sluice::syntax
