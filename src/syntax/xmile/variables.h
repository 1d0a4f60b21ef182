// Reads the <stock>, <flow>, <aux> and <gf> elements of a model.
#pragma once

#include <initializer_list>

#include "syntax/xmile/written.h"

namespace sluice::syntax::xmile {

class VariableReader {
 public:
  VariableReader(const Document& document, Dimensions& dimensions, Complaints& complaints)
      : document_(document), dimensions_(dimensions), complaints_(complaints) {}

  // Adds all variables right inside `container` to the scope. Elements that mean nothing here are
  // given back.
  std::vector<pugi::xml_node> read(pugi::xml_node container, Scope& scope);

  // Vensim's <vensim:rc>: a statement about the model becomes a variable, 1 where it holds.
  void read_reality_checks(const std::vector<pugi::xml_node>& nodes, Scope& scope);

  // Whether <non_negative> is set there; nothing where it is not mentioned.
  std::optional<bool> non_negative(pugi::xml_node node) const;

 private:
  struct Checks;
  void read_reality_check(pugi::xml_node node, Checks& checks);
  void skip_reality_check(pugi::xml_node node, Checks& checks);
  void read_flags(pugi::xml_node node, Variable& variable) const;
  bool flag(pugi::xml_node node, const char* name, bool otherwise) const;
  void read_variable(pugi::xml_node node, Sort sort, Scope& scope);
  void keep_graphs(const Variable& variable, Scope& scope);
  void read_part(pugi::xml_node part, Variable& variable);
  void read_dimensions(pugi::xml_node node, Variable& variable);
  void read_graph(pugi::xml_node node, Variable& variable);
  static void read_by_name(Variable& variable);
  void serve_other_elements(Variable& variable);
  void read_element(pugi::xml_node node, Variable& variable);
  void read_conveyor(pugi::xml_node node, Variable& variable);
  void read_oven(pugi::xml_node node, Variable& variable);
  void read_leak(pugi::xml_node node, Variable& variable);
  void read_range(pugi::xml_node node, Variable& variable);
  std::optional<Table> read_table(pugi::xml_node node, const std::string& owner);
  std::optional<std::vector<double>> read_points(pugi::xml_node node);
  std::optional<double> number_of(pugi::xml_node node, const char* attribute);
  std::optional<Text> expression_of(pugi::xml_node node);
  static void take_mark(Variable& variable);
  void read_exceptions(const Text& text, Variable& variable);
  void leave_out(pugi::xml_node node);
  void tell_attributes(pugi::xml_node node);
  void tell_others(pugi::xml_node node, std::initializer_list<const char*> known);

  const Document& document_;
  Dimensions& dimensions_;
  Complaints& complaints_;
};

// A comment as one text: escapes as \n read, HTML tags off.
std::string note_in(const Text& text);

}  // namespace sluice::syntax::xmile
