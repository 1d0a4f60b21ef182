#include "syntax/mdl/reader.h"

#include <optional>
#include <set>
#include <string>
#include <utility>

#include "base/format.h"
#include "syntax/complaints.h"
#include "syntax/mdl/entry.h"
#include "syntax/mdl/equation.h"
#include "syntax/mdl/settings.h"

namespace sluice::syntax {

namespace {

constexpr std::size_t kMostElements = 1'000'000;  // of all dimensions

class Reader {
 public:
  Reader(const SourceSet& sources, std::uint32_t file)
      : sources_(sources),
        file_(file),
        complaints_(sources),
        entries_(sources, file, complaints_) {}

  Checked<Tree> read() {
    while (!complaints_.is_full()) {
      const std::optional<mdl::Entry> entry = entries_.next();
      if (!entry) break;
      take(*entry);
    }
    if (macro_) complain_of_open_macro();
    mdl::read_settings(sources_, file_, entries_.position(), complaints_, tree_);
    skip_checks_of_others();
    keep_what_is_no_model();
    const bool empty = tree_.equations.empty() && tree_.macros.empty() && tree_.dimensions.empty();
    if (empty && !complaints_.has_errors()) complain_of_emptiness();
    const bool failed = complaints_.has_errors();
    return {failed ? std::nullopt : std::optional(std::move(tree_)), complaints_.take()};
  }

 private:
  void take(const mdl::Entry& entry) {
    switch (entry.kind) {
      case mdl::EntryKind::group: begin_group(entry); return;
      case mdl::EntryKind::macro: begin_macro(entry); return;
      case mdl::EntryKind::end_of_macro: end_macro(entry); return;
      case mdl::EntryKind::equation:
        if (entry.readable) take_definition(entry);
        return;
    }
  }

  void keep_what_is_no_model() {
    const std::size_t end = sources_.text(file_).size();
    tree_.comments = entries_.take_comments();
    tree_.drawing = {file_, static_cast<std::uint32_t>(std::min(entries_.position(), end)),
                     static_cast<std::uint32_t>(end)};
  }

  void take_definition(const mdl::Entry& entry) {
    switch (mdl::defined_by(entry)) {
      case mdl::Defined::reality_check: take_reality_check(entry); return;
      case mdl::Defined::dimension:
        if (elements_ > kMostElements) return;  // told already
        if (auto dimension = mdl::parse_dimension(entry, complaints_)) keep(std::move(*dimension));
        return;
      case mdl::Defined::equation:
        if (auto equation = mdl::parse_equation(entry, complaints_)) {
          equation->group = group_;
          (macro_ ? macro_->equations : tree_.equations).push_back(std::move(*equation));
        }
        return;
    }
  }

  // A range is short to write, however many elements it has.
  void keep(Dimension dimension) {
    elements_ += dimension.elements.size();
    for (const Mapping& mapping : dimension.mappings) elements_ += mapping.elements.size();
    if (elements_ <= kMostElements) return tree_.dimensions.push_back(std::move(dimension));
    complaints_.say(Code::bad_range, dimension.span,
                    format("the dimensions up to \"{}\" have more than {} elements together",
                           dimension.name, kMostElements),
                    "", "use fewer elements");
  }

  void begin_group(const mdl::Entry& entry) {
    group_ = entry.group;
    add_group(tree_, {group_, mdl::note_of(entry, complaints_)});
  }

  void begin_macro(const mdl::Entry& entry) {
    if (macro_) complain_of_open_macro();
    macro_ = entry.readable ? mdl::parse_macro_header(entry, complaints_) : std::nullopt;
    // The equations of a macro whose heading is wrong still belong to no one else.
    if (!macro_) macro_.emplace().span = entry.span;
  }

  void end_macro(const mdl::Entry& entry) {
    if (!macro_) {
      complaints_.say(Code::stray_macro_end, entry.span, "this ends a macro that was not begun", "",
                      "remove it, or begin the macro with :MACRO: name(inputs)");
      return;
    }
    tree_.macros.push_back(std::move(*macro_));
    macro_.reset();
  }

  void complain_of_open_macro() {
    complaints_.say(Code::unclosed_macro, macro_->span,
                    format("the macro \"{}\" is never ended", macro_->name),
                    "all equations up to its end belong to it", "write :END OF MACRO: after them");
    macro_.reset();
  }

  void take_reality_check(const mdl::Entry& entry) {
    auto equation = mdl::parse_reality_check(entry, complaints_);
    if (!equation) return skip_reality_check(entry);
    equation->group = group_;
    checks_.insert(key_of(equation->name));
    tree_.equations.push_back(std::move(*equation));
  }

  void skip_reality_check(const mdl::Entry& entry) {
    const Token& first = entry.tokens[0];
    const bool named = first.kind == TokenKind::name;
    if (named) skipped_.insert(key_of(first.text));
    tell_skipped(first.span, named ? format("\"{}\"", first.text) : std::string("here"));
  }

  void tell_skipped(Span span, const std::string& name) {
    complaints_.say(Code::reality_check_skipped, span,
                    format("the reality check {} is left out", name),
                    "it is no part of the model, but a test of it");
  }

  // A condition may name a test input, which changes the model while it is tested.
  void skip_checks_of_others() {
    if (skipped_.empty()) return;
    std::erase_if(tree_.equations, [&](const Equation& one) {
      const bool skips =
          checks_.contains(key_of(one.name)) && one.right && names_skipped(*one.right);
      if (skips) tell_skipped(one.name_span, format("\"{}\"", one.name));
      return skips;
    });
  }

  bool names_skipped(const Expr& expr) const {
    const auto* name = std::get_if<Reference>(&expr.node);
    if (name != nullptr && skipped_.contains(key_of(name->name))) return true;
    return any_part(expr, [&](const Expr& part) { return names_skipped(part); });
  }

  void complain_of_emptiness() {
    complaints_.say(Code::no_equations, {file_, 0, 0}, "there is no equation in this file",
                    "a model's text has entries of the form: name = expression ~ unit ~ comment |",
                    "save the model in text form (.mdl)");
  }

  const SourceSet& sources_;
  std::uint32_t file_;
  Complaints complaints_;
  mdl::EntryReader entries_;
  Tree tree_;
  std::string group_;
  std::optional<Macro> macro_;
  std::set<std::string> checks_, skipped_;  // reality checks that are variables, and those left out
  std::size_t elements_ = 0;                // of all dimensions
};

}  // namespace

Checked<Tree> read_mdl(const SourceSet& sources, std::uint32_t file) {
  return Reader(sources, file).read();
}

}  // namespace sluice::syntax
