#include "model/loops.h"

#include <algorithm>
#include <set>

#include "base/format.h"
#include "model/cells.h"
#include "model/dependencies.h"
#include "model/vectors.h"

namespace sluice::model {
namespace {

using Node = std::uint32_t;  // a cell of the model, numbered through all variables

// Adjacency as one array of targets with offsets.
struct Graph {
  std::vector<std::size_t> offsets;
  std::vector<Node> targets;
};

struct CellGraphs {
  std::vector<CellRef> cells;  // by node
  Graph now, start;
};

// All cells of an inverted matrix need all cells of the other: enough to look at for the first, on
// which the rest then depend. The matrix may be large, and its square is.
std::optional<CellRef> first_of_inverse(const Model& model, CellRef cell) {
  const Variable& variable = model.at(cell.variable);
  const Equation* equation = equation_of(variable, cell.cell);
  const auto* call = equation == nullptr ? nullptr : std::get_if<Call>(&equation->right.node);
  if (call == nullptr || call->builtin != Builtin::invert_matrix) return std::nullopt;
  const VectorPlan plan = plan_of(*call);
  Positions first = positions_of(model, variable, cell.cell);
  for (std::size_t axis = 0; axis < plan.axes.size(); ++axis) {
    first[plan.axes[axis]] = plan.places[axis].front();
  }
  const CellRef found{cell.variable, cell_at(model, variable, first)};
  const bool together = equation_of(variable, found.cell) == equation;
  return together && !(found == cell) ? std::optional(found) : std::nullopt;
}

CellGraphs graphs_of(const Model& model) {
  CellGraphs graphs;
  std::vector<Node> first_node;
  for (std::size_t i = 0; i < model.variables.size(); ++i) {
    first_node.push_back(static_cast<Node>(graphs.cells.size()));
    const std::size_t count = model.cell_count(model.variables[i]);
    for (std::uint32_t cell = 0; cell < count; ++cell) {
      graphs.cells.push_back({VariableId{static_cast<std::uint32_t>(i)}, cell});
    }
  }
  graphs.now.offsets = graphs.start.offsets = {0};
  const ReferenceVisitor visit = [&](const Reference&, Span, CellRef target, const Needs& needs) {
    const Node node = first_node[static_cast<std::size_t>(target.variable)] + target.cell;
    if (needs.now) graphs.now.targets.push_back(node);
    if (needs.start) graphs.start.targets.push_back(node);
  };
  for (const CellRef& cell : graphs.cells) {
    if (const auto first = first_of_inverse(model, cell)) {
      const Node node = first_node[static_cast<std::size_t>(first->variable)] + first->cell;
      graphs.now.targets.push_back(node);
      graphs.start.targets.push_back(node);
    } else {
      for_each_reference(model, cell.variable, cell.cell, visit);
    }
    graphs.now.offsets.push_back(graphs.now.targets.size());
    graphs.start.offsets.push_back(graphs.start.targets.size());
  }
  return graphs;
}

// Depth-first search without recursion; calls `found` with each cycle that it closes, from the node
// that closes it along what each needs.
template <class Found>
void for_each_cycle(const Graph& graph, const Found& found) {
  enum class State : std::uint8_t { unseen, open, done };
  const std::size_t count = graph.offsets.size() - 1;
  std::vector<State> state(count, State::unseen);
  std::vector<std::size_t> next(graph.offsets.begin(), graph.offsets.end() - 1);
  std::vector<Node> path;
  for (Node root = 0; root < count; ++root) {
    if (state[root] != State::unseen) continue;
    path.push_back(root);
    state[root] = State::open;
    while (!path.empty()) {
      const Node node = path.back();
      if (next[node] == graph.offsets[node + 1]) {
        state[node] = State::done;
        path.pop_back();
        continue;
      }
      const Node target = graph.targets[next[node]++];
      if (state[target] == State::unseen) {
        state[target] = State::open;
        path.push_back(target);
      } else if (state[target] == State::open) {
        found(std::vector<Node>(std::find(path.begin(), path.end(), target), path.end()));
      }
    }
  }
}

class LoopReport {
 public:
  LoopReport(const Model& model, const CellGraphs& graphs) : model_(model), graphs_(graphs) {}

  void search(const Graph& graph, Code code) {
    for_each_cycle(graph, [&](std::vector<Node> cycle) {
      if (diagnostics_.size() < kMostLoops && is_new(cycle)) say(std::move(cycle), code);
    });
  }

  Diagnostics take() { return std::move(diagnostics_); }

 private:
  static constexpr std::size_t kMostLoops = 10;

  bool is_new(const std::vector<Node>& cycle) {
    std::set<VariableId> variables;
    for (const Node node : cycle) variables.insert(graphs_.cells[node].variable);
    return seen_.insert(std::move(variables)).second;
  }

  void say(std::vector<Node> cycle, Code code) {
    // What is needed comes before what needs it: arrows go from cause to effect.
    std::reverse(cycle.begin() + 1, cycle.end());
    std::string arrows, places;
    for (const Node node : cycle) {
      const std::string name = name_of(node);
      arrows += name + " -> ";
      places += format("{}{} on line {}", places.empty() ? "" : ", ", name, line_of(node));
    }
    arrows += name_of(cycle.front());
    const bool at_step = code == Code::model_simultaneous_loop;
    diagnostics_.push_back(make_diagnostic(
        code, model_.sources.place_of(span_of(cycle.front())),
        at_step ? format("a loop without a stock: {}", arrows)
                : format("starting values in a loop: {}", arrows),
        format("each needs the {} first ({})", at_step ? "next" : "next one's starting value",
               places),
        at_step
            ? "put a stock, a delay or a smooth into the loop"
            : "start one of the stocks from something else, or give one of them a value of its "
              "own at the start: in Vensim ACTIVE INITIAL(equation, value), in XMILE <init_eqn>"));
  }

  std::string name_of(Node node) const {
    const CellRef& cell = graphs_.cells[node];
    return model_.cell_name(model_.at(cell.variable), cell.cell);
  }
  Span span_of(Node node) const {
    const CellRef& cell = graphs_.cells[node];
    const Equation* equation = equation_of(model_.at(cell.variable), cell.cell);
    return equation != nullptr ? equation->name_span : model_.at(cell.variable).span;
  }
  std::uint32_t line_of(Node node) const { return model_.sources.place_of(span_of(node)).line; }

  const Model& model_;
  const CellGraphs& graphs_;
  std::set<std::set<VariableId>> seen_;
  Diagnostics diagnostics_;
};

}  // namespace

Diagnostics find_loops(const Model& model) {
  const CellGraphs graphs = graphs_of(model);
  LoopReport report(model, graphs);
  report.search(graphs.now, Code::model_simultaneous_loop);
  report.search(graphs.start, Code::model_initial_loop);
  return report.take();
}

}  // namespace sluice::model
