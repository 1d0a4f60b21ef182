// Macros that a written model keeps. A model has no macros: each call is written out when it is
// made. So a call that is to stay goes through the model in disguise, as a function of its
// arguments that no equation waits for, and is put back into what is written.
#pragma once

#include <set>
#include <string>
#include <vector>

#include "syntax/tree.h"

namespace sluice::convert {

// Whether one of the formats has that name (a key) for a function.
bool is_taken(const std::string& key);

class MacroCalls {
 public:
  // Which macros the other format can say; `xmile`: that is XMILE.
  MacroCalls(const syntax::Tree& source, bool xmile);

  // Their calls in disguise.
  void disguise(syntax::Tree& tree);
  // The calls again, and the macros themselves.
  void put_back(syntax::Tree& tree) const;

  bool empty() const { return kept_.empty(); }
  bool keeps(const std::string& macro) const { return kept_.contains(syntax::key_of(macro)); }

 private:
  bool find_drawn(const syntax::Expr& expr);
  void find_kept(bool xmile);
  bool may_stay(const syntax::Macro& macro, bool xmile) const;
  bool calls_only_kept(const syntax::Macro& macro) const;
  bool calls_only_kept(const syntax::Expr& expr) const;
  void disguise(syntax::Expr& expr, const syntax::Equation& owner,
                std::vector<syntax::Equation>& results);
  bool may_stay(const syntax::Call& call, const syntax::Macro& macro,
                const syntax::Equation& owner) const;
  void put_back(syntax::Expr& expr) const;

  const syntax::Tree& source_;
  std::set<std::string> kept_;     // keys of their names
  std::set<std::string> tables_;   // of lookups, which a disguise cannot hold
  std::set<std::string> drawn_;    // of functions that are given draws
  std::set<std::string> results_;  // variables that calls make behind a colon
};

}  // namespace sluice::convert
