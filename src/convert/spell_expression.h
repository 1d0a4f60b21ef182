// One equation's expressions back into trees. Private to src/convert.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "convert/spell_out.h"

namespace sluice::convert {

// An axis of the left-hand side as it is written: a dimension, or one position on the axis.
struct LeftAxis {
  std::optional<model::DimensionId> dimension;
  std::uint32_t position = 0;
};

class ExpressionSpeller {
 public:
  ExpressionSpeller(const model::Model& model, const model::Variable& variable,
                    const Arrays& arrays, const Names& names)
      : model_(model), variable_(variable), arrays_(arrays), names_(names) {}

  syntax::Expr spell(const model::Expr& expr, const std::vector<LeftAxis>& left);
  // What could not be said, from the last `spell`; empty where all went well.
  const std::string& fault() const { return fault_; }

  // Whether the expression may follow a dimension's name on this axis: it takes the same element
  // wherever it follows the axis, and never the element's number.
  bool follows_by_name(const model::Expr& expr, std::uint32_t axis) const;

 private:
  struct Turn {  // of a loop that is written term by term, else the loop's dimension
    bool open = false;
    std::uint32_t position = 0;
    model::DimensionId dimension{};
  };

  syntax::Expr spell(const model::Expr& expr);
  syntax::Expr spell_node(const model::Number& number, Span span);
  syntax::Expr spell_node(const model::Reference& reference, Span span);
  syntax::Expr spell_node(const model::ElementNumber& number, Span span);
  syntax::Expr spell_node(const model::Unary& unary, Span span);
  syntax::Expr spell_node(const model::Binary& binary, Span span);
  syntax::Expr spell_node(const model::Call& call, Span span);
  syntax::Expr spell_node(const model::LookupCall& call, Span span);
  syntax::Expr spell_node(const model::Table& table, Span span);

  std::vector<syntax::Expr> spell_each(const std::vector<model::Expr>& exprs);
  std::vector<syntax::Subscript> subscripts_of(const model::Reference& reference);
  syntax::Subscript subscript_of(const model::Index& index, model::DimensionId axis);
  std::optional<std::uint32_t> position_of(const model::Index& index) const;
  syntax::Expr term_by_term(const model::Call& call, Span span);
  void see_whole_vector(const model::Call& call);
  bool keeps_loops(const model::Call& call) const;
  Turn& turn_of(const model::Loop& loop);

  const model::Model& model_;
  const model::Variable& variable_;
  const Arrays& arrays_;
  const Names& names_;
  std::vector<LeftAxis> left_;
  std::vector<Turn> turns_;
  std::string fault_;
};

}  // namespace sluice::convert
