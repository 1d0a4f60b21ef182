#include "syntax/mdl/sketch.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <map>
#include <optional>
#include <string>
#include <utility>

#include "base/format.h"
#include "base/number.h"
#include "syntax/mdl/characters.h"
#include "syntax/tree.h"

namespace sluice::syntax::mdl {

namespace {

// Kinds of lines.
constexpr int kArrow = 1;
constexpr int kVariable = 10;
constexpr int kValve = 11;
constexpr int kComment = 12;

// Bits of a variable's shape and of its other properties.
constexpr int kBox = 3;          // shape 3: a stock
constexpr int kShapeBits = 31;   // the rest says how it hangs on others
constexpr int kAttached = 32;    // to the valve before it: a flow
constexpr int kFirst = 1;        // not a shadow of a variable drawn elsewhere
constexpr int kTextFollows = 4;  // a comment's, on the next line

// Fields between commas; a name in quotes may hold them.
std::vector<std::string> fields_of(std::string_view line) {
  std::vector<std::string> fields(1);
  bool quoted = false;
  for (std::size_t at = 0; at < line.size(); ++at) {
    const char letter = line[at];
    if (letter == '\\' && quoted && at + 1 < line.size()) {
      fields.back() += line[++at];
    } else if (letter == '"') {
      quoted = !quoted;
    } else if (letter == ',' && !quoted) {
      fields.emplace_back();
    } else {
      fields.back() += letter;
    }
  }
  return fields;
}

double number_at(const std::vector<std::string>& fields, std::size_t index) {
  if (index >= fields.size()) return 0;
  const std::string_view text = trimmed(fields[index]);
  const bool minus = text.starts_with('-');
  const double value = number_in(minus ? text.substr(1) : text).value_or(0);
  constexpr double kFarthest = 1e6;  // of a point of a drawing, and of an id
  if (!(value >= 0 && value <= kFarthest)) return 0;
  return minus ? -value : value;
}

int whole_at(const std::vector<std::string>& fields, std::size_t index) {
  return static_cast<int>(number_at(fields, index));
}

// "...,|12|B|0-0-255": the colour of the letters, as XMILE writes it.
std::string color_in(const std::vector<std::string>& fields) {
  constexpr std::size_t kFont = 17;
  if (fields.size() <= kFont) return {};
  const std::string color = fields[kFont].substr(fields[kFont].rfind('|') + 1);
  unsigned red = 0, green = 0, blue = 0;
  if (std::sscanf(color.c_str(), "%3u-%3u-%3u", &red, &green, &blue) != 3) return {};
  const bool black = red + green + blue == 0;
  if (black || red > 255 || green > 255 || blue > 255) return {};
  return format("#{:02x}{:02x}{:02x}", red, green, blue);
}

struct Arrow {
  int from = 0, to = 0, head = 0;
  bool pipe = false;
  std::optional<Point> through;
};

// One view as its lines say it, until all of them are read.
class SketchView {
 public:
  explicit SketchView(std::string name) { view_.name = std::move(name); }

  void take(std::string_view line) {
    if (text_of_) {
      text_of_->name = std::string(trimmed(line));
      view_.things.push_back(*text_of_);
      return text_of_.reset();
    }
    if (line.empty() || line.front() < '1' || line.front() > '9') return;
    const std::vector<std::string> fields = fields_of(line);
    switch (whole_at(fields, 0)) {
      case kVariable: return take_variable(fields);
      case kValve: return take_valve(fields);
      case kComment: return take_comment(fields);
      case kArrow: return take_arrow(fields);
      default: return;
    }
  }

  View finish() {
    for (const Arrow& arrow : arrows_) {
      if (arrow.pipe) {
        lay_pipe(arrow);
      } else {
        view_.connectors.push_back({variable(arrow.from), variable(arrow.to), arrow.through});
      }
    }
    for (Drawn& drawn : view_.things) {
      if (drawn.kind == DrawnKind::flow) straighten(drawn);
    }
    return std::move(view_);
  }

 private:
  // KIND,id,name,x,y,width,height,shape,bits,...
  Drawn object_in(const std::vector<std::string>& fields) {
    Drawn drawn;
    drawn.id = whole_at(fields, 1);
    drawn.x = number_at(fields, 3);
    drawn.y = number_at(fields, 4);
    drawn.width = number_at(fields, 5);
    drawn.height = number_at(fields, 6);
    drawn.color = color_in(fields);
    places_[drawn.id] = {drawn.x, drawn.y};
    return drawn;
  }

  void take_variable(const std::vector<std::string>& fields) {
    if (fields.size() < 9) return;
    Drawn drawn = object_in(fields);
    const int shape = whole_at(fields, 7);
    const bool attached = (shape & kAttached) != 0 && valve_;
    drawn.name = fold_blanks(fields[2]);
    if (attached) {
      flow_of_valve_[valve_->id] = drawn.id;
      drawn.x = valve_->x;
      drawn.y = valve_->y;
    }
    const bool stock = (shape & kShapeBits) == kBox;
    const bool ghost = (whole_at(fields, 8) & kFirst) == 0;
    drawn.kind = ghost      ? DrawnKind::ghost
                 : attached ? DrawnKind::flow
                 : stock    ? DrawnKind::stock
                            : DrawnKind::auxiliary;
    view_.things.push_back(std::move(drawn));
    valve_.reset();
  }

  // The variable beside it follows.
  void take_valve(const std::vector<std::string>& fields) { valve_ = object_in(fields); }

  // A cloud, a picture, or a text, which may stand on the next line.
  void take_comment(const std::vector<std::string>& fields) {
    if (fields.size() < 9) return;
    Drawn drawn = object_in(fields);
    drawn.kind = DrawnKind::text;
    drawn.name = fields[2];
    if ((whole_at(fields, 8) & kTextFollows) != 0) {
      text_of_ = std::move(drawn);
    } else if (drawn.name.find_first_not_of("0123456789 ") != std::string::npos) {
      view_.things.push_back(std::move(drawn));
    }
  }

  // 1,id,from,to,head,...,thickness,...,1|(x,y)|
  void take_arrow(const std::vector<std::string>& fields) {
    constexpr std::size_t kThickness = 7;
    constexpr int kPipe = 20;
    Arrow arrow{whole_at(fields, 2),
                whole_at(fields, 3),
                whole_at(fields, 4),
                whole_at(fields, kThickness) >= kPipe,
                {}};
    std::string points = fields.back();
    if (fields.size() > 1 && points.ends_with(")|"))
      points = fields[fields.size() - 2] + ',' + points;
    double x = 0, y = 0;
    const std::size_t open = points.find('(');
    const bool found =
        open != std::string::npos && std::sscanf(points.c_str() + open, "(%lf,%lf)", &x, &y) == 2;
    constexpr double kFarthest = 1e6;
    if (found && std::abs(x) < kFarthest && std::abs(y) < kFarthest) arrow.through = Point{x, y};
    arrows_.push_back(arrow);
  }

  // Of a valve: the flow beside it.
  int variable(int id) const {
    const auto found = flow_of_valve_.find(id);
    return found == flow_of_valve_.end() ? id : found->second;
  }

  // From a valve to a stock or a cloud: half of a flow, toward its source or its sink.
  void lay_pipe(const Arrow& arrow) {
    const auto flow = std::ranges::find(view_.things, variable(arrow.from), &Drawn::id);
    const auto end = places_.find(arrow.to);
    if (flow == view_.things.end() || flow->kind != DrawnKind::flow || end == places_.end()) return;
    constexpr int kTowardSource = 100;
    const Point middle{flow->x, flow->y};
    if (flow->pipe.empty()) flow->pipe.push_back(middle);
    const bool bent = arrow.through && !is_straight(middle, *arrow.through, end->second);
    const bool source = arrow.head == kTowardSource;
    const auto add = [&](Point point) {
      flow->pipe.insert(source ? flow->pipe.begin() : flow->pipe.end(), point);
    };
    if (bent) add(*arrow.through);
    add(end->second);
  }

  // The valve lies on the pipe and is no corner of it.
  static void straighten(Drawn& flow) {
    if (flow.pipe.size() < 3) return flow.pipe.clear();
    for (std::size_t i = 1; i + 1 < flow.pipe.size(); ++i) {
      const Point here = flow.pipe[i];
      const bool valve = here.x == flow.x && here.y == flow.y;
      if (!valve || !is_straight(flow.pipe[i - 1], here, flow.pipe[i + 1])) continue;
      flow.pipe.erase(flow.pipe.begin() + static_cast<std::ptrdiff_t>(i));
      return;
    }
  }

  View view_;
  std::vector<Arrow> arrows_;
  std::map<int, Point> places_;  // of all objects by id
  std::map<int, int> flow_of_valve_;
  std::optional<Drawn> valve_, text_of_;
};

}  // namespace

std::vector<View> read_sketches(std::string_view drawing) {
  std::vector<SketchView> sketches;
  for (std::size_t at = 0; at < drawing.size();) {
    const std::size_t end = std::min(drawing.find_first_of("\r\n", at), drawing.size());
    const std::string_view line = drawing.substr(at, end - at);
    if (line.starts_with("///---")) break;
    if (line.starts_with('*')) {
      sketches.emplace_back(std::string(trimmed(line.substr(1))));
    } else if (!sketches.empty() && !line.empty()) {
      sketches.back().take(line);
    }
    at = end + 1;
  }
  std::vector<View> views;
  for (SketchView& sketch : sketches) views.push_back(sketch.finish());
  std::erase_if(views, [](const View& view) { return view.things.empty(); });
  return views;
}

}  // namespace sluice::syntax::mdl
