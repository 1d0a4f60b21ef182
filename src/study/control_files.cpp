#include "study/control_files.h"

#include <algorithm>
#include <cmath>
#include <optional>

#include "base/format.h"
#include "base/number.h"
#include "base/unicode.h"
#include "study/control_text.h"

namespace sluice::study {
namespace {

// A count of the first line: an empty field, or a zero, leaves it as it was.
std::uint64_t whole_in(std::string_view field, const char* what, const ControlLine& line,
                       ControlFile& file, std::uint64_t otherwise) {
  constexpr double kMost = 1e15;  // all whole numbers up to there have a double of their own
  const auto number = number_in(field);
  if (field.empty() || number == 0) return otherwise;
  if (number && *number >= 1 && *number <= kMost) return static_cast<std::uint64_t>(*number);
  file.say(line.span, format("the {} is \"{}\"", what, field),
           "it is a whole number from 1 to 1e15", "the first line is: simulations, method, seed");
  return otherwise;
}

// Vensim draws by another generator for a negative seed, and anew each time for 0.
std::uint64_t seed_in(std::string_view field, const ControlLine& line, ControlFile& file,
                      std::uint64_t otherwise) {
  const auto number = number_in(field);
  const bool whole = number && std::floor(*number) == *number;
  if (whole && *number == 0) {
    file.warn(line.span, format("the seed is 0, and is taken as {}", otherwise),
              "Vensim draws other numbers at each run then; here two runs give the same",
              "write the seed that you want");
  }
  if (!whole || *number >= 0) return whole_in(field, "seed", line, file, otherwise);
  file.warn(line.span, format("the seed is {}, and is taken as {}", field, field.substr(1)),
            "in Vensim the sign chooses between two generators; here there is one",
            "write it without the sign");
  return whole_in(field.substr(1), "seed", line, file, otherwise);
}

SensitivityMethod method_in(std::string_view field, const ControlLine& line, ControlFile& file) {
  const std::string method = to_lower(field);
  if (method.empty() || method == "m") return SensitivityMethod::multivariate;
  if (method == "u") return SensitivityMethod::univariate;
  if (method == "l") return SensitivityMethod::latin_hypercube;
  if (method == "g") return SensitivityMethod::latin_grid;
  if (method == "f") return SensitivityMethod::file;
  file.say(line.span, format("the sampling method \"{}\" is not known", field),
           "there are M (multivariate), U (univariate), L (Latin hypercube), G (Latin grid) and F "
           "(a file)",
           "write one of these letters");
  return SensitivityMethod::multivariate;
}

void read_head(const ControlLine& line, ControlFile& file, SensitivitySetup& setup) {
  const std::vector<std::string_view> fields = split_control(line.text, ',');
  setup.simulations = whole_in(fields[0], "number of simulations", line, file, setup.simulations);
  if (fields.size() > 1) setup.method = method_in(fields[1], line, file);
  if (fields.size() > 2) setup.seed = seed_in(fields[2], line, file, setup.seed);
  if (fields.size() > 3) setup.sample_file = fields[3];
  if (setup.method != SensitivityMethod::file || !setup.sample_file.empty()) return;
  file.say(line.span, "method F names no file", "it takes the values of each simulation from it",
           "write the file fourth: 200,F,1234,samples.tab,0");
}

// "RANDOM UNIFORM" of "random_uniform".
std::string function_in(std::string_view written) {
  std::string function(trimmed(written));
  for (char& letter : function) {
    if (letter == '_') letter = ' ';
    if (letter >= 'a' && letter <= 'z') letter = static_cast<char>(letter - 'a' + 'A');
  }
  return function;
}

// The third of the arguments, a name, taken out of them.
std::string take_lookup(std::string& arguments) {
  const std::vector<std::string_view> fields = split_control(arguments, ',');
  if (fields.size() != 5) return {};
  std::string lookup(fields[2]);
  arguments = format("{},{},{},{}", fields[0], fields[1], fields[3], fields[4]);
  return lookup;
}

void read_varied(const ControlLine& line, ControlFile& file, SensitivitySetup& setup) {
  const std::size_t sign = line.text.find('=');
  const std::size_t open = line.text.find('(', sign == std::string_view::npos ? 0 : sign);
  const bool whole =
      sign != std::string_view::npos && open != std::string_view::npos && line.text.ends_with(')');
  std::string function =
      whole ? function_in(line.text.substr(sign + 1, open - sign - 1)) : std::string();
  const std::string_view inside =
      whole ? line.text.substr(open + 1, line.text.size() - open - 2) : std::string_view();
  std::string lookup, numbers(inside);
  if (function == "RANDOM LOOKUP") lookup = take_lookup(numbers);
  const auto arguments = whole ? numbers_in(numbers) : std::nullopt;
  if (!arguments) {
    return file.say(line.span, "this line varies nothing",
                    "after the first line each one is: constant = DISTRIBUTION(numbers)",
                    "as in: price=RANDOM_UNIFORM(1,2)");
  }
  const std::vector<double>& of = *arguments;
  if (function.starts_with("RANDOM ") && of.size() > 1 && of[0] >= of[1]) {
    return file.warn(
        line.span,
        format("{} from {} to {} varies nothing", function, to_text(of[0]), to_text(of[1])),
        "where the least is not below the most, Vensim passes the line over; the "
        "constant stays as the model has it",
        "write the least number first");
  }
  setup.varied.push_back({std::string(trimmed(line.text.substr(0, sign))), std::move(function),
                          *arguments, file.place_of(line.span), std::move(lookup)});
}

}  // namespace

Checked<std::vector<SavedName>> read_saved_names_text(const std::string& name, std::string text) {
  ControlFile file(name, std::move(text));
  std::vector<SavedName> names;
  for (const ControlLine& line : file.lines) {
    names.push_back({std::string(line.text), file.place_of(line.span)});
  }
  return finish_control(file, std::move(names));
}

Checked<SensitivitySetup> read_sensitivity_text(const std::string& name, std::string text) {
  ControlFile file(name, std::move(text));
  SensitivitySetup setup;
  bool headed = false;
  for (const ControlLine& line : file.lines) {
    const bool varies = line.text.find('=') != std::string_view::npos;
    if (!headed && varies) {
      file.say(line.span, "the first line of the setup is missing",
               "it says how many simulations, by which method, and the seed",
               "begin with a line such as 200,M,1234");
    } else if (!headed) {
      setup.place = file.place_of(line.span);
      read_head(line, file, setup);
    }
    if (headed || varies) read_varied(line, file, setup);
    headed = true;
  }
  return finish_control(file, std::move(setup));
}

Checked<Sample> read_sample_text(const std::string& name, std::string text) {
  ControlFile file(name, std::move(text));
  Sample sample;
  for (const ControlLine& line : file.lines) {
    std::vector<std::string_view> cells = split_control(line.whole, '\t');
    const std::size_t needed = std::max<std::size_t>(sample.names.size(), 1);
    while (cells.size() > needed && cells.back().empty()) cells.pop_back();
    if (sample.names.empty()) {
      const Place place = file.place_of(line.span);
      for (const std::string_view cell : cells) sample.names.push_back({std::string(cell), place});
      continue;
    }
    std::vector<std::optional<double>> row;
    for (const std::string_view cell : cells) {
      row.push_back(number_in(cell));
      if (cell.empty() || (row.back() && std::isfinite(*row.back()))) continue;
      file.say(line.span, format("\"{}\" is not a number", cell),
               "below the row of names each row has the values of one simulation, between tabs",
               "leave a cell empty to keep the value of the row before");
    }
    if (row.size() > sample.names.size()) {
      file.say(line.span, format("{} values for {} names", row.size(), sample.names.size()),
               "each value belongs to a name of the first row", "take out what is too much");
    }
    row.resize(sample.names.size());
    sample.rows.push_back(std::move(row));
  }
  if (sample.rows.empty()) {
    file.say(file.lines.empty() ? Span{} : file.lines[0].span, "the file holds no simulation",
             "its first row names constants, each row below has their values in one simulation",
             "");
  }
  return finish_control(file, std::move(sample));
}

Checked<std::vector<SavedName>> read_saved_names(const std::string& path) {
  return from_control_file(path, read_saved_names_text);
}
Checked<SensitivitySetup> read_sensitivity(const std::string& path) {
  return from_control_file(path, read_sensitivity_text);
}
Checked<Sample> read_sample(const std::string& path) {
  return from_control_file(path, read_sample_text);
}

}  // namespace sluice::study
