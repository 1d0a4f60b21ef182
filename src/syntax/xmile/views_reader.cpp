#include <algorithm>
#include <cmath>
#include <map>
#include <unordered_map>
#include <utility>

#include "base/format.h"
#include "base/number.h"
#include "base/unicode.h"
#include "syntax/tree.h"
#include "syntax/xmile/tokens.h"
#include "syntax/xmile/views.h"
#include "syntax/xmile/xml.h"

namespace sluice::syntax {
namespace {

using namespace xmile;  // NOLINT(google-build-using-namespace)

constexpr double kFarthest = 1e6;    // of a point of a drawing
constexpr int kDeepestModule = 30;   // as the reader of models
constexpr std::size_t kMost = 1000;  // views; further ones are not drawn

std::string in_one_line(std::string_view text) {
  std::string line;
  for (const char letter : text) {
    const bool blank = letter == ' ' || letter == '\n' || letter == '\r' || letter == '\t';
    if (!blank) line += letter;
    if (blank && !line.empty() && line.back() != ' ') line += ' ';
  }
  if (line.ends_with(' ')) line.pop_back();
  return line;
}

class ViewReader {
 public:
  ViewReader(const Document& document, std::string prefix, Complaints& complaints)
      : document_(document), prefix_(std::move(prefix)), complaints_(complaints) {}

  View read(pugi::xml_node node, const std::string& name) {
    view_.name = name;
    for (const pugi::xml_node one : node.children()) read_drawn(one);
    for (const pugi::xml_node one : document_.children(node, "connector")) read_connector(one);
    return std::move(view_);
  }

 private:
  void read_drawn(pugi::xml_node node) {
    const std::string_view kind = document_.name_of(node);
    Drawn drawn;
    drawn.id = static_cast<int>(view_.things.size()) + 1;
    place(node, drawn);
    drawn.color = attribute(node, "color");
    if (kind == "stock" || kind == "flow" || kind == "aux" || kind == "gf") {
      drawn.kind = kind == "stock"  ? DrawnKind::stock
                   : kind == "flow" ? DrawnKind::flow
                                    : DrawnKind::auxiliary;
      drawn.name = prefix_ + name_in(attribute(node, "name"));
      if (kind == "flow") read_pipe(node, drawn);
      by_name_.emplace(key_of(drawn.name), drawn.id);
    } else if (kind == "alias") {
      drawn.kind = DrawnKind::ghost;
      drawn.name =
          prefix_ + name_in(document_.text_of(document_.child(node, "of"), complaints_).value);
      by_uid_.emplace(attribute(node, "uid"), drawn.id);
    } else if (kind == "text_box" || kind == "module") {
      drawn.kind = DrawnKind::text;
      drawn.name = in_one_line(kind == "module" ? name_in(attribute(node, "name"))
                                                : document_.text_of(node, complaints_).value);
      if (drawn.name.empty()) return;
    } else {
      return;
    }
    view_.things.push_back(std::move(drawn));
  }

  void place(pugi::xml_node node, Drawn& drawn) const {
    drawn.x = number(node, "x");
    drawn.y = number(node, "y");
    const double width = number(node, "width"), height = number(node, "height");
    if (width <= 0 || height <= 0) return;
    drawn.width = width / 2;
    drawn.height = height / 2;
    drawn.x += drawn.width;
    drawn.y += drawn.height;
  }

  void read_pipe(pugi::xml_node node, Drawn& drawn) const {
    constexpr std::size_t kMostPoints = 100;
    for (const pugi::xml_node point : document_.children(document_.child(node, "pts"), "pt")) {
      if (drawn.pipe.size() < kMostPoints) {
        drawn.pipe.push_back({number(point, "x"), number(point, "y")});
      }
    }
    if (drawn.pipe.size() < 2) drawn.pipe.clear();
  }

  void read_connector(pugi::xml_node node) {
    const int from = end_of(document_.child(node, "from"));
    const int to = end_of(document_.child(node, "to"));
    if (from == 0 || to == 0) return;
    Connector connector{from, to, {}};
    const auto direction = signed_number(attribute(node, "angle"));
    if (direction) connector.through = middle_of_arc(middle(from), *direction, middle(to));
    view_.connectors.push_back(connector);
  }

  Point middle(int id) const {
    const Drawn& drawn = *std::ranges::find(view_.things, id, &Drawn::id);
    return {drawn.x, drawn.y};
  }

  // 0 where it stands in no view.
  int end_of(pugi::xml_node node) const {
    if (const pugi::xml_node alias = document_.child(node, "alias")) {
      const auto found = by_uid_.find(attribute(alias, "uid"));
      return found == by_uid_.end() ? 0 : found->second;
    }
    const auto found =
        by_name_.find(key_of(prefix_ + name_in(document_.text_of(node, complaints_).value)));
    return found == by_name_.end() ? 0 : found->second;
  }

  std::string attribute(pugi::xml_node node, const char* name) const {
    const auto text = document_.attribute(node, name, complaints_);
    return text ? text->value : std::string();
  }

  static std::optional<double> signed_number(std::string_view text) {
    const bool minus = text.starts_with('-');
    const auto value = number_in(minus ? text.substr(1) : text);
    if (!value || !(*value <= kFarthest)) return std::nullopt;
    return minus ? -*value : *value;
  }
  double number(pugi::xml_node node, const char* name) const {
    return signed_number(attribute(node, name)).value_or(0);
  }

  const Document& document_;
  std::string prefix_;
  Complaints& complaints_;
  View view_;
  std::unordered_map<std::string, int> by_name_, by_uid_;
};

class ViewsReader {
 public:
  ViewsReader(const Document& document, Complaints& complaints)
      : document_(document), complaints_(complaints) {}

  std::vector<View> read() {
    const auto models = document_.children(document_.root(), "model");
    pugi::xml_node root;
    for (const pugi::xml_node model : models) {
      const auto name = document_.attribute(model, "name", complaints_);
      if (name) by_name_.emplace(key_of(name_in(name->value)), model);
      if (!name && !root) root = model;
    }
    if (!root && !models.empty()) root = models.front();
    if (root) read_model(root, "", 0);
    return std::move(views_);
  }

 private:
  void read_model(pugi::xml_node model, const std::string& prefix, int depth) {
    const pugi::xml_node views = document_.child(model, "views");
    for (const pugi::xml_node node : document_.children(views ? views : model, "view")) {
      if (views_.size() < kMost) read_view(node, prefix);
    }
    const pugi::xml_node listed = document_.child(model, "variables");
    for (const pugi::xml_node module : document_.children(listed ? listed : model, "module")) {
      read_module(module, prefix, depth);
    }
  }

  void read_view(pugi::xml_node node, const std::string& prefix) {
    const auto type = document_.attribute(node, "type", complaints_);
    if (type && to_lower(type->value) != "stock_flow") return;
    const auto name = document_.attribute(node, "name", complaints_);
    const std::string own = name ? name_in(name->value) : std::string();
    const std::string number = views_.empty() ? "" : format(" {}", views_.size() + 1);
    const std::string module = prefix.substr(0, prefix.size() - (prefix.empty() ? 0 : 1));
    const std::string shown = !own.empty() ? own : !module.empty() ? module : "View" + number;
    View view = ViewReader(document_, prefix, complaints_).read(node, shown);
    if (!view.things.empty()) views_.push_back(std::move(view));
  }

  void read_module(pugi::xml_node node, const std::string& prefix, int depth) {
    const auto name = document_.attribute(node, "name", complaints_);
    if (!name || depth >= kDeepestModule || views_.size() >= kMost) return;
    const std::string module = name_in(name->value);
    const auto model = by_name_.find(key_of(module));
    if (model != by_name_.end()) read_model(model->second, prefix + module + ".", depth + 1);
  }

  const Document& document_;
  Complaints& complaints_;
  std::unordered_map<std::string, pugi::xml_node> by_name_;
  std::vector<View> views_;
};

}  // namespace

std::vector<View> read_xmile_views(const SourceSet& sources, std::uint32_t file) {
  Complaints complaints(sources);  // the reader of the model has told them
  const auto document = Document::parse(sources.text(file), file, complaints);
  return document ? ViewsReader(*document, complaints).read() : std::vector<View>();
}

}  // namespace sluice::syntax
