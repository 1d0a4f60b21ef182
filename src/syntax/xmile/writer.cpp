#include "syntax/xmile/writer.h"

#include <algorithm>
#include <map>
#include <utility>

#include "base/format.h"
#include "base/unicode.h"
#include "base/version.h"

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

std::string escaped(std::string_view text, std::string_view signs) {
  std::string result;
  for (const char letter : text) {
    if (signs.find(letter) != std::string_view::npos) result += '\\';
    result += letter;
  }
  return result;
}

std::string print_subscript(const Subscript& subscript) {
  return subscript.each ? "*" : print_name(subscript.name);
}

// Of text and of attributes alike. XML has no control characters but blanks.
std::string xml(std::string_view text) {
  std::string result;
  for (const char letter : text) {
    const bool control = static_cast<unsigned char>(letter) < 0x20;
    switch (letter) {
      case '&': result += "&amp;"; break;
      case '<': result += "&lt;"; break;
      case '>': result += "&gt;"; break;
      case '"': result += "&quot;"; break;
      default:
        if (!control || letter == '\n' || letter == '\t') result += letter;
    }
  }
  return result;
}

std::string attribute_name(std::string_view name) { return xml(escaped(name, "\"\\")); }

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
    case Integration::rk2: return "rk2";
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

class Writer {
 public:
  explicit Writer(const XmileModel& model) : model_(model) {}

  std::string write() {
    text_ =
        "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n"
        "<xmile version=\"1.0\" xmlns=\"http://docs.oasis-open.org/xmile/ns/XMILE/v1.0\" "
        "xmlns:isee=\"http://iseesystems.com/XMILE\">\n";
    write_header();
    write_specs();
    write_units();
    write_dimensions();
    text_ += "  <model>\n    <variables>\n";
    for (const XmileVariable& variable : model_.variables) write_variable(variable);
    write_groups();
    text_ += "    </variables>\n";
    write_views();
    text_ += "  </model>\n</xmile>\n";
    return std::move(text_);
  }

 private:
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
      text_ += format("    <dim name=\"{}\">", attribute_name(dimension.name));
      for (const std::string& element : dimension.elements) {
        text_ += format("<elem name=\"{}\"/>", attribute_name(element));
      }
      text_ += "</dim>\n";
    }
    text_ += "  </dimensions>\n";
  }

  void write_variable(const XmileVariable& variable) {
    const std::string_view element = element_of(variable.kind);
    const bool table = variable.kind == XmileKind::table;
    text_ += format("      <{} name=\"{}\"{}>\n", element, attribute_name(variable.name),
                    table ? type_of(*variable.cells.front().table) : std::string());
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
        names += (names.empty() ? "" : ", ") + attribute_name(one);
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
    if (!variable.minimum && !variable.maximum) return;
    text_ += "        <range";
    if (variable.minimum) text_ += format(" min=\"{}\"", to_text(*variable.minimum));
    if (variable.maximum) text_ += format(" max=\"{}\"", to_text(*variable.maximum));
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
      text_ += format("      <group name=\"{}\">\n{}      </group>\n", attribute_name(name),
                      entities[name]);
    }
  }

  void write_views() {
    if (model_.views.empty()) return;
    text_ += "    <views>\n";
    for (const View& view : model_.views) write_view(view);
    text_ += "    </views>\n";
  }

  void write_view(const View& view) {
    text_ += format("      <view type=\"stock_flow\" name=\"{}\">\n", xml(view.name));
    std::map<int, const Drawn*> by_id;
    for (const Drawn& drawn : view.things) {
      by_id.emplace(drawn.id, &drawn);
      write_drawn(drawn);
    }
    for (const Connector& connector : view.connectors) {
      const auto from = by_id.find(connector.from), to = by_id.find(connector.to);
      if (from == by_id.end() || to == by_id.end()) continue;
      text_ += format("        <connector uid=\"{}\"><from>{}</from><to>{}</to></connector>\n",
                      ++connectors_, end_of(*from->second), end_of(*to->second));
    }
    text_ += "      </view>\n";
  }

  // A variable by its name, its ghost by the number of the alias.
  static std::string end_of(const Drawn& drawn) {
    if (drawn.kind == DrawnKind::ghost) return format("<alias uid=\"{}\"/>", drawn.id);
    return xml(print_name(drawn.name));
  }

  void write_drawn(const Drawn& drawn) {
    const std::string place = format("x=\"{}\" y=\"{}\"", to_text(drawn.x), to_text(drawn.y));
    const std::string name = attribute_name(drawn.name);
    switch (drawn.kind) {
      case DrawnKind::ghost:
        text_ += format("        <alias uid=\"{}\" {}><of>{}</of></alias>\n", drawn.id, place,
                        xml(print_name(drawn.name)));
        return;
      case DrawnKind::stock:
        text_ += format("        <stock name=\"{}\" {} width=\"{}\" height=\"{}\"/>\n", name, place,
                        to_text(2 * drawn.width), to_text(2 * drawn.height));
        return;
      case DrawnKind::flow:
        text_ += format("        <flow name=\"{}\" {}/>\n", name, place);
        return;
      case DrawnKind::auxiliary:
        text_ += format("        <aux name=\"{}\" {}/>\n", name, place);
        return;
    }
  }

  const XmileModel& model_;
  std::string text_;
  std::size_t connectors_ = 0;
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

}  // namespace xmile

std::string write_xmile(const XmileModel& model) { return xmile::Writer(model).write(); }

}  // namespace sluice::syntax
