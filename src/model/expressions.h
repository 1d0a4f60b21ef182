// One right-hand side: names become ids, calls become builtins or lookups. Private to src/model.
#pragma once

#include "model/draft.h"
#include "model/subscripts.h"

namespace sluice::model {

// Whether an argument of a function is a lookup, not a number.
bool takes_table(Builtin builtin, std::size_t argument);

class ExpressionResolver {
 public:
  ExpressionResolver(Draft& draft, const Variable& variable, const EquationDraft& equation)
      : draft_(draft),
        variable_(variable),
        between_data_(equation.source->kind == syntax::EquationKind::data),
        subscripts_(draft, variable, equation) {}

  // A whole right-hand side: the only place where INTEG and ACTIVE INITIAL may stand. What cannot
  // be resolved is said and becomes the number 0.
  Expr resolve_whole(const syntax::Expr& source);

 private:
  Expr resolve(const syntax::Expr& source);
  std::vector<Expr> resolve_each(const std::vector<syntax::Expr>& sources);

  Expr from(const syntax::Number& node, Span span);
  Expr from(const syntax::NotAvailable& node, Span span);
  Expr from(const syntax::Text& node, Span span);
  Expr from(const syntax::Reference& node, Span span);
  Expr from(const syntax::Call& node, Span span);
  Expr from(const syntax::Unary& node, Span span);
  Expr from(const syntax::Binary& node, Span span);
  Expr from(const syntax::NumberList& node, Span span);
  Expr from(const syntax::Table& node, Span span);

  Expr variable_reference(VariableId id, const syntax::Reference& node, Span span);
  Expr lookup_call(VariableId table, const std::vector<syntax::Subscript>& subscripts,
                   const syntax::Expr& argument, LookupMode mode, Span span);
  Expr builtin_call(Builtin builtin, const syntax::Call& node, Span span);
  Expr rewritten_call(Builtin builtin, const syntax::Call& node, Span span);
  Expr reduction(Builtin builtin, const syntax::Call& node, Span span);
  Expr element_count(const syntax::Call& node, Span span);
  Expr lookup_function(Builtin builtin, const syntax::Call& node, Span span);
  Expr allocation(const syntax::Call& node, Span span);
  Expr vector_call(Builtin builtin, const syntax::Call& node, Span span);
  Expr table_call(Builtin builtin, const syntax::Call& node, Span span);
  std::optional<Expr> table_argument_of(Builtin builtin, const syntax::Expr& source);
  Expr named_call(Builtin builtin, const syntax::Call& node, Span span);
  bool is_data(VariableId variable, Builtin builtin) const;
  Expr if_missing(const syntax::Call& node, Span span);
  Expr misplaced_if_missing(Span span);
  Expr data_call(Builtin builtin, const syntax::Call& node, Span span);
  Expr external_inside(Builtin builtin, Span span);
  Expr unknown_call(const syntax::Call& node, Span span);
  bool count_fits(const BuiltinInfo& info, const syntax::Call& node, Span span);
  void say_no_variable(const std::string& name, Span span);

  Draft& draft_;
  const Variable& variable_;
  bool between_data_;  // name := ...
  SubscriptResolver subscripts_;
};

}  // namespace sluice::model
