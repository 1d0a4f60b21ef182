#include <algorithm>
#include <cmath>
#include <cstdio>
#include <map>
#include <utility>

#include "base/format.h"
#include "syntax/mdl/sketch.h"
#include "syntax/mdl/writer.h"

namespace sluice::syntax::mdl {
namespace {

constexpr const char* kHead =
    "\\\\\\---/// Sketch information - do not modify anything except names\n"
    "V300  Do not put anything below this section - it will be ignored\n";
constexpr const char* kFont =
    "$192-192-192,0,Arial|10||0-0-0|0-0-0|0-0-255|-1--1--1|-1--1--1|96,96,100,0\n";

// One line of letters: what a comment of a sketch may be.
std::string in_one_line(std::string text) {
  std::ranges::replace_if(
      text, [](char letter) { return letter == '\n' || letter == '\r' || letter == '\t'; }, ' ');
  return text;
}

std::string number(double value) { return to_text(std::round(value)); }

// ",0-0-0,0-0-0,|12||255-0-0" for "#ff0000"; nothing where the colour is none that is known.
std::string font_of(const std::string& color) {
  struct Named {
    std::string_view name;
    int red, green, blue;
  };
  constexpr Named kNamed[] = {{"red", 255, 0, 0},      {"green", 0, 128, 0},
                              {"blue", 0, 0, 255},     {"gray", 128, 128, 128},
                              {"purple", 128, 0, 128}, {"orange", 255, 165, 0},
                              {"magenta", 255, 0, 255}};
  const auto* const named = std::ranges::find(kNamed, std::string_view(color), &Named::name);
  if (named != std::end(kNamed)) {
    return format(",0-0-0,0-0-0,|10||{}-{}-{}", named->red, named->green, named->blue);
  }
  unsigned red = 0, green = 0, blue = 0;
  const int found = std::sscanf(color.c_str(), "#%2x%2x%2x", &red, &green, &blue);
  if (found != 3 || color.size() != 7) return {};
  return format(",0-0-0,0-0-0,|10||{}-{}-{}", red, green, blue);
}

struct Half {  // the pipe of a flow on one side of its valve
  Point end;
  std::optional<Point> corner;
};

class SketchWriter {
 public:
  std::string write(const View& view) {
    text_ += kHead;
    text_ += format("*{}\n", view.name.empty() ? "View 1" : in_one_line(view.name));
    text_ += kFont;
    ids_.clear();
    last_ = 0;
    for (const Drawn& drawn : view.things) ids_[drawn.id] = ++last_;
    for (const Drawn& drawn : view.things) write_drawn(view, drawn);
    for (const Connector& connector : view.connectors) write_connector(view, connector);
    return std::exchange(text_, {});
  }

 private:
  void write_drawn(const View& view, const Drawn& drawn) {
    switch (drawn.kind) {
      case DrawnKind::stock: return write_object(drawn, ids_[drawn.id], 3, 3, {40, 20});
      case DrawnKind::auxiliary: return write_object(drawn, ids_[drawn.id], 8, 3, letters(drawn));
      case DrawnKind::ghost: return write_object(drawn, ids_[drawn.id], 8, 2, letters(drawn));
      case DrawnKind::text: return write_text(drawn);
      case DrawnKind::flow: return write_flow(view, drawn);
    }
  }

  // Half the size that a name needs.
  static Point letters(const Drawn& drawn) {
    constexpr double kMost = 60;
    return {std::min(kMost, 4.0 * static_cast<double>(drawn.name.size()) + 4), 11};
  }

  static std::string size_of(const Drawn& drawn, Point usual) {
    return number(drawn.width > 0 ? drawn.width : usual.x) + ',' +
           number(drawn.height > 0 ? drawn.height : usual.y);
  }

  void write_object(const Drawn& drawn, int id, int shape, int bits, Point usual) {
    const std::string font = font_of(drawn.color);
    text_ += format("10,{},{},{},{},{},{},{},0,{},-1,0,0,0{}\n", id, print_name(drawn.name),
                    number(drawn.x), number(drawn.y), size_of(drawn, usual), shape, bits,
                    font.empty() ? 0 : 2, font);
  }

  void write_text(const Drawn& drawn) {
    const std::string font = font_of(drawn.color);
    text_ += format("12,{},0,{},{},{},8,4,0,{},-1,0,0,0{}\n{}\n", ids_[drawn.id], number(drawn.x),
                    number(drawn.y), size_of(drawn, letters(drawn)), font.empty() ? 0 : 2, font,
                    in_one_line(drawn.name));
  }

  // Clouds, pipes, the valve, and the name below it.
  void write_flow(const View& view, const Drawn& drawn) {
    const int valve = ++last_;
    valves_[drawn.id] = valve;
    if (drawn.pipe.size() > 1) {
      const auto [source, sink] = halves(drawn);
      write_pipe(view, drawn, valve, source, 100);
      write_pipe(view, drawn, valve, sink, 4);
    }
    text_ +=
        format("11,{},0,{},{},6,8,34,3,0,0,1,0,0,0\n", valve, number(drawn.x), number(drawn.y));
    Drawn name = drawn;
    constexpr double kBelow = 18;
    name.y += kBelow;
    write_object(name, ids_[drawn.id], 40, 3, letters(drawn));
  }

  // The corners before the valve belong to the source, those behind it to the sink.
  static std::pair<Half, Half> halves(const Drawn& drawn) {
    const std::vector<Point>& pipe = drawn.pipe;
    std::size_t nearest = 0;
    double least = INFINITY;
    for (std::size_t i = 0; i + 1 < pipe.size(); ++i) {
      const double by = std::hypot(pipe[i].x - drawn.x, pipe[i].y - drawn.y) +
                        std::hypot(pipe[i + 1].x - drawn.x, pipe[i + 1].y - drawn.y) -
                        std::hypot(pipe[i + 1].x - pipe[i].x, pipe[i + 1].y - pipe[i].y);
      if (by < least) least = by, nearest = i;
    }
    Half source{pipe.front(), {}}, sink{pipe.back(), {}};
    if (nearest > 0) source.corner = pipe[nearest];
    if (nearest + 2 < pipe.size()) sink.corner = pipe[nearest + 1];
    return {source, sink};
  }

  void write_pipe(const View& view, const Drawn& flow, int valve, const Half& half, int head) {
    const Point corner =
        half.corner.value_or(Point{(flow.x + half.end.x) / 2, (flow.y + half.end.y) / 2});
    const int end = end_at(view, half.end);
    text_ += format("1,{},{},{},{},0,0,22,0,0,0,-1--1--1,,1|({},{})|\n", ++last_, valve, end, head,
                    number(corner.x), number(corner.y));
  }

  // The stock there, or a cloud.
  int end_at(const View& view, Point end) {
    constexpr double kNear = 12;
    for (const Drawn& drawn : view.things) {
      const double width = drawn.width > 0 ? drawn.width : 25;
      const double height = drawn.height > 0 ? drawn.height : 20;
      const bool near =
          std::abs(drawn.x - end.x) <= width + kNear && std::abs(drawn.y - end.y) <= height + kNear;
      if (drawn.kind == DrawnKind::stock && near) return ids_[drawn.id];
    }
    text_ +=
        format("12,{},48,{},{},10,8,0,3,0,0,-1,0,0,0\n", ++last_, number(end.x), number(end.y));
    return last_;
  }

  void write_connector(const View& view, const Connector& connector) {
    const auto from = std::ranges::find(view.things, connector.from, &Drawn::id);
    const auto to = std::ranges::find(view.things, connector.to, &Drawn::id);
    if (from == view.things.end() || to == view.things.end()) return;
    const Point through =
        connector.through.value_or(Point{(from->x + to->x) / 2, (from->y + to->y) / 2});
    text_ += format("1,{},{},{},{},0,0,0,0,0,0,-1--1--1,,1|({},{})|\n", ++last_, end_of(*from),
                    end_of(*to), connector.through ? 1 : 0, number(through.x), number(through.y));
  }

  // Influences end at the valve of a flow.
  int end_of(const Drawn& drawn) {
    return drawn.kind == DrawnKind::flow ? valves_[drawn.id] : ids_[drawn.id];
  }

  std::string text_;
  std::map<int, int> ids_, valves_;  // by the id in the view
  int last_ = 0;
};

}  // namespace

std::string write_sketches(const std::vector<View>& views) {
  std::string text;
  SketchWriter writer;
  for (const View& view : views) text += writer.write(view);
  return text.empty() ? kHead : text;
}

}  // namespace sluice::syntax::mdl
