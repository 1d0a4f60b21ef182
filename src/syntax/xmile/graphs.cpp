// Graphical functions: <gf> with its scales and points.
#include <algorithm>

#include "base/format.h"
#include "base/number.h"
#include "base/unicode.h"
#include "syntax/xmile/variables.h"

namespace sluice::syntax::xmile {

namespace {

std::optional<double> signed_number(std::string_view text) {
  while (!text.empty() && std::string_view(" \t\r\n").find(text.front()) != text.npos) {
    text.remove_prefix(1);
  }
  while (!text.empty() && std::string_view(" \t\r\n").find(text.back()) != text.npos) {
    text.remove_suffix(1);
  }
  const bool minus = text.starts_with('-');
  if (minus || text.starts_with('+')) text.remove_prefix(1);
  const auto number = number_in(text);
  return number && minus ? std::optional(-*number) : number;
}

// So many values from one to the other.
std::vector<double> evenly(double least, double most, std::size_t count) {
  std::vector<double> values;
  const double last = std::max<double>(1, static_cast<double>(count) - 1);
  for (std::size_t i = 0; i < count; ++i) {
    const bool at_end = i > 0 && i + 1 == count;
    values.push_back(at_end ? most : least + (most - least) * static_cast<double>(i) / last);
  }
  return values;
}

std::vector<std::pair<double, double>> paired(const std::vector<double>& x,
                                              const std::vector<double>& y) {
  std::vector<std::pair<double, double>> points;
  for (std::size_t i = 0; i < y.size(); ++i) points.emplace_back(x[i], y[i]);
  return points;
}

}  // namespace

std::optional<std::vector<double>> VariableReader::read_points(pugi::xml_node node) {
  const auto sep = document_.attribute(node, "sep", complaints_);
  const std::string separator = sep && !sep->value.empty() ? sep->value : ",";
  const Text text = document_.text_of(node, complaints_);
  std::vector<double> points;
  for (std::size_t at = 0; at <= text.value.size();) {
    const std::size_t end = std::min(text.value.find(separator, at), text.value.size());
    const std::string_view one = std::string_view(text.value).substr(at, end - at);
    const bool last = end == text.value.size();
    const auto number = signed_number(one);
    if (number) {
      points.push_back(*number);
    } else if (!last || one.find_first_not_of(" \t\r\n") != one.npos) {
      complaints_.say(Code::bad_points, text.span(at, std::max(end, at + 1)),
                      format("\"{}\" is no number of a graphical function", one),
                      format("the points of <{}> are numbers with \"{}\" between them",
                             document_.name_of(node), separator),
                      "another separator is said by sep=\"...\"");
      return std::nullopt;
    }
    at = end + separator.size();
  }
  return points;
}

std::optional<Table> VariableReader::read_table(pugi::xml_node node, const std::string& owner) {
  Table table;
  const auto type = document_.attribute(node, "type", complaints_);
  const auto discrete = document_.attribute(node, "discrete", complaints_);
  const std::string kind = type ? to_lower(type->value) : "";
  if (kind == "extrapolate") table.kind = TableKind::extrapolate;
  if (kind == "discrete" || (discrete && to_lower(discrete->value) == "true")) {
    table.kind = TableKind::step;
  }
  if (type && kind != "extrapolate" && kind != "discrete" && kind != "continuous") {
    complaints_.say(Code::xmile_bad_value, type->span(),
                    format("\"{}\" is no type of a graphical function", type->value), "",
                    "the types are continuous, extrapolate and discrete");
  }
  const pugi::xml_node ypts = document_.child(node, "ypts");
  const pugi::xml_node xpts = document_.child(node, "xpts");
  const pugi::xml_node xscale = document_.child(node, "xscale");
  const auto say = [&](std::string message, std::string reason, std::string hint) {
    complaints_.say(Code::bad_points, document_.span_of(node), std::move(message),
                    std::move(reason), std::move(hint));
    return std::nullopt;
  };
  if (!ypts) {
    return say(format("the graphical function of \"{}\" has no <ypts>", owner), "",
               "write its values: <ypts>0,0.5,1</ypts>");
  }
  const auto y = read_points(ypts);
  const auto x = xpts ? read_points(xpts) : std::optional(std::vector<double>());
  if (!y || !x) return std::nullopt;
  if (xpts && x->size() != y->size()) {
    return say(format("the graphical function of \"{}\" has {} x and {} y values", owner, x->size(),
                      y->size()),
               "each point has one of both", "make the two lists equally long");
  }
  const auto least = number_of(xscale, "min"), most = number_of(xscale, "max");
  if (!xpts && (!least || !most)) {
    return say(format("the graphical function of \"{}\" has no x values", owner), "",
               "write <xscale min=\"...\" max=\"...\"/> or <xpts>");
  }
  if (y->empty())
    return say(format("the graphical function of \"{}\" has no points", owner), "", "");
  const bool even = !xpts;
  table.points = paired(even ? evenly(*least, *most, y->size()) : *x, *y);
  return table;
}

}  // namespace sluice::syntax::xmile
