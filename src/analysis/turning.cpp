#include "analysis/turning.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace sluice::analysis {
namespace {

constexpr std::size_t kCandidates = 6, kMostInputs = 3;
constexpr double kClear = 0.1;   // a distance that is one
constexpr double kEnough = 0.8;  // of the way, for a smaller set

using Set = std::vector<std::size_t>;

// How many sets of one, two and three are tried.
constexpr std::size_t kTried[kMostInputs] = {4, 5, 5};

void add_sets(const Set& inputs, std::size_t size, std::size_t from, Set& begun,
              std::vector<Set>& sets) {
  if (begun.size() == size) {
    sets.push_back(begun);
    return;
  }
  for (std::size_t k = from; k < inputs.size(); ++k) {
    begun.push_back(inputs[k]);
    add_sets(inputs, size, k + 1, begun, sets);
    begun.pop_back();
  }
}

// Sets of one, then two, then three of these; of each size those of the greatest weight.
std::vector<Set> sets_of(const Set& inputs, const std::vector<double>& weights) {
  const auto weight = [&](const Set& set) {
    double sum = 0;
    for (const std::size_t input : set) sum += weights[input];
    return sum;
  };
  std::vector<Set> all;
  for (std::size_t size = 1; size <= kMostInputs; ++size) {
    std::vector<Set> sets;
    Set begun;
    add_sets(inputs, size, 0, begun, sets);
    std::ranges::stable_sort(sets, std::greater{}, weight);
    sets.resize(std::min(sets.size(), kTried[size - 1]));
    all.insert(all.end(), sets.begin(), sets.end());
  }
  return all;
}

// The two shares that an answer is made of.
struct Shares {
  double holds = 0, fails = 0;
  double size() const { return std::abs(holds) + std::abs(fails); }
  double times(const Shares& other) const { return holds * other.holds + fails * other.fails; }
};

Shares difference(const Position& to, const Position& from) {
  return {to.holds - from.holds, to.fails - from.fails};
}

// The standard error of a difference of shares that give this answer, over futures that gave one in
// both.
double error_of(const Position& first, const Position& second, Answer answer) {
  double sum = 0, squares = 0, count = 0;
  for (std::size_t m = 0; m < std::min(first.members.size(), second.members.size()); ++m) {
    const Answer one = first.members[m], other = second.members[m];
    if (one == Answer::unusable || other == Answer::unusable) continue;
    const double change = (other == answer ? 1 : 0) - (one == answer ? 1 : 0);
    sum += change;
    squares += change * change;
    ++count;
  }
  if (count == 0) return 0;
  const double mean = sum / count;
  return std::sqrt(std::max(0.0, squares / count - mean * mean) / count);
}

class Search {
 public:
  Search(std::size_t inputs, const Answers& answers, const std::function<bool()>& stop)
      : inputs_(inputs), answers_(answers), stop_(stop) {}

  Turning run() {
    turning_.first = at({});
    Set all(inputs_);
    std::iota(all.begin(), all.end(), 0);
    turning_.second = at(all);
    turning_.turns.resize(turning_.first.size());
    if (stopped() || !any_differs()) return std::move(turning_);
    rank();
    for (std::size_t k = 0; k < turning_.turns.size() && !stopped(); ++k) {
      if (differs(k)) find_turn(k);
    }
    if (!stopped()) find_common();
    return std::move(turning_);
  }

 private:
  bool stopped() const { return stop_ && stop_(); }

  std::vector<bool> mask_of(const Set& set) const {
    std::vector<bool> from_second(inputs_, false);
    for (const std::size_t input : set) from_second[input] = true;
    return from_second;
  }

  const std::vector<Position>& at(const Set& set) {
    const auto mask = mask_of(set);
    const auto known = known_.find(mask);
    if (known != known_.end()) return known->second;
    return known_.emplace(mask, answers_.all(mask)).first->second;
  }

  Position at(const Set& set, std::size_t answer) {
    const auto mask = mask_of(set);
    const auto known = known_.find(mask);
    if (known != known_.end()) return known->second[answer];
    if (!answers_.some) return at(set)[answer];
    auto& here = partly_known_.try_emplace(mask, turning_.first.size()).first->second;
    if (!here[answer].verdict.empty()) return here[answer];
    const auto found = answers_.some(mask, answer);
    for (std::size_t k = 0; k < here.size(); ++k) {
      if (!found[k].verdict.empty()) here[k] = found[k];
    }
    return here[answer];
  }

  Shares distance(std::size_t answer) const {
    return difference(turning_.second[answer], turning_.first[answer]);
  }
  bool differs(std::size_t answer) const {
    const Position &first = turning_.first[answer], &second = turning_.second[answer];
    const Shares apart = distance(answer);
    if (apart.size() == 0) return false;
    const auto told = [&](double by, Answer wanted) {
      return by != 0 && std::abs(by) >= 2 * error_of(first, second, wanted);
    };
    if (!told(apart.holds, Answer::holds) && !told(apart.fails, Answer::fails)) return false;
    return apart.size() >= kClear || first.verdict != second.verdict;
  }
  bool any_differs() const {
    for (std::size_t k = 0; k < turning_.first.size(); ++k) {
      if (differs(k)) return true;
    }
    return false;
  }

  // What each input does as the first to change, and as the last, in the direction of the second.
  void rank() {
    ranks_.assign(turning_.first.size(), std::vector<double>(inputs_, 0.0));
    for (std::size_t input = 0; input < inputs_ && !stopped(); ++input) {
      Set others;
      for (std::size_t k = 0; k < inputs_; ++k) {
        if (k != input) others.push_back(k);
      }
      const auto alone = at({input}), without = at(others);
      for (std::size_t k = 0; k < ranks_.size(); ++k) {
        const Shares apart = distance(k);
        const double size = std::sqrt(apart.times(apart));
        if (size == 0) continue;
        ranks_[k][input] = (apart.times(difference(alone[k], turning_.first[k])) +
                            apart.times(difference(turning_.second[k], without[k]))) /
                           size / 2;
      }
    }
  }

  // The inputs that go furthest in the direction of `weights`, best first.
  Set best(const std::vector<double>& weights) const {
    Set order(inputs_);
    std::iota(order.begin(), order.end(), 0);
    std::ranges::stable_sort(order, std::greater{}, [&](std::size_t k) { return weights[k]; });
    order.resize(std::min(order.size(), kCandidates));
    return order;
  }

  double way(std::size_t answer, const Position& position) const {
    const Shares apart = distance(answer);
    return apart.size() == 0
               ? 0
               : apart.times(difference(position, turning_.first[answer])) / apart.times(apart);
  }

  void find_turn(std::size_t answer) {
    const std::vector<double>& weights = ranks_[answer];
    Turn furthest;
    furthest.moved = -1e300;
    for (const Set& set : sets_of(best(weights), weights)) {
      if (stopped()) return;
      const bool larger = furthest.flips && set.size() > furthest.inputs.size();
      if (larger) break;
      const Position with = at(set, answer);
      Turn turn{set, with, way(answer, with),
                with.verdict == turning_.second[answer].verdict &&
                    turning_.second[answer].verdict != turning_.first[answer].verdict};
      // Else the one that comes nearest, not one that overshoots; between equals the smaller set,
      // which came first.
      const bool better = turn.flips != furthest.flips
                              ? turn.flips
                              : std::abs(1 - turn.moved) < std::abs(1 - furthest.moved) - 1e-9;
      if (better) furthest = std::move(turn);
    }
    turning_.turns[answer] = std::move(furthest);
  }

  double common_way(const Set& set) {
    const auto& with = at(set);
    double moved = 0, distances = 0;
    for (std::size_t k = 0; k < with.size(); ++k) {
      if (!differs(k)) continue;
      const double size = distance(k).size();
      moved += size * std::clamp(way(k, with[k]), -1.0, 1.0);
      distances += size;
    }
    return distances > 0 ? moved / distances : 0;
  }

  void find_common() {
    std::vector<double> weights(inputs_, 0.0);
    for (std::size_t k = 0; k < ranks_.size(); ++k) {
      if (!differs(k)) continue;
      for (std::size_t input = 0; input < inputs_; ++input) {
        weights[input] += ranks_[k][input];
      }
    }
    for (const Set& set : sets_of(best(weights), weights)) {
      if (stopped()) return;
      const bool larger = set.size() > turning_.inputs.size();
      if (turning_.moved >= kEnough && larger && turning_.inputs.size() >= 2) return;
      const double moved = common_way(set);
      if (moved <= turning_.moved + 1e-9) continue;
      turning_.inputs = set;
      turning_.moved = moved;
    }
  }

  std::size_t inputs_;
  const Answers& answers_;
  const std::function<bool()>& stop_;
  std::map<std::vector<bool>, std::vector<Position>> known_;
  std::map<std::vector<bool>, std::vector<Position>> partly_known_;
  std::vector<std::vector<double>> ranks_;  // [answer][input]
  Turning turning_;
};

}  // namespace

Turning find_turning(std::size_t inputs, const Answers& answers,
                     const std::function<bool()>& stop) {
  return Search(inputs, answers, stop).run();
}

}  // namespace sluice::analysis
