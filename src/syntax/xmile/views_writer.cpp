#include <map>

#include "base/format.h"
#include "syntax/xmile/escape.h"
#include "syntax/xmile/views.h"
#include "syntax/xmile/writer.h"

namespace sluice::syntax {
namespace {

using xmile::attribute_name;
using xmile::xml;

class ViewsWriter {
 public:
  std::string write(const std::vector<View>& views) {
    if (views.empty()) return {};
    text_ += "    <views>\n";
    for (const View& view : views) write_view(view);
    text_ += "    </views>\n";
    return std::move(text_);
  }

 private:
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
      const Point begin{from->second->x, from->second->y}, end{to->second->x, to->second->y};
      const double direction = direction_of_arc(begin, connector.through.value_or(begin), end);
      text_ += format(
          "        <connector uid=\"{}\" angle=\"{}\"><from>{}</from><to>{}</to></connector>\n",
          ++connectors_, to_text(direction), end_of(*from->second), end_of(*to->second));
    }
    text_ += "      </view>\n";
  }

  // A variable by its name, its ghost by the number of the alias.
  static std::string end_of(const Drawn& drawn) {
    if (drawn.kind == DrawnKind::ghost) return format("<alias uid=\"{}\"/>", drawn.id);
    return xml(xmile::print_name(drawn.name));
  }

  // The middle, or corner and size.
  static std::string place_of(const Drawn& drawn) {
    const std::string color = drawn.color.empty() ? "" : format(" color=\"{}\"", xml(drawn.color));
    const bool sized = drawn.kind == DrawnKind::stock || drawn.kind == DrawnKind::text;
    if (!sized || drawn.width <= 0 || drawn.height <= 0) {
      return format("x=\"{}\" y=\"{}\"{}", to_text(drawn.x), to_text(drawn.y), color);
    }
    return format("x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\"{}", to_text(drawn.x - drawn.width),
                  to_text(drawn.y - drawn.height), to_text(2 * drawn.width),
                  to_text(2 * drawn.height), color);
  }

  void write_drawn(const Drawn& drawn) {
    const std::string place = place_of(drawn);
    const std::string name = attribute_name(drawn.name);
    switch (drawn.kind) {
      case DrawnKind::ghost:
        text_ += format("        <alias uid=\"{}\" {}><of>{}</of></alias>\n", drawn.id, place,
                        xml(xmile::print_name(drawn.name)));
        return;
      case DrawnKind::stock:
        text_ += format("        <stock name=\"{}\" {}/>\n", name, place);
        return;
      case DrawnKind::flow: return write_flow(drawn, name, place);
      case DrawnKind::auxiliary:
        text_ += format("        <aux name=\"{}\" {}/>\n", name, place);
        return;
      case DrawnKind::text:
        text_ += format("        <text_box {}>{}</text_box>\n", place, xml(drawn.name));
        return;
    }
  }

  void write_flow(const Drawn& drawn, const std::string& name, const std::string& place) {
    if (drawn.pipe.empty()) {
      text_ += format("        <flow name=\"{}\" {}/>\n", name, place);
      return;
    }
    text_ += format("        <flow name=\"{}\" {}><pts>", name, place);
    for (const Point& point : drawn.pipe) {
      text_ += format("<pt x=\"{}\" y=\"{}\"/>", to_text(point.x), to_text(point.y));
    }
    text_ += "</pts></flow>\n";
  }

  std::string text_;
  std::size_t connectors_ = 0;
};

}  // namespace

std::string xmile_views(const std::vector<View>& views) { return ViewsWriter().write(views); }

}  // namespace sluice::syntax
