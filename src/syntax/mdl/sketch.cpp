#include "syntax/mdl/sketch.h"

#include <map>
#include <optional>
#include <string>

#include "base/number.h"
#include "syntax/mdl/characters.h"
#include "syntax/tree.h"

namespace sluice::syntax::mdl {

namespace {

// Kinds of lines.
constexpr int kArrow = 1;
constexpr int kVariable = 10;
constexpr int kValve = 11;

// Bits of a variable's shape and of its other properties.
constexpr int kBox = 3;         // shape 3: a stock
constexpr int kShapeBits = 31;  // the rest says how it hangs on others
constexpr int kAttached = 32;   // to the valve before it: a flow
constexpr int kFirst = 1;       // not a shadow of a variable drawn elsewhere

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

class SketchReader {
 public:
  std::vector<View> read(std::string_view drawing) {
    for (std::size_t at = 0; at < drawing.size();) {
      const std::size_t end = std::min(drawing.find_first_of("\r\n", at), drawing.size());
      const std::string_view line = drawing.substr(at, end - at);
      if (line.starts_with("///---")) break;
      take(line);
      at = end + 1;
    }
    std::erase_if(views_, [](const View& view) { return view.things.empty(); });
    return std::move(views_);
  }

 private:
  void take(std::string_view line) {
    if (line.starts_with('*')) {
      views_.push_back({std::string(trimmed(line.substr(1))), {}, {}});
      valve_.reset();
      flow_of_valve_.clear();
    }
    if (views_.empty() || line.empty() || line.front() < '1' || line.front() > '9') return;
    const std::vector<std::string> fields = fields_of(line);
    const int kind = whole_at(fields, 0);
    if (kind == kVariable) take_variable(fields);
    if (kind == kValve) take_valve(fields);
    if (kind == kArrow) take_arrow(fields);
  }

  // 10,id,name,x,y,width,height,shape,bits,...
  void take_variable(const std::vector<std::string>& fields) {
    if (fields.size() < 9) return;
    Drawn drawn;
    const int shape = whole_at(fields, 7);
    const bool attached = (shape & kAttached) != 0 && valve_;
    drawn.id = whole_at(fields, 1);
    drawn.name = fold_blanks(fields[2]);
    drawn.x = number_at(fields, 3);
    drawn.y = number_at(fields, 4);
    drawn.width = number_at(fields, 5);
    drawn.height = number_at(fields, 6);
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
    views_.back().things.push_back(std::move(drawn));
    valve_.reset();
  }

  // 11,id,...,x,y,...: the variable beside it follows.
  void take_valve(const std::vector<std::string>& fields) {
    Drawn valve;
    valve.id = whole_at(fields, 1);
    valve.x = number_at(fields, 3);
    valve.y = number_at(fields, 4);
    valve_ = valve;
  }

  // 1,id,from,to,...: the pipes of flows run between stocks and valves, and are no influences.
  void take_arrow(const std::vector<std::string>& fields) {
    constexpr std::size_t kThickness = 7;
    constexpr int kPipe = 20;
    if (whole_at(fields, kThickness) >= kPipe) return;
    const auto variable = [this](int id) {
      const auto found = flow_of_valve_.find(id);
      return found == flow_of_valve_.end() ? id : found->second;
    };
    views_.back().connectors.push_back(
        {variable(whole_at(fields, 2)), variable(whole_at(fields, 3))});
  }

  std::vector<View> views_;
  std::optional<Drawn> valve_;
  std::map<int, int> flow_of_valve_;
};

}  // namespace

std::vector<View> read_sketches(std::string_view drawing) { return SketchReader().read(drawing); }

}  // namespace sluice::syntax::mdl
