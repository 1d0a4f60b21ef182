#include "syntax/mdl/writer.h"

#include <algorithm>
#include <charconv>
#include <optional>
#include <utility>

#include "base/format.h"
#include "base/unicode.h"
#include "syntax/mdl/characters.h"

namespace sluice::syntax {

namespace mdl {

namespace {

constexpr std::size_t kLongestLine = 80;

bool is_plain(std::string_view name) {
  if (name.empty() || !is_name_start(decode_utf8(name, 0).value)) return false;
  for (std::size_t at = 0; at < name.size();) {
    const CodePoint point = decode_utf8(name, at);
    if (point.value != U' ' && !is_name_part(name, at, point)) return false;
    at += point.size;
  }
  return true;
}

std::string print_subscript(const Subscript& subscript) {
  return print_name(subscript.name) + (subscript.each ? "!" : "");
}

}  // namespace

std::string print_name(std::string_view name) {
  if (is_plain(name)) return std::string(name);
  std::string quoted = "\"";
  for (const char letter : name) {
    if (letter == '"' || letter == '\\') quoted += '\\';
    quoted += letter;
  }
  return quoted + '"';
}

Wording wording_of(const Tree& tree) {
  Wording wording{print_name, print_subscript, ":AND:", ":OR:", ":NOT:", ":NA:", {}};
  for (const Macro& macro : tree.macros) {
    wording.outputs_after.emplace(key_of(macro.name), macro.inputs.size());
  }
  return wording;
}

namespace {

// "a1, a2, a3" as "(a1-a3)": the beginning of a name and the number at its end, where it counts up.
struct Counted {
  std::string_view stem;
  std::uint32_t number = 0;
};

std::optional<Counted> counted(std::string_view name) {
  const std::size_t last = name.find_last_not_of("0123456789");
  if (last == std::string_view::npos || last + 1 == name.size()) return std::nullopt;
  Counted result{name.substr(0, last + 1), 0};
  const char* const end = name.data() + name.size();
  const auto [stop, error] = std::from_chars(name.data() + last + 1, end, result.number);
  const bool leading_zero = name[last + 1] == '0' && last + 2 < name.size();
  if (error != std::errc{} || leading_zero) return std::nullopt;
  return result;
}

// How many names from `at` on count up from there.
std::size_t run_length(const std::vector<Subscript>& names, std::size_t at) {
  const std::optional<Counted> first = counted(names[at].name);
  if (!first || !is_plain(names[at].name)) return 1;
  std::size_t length = 1;
  while (at + length < names.size()) {
    const std::optional<Counted> next = counted(names[at + length].name);
    if (!next || next->stem != first->stem || next->number != first->number + length) break;
    ++length;
  }
  return length;
}

std::vector<std::string> print_elements(const std::vector<Subscript>& names) {
  constexpr std::size_t kLeastRange = 4;
  std::vector<std::string> pieces;
  for (std::size_t at = 0; at < names.size();) {
    if (!pieces.empty()) pieces.back() += ", ";
    const std::size_t length = run_length(names, at);
    if (length >= kLeastRange) {
      pieces.push_back(format("({}-{})", names[at].name, names[at + length - 1].name));
      at += length;
    } else {
      pieces.push_back(print_name(names[at++].name));
    }
  }
  return pieces;
}

class Writer {
 public:
  Writer(const Tree& tree, std::string name)
      : tree_(tree), wording_(wording_of(tree)), name_(std::move(name)) {}

  Checked<std::string> write(std::string_view drawing) {
    text_ = "{UTF-8}\n";
    for (const Macro& macro : tree_.macros) write_macro(macro);
    for (const Dimension& dimension : tree_.dimensions) write_dimension(dimension);
    // There is no heading that ends a group, so what is in none comes first.
    const auto write_if = [this](bool grouped) {
      for (const Equation& equation : tree_.equations) {
        if (equation.group.empty() == grouped) continue;
        begin_group(equation.group);
        write_equation(equation);
      }
    };
    write_if(false);
    write_if(true);
    text_ += drawing;
    return {std::move(text_), std::move(said_)};
  }

 private:
  void write_macro(const Macro& macro) {
    text_ += ":MACRO: " + print_name(macro.name) + "(" + joined(print_elements(macro.inputs));
    if (!macro.outputs.empty()) text_ += " : " + joined(print_elements(macro.outputs));
    text_ += ")\n";
    for (const Equation& equation : macro.equations) write_equation(equation);
    text_ += ":END OF MACRO:\n\n";
  }

  void write_dimension(const Dimension& dimension) {
    const std::string name = print_name(dimension.name);
    if (!dimension.equivalent_to.empty()) {
      text_ += name + " <-> " + print_name(dimension.equivalent_to) + "\n";
    } else {
      text_ += name + ":\n";
      std::vector<std::string> pieces = print_all_elements(dimension);
      for (const Mapping& mapping : dimension.mappings) {
        if (!pieces.empty()) pieces.back() += &mapping == dimension.mappings.data() ? " -> " : ", ";
        pieces.push_back(print_mapping(mapping));
      }
      write_lines(pieces);
    }
    write_fields("", dimension.note, false, dimension.name);
  }

  // With the functions that take further elements from files, where they stand.
  std::vector<std::string> print_all_elements(const Dimension& dimension) const {
    std::vector<std::string> pieces;
    const auto add = [&pieces](std::vector<std::string> more) {
      if (!pieces.empty() && !more.empty()) pieces.back() += ", ";
      for (std::string& piece : more) pieces.push_back(std::move(piece));
    };
    std::size_t done = 0;
    const auto add_up_to = [&](std::size_t end) {
      const auto from = dimension.elements.begin();
      add(print_elements(
          {from + static_cast<std::ptrdiff_t>(done), from + static_cast<std::ptrdiff_t>(end)}));
      done = end;
    };
    for (const ElementsFromFile& file : dimension.from_files) {
      add_up_to(file.before);
      add(print_expression(file.call, wording_));
    }
    add_up_to(dimension.elements.size());
    return pieces;
  }

  static std::string print_mapping(const Mapping& mapping) {
    std::string target = print_name(mapping.target.name);
    if (mapping.elements.empty()) return target;
    return "(" + target + ": " + joined(print_elements(mapping.elements)) + ")";
  }

  void begin_group(const std::string& group) {
    if (group == group_) return;
    group_ = group;
    constexpr std::string_view kStars = "********************************************************";
    text_ += format("{}\n\t.{}\n{}~\n\t\t", kStars, group, kStars);
    const auto noted = std::ranges::find(tree_.groups, group, &Group::name);
    if (noted != tree_.groups.end()) {
      write_note(noted->note, group, true);
      text_ += "\n\t";
    }
    text_ += "|\n\n";
  }

  void write_equation(const Equation& equation) {
    text_ += print_name(equation.name) + print_subscripts(equation.subscripts, wording_);
    for (const auto& exception : equation.exceptions) {
      text_ += (&exception == equation.exceptions.data() ? " :EXCEPT: " : ", ") +
               print_subscripts(exception, wording_);
    }
    text_ += keyword_of(equation.data_mode);
    if (equation.right) write_right(equation);
    if (!equation.right) text_ += "\n";
    write_fields(print_unit(equation), equation.note, equation.supplementary, equation.name);
  }

  static std::string_view keyword_of(DataMode mode) {
    switch (mode) {
      case DataMode::standard: return "";
      case DataMode::interpolate: return ":INTERPOLATE:";
      case DataMode::hold_backward: return ":HOLD BACKWARD:";
      case DataMode::look_forward: return ":LOOK FORWARD:";
      case DataMode::raw: return ":RAW:";
    }
    return "";
  }

  static std::string_view sign_of(EquationKind kind) {
    switch (kind) {
      case EquationKind::ordinary: return "=\n";
      case EquationKind::unchangeable: return "==\n";
      case EquationKind::data: return ":=\n";
      case EquationKind::text: return ":IS:\n";
      case EquationKind::lookup: return "(\n";
    }
    return "=\n";
  }

  void write_right(const Equation& equation) {
    text_ += sign_of(equation.kind);
    if (equation.kind != EquationKind::lookup) {
      return write_lines(print_expression(*equation.right, wording_));
    }
    std::vector<std::string> pieces;
    if (const auto* table = std::get_if<Table>(&equation.right->node)) {
      pieces = print_points(*table);
      if (!table->frame.empty()) pieces.insert(pieces.begin(), "[" + table->frame + "],");
    } else {
      pieces = print_expression(*equation.right, wording_);
    }
    if (pieces.empty()) pieces.emplace_back();
    pieces.back() += ")";
    write_lines(pieces);
  }

  // Lines of bearable length, each but the last going on with a backslash.
  void write_lines(const std::vector<std::string>& pieces) {
    text_ += "\t";
    std::size_t column = 0;
    for (const std::string& piece : pieces) {
      if (column > 0 && column + piece.size() > kLongestLine) {
        text_ += "\\\n\t\t";
        column = 0;
      }
      text_ += piece;
      column += piece.size();
    }
    text_ += "\n";
  }

  static std::string print_bound(const std::optional<double>& bound) {
    return bound ? print_number(*bound) : "?";
  }

  std::string print_unit(const Equation& equation) {
    std::string unit = equation.unit;
    if (unit.ends_with(']')) change(unit, "]", ")", "unit", equation.name);
    if (!equation.minimum && !equation.maximum && !equation.step) return unit;
    unit += (unit.empty() ? "[" : " [") + print_bound(equation.minimum) + "," +
            print_bound(equation.maximum);
    return unit + (equation.step ? "," + print_bound(equation.step) + "]" : "]");
  }

  void write_fields(std::string unit, std::string note, bool supplementary,
                    const std::string& owner) {
    change(unit, "|", "/", "unit", owner);
    change(unit, "~", "-", "unit", owner);
    text_ += "\t~\t" + unit + "\n\t~\t";
    // One of them could stand in a note without a flag after it; two could not.
    const bool signs_end_it = supplementary || std::ranges::count(note, '~') > 1;
    write_note(std::move(note), owner, signs_end_it);
    text_ += supplementary ? "\n\t~\t:SUPPLEMENTARY\n\t|\n\n" : "\n\t|\n\n";
  }

  void write_note(std::string note, const std::string& owner, bool signs_end_it) {
    change(note, "|", "/", "note", owner);
    if (signs_end_it) change(note, "~", "-", "note", owner);
    change(note, "\\\n", "\n", "note", owner);
    for (const char letter : note) text_ += letter == '\n' ? "\n\t\t" : std::string(1, letter);
  }

  void change(std::string& text, std::string_view from, std::string_view to, std::string_view what,
              const std::string& owner) {
    if (text.find(from) == std::string::npos) return;
    for (std::size_t at = 0; (at = text.find(from, at)) != std::string::npos; at += to.size()) {
      text.replace(at, from.size(), to);
    }
    const bool line_end = from.size() > 1;
    Place place;
    place.file = name_;
    said_.push_back(make_diagnostic(
        Code::writing_changed, place,
        line_end ? format("a \"\\\" at the end of a line in the note of \"{}\" is left out", owner)
                 : format("\"{}\" in the {} of \"{}\" is written as \"{}\"", from, what, owner, to),
        line_end ? "it would join the lines" : "in Vensim's text it would end the field", ""));
  }

  const Tree& tree_;
  Wording wording_;
  std::string name_;
  std::string text_;
  std::string group_;
  Diagnostics said_;
};

int code_of(const std::optional<Integration>& integration) {
  switch (integration.value_or(Integration::euler)) {
    case Integration::euler: return 0;
    case Integration::midpoint:
    case Integration::heun: return 4;
    case Integration::rk4: return 5;
  }
  return 0;
}

}  // namespace

}  // namespace mdl

Checked<std::string> write_mdl(const Tree& tree, std::string_view drawing,
                               const std::string& name) {
  return mdl::Writer(tree, name).write(drawing);
}

std::string mdl_settings(const Tree& tree) {
  std::string text = "///---\\\\\\\n:L\x7F<%^E!@\n";
  for (const auto& names : tree.unit_equivalences) {
    text += "22:";
    for (const std::string& name : names) text += (&name == names.data() ? "" : ",") + name;
    text += "\n";
  }
  return text + format("15:0,0,0,{},0,0\n", mdl::code_of(tree.integration));
}

}  // namespace sluice::syntax
