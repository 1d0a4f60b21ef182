// Subscripts on the right-hand side of one equation, resolved against its left-hand side and the
// reductions they stand in. Private to src/model.
#pragma once

#include <map>
#include <optional>
#include <vector>

#include "model/draft.h"

namespace sluice::model {

class SubscriptResolver {
 public:
  SubscriptResolver(Draft& draft, const Variable& variable, const EquationDraft& equation)
      : draft_(draft), variable_(variable), equation_(equation) {}

  // Inside a reduction `!` opens a loop; the innermost reduction owns it.
  void open_reduction() { scopes_.emplace_back(); }
  std::vector<Loop> close_reduction();

  // All indices of a reference, or nothing where something was wrong (and said).
  std::optional<std::vector<Index>> resolve_all(const Variable& target,
                                                const std::vector<syntax::Subscript>& written,
                                                Span span);
  // A matrix is named by where it begins: lays its last two indices along the last two axes of the
  // left-hand side, where they do not follow two of them already and the matrix is large enough.
  void lay_matrix(const Variable& target, std::vector<Index>& indices) const;
  // A bare subscript name used as a number: its place in its family.
  std::optional<Index> resolve_number(const std::string& name, Span span);

 private:
  struct LeftMatch {
    std::uint32_t axis = 0;
    const Mapping* mapping = nullptr;
  };
  // Elements on the right by those on the left.
  using Pairs = std::map<ElementId, ElementId>;

  std::optional<Index> resolve(const Variable& target, DimensionId axis,
                               const syntax::Subscript& subscript);
  std::string hint_for_unknown(const std::string& name, const Variable& target,
                               DimensionId axis) const;
  std::optional<Index> fixed(const Variable& target, DimensionId axis, ElementId element,
                             Span span);
  std::optional<Index> loop(const Variable& target, DimensionId axis, DimensionId over,
                            const syntax::Subscript& subscript);
  std::optional<Index> bound(const std::string& owner, DimensionId axis, DimensionId written,
                             Span span);
  std::optional<LeftMatch> match(DimensionId written) const;
  const Mapping* mapping_to(DimensionId written, std::size_t axis) const;
  bool covers(const Mapping& mapping, DimensionId written, std::size_t axis) const;
  bool inside(DimensionId written, std::size_t axis) const;
  // By a mapping that leads the other way, from the left to what is written on the right.
  std::optional<Index> bound_back(const std::string& owner, DimensionId axis, DimensionId written,
                                  Span span);
  std::optional<Pairs> turned(DimensionId written, std::size_t axis) const;
  std::optional<Index> bind(const LeftMatch& match, const std::string& owner, DimensionId axis,
                            Span span);
  std::optional<Index> laid_from(std::uint32_t first, DimensionId along, std::size_t axis) const;
  void say_missing(const std::string& owner, const std::vector<ElementId>& missing, Span span);
  void say_not_on_left(DimensionId written, Span span);

  Draft& draft_;
  const Variable& variable_;
  const EquationDraft& equation_;
  std::vector<std::vector<Loop>> scopes_;
  std::uint32_t next_loop_ = 0;
};

}  // namespace sluice::model
