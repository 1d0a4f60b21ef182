// ALLOCATE(available, dimension, request, priority, width, type = 3): isee's form of Vensim's
// ALLOCATE AVAILABLE, whose profiles are an array over type, priority, width and a further number.
#include <algorithm>
#include <iterator>

#include "base/format.h"
#include "syntax/xmile/build.h"
#include "syntax/xmile/translate.h"

namespace sluice::syntax::xmile {

namespace {

constexpr const char* kProfile = "#profile";
constexpr const char* kParts[] = {"ptype", "ppriority", "pwidth", "pextra"};

Expr cells_of(const std::string& name, std::vector<std::string> axes, Span span) {
  std::vector<Subscript> subscripts;
  for (std::string& axis : axes) subscripts.push_back({std::move(axis), false, span});
  return refer(name, span, std::move(subscripts));
}

// All elements of the dimension, as in demand[Place.*], are those that the call runs over anyway.
void follow(const std::string& dimension, Node& node) {
  auto* name = std::get_if<Name>(&node.form);
  if (name == nullptr) return;
  for (Index& index : name->indices) {
    if (index.kind != Index::Kind::wildcard) continue;
    index.kind = Index::Kind::expression;
    index.parts = {Node{index.span, Name{{dimension}, {}, false}}};
  }
}

}  // namespace

Expr Translator::allocate(const Applied& written, Span span) {
  Applied form = written;
  const Name* name = written_plainly(form.arguments[1]);
  const auto dimension = name != nullptr && name->path.size() == 1
                             ? whole_.dimensions.find(name->path[0])
                             : std::nullopt;
  const auto own = dimension ? owner_axis(*dimension, 0) : std::nullopt;
  const bool fixed = own && *own < site_.fixed.size() && site_.fixed[*own];
  if (!own || fixed || reduction_ != nullptr) {
    complaints_.say(Code::xmile_not_read, form.arguments[1].span,
                    "ALLOCATE needs the dimension that it shares over",
                    format("\"{}\" has to be an array over it, with one equation for all of it",
                           site_.owner->local_name),
                    "name a dimension of this variable");
    return number(0, span);
  }
  for (Node& argument : form.arguments) follow(name->path[0], argument);
  whole_.dimensions.add({kProfile, {std::begin(kParts), std::end(kParts)}, span});
  std::vector<std::string> axes = free_axes();
  const std::string along = site_.owner->axes[*own];
  std::erase(axes, along);
  axes.push_back(along);
  const std::string request = hidden_name("request"), profile = hidden_name("profile");
  hide_as(request, argument(form, 2), axes, span);
  constexpr double kNormal = 3;
  const Expr parts[] = {argument_or(form, 5, kNormal, span), argument(form, 3), argument(form, 4),
                        number(0, span)};
  std::vector<std::string> cell = axes;
  cell.emplace_back();
  for (std::size_t i = 0; i < std::size(kParts); ++i) {
    cell.back() = kParts[i];
    hide_as(profile, parts[i], cell, span);
  }
  cell.back() = kParts[0];
  return call_of("allocate_available", span, cells_of(request, axes, span),
                 cells_of(profile, cell, span), argument(form, 0));
}

}  // namespace sluice::syntax::xmile
