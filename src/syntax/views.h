// The drawings of a model: which variable stands where. No part of what a model means; kept where
// it is written anew.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace sluice::syntax {

enum class DrawnKind : std::uint8_t { stock, flow, auxiliary, ghost };

struct Drawn {
  DrawnKind kind = DrawnKind::auxiliary;
  int id = 0;  // within its view
  std::string name;
  double x = 0, y = 0, width = 0, height = 0;  // the middle; half the size, as Vensim has it
};

struct Connector {  // an influence, from and to by id
  int from = 0, to = 0;
};

struct View {
  std::string name;
  std::vector<Drawn> things;
  std::vector<Connector> connectors;
};

}  // namespace sluice::syntax
