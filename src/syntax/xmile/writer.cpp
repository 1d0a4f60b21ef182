#include "syntax/xmile/writer.h"

#include <algorithm>
#include <map>
#include <utility>

#include "base/format.h"
#include "base/unicode.h"
#include "base/version.h"
#include "syntax/xmile/escape.h"
#include "syntax/xmile/views.h"

namespace sluice::syntax {

namespace xmile {

namespace {

bool is_letter(char letter) {
  return (letter >= 'a' && letter <= 'z') || (letter >= 'A' && letter <= 'Z');
}

bool is_plain(std::string_view name) {
  constexpr std::string_view kKeywords[] = {"and", "or", "not", "mod", "if", "then", "else"};
  if (name.empty() || !is_letter(name.front())) return false;
  const std::string lower = to_lower(name);
  if (std::ranges::find(kKeywords, lower) != std::end(kKeywords)) return false;
  return std::ranges::all_of(name, [](char letter) {
    return is_letter(letter) || (letter >= '0' && letter <= '9') || letter == ' ' || letter == '_';
  });
}

std::string print_subscript(const Subscript& subscript) {
  return subscript.each ? "*" : print_name(subscript.name);
}

std::string_view element_of(XmileKind kind) {
  switch (kind) {
    case XmileKind::stock: return "stock";
    case XmileKind::flow: return "flow";
    case XmileKind::aux: return "aux";
    case XmileKind::table: return "gf";
  }
  return "aux";
}

std::string_view method_of(Integration method) {
  switch (method) {
    case Integration::euler: return "euler";
    case Integration::midpoint: return "midpoint, rk2";
    case Integration::heun: return "rk2";
    case Integration::rk4: return "rk4";
  }
  return "euler";
}

std::string type_of(const Table& table) {
  switch (table.kind) {
    case TableKind::hold: return " type=\"continuous\"";
    case TableKind::extrapolate: return " type=\"extrapolate\"";
    case TableKind::step: return " type=\"discrete\"";
  }
  return {};
}

// Line ends of attributes are blanks to XML; these are spelled as its notes have them.
std::string note(std::string_view text) {
  std::string spelled;
  for (const char letter : escaped(text, "\\")) {
    spelled += letter == '\n' ? "\\n" : letter == '\t' ? "\\t" : std::string(1, letter);
  }
  return xml(spelled);
}

class Writer {
 public:
  explicit Writer(const XmileModel& model) : model_(model) {}

  std::string write() {
    text_ =
        "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n"
        "<xmile version=\"1.0\" xmlns=\"http://docs.oasis-open.org/xmile/ns/XMILE/v1.0\" "
        "xmlns:isee=\"http://iseesystems.com/XMILE\"";
    if (needs_own_words()) text_ += " xmlns:sluice=\"urn:sluice:xmile\"";
    if (needs_vensim_words()) text_ += " xmlns:vensim=\"http://www.vensim.com/XMILE\"";
    text_ += ">\n";
    write_header();
    write_specs();
    write_units();
    write_dimensions();
    for (const XmileMacro& macro : model_.macros) write_macro(macro);
    text_ += "  <model>\n    <variables>\n";
    for (const XmileVariable& variable : model_.variables) write_variable(variable);
    write_groups();
    text_ += "    </variables>\n";
    text_ += xmile_views(model_.views);
    text_ += "  </model>\n</xmile>\n";
    return std::move(text_);
  }

 private:
  bool needs_own_words() const {
    const auto has_own = [](const XmileVariable& one) {
      return one.supplementary || one.hidden || one.step;
    };
    return std::ranges::any_of(model_.variables, has_own) ||
           std::ranges::any_of(model_.macros,
                               [&](const XmileMacro& macro) {
                                 return std::ranges::any_of(macro.variables, has_own);
                               }) ||
           std::ranges::any_of(model_.dimensions,
                               [](const XmileDimension& one) { return !one.note.empty(); });
  }
  // ":INTERPOLATE:", ":IS: 'a text'".
  bool needs_vensim_words() const {
    const auto has_word = [](const XmileCell& cell) { return cell.equation.starts_with(':'); };
    return std::ranges::any_of(model_.variables, [&](const XmileVariable& one) {
      return std::ranges::any_of(one.cells, has_word);
    });
  }

  void write_macro(const XmileMacro& macro) {
    text_ += format("  <macro name=\"{}\">\n", attribute_name(macro.name));
    for (const std::string& one : macro.parameters) {
      text_ += format("    <parm>{}</parm>\n", xml(print_name(one)));
    }
    text_ += format("    <eqn>{}</eqn>\n    <variables>\n", xml(print_name(macro.name)));
    for (const XmileVariable& variable : macro.variables) write_variable(variable);
    text_ += "    </variables>\n  </macro>\n";
  }

  void write_header() {
    text_ += format(
        "  <header>\n    <name>{}</name>\n    <vendor>Sluice</vendor>\n"
        "    <product version=\"{}\" lang=\"en\">Sluice</product>\n",
        xml(model_.name), kVersion);
    std::size_t most = 0;
    for (const XmileVariable& one : model_.variables) most = std::max(most, one.dimensions.size());
    if (most > 0) {
      text_ += format(
          "    <options>\n      <uses_arrays maximum_dimensions=\"{}\"/>\n    </options>\n", most);
    }
    text_ += "  </header>\n";
  }

  void write_specs() {
    text_ += format("  <sim_specs method=\"{}\"", method_of(model_.method));
    if (!model_.time_unit.empty()) text_ += format(" time_units=\"{}\"", xml(model_.time_unit));
    text_ += format(" isee:save_interval=\"{}\">\n", to_text(model_.save_period));
    text_ += format("    <start>{}</start>\n    <stop>{}</stop>\n    <dt>{}</dt>\n  </sim_specs>\n",
                    to_text(model_.start), to_text(model_.stop), to_text(model_.step));
  }

  void write_units() {
    if (model_.unit_equivalences.empty()) return;
    text_ += "  <model_units>\n";
    for (const auto& names : model_.unit_equivalences) {
      text_ += format("    <unit name=\"{}\">", xml(names.front()));
      for (std::size_t i = 1; i < names.size(); ++i) {
        text_ += format("<alias>{}</alias>", xml(names[i]));
      }
      text_ += "</unit>\n";
    }
    text_ += "  </model_units>\n";
  }

  void write_dimensions() {
    if (model_.dimensions.empty()) return;
    text_ += "  <dimensions>\n";
    for (const XmileDimension& dimension : model_.dimensions) {
      text_ += format("    <dim name=\"{}\"", attribute_name(dimension.name));
      if (!dimension.note.empty()) text_ += format(" sluice:note=\"{}\"", note(dimension.note));
      text_ += '>';
      for (const std::string& element : dimension.elements) {
        text_ += format("<elem name=\"{}\"/>", attribute_name(element));
      }
      text_ += "</dim>\n";
    }
    text_ += "  </dimensions>\n";
  }

  static std::string own_marks(const XmileVariable& variable) {
    return std::string(variable.supplementary ? " sluice:supplementary=\"true\"" : "") +
           (variable.hidden ? " sluice:hidden=\"true\"" : "") +
           (variable.output ? " access=\"output\"" : "");
  }

  void write_variable(const XmileVariable& variable) {
    const std::string_view element = element_of(variable.kind);
    const bool table = variable.kind == XmileKind::table;
    text_ +=
        format("      <{} name=\"{}\"{}{}>\n", element, attribute_name(variable.name),
               table ? type_of(*variable.cells.front().table) : std::string(), own_marks(variable));
    if (!variable.note.empty()) {
      text_ += format("        <doc>{}</doc>\n", xml(escaped(variable.note, "\\")));
    }
    if (table) {
      write_points(*variable.cells.front().table, "        ");
    } else {
      write_cells(variable);
    }
    for (const std::string& flow : variable.inflows) {
      text_ += format("        <inflow>{}</inflow>\n", xml(print_name(flow)));
    }
    for (const std::string& flow : variable.outflows) {
      text_ += format("        <outflow>{}</outflow>\n", xml(print_name(flow)));
    }
    if (!variable.unit.empty()) text_ += format("        <units>{}</units>\n", xml(variable.unit));
    write_range(variable);
    text_ += format("      </{}>\n", element);
  }

  void write_cells(const XmileVariable& variable) {
    if (!variable.dimensions.empty()) {
      text_ += "        <dimensions>";
      for (const std::string& name : variable.dimensions) {
        text_ += format("<dim name=\"{}\"/>", attribute_name(name));
      }
      text_ += "</dimensions>\n";
    }
    for (const XmileCell& cell : variable.cells) {
      if (cell.elements.empty()) {
        write_cell(cell, "        ");
        continue;
      }
      std::string names;
      for (const std::string& one : cell.elements) {
        const char* const quote = one.find(',') == std::string::npos ? "" : "&quot;";
        names += (names.empty() ? "" : ", ") + (quote + attribute_name(one)) + quote;
      }
      text_ += format("        <element subscript=\"{}\">\n", names);
      write_cell(cell, "          ");
      text_ += "        </element>\n";
    }
  }

  void write_cell(const XmileCell& cell, const std::string& indent) {
    if (!cell.equation.empty()) text_ += format("{}<eqn>{}</eqn>\n", indent, xml(cell.equation));
    if (!cell.table) return;
    text_ += format("{}<gf{}>\n", indent, type_of(*cell.table));
    write_points(*cell.table, indent + "  ");
    text_ += format("{}</gf>\n", indent);
  }

  void write_points(const Table& table, const std::string& indent) {
    std::string x, y;
    double least = 0, most = 0;
    for (const auto& [one, other] : table.points) {
      const bool first = x.empty();
      x += (first ? "" : ",") + to_text(one);
      y += (first ? "" : ",") + to_text(other);
      least = first ? other : std::min(least, other);
      most = first ? other : std::max(most, other);
    }
    text_ +=
        format("{0}<xpts>{1}</xpts>\n{0}<yscale min=\"{3}\" max=\"{4}\"/>\n{0}<ypts>{2}</ypts>\n",
               indent, x, y, to_text(least), to_text(most));
  }

  void write_range(const XmileVariable& variable) {
    if (!variable.minimum && !variable.maximum && !variable.step) return;
    text_ += "        <range";
    if (variable.minimum) text_ += format(" min=\"{}\"", to_text(*variable.minimum));
    if (variable.maximum) text_ += format(" max=\"{}\"", to_text(*variable.maximum));
    if (variable.step) text_ += format(" sluice:step=\"{}\"", to_text(*variable.step));
    text_ += "/>\n";
  }

  // In the order in which their first variables stand.
  void write_groups() {
    std::vector<std::string> order;
    std::map<std::string, std::string> entities;
    for (const XmileVariable& variable : model_.variables) {
      if (variable.group.empty()) continue;
      std::string& own = entities[variable.group];
      if (own.empty()) order.push_back(variable.group);
      own += format("        <entity name=\"{}\"/>\n", attribute_name(variable.name));
    }
    for (const std::string& name : order) {
      const auto noted = model_.group_notes.find(name);
      const std::string note =
          noted == model_.group_notes.end()
              ? std::string()
              : format("        <doc>{}</doc>\n", xml(escaped(noted->second, "\\")));
      text_ += format("      <group name=\"{}\">\n{}{}      </group>\n", attribute_name(name), note,
                      entities[name]);
    }
  }

  const XmileModel& model_;
  std::string text_;
};

}  // namespace

std::string print_name(std::string_view name) {
  if (!is_plain(name)) return '"' + escaped(name, "\"\\") + '"';
  std::string text(name);
  std::ranges::replace(text, ' ', '_');
  return text;
}

Wording wording() {
  Wording words{print_name, print_subscript, "AND", "OR", "NOT", "", {}};
  words.chooses_in_words = true;
  return words;
}

Wording wording_in_macros() {
  Wording words = wording();
  words.name = [](std::string_view name) {
    const bool of_model = name.starts_with(kOfModel);
    return of_model ? "." + print_name(name.substr(1)) : print_name(name);
  };
  return words;
}

}  // namespace xmile

std::string write_xmile(const XmileModel& model) { return xmile::Writer(model).write(); }

}  // namespace sluice::syntax
