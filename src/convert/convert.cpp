#include "convert/convert.h"

#include <algorithm>
#include <filesystem>
#include <iterator>
#include <set>
#include <utility>

#include "base/format.h"
#include "base/unicode.h"
#include "convert/build.h"
#include "convert/draws.h"
#include "convert/hidden.h"
#include "convert/macro_calls.h"
#include "convert/names.h"
#include "convert/plain.h"
#include "convert/reality_checks.h"
#include "convert/spell_out.h"
#include "convert/to_vensim.h"
#include "convert/to_xmile.h"
#include "model/check.h"
#include "model/find_zero.h"
#include "model/macros.h"
#include "model/simultaneous.h"
#include "model/texts.h"
#include "syntax/mdl/sketch.h"
#include "syntax/mdl/writer.h"
#include "syntax/read_model.h"
#include "syntax/xmile/rewrite.h"
#include "syntax/xmile/views.h"

namespace sluice::convert {
namespace {

constexpr std::string_view kXmileEndings[] = {".xmile", ".stmx", ".itmx", ".xml"};

class Converter {
 public:
  Converter(SourceSet sources, std::string name, Wanted wanted)
      : sources_(std::move(sources)), name_(std::move(name)), wanted_(wanted) {}

  Checked<std::string> convert(Checked<syntax::Tree> read) {
    append(said_, std::move(read.diagnostics));
    if (!read.value) return {std::nullopt, std::move(said_)};
    const Format from = format_of(name_).value_or(Format::mdl);
    const bool of_several_files = sources_.size() > 1;  // they need not lie beside what is written
    drawing_ = std::string(sources_.text_of(read.value->drawing));
    if (from != wanted_.format || wanted_.plain || of_several_files)
      return through_model(*read.value, from);
    if (from == Format::mdl) {
      const std::string checks = take_reality_checks(*read.value, sources_);
      return finish(syntax::write_mdl(*read.value, checks + drawing_, name_));
    }
    return as_it_is(*read.value);
  }

 private:
  // XMILE to XMILE: the same elements, looks and extensions of vendors included.
  Checked<std::string> as_it_is(const syntax::Tree& tree) {
    append_errors(model::check_model(tree, sources_).diagnostics);
    return finish({syntax::write_xmile_again(sources_.text(0)), {}});
  }

  // Through the checked model and back.
  Checked<std::string> through_model(const syntax::Tree& source, Format from) {
    if (from == Format::mdl) append(said_, tell_of_reality_checks(source, sources_));
    MacroCalls calls(source, wanted_.format == Format::xmile);
    if (calls.empty() || wanted_.plain) return through_model(source, from, nullptr);
    // A disguise hides loops that go through macros.
    append_errors(model::check_model(source, sources_).diagnostics);
    if (has_error(said_)) return {std::nullopt, std::move(said_)};
    const Diagnostics before = said_;
    Checked<std::string> written = through_model(source, from, &calls);
    if (written.value) return written;
    // Not all macros can be kept: then none is.
    said_ = before;
    return through_model(source, from, nullptr);
  }

  Checked<std::string> through_model(const syntax::Tree& source, Format from, MacroCalls* calls) {
    note_what_is_spelled_out(source, calls);
    syntax::Tree written_out = source;
    if (wanted_.format == Format::mdl && from == Format::xmile)
      put_hidden_in_place(written_out.equations);
    if (calls != nullptr) calls->disguise(written_out);
    if (!source.macros.empty()) written_out = model::write_out_macros(written_out, sources_, said_);
    if (has_error(said_)) return {std::nullopt, std::move(said_)};
    const std::vector<syntax::Equation> texts = texts_of(written_out);
    model::put_texts_in_place(written_out, sources_, said_);
    note_searches(written_out);
    model::write_out_find_zero(written_out, sources_, said_);
    model::write_out_simultaneous(written_out, sources_, said_);
    if (has_error(said_)) return {std::nullopt, std::move(said_)};
    const Checked<model::Model> model = model::check_model(written_out, sources_);
    append_errors(model.diagnostics);
    if (!model.value) return {std::nullopt, std::move(said_)};
    const bool xmile = wanted_.format == Format::xmile;
    Names names(*model.value,
                xmile ? reserved_in_xmile(*model.value) : reserved_in_vensim(*model.value),
                !xmile && !wanted_.plain);
    tell_of_new_names(*model.value, names, xmile);
    append(said_, tell_of_other_draws(*model.value, names, xmile));
    Checked<syntax::Tree> tree =
        spell_out(*model.value, written_out, xmile ? arrays_of_xmile() : Arrays{}, names);
    append(said_, std::move(tree.diagnostics));
    if (!tree.value) return {std::nullopt, std::move(said_)};
    if (calls != nullptr) calls->put_back(*tree.value);
    std::ranges::copy(texts, std::back_inserter(tree.value->equations));
    const bool in_stages = model.value->control.method != model::Method::euler;
    if (take_stocks_as_they_are(*tree.value) && in_stages) tell_of_limits();
    return xmile ? write_as_xmile(*model.value, *tree.value, names)
                 : write_as_vensim(*tree.value, from, names);
  }

  static std::vector<syntax::Equation> texts_of(const syntax::Tree& tree) {
    std::vector<syntax::Equation> texts;
    std::ranges::copy_if(tree.equations, std::back_inserter(texts), [](const auto& one) {
      return one.kind == syntax::EquationKind::text && one.subscripts.empty();
    });
    return texts;
  }

  Checked<std::string> write_as_xmile(const model::Model& model, const syntax::Tree& tree,
                                      Names& names) {
    const std::string title = std::filesystem::path(name_).stem().string();
    Checked<syntax::XmileModel> made = to_xmile(model, tree, names, title);
    append(said_, std::move(made.diagnostics));
    if (!made.value) return {std::nullopt, std::move(said_)};
    if (made.value->method == syntax::Integration::midpoint)
      tell_of_method("Vensim's RK2", "\"midpoint, rk2\", of which other programs take rk2");
    made.value->views = views_of(names_in(made.value->variables));
    tell_of_graphs();
    return finish({syntax::write_xmile(*made.value), {}});
  }

  // What is drawn, less what stands for no variable: Time, and what conversion has left behind.
  std::vector<syntax::View> views_of(const std::set<std::string>& known) const {
    const bool sketches = format_of(name_).value_or(Format::mdl) == Format::mdl;
    std::vector<syntax::View> views =
        sketches ? syntax::mdl::read_sketches(drawing_) : syntax::read_xmile_views(sources_, 0);
    for (syntax::View& view : views) {
      std::erase_if(view.things, [&](const syntax::Drawn& drawn) {
        return drawn.kind != syntax::DrawnKind::text && !known.contains(syntax::key_of(drawn.name));
      });
    }
    return views;
  }

  template <class Named>
  static std::set<std::string> names_in(const std::vector<Named>& all) {
    std::set<std::string> names;
    for (const Named& one : all) names.insert(syntax::key_of(one.name));
    return names;
  }

  Checked<std::string> write_as_vensim(syntax::Tree& tree, Format from, Names& names) {
    append(said_, to_vensim(tree, sources_, names));
    if (wanted_.plain) append(said_, make_plain(tree, sources_));
    if (from == Format::xmile) {
      if (tree.integration == syntax::Integration::heun) tell_of_method("rk2", "Vensim's RK2");
      drawing_ = syntax::mdl::write_sketches(views_of(names_in(tree.equations))) +
                 syntax::mdl_settings(tree);
    }
    return finish(syntax::write_mdl(tree, drawing_, name_));
  }

  // Vensim's own definitions of graphs and tables stand behind its sketches.
  void tell_of_graphs() {
    std::size_t count = 0;
    for (const std::string_view mark : {"\n:GRAPH ", "\n:TABLE "}) {
      for (std::size_t at = drawing_.find(mark); at != std::string::npos;
           at = drawing_.find(mark, at + 1)) {
        ++count;
      }
    }
    if (count == 0) return;
    Place place;
    place.file = name_;
    said_.push_back(make_diagnostic(
        Code::writing_left_out, place,
        count == 1 ? std::string("the definition of a graph or table is left out")
                   : format("the definitions of {} graphs and tables are left out", count),
        "XMILE has others, which programs make anew", "make them in the program that reads it"));
  }

  // There an array or a graph may be followed by a parenthesis, as functions are.
  static std::set<std::string> reserved_in_xmile(const model::Model& model) {
    std::set<std::string> names{"dt", "starttime", "stoptime", "pi", "self"};
    for (const model::Variable& variable : model.variables) {
      const std::string key = syntax::key_of(variable.name);
      const bool applied = !variable.axes.empty() || variable.kind == model::VariableKind::lookup;
      if (applied && is_taken(key)) names.insert(key);
    }
    return names;
  }
  // Variables, dimensions and elements have no names in common there.
  static std::set<std::string> reserved_in_vensim(const model::Model& model) {
    std::set<std::string> names;
    for (const std::string& element : model.elements) names.insert(syntax::key_of(element));
    for (const model::Dimension& one : model.dimensions) names.insert(syntax::key_of(one.name));
    return names;
  }

  // Which of the two methods of second order a program means by that name is its own.
  void tell_of_method(const std::string& from, const std::string& to) {
    Place place;
    place.file = name_;
    said_.push_back(make_diagnostic(
        Code::writing_changed, place,
        format("the method of integration, {}, is written as {}", from, to),
        "Vensim's goes by the rates in the middle of a step, XMILE's by the mean of those at both "
        "ends: the numbers may differ a little",
        "compare runs of both with a shorter time step"));
  }

  void tell_of_limits() {
    Place place;
    place.file = name_;
    said_.push_back(make_diagnostic(
        Code::writing_changed, place,
        "stocks that may not be negative are limited otherwise within a step",
        "what is written limits their outflows by what is left at each stage of Runge-Kutta, not "
        "by what a stock held at the start of the step: the numbers differ where a stock comes "
        "near to empty",
        "choose Euler to get the same numbers"));
  }

  void tell_of_new_names(const model::Model& model, const Names& names, bool xmile) {
    for (const model::VariableId id : names.renamed()) {
      said_.push_back(
          make_diagnostic(Code::writing_changed, sources_.place_of(model.at(id).span),
                          format("\"{}\" is written as \"{}\"", model.at(id).name, names.of(id)),
                          xmile ? "XMILE has that name for something of its own"
                                : "a dimension or an element has that name, and in Vensim's text "
                                  "no two things have the same"));
    }
  }

  // What else a check has to say is for `check`.
  void append_errors(Diagnostics said) {
    std::erase_if(said, [](const Diagnostic& one) { return one.severity != Severity::error; });
    append(said_, std::move(said));
  }

  void note_what_is_spelled_out(const syntax::Tree& source, const MacroCalls* calls) {
    for (const syntax::Macro& macro : source.macros) {
      if (calls != nullptr && calls->keeps(macro.name)) continue;
      said_.push_back(make_diagnostic(
          Code::writing_spelled_out, sources_.place_of(macro.span),
          format("the macro {} is written out: each call has its own equations", macro.name)));
    }
  }

  void note_searches(const syntax::Tree& tree) {
    for (const syntax::Equation& equation : tree.equations) {
      const auto* call =
          equation.right ? std::get_if<syntax::Call>(&equation.right->node) : nullptr;
      if (call == nullptr || model::find_builtin(call->name) != model::Builtin::find_zero) continue;
      said_.push_back(
          make_diagnostic(Code::writing_spelled_out, sources_.place_of(equation.name_span),
                          format("FIND ZERO of \"{}\" is written out: each of its {} steps has its "
                                 "own equations",
                                 equation.name, model::kNewtonSteps)));
    }
  }

  Checked<std::string> finish(Checked<std::string> written) {
    append(said_, std::move(written.diagnostics));
    if (has_error(said_)) return {std::nullopt, std::move(said_)};
    return {std::move(written.value), std::move(said_)};
  }

  SourceSet sources_;
  std::string name_, drawing_;
  Wanted wanted_;
  Diagnostics said_;
};

void tell_of_comments(const syntax::Tree& tree, const SourceSet& sources, Diagnostics& said) {
  if (tree.comments.empty()) return;
  const std::size_t count = tree.comments.size();
  said.push_back(make_diagnostic(
      Code::writing_left_out, sources.place_of(tree.comments.front()),
      count == 1 ? std::string("this comment in braces is left out")
                 : format("this comment in braces and {} more are left out", count - 1),
      "they stand inside equations, which are written anew",
      "put what they say into the notes of the variables"));
}

}  // namespace

std::optional<Format> format_of(std::string_view name) {
  const std::string lower = to_lower(name);
  if (lower.ends_with(".mdl")) return Format::mdl;
  const bool xmile = std::ranges::any_of(
      kXmileEndings, [&](std::string_view ending) { return lower.ends_with(ending); });
  return xmile ? std::optional(Format::xmile) : std::nullopt;
}

Checked<std::string> convert(const std::string& path, const Wanted& wanted) {
  SourceSet sources;
  Checked<syntax::Tree> tree = syntax::read_model_file(sources, path);
  if (tree.value) tell_of_comments(*tree.value, sources, tree.diagnostics);
  return Converter(std::move(sources), path, wanted).convert(std::move(tree));
}

Checked<std::string> convert_text(const std::string& name, const std::string& text,
                                  const Wanted& wanted) {
  SourceSet sources;
  Checked<syntax::Tree> tree = syntax::read_model_text(sources, name, text);
  if (tree.value) tell_of_comments(*tree.value, sources, tree.diagnostics);
  return Converter(std::move(sources), name, wanted).convert(std::move(tree));
}

}  // namespace sluice::convert
