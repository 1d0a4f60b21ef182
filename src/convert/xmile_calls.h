// Calls of Vensim's functions into XMILE's. Private to src/convert.
#pragma once

#include <set>
#include <string>
#include <unordered_map>
#include <vector>

#include "base/source_set.h"
#include "convert/names.h"
#include "model/model.h"
#include "syntax/tree.h"

namespace sluice::convert {

class XmileCalls {
 public:
  XmileCalls(const model::Model& model, Names& names) : model_(model), names_(names) {}

  // In place; `owner` is the variable whose equation it is. Tables inside become variables of their
  // own: `tables` has them.
  void rewrite(syntax::Expr& expr, const std::string& owner);

  struct OwnTable {
    std::string name;
    syntax::Table table;
  };
  std::vector<OwnTable> take_tables() { return std::move(tables_); }
  Diagnostics take_diagnostics() { return std::move(said_); }

 private:
  void rewrite_call(syntax::Call& call, syntax::Expr& expr);
  static bool rename(model::Builtin builtin, syntax::Call& call);
  bool take_apart(model::Builtin builtin, syntax::Call& call, syntax::Expr& expr);
  void read_table(syntax::Call& call, syntax::Expr& expr);
  void read_by_kind(syntax::Call& call, syntax::Expr& expr, syntax::TableKind kind);
  const model::Variable* written_as(const std::string& name);
  void use_vensim_name(model::Builtin builtin, syntax::Call& call, Span span);
  void tell_of_pulse(Span span);
  void refuse(Span span, const std::string& what);

  const model::Model& model_;
  Names& names_;
  std::string owner_;
  std::vector<OwnTable> tables_;
  std::set<std::string> told_;
  std::unordered_map<std::string, const model::Variable*> by_name_;  // by key, as written
  Diagnostics said_;
};

}  // namespace sluice::convert
