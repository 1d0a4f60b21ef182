// Splitting an element of the chips model into two identical halves, what is shared out split too,
// changes no aggregate: the model's answers do not hang on how finely it names things.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <set>
#include <sstream>

#include "flagship.h"

namespace sluice::tests {
namespace {

struct Split {
  std::string element;
  // The ranges that hold the element; its number there is its place in each.
  std::vector<std::string> ranges;
  // Constants that share something out among the elements: each half has half of it.
  std::set<std::string> shared_out;
  // The element has equations of its own: each half has half of what they say, and what is read of
  // the element is read of both.
  bool by_equations = false;
  // Arrays over the element, whose sum over all elements stays the same.
  std::vector<std::string> summed = {};
  // Inputs that would be drawn for one half only.
  std::vector<std::pair<std::string, double>> fixed = {};
};

std::vector<std::string> pieces_of(const std::string& text, char separator) {
  std::vector<std::string> pieces;
  std::stringstream stream(text);
  for (std::string piece; std::getline(stream, piece, separator);) pieces.push_back(piece);
  return pieces;
}

std::string trimmed(const std::string& text) {
  const std::size_t first = text.find_first_not_of(" \t");
  return first == std::string::npos ? ""
                                    : text.substr(first, text.find_last_not_of(" \t") - first + 1);
}

std::string joined(const std::vector<std::string>& pieces, const char* separator) {
  std::string text;
  for (const std::string& piece : pieces) text += (text.empty() ? "" : separator) + piece;
  return text;
}

// The element's place in the line that lists a range.
std::size_t place_in(const std::string& members, const std::string& element) {
  const auto names = pieces_of(members, ',');
  for (std::size_t i = 0; i < names.size(); ++i) {
    if (trimmed(names[i]) == element) return i;
  }
  throw std::runtime_error("no " + element + " among " + members);
}

std::string half_of(const std::string& number) {
  std::ostringstream text;
  text.precision(17);
  text << std::stod(number) / 2;
  return text.str();
}

// A row of constants with the number at `place` twice.
std::string with_twin(const std::string& row, std::size_t place, bool halve) {
  std::vector<std::string> numbers = pieces_of(row, ',');
  if (halve) numbers[place] = half_of(numbers[place]);
  numbers.insert(numbers.begin() + static_cast<std::ptrdiff_t>(place), numbers[place]);
  return joined(numbers, ",");
}

bool is_constant_list(const std::string& text) {
  return text.find(',') != std::string::npos &&
         text.find_first_not_of("-0123456789.eE+,; ") == std::string::npos;
}

class Splitter {
 public:
  explicit Splitter(Split split) : split_(std::move(split)) {}

  std::string operator()(const std::string& text) {
    std::vector<std::string> lines = pieces_of(text, '\n');
    for (std::size_t i = 0; i + 1 < lines.size(); ++i) take_range(lines[i], &lines[i + 1]);
    for (std::string& line : lines) take_constants(&line);
    if (split_.by_equations) {
      for (std::size_t i = 0; i + 1 < lines.size(); ++i) take_equation(&lines[i], lines[i + 1]);
      EXPECT_GT(own_equations_, 0);
    }
    EXPECT_EQ(halved_, split_.shared_out);
    return joined(lines, "\n") + "\n";
  }

 private:
  void take_range(const std::string& name, std::string* members) {
    if (!name.ends_with(":")) return;
    const std::string range = name.substr(0, name.size() - 1);
    if (std::ranges::find(split_.ranges, range) == split_.ranges.end()) return;
    places_[range] = place_in(*members, split_.element);
    *members = edited(*members + ",", split_.element + ",",
                      split_.element + ", Twin of " + split_.element + ",");
    members->pop_back();
  }

  void take_constants(std::string* line) {
    const std::size_t open = line->find('[');
    const std::size_t equals = line->find("] = ");
    if (open == std::string::npos || equals == std::string::npos) return;
    const std::string values = line->substr(equals + 4);
    const auto subscripts = pieces_of(line->substr(open + 1, equals - open - 1), ',');
    take_rows(subscripts, line->substr(0, open), line, equals + 4);
    const auto place = places_.find(trimmed(subscripts.back()));
    if (place == places_.end() || !is_constant_list(values)) return;
    const std::string name = line->substr(0, open);
    const bool halve = split_.shared_out.contains(name);
    if (halve) halved_.insert(name);
    std::vector<std::string> rows;
    for (const std::string& row : pieces_of(values, ';')) {
      rows.push_back(with_twin(row, place->second, halve));
    }
    *line = line->substr(0, equals + 4) + joined(rows, ";") + (rows.size() > 1 ? ";" : "");
  }

  // A table of constants that has a row for the element.
  void take_rows(const std::vector<std::string>& subscripts, const std::string& name,
                 std::string* line, std::size_t values) {
    const auto place = places_.find(trimmed(subscripts.front()));
    if (subscripts.size() != 2 || place == places_.end()) return;
    if (!is_constant_list(line->substr(values))) return;
    auto rows = pieces_of(line->substr(values), ';');
    const bool halve = split_.shared_out.contains(name);
    if (halve) {
      auto numbers = pieces_of(rows[place->second], ',');
      for (std::string& number : numbers) number = half_of(number);
      rows[place->second] = joined(numbers, ",");
      halved_.insert(name);
    }
    rows.insert(rows.begin() + static_cast<std::ptrdiff_t>(place->second), rows[place->second]);
    *line = line->substr(0, values) + joined(rows, ";") + ";";
  }

  bool names_element(const std::string& subscripts) const {
    const auto all = pieces_of(subscripts, ',');
    return std::ranges::any_of(
        all, [&](const std::string& one) { return trimmed(one) == split_.element; });
  }

  // `text` with every "A[.., element, ..]" in it made by `make` of its name and its subscripts.
  template <class Make>
  std::string with_element(const std::string& text, const Make& make) const {
    std::string made;
    std::size_t done = 0;
    for (std::size_t open = text.find('['); open != std::string::npos;
         open = text.find('[', open + 1)) {
      const std::size_t close = text.find(']', open);
      const std::string subscripts = text.substr(open + 1, close - open - 1);
      if (!names_element(subscripts)) continue;
      const std::size_t before = text.find_last_of("(+-*/=,", open);
      const std::size_t begin =
          text.find_first_not_of(' ', before == std::string::npos ? 0 : before + 1);
      made += text.substr(done, begin - done) + make(text.substr(begin, open - begin), subscripts);
      done = close + 1;
    }
    return made + text.substr(done);
  }

  std::string twin(const std::string& subscripts) const {
    return edited(subscripts, split_.element, "Twin of " + split_.element);
  }

  void take_equation(std::string* line, const std::string& unit) {
    const std::size_t equals = line->find(" = ");
    if (equals == std::string::npos || line->starts_with("\t")) return;
    const std::string left = line->substr(0, equals);
    const std::string right = with_element(
        line->substr(equals + 3), [&](const std::string& name, const std::string& subscripts) {
          return "(" + name + "[" + subscripts + "] + " + name + "[" + twin(subscripts) + "])";
        });
    const std::string other =
        with_element(left, [&](const std::string& name, const std::string& subscripts) {
          return name + "[" + twin(subscripts) + "]";
        });
    *line = left + " = " + right;
    if (other == left) return;
    ++own_equations_;
    const std::string half = " = (" + right + ") / 2";
    *line = other + half + "\n" + unit + "\n\t~\t\n\t|\n\n" + left + half;
  }

  Split split_;
  std::map<std::string, std::size_t> places_;
  std::set<std::string> halved_;
  int own_equations_ = 0;
};

// A number that by its definition counts one class of chips, of which a half counts half.
bool says_one_class(const std::string& name) {
  return name.find("H20") != std::string::npos || name == "Cumulative MI308 charge";
}

// What is one number for the whole model, but for what is said of one class by name.
std::vector<std::string> aggregates_of(const model::Model& model, const Split& split) {
  std::vector<std::string> names;
  for (const model::Variable& one : model.variables) {
    const bool moves =
        one.kind == model::VariableKind::stock || one.kind == model::VariableKind::auxiliary;
    // A law's error is rounding in both.
    if (one.group.ends_with("Laws") || says_one_class(one.name)) continue;
    if (moves && model.cell_count(one) == 1) names.push_back(one.name);
  }
  EXPECT_GE(names.size(), 150U) << split.element;
  return names;
}

// Of the first `count` series.
void expect_same(const results::Frame& whole, const results::Frame& halves, std::size_t count) {
  for (std::size_t s = 0; s < count; ++s) {
    const double scale = std::max(largest(whole, s), 1e-300);
    double worst = 0;
    for (std::size_t t = 0; t < whole.times.size(); ++t) {
      for (std::size_t m = 0; m < whole.members; ++m) {
        worst = std::max(worst, std::abs(whole.at(s, t)[m] - halves.at(s, t)[m]) / scale);
      }
    }
    EXPECT_LT(worst, 1e-9) << whole.series[s].name;
  }
}

// Over all elements of an array, in every future and at every time.
void expect_same_sum(const results::Frame& whole, const results::Frame& halves,
                     const std::string& array) {
  const auto sum = [&](const results::Frame& frame, std::size_t t, std::size_t m) {
    double total = 0;
    for (const std::size_t s : series_of(frame, array)) total += frame.at(s, t)[m];
    return total;
  };
  EXPECT_GT(series_of(halves, array).size(), series_of(whole, array).size()) << array;
  const double scale = std::max(largest(whole, array), 1e-300);
  double worst = 0;
  for (std::size_t t = 0; t < whole.times.size(); ++t) {
    for (std::size_t m = 0; m < whole.members; ++m) {
      worst = std::max(worst, std::abs(sum(whole, t, m) - sum(halves, t, m)) / scale);
    }
  }
  EXPECT_LT(worst, 1e-9) << array;
}

// "today" has every gate at work; with Beijing open many chips move. Levers and inputs that name
// the element set one half only, so all classes have the approvals of today.
void expect_split_changes_nothing(const Split& split) {
  SCOPED_TRACE(split.element);
  const auto names = aggregates_of(Flagship({}).model(), split);
  auto seen = names;
  seen.insert(seen.end(), split.summed.begin(), split.summed.end());
  const Flagship whole({.variables = seen, .fixed = split.fixed});
  const Flagship halves({.variables = seen, .fixed = split.fixed, .rewrite = Splitter(split)});
  EXPECT_GT(halves.model().variables.size(), 0U);
  const Settings open = {{"cn_endogenous", 0}, {"cn_mainland_share", 1}, {"cn_domestic_ratio", 0}};
  for (const Settings& settings : {Settings{}, open}) {
    const auto one = whole.run({whole.policy("today", settings)}, 8);
    const auto two = halves.run({halves.policy("today", settings)}, 8);
    expect_same(one.scenarios[0].frame, two.scenarios[0].frame, names.size());
    for (const std::string& array : split.summed) {
      expect_same_sum(one.scenarios[0].frame, two.scenarios[0].frame, array);
    }
  }
}

TEST(FlagshipSplitting, ABuyerInHalvesIsTheSameBuyer) {
  for (const char* buyer : {"ByteDance", "Alibaba", "AI labs"}) {
    expect_split_changes_nothing(
        {buyer,
         {"Buyer", "Private buyer"},
         {"Share of private budget", "Licensed firms", "Initial backlog", "Owned abroad by buyer",
          "Leases by buyer", "Smuggled by buyer"}});
  }
}

TEST(FlagshipSplitting, AClassInHalvesIsTheSameClass) {
  const std::set<std::string> shared = {"Build capacity", "Initial work", "Designs in class"};
  for (const char* chip : {"A800 class", "H20 class", "AMD class"}) {
    expect_split_changes_nothing({chip, {"Class"}, shared});
  }
  // The one that quota and cap ration.
  expect_split_changes_nothing({"H200 class", {"Class"}, shared, false, {}, {{"h200_price", 25}}});
}

TEST(FlagshipSplitting, ADomesticProductInHalvesIsTheSameProduct) {
  for (const char* product : {"Cambricon chips", "Other domestic"}) {
    expect_split_changes_nothing(
        {product,
         {"Product", "Other product"},
         {"Other share of wafers 2025", "Foundry share", "Memory share", "Initial packages"}});
  }
}

TEST(FlagshipSplitting, APlaceInHalvesIsTheSamePlace) {
  for (const char* place : {"Mainland", "Hong Kong"}) {
    expect_split_changes_nothing(
        {place, {"Place"}, {}, true, {"Installed units", "Legal deliveries"}});
  }
}

TEST(FlagshipSplitting, AChannelInHalvesIsTheSameChannel) {
  for (const char* channel : {"Leased abroad", "Mainland legal", "Domestic"}) {
    expect_split_changes_nothing(
        {channel, {"Channel"}, {}, true, {"Effective by channel", "Compute by channel"}});
  }
}

TEST(FlagshipSplitting, AVendorInHalvesIsTheSameVendor) {
  for (const char* vendor : {"Cambricon", "Platform designers"}) {
    expect_split_changes_nothing(
        {vendor, {"Vendor"}, {"Vendor of class", "Vendor of product"}, false, {"Vendor revenue"}});
  }
}

// Else the tests above could not fail.
TEST(FlagshipSplitting, ASecondElementOfFullSizeIsSeen) {
  const Split doubled = {"ByteDance", {"Buyer", "Private buyer"}, {}};
  const Flagship whole({.variables = {"Desired import spending"}});
  const Flagship more({.variables = {"Desired import spending"}, .rewrite = Splitter(doubled)});
  const auto one = whole.run({whole.policy("today")}, 1);
  const auto two = more.run({more.policy("today")}, 1);
  EXPECT_GT(largest(two.scenarios[0].frame, "Desired import spending"),
            1.1 * largest(one.scenarios[0].frame, "Desired import spending"));
}

}  // namespace
}  // namespace sluice::tests
