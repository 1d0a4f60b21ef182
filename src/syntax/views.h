// The drawings of a model, whatever the format: which variable stands where. No part of what a
// model means; kept where it is written anew. Points count to the right and down.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace sluice::syntax {

struct Point {
  double x = 0, y = 0;
};

// A ghost is a second place of a variable. A text stands for no variable; its name is the text.
enum class DrawnKind : std::uint8_t { stock, flow, auxiliary, ghost, text };

struct Drawn {
  DrawnKind kind = DrawnKind::auxiliary;
  int id = 0;  // within its view
  std::string name;
  double x = 0, y = 0, width = 0, height = 0;  // the middle; half the size, as Vensim has it
  std::string color;                           // "#00ff80"; empty: as the program likes it
  std::vector<Point> pipe;                     // of a flow: from its source to its sink
};

struct Connector {  // an influence, from and to by id
  int from = 0, to = 0;
  std::optional<Point> through;  // of the arc; absent: straight
};

struct View {
  std::string name;
  std::vector<Drawn> things;
  std::vector<Connector> connectors;
};

// Arcs of circles: Vensim knows a point that they run through, XMILE the direction in which they
// begin, in degrees, counted against the clock from the right.
double direction_of_arc(Point from, Point through, Point to);
// The middle of the arc; nothing where it is straight.
std::optional<Point> middle_of_arc(Point from, double direction, Point to);
// Whether the point lies so near to the line between the others that there is no arc.
bool is_straight(Point from, Point through, Point to);

}  // namespace sluice::syntax
