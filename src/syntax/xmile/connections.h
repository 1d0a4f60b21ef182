// <connect to="hares.area" from=".area"/>: which variable gives an input of a module its values.
#pragma once

#include <string>
#include <vector>

#include "syntax/complaints.h"
#include "syntax/xmile/file.h"
#include "syntax/xmile/whole.h"

namespace sluice::syntax::xmile {

class Connections {
 public:
  Connections(Whole& whole, Complaints& complaints) : whole_(whole), complaints_(complaints) {}

  // Those of <module>, which stands in `above`.
  void read(const Document& document, pugi::xml_node node, Scope& module, Scope& above);
  // Once all models are read: puts each into the scope of its input.
  void settle();

 private:
  struct Written {
    Scope* module = nullptr;
    std::vector<std::string> path;  // of the input
    Text to;
    Connection connection;
  };
  struct Rivals {
    Connection first, second;
    std::string input;
  };

  Scope* scope_of(const Written& written) const;
  std::string reason_of(const Written& written) const;
  void connect(const Written& written);
  const Variable* giver_of(const Connection& connection) const;
  void tell_rivals();

  Whole& whole_;
  Complaints& complaints_;
  std::vector<Written> written_;
  std::vector<Rivals> rivals_;
};

}  // namespace sluice::syntax::xmile
