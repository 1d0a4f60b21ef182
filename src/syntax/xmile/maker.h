// Makes the hidden variables of one stock: conveyors, queues and ovens are written with it.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "syntax/xmile/build.h"
#include "syntax/xmile/translate.h"

namespace sluice::syntax::xmile {

struct Maker {
  Translator& translator;
  std::vector<std::string> axes;
  Span span;

  Expr step() const { return time_step(span); }
  Expr half_step() const { return over(step(), number(2, span)); }
  Expr zero() const { return number(0, span); }
  Expr at(const std::string& name) const { return translator.reference_to(name, axes, span); }
  std::string name(const std::string& what) { return translator.hidden_name(what); }
  void set(const std::string& name, Expr expr) {
    translator.hide_as(name, std::move(expr), axes, span);
  }
  Expr keep(const std::string& what, Expr expr) {
    return translator.hide(what, std::move(expr), axes, span);
  }
  // What `next` was a step ago.
  Expr a_step_ago(Expr next, Expr start) const {
    return call_of("delay_fixed", span, std::move(next), step(), std::move(start));
  }

  Expr plus(Expr a, Expr b) const {
    return binary(BinaryOp::add, std::move(a), std::move(b), span);
  }
  Expr minus(Expr a, Expr b) const {
    return binary(BinaryOp::subtract, std::move(a), std::move(b), span);
  }
  Expr times(Expr a, Expr b) const {
    return binary(BinaryOp::multiply, std::move(a), std::move(b), span);
  }
  Expr over(Expr a, Expr b) const {
    return binary(BinaryOp::divide, std::move(a), std::move(b), span);
  }
  Expr below(Expr a, Expr b) const {
    return binary(BinaryOp::less, std::move(a), std::move(b), span);
  }
  Expr at_most(Expr a, Expr b) const {
    return binary(BinaryOp::less_equal, std::move(a), std::move(b), span);
  }
  Expr both(Expr a, Expr b) const {
    return binary(BinaryOp::logical_and, std::move(a), std::move(b), span);
  }
  Expr either(Expr a, Expr b) const {
    return binary(BinaryOp::logical_or, std::move(a), std::move(b), span);
  }
  Expr not_negative(Expr a) const { return call_of("max", span, std::move(a), zero()); }
  Expr choose(Expr condition, Expr yes, Expr no) const {
    return call_of("if_then_else", span, std::move(condition), std::move(yes), std::move(no));
  }
};

// The name of a hidden variable that was referred to.
inline const std::string& name_of(const Expr& reference) {
  return std::get<Reference>(reference.node).name;
}

}  // namespace sluice::syntax::xmile
