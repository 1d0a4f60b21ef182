// Which inflows the outflows of a stock that may not be negative can count on in the same step: by
// isee's help (Flow prioritization) an outflow is at most what the stock holds and what flows in.
// An inflow that itself needs one of the outflows cannot be counted: each would wait for the other.
#include <algorithm>

#include "syntax/xmile/equations.h"
#include "syntax/xmile/parser.h"

namespace sluice::syntax::xmile {

namespace {

void collect_names(const Node& node, std::vector<std::vector<std::string>>& paths) {
  const auto each = [&](const std::vector<Node>& parts) {
    for (const Node& part : parts) collect_names(part, paths);
  };
  const auto indices = [&](const std::vector<Index>& all) {
    for (const Index& index : all) each(index.parts);
  };
  if (const auto* joined = std::get_if<Joined>(&node.form)) each(joined->operands);
  if (const auto* sign = std::get_if<Signed>(&node.form)) each(sign->operand);
  if (const auto* choice = std::get_if<Choice>(&node.form)) each(choice->parts);
  if (const auto* applied = std::get_if<Applied>(&node.form)) {
    paths.push_back(applied->path);
    indices(applied->indices);
    each(applied->arguments);
  }
  if (const auto* name = std::get_if<Name>(&node.form)) {
    paths.push_back(name->path);
    indices(name->indices);
  }
}

}  // namespace

// What a variable's own equations name.
const std::vector<Found>& EquationWriter::named_by(const Found& found) {
  const auto [kept, fresh] = named_.emplace(found.variable, std::vector<Found>());
  if (!fresh) return kept->second;
  const Variable& variable = *found.variable;
  std::vector<const Text*> texts;
  if (variable.equation) texts.push_back(&*variable.equation);
  for (const Text& text : variable.further_equations) texts.push_back(&text);
  for (const Element& element : variable.elements) {
    if (element.equation) texts.push_back(&*element.equation);
  }
  std::vector<std::vector<std::string>> paths;
  Complaints silent(complaints_.sources());
  for (const Text* text : texts) {
    const auto nodes = parse_equation(*text, silent);
    for (const Node& node : nodes.value_or(std::vector<Node>())) collect_names(node, paths);
  }
  std::vector<Found> named;
  for (const auto& path : paths) {
    if (const Found other = find_variable(whole_, *found.scope, path)) named.push_back(other);
  }
  const Found source = source_of(whole_, found);
  if (source.variable != found.variable) named.push_back(source);
  return named_[found.variable] = std::move(named);
}

// What a variable needs in the same step: what it names, and of a flow what limits it.
std::vector<Found> EquationWriter::needed_by(const Found& found) {
  if (found.variable->sort == Sort::stock) return {};
  std::vector<Found> needed = named_by(found);
  const auto add = [&](const std::vector<const Variable*>& flows) {
    for (const Variable* flow : flows) needed.push_back({flow, &scope_});
  };
  for (const Variable* stock : leaves_[found.variable]) {
    const bool plain = !stock->conveyor && !stock->queue && !stock->oven;
    if (!plain) add(inflows_[stock]);
    if (!plain || holds_back(*stock)) {
      for (const Variable* flow : outflows_[stock]) {
        if (flow == found.variable && plain) break;  // those before it
        needed.push_back({flow, &scope_});
      }
    }
    add(counted_[stock]);
  }
  for (const Variable* stock : enters_[found.variable]) {
    if (stock->conveyor || stock->oven || stock->queue) add(outflows_[stock]);
  }
  return needed;
}

bool EquationWriter::needs_any(const Variable& from, const std::vector<const Variable*>& wanted) {
  std::vector<Found> open{{&from, &scope_}};
  std::set<const Variable*> seen{&from};
  while (!open.empty()) {
    const Found next = open.back();
    open.pop_back();
    if (std::ranges::find(wanted, next.variable) != wanted.end()) return true;
    // What limits a flow of another module is known to that module's writer only.
    if (next.variable->sort == Sort::flow && next.scope != &scope_) return true;
    for (const Found& one : needed_by(next)) {
      if (seen.insert(one.variable).second) open.push_back(one);
    }
  }
  return false;
}

// The variables that need each other if all inflows are counted, by circle (Tarjan's algorithm),
// and those that may need a flow of another module. Outside of circles no inflow can need its
// outflow, so that a long chain is not searched again for each of its stocks.
class EquationWriter::Circles {
 public:
  explicit Circles(EquationWriter& writer) : writer_(writer) {}

  void visit(const Found& start) {
    if (marks_.contains(start.variable)) return;
    enter(start);
    while (!path_.empty()) {
      Visit& here = path_.back();
      if (here.next < here.needed.size()) {
        const Found other = here.needed[here.next++];
        follow(here, other);
      } else {
        leave();
      }
    }
  }

  bool share(const Variable& one, const Variable& other) const {
    return marks_.at(&one).circle == marks_.at(&other).circle;
  }
  bool leads_out(const Variable& one) const { return marks_.at(&one).leads_out; }

 private:
  static constexpr std::size_t kOpen = static_cast<std::size_t>(-1);
  struct Mark {
    std::size_t number = 0, lowest = 0, circle = kOpen;
    bool leads_out = false;
  };
  struct Visit {
    const Variable* variable;
    std::vector<Found> needed;
    std::size_t next = 0;
  };

  void enter(const Found& found) {
    const std::size_t number = marks_.size();
    const bool foreign = found.variable->sort == Sort::flow && found.scope != &writer_.scope_;
    marks_.emplace(found.variable, Mark{number, number, kOpen, foreign});
    stack_.push_back(found.variable);
    std::vector<Found> needed = foreign ? std::vector<Found>() : writer_.needed_by(found);
    if (!foreign) {
      for (const Variable* stock : writer_.leaves_[found.variable]) {
        if (!writer_.holds_back(*stock)) continue;
        for (const Variable* inflow : writer_.inflows_[stock]) {
          needed.push_back({inflow, &writer_.scope_});
        }
      }
    }
    path_.push_back({found.variable, std::move(needed)});
  }

  void follow(const Visit& here, const Found& other) {
    const auto known = marks_.find(other.variable);
    if (known == marks_.end()) return enter(other);
    Mark& mark = marks_.at(here.variable);
    if (known->second.circle == kOpen) {
      mark.lowest = std::min(mark.lowest, known->second.number);
    }
    mark.leads_out = mark.leads_out || known->second.leads_out;
  }

  void leave() {
    const Variable* variable = path_.back().variable;
    path_.pop_back();
    const Mark mark = marks_.at(variable);
    if (mark.lowest == mark.number) close(variable, mark.number);
    if (path_.empty()) return;
    Mark& above = marks_.at(path_.back().variable);
    above.lowest = std::min(above.lowest, mark.lowest);
    above.leads_out = above.leads_out || marks_.at(variable).leads_out;
  }

  void close(const Variable* first, std::size_t circle) {
    const auto begin = std::ranges::find(stack_.rbegin(), stack_.rend(), first).base() - 1;
    const bool out = std::any_of(begin, stack_.end(),
                                 [&](const Variable* one) { return marks_.at(one).leads_out; });
    for (auto one = begin; one != stack_.end(); ++one) {
      marks_.at(*one).circle = circle;
      marks_.at(*one).leads_out = out;
    }
    stack_.erase(begin, stack_.end());
  }

  EquationWriter& writer_;
  std::unordered_map<const Variable*, Mark> marks_;
  std::vector<const Variable*> stack_;
  std::vector<Visit> path_;
};

void EquationWriter::count_inflows() {
  Circles circles(*this);
  for (const auto& stock : scope_.variables) {
    const bool limits = stock->sort == Sort::stock && holds_back(*stock);
    if (!limits || !outflows_.contains(stock.get())) continue;
    for (const Variable* inflow : inflows_[stock.get()]) circles.visit({inflow, &scope_});
    for (const Variable* outflow : outflows_[stock.get()]) circles.visit({outflow, &scope_});
  }
  for (const auto& stock : scope_.variables) {
    const bool limits = stock->sort == Sort::stock && holds_back(*stock);
    const auto outflows = outflows_.find(stock.get());
    if (!limits || outflows == outflows_.end()) continue;
    const std::vector<const Variable*> wanted = outflows->second;
    const std::vector<const Variable*> inflows = inflows_[stock.get()];
    for (const Variable* inflow : inflows) {
      const bool near =
          circles.leads_out(*inflow) || std::ranges::any_of(wanted, [&](const Variable* outflow) {
            return circles.share(*inflow, *outflow);
          });
      if (near && needs_any(*inflow, wanted)) continue;
      counted_[stock.get()].push_back(inflow);
    }
  }
}

}  // namespace sluice::syntax::xmile
