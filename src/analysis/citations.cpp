#include "analysis/citations.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <optional>

namespace sluice::analysis {
namespace {

using Sources = std::map<std::string, study::SourceRow>;

bool is_digit(char letter) { return letter >= '0' && letter <= '9'; }
bool is_upper(char letter) { return letter >= 'A' && letter <= 'Z'; }
bool is_word(char letter) {
  return std::isalnum(static_cast<unsigned char>(letter)) != 0 || letter == '_';
}

template <class Belongs>
std::string_view leading(std::string_view text, const Belongs& belongs) {
  const auto end = std::ranges::find_if_not(text, belongs);
  return text.substr(0, static_cast<std::size_t>(end - text.begin()));
}

// Letters and digits of "CI010": two capitals and three digits, as the data files number their
// rows.
struct RowId {
  std::string_view letters, digits;
};

std::optional<RowId> row_id_at(std::string_view text) {
  const RowId id{leading(text, is_upper),
                 leading(text.substr(leading(text, is_upper).size()), is_digit)};
  const std::size_t size = id.letters.size() + id.digits.size();
  const bool whole = size == text.size() || !is_word(text[size]);
  return id.letters.size() == 2 && id.digits.size() == 3 && whole ? std::optional(id)
                                                                  : std::nullopt;
}

int number_of(std::string_view digits) { return std::stoi(std::string(digits)); }

class Search {
 public:
  Search(std::string_view text, const Sources& sources) : text_(text), sources_(sources) {}

  Citations run() {
    while (at_ < text_.size()) {
      const bool word_begins = at_ == 0 || !is_word(text_[at_ - 1]);
      if (!word_begins || !(take_ids() || take_dates() || take_names())) ++at_;
    }
    return std::move(found_);
  }

 private:
  std::string_view rest() const { return text_.substr(at_); }

  void add(const std::string& id) {
    if (std::ranges::find(found_.rows, id) == found_.rows.end()) found_.rows.push_back(id);
  }

  // The row and its namesakes, "policy 2026-05-14 #2".
  bool add_all(const std::string& id) {
    if (!sources_.contains(id)) return false;
    add(id);
    for (int copy = 2; sources_.contains(id + " #" + std::to_string(copy)); ++copy) {
      add(id + " #" + std::to_string(copy));
    }
    return true;
  }

  void add_or_tell(const std::string& id) {
    if (!add_all(id)) found_.unknown.push_back(id);
  }

  // CI010, CI010-CI015, CI010-015.
  bool take_ids() {
    const auto first = row_id_at(rest());
    if (!first || !is_family(first->letters)) return false;
    at_ += 5;
    const std::string letters(first->letters);
    const std::optional<int> last = range_end(letters);
    if (!last) {
      add_or_tell(letters + std::string(first->digits));
      return true;
    }
    for (int number = number_of(first->digits); number <= *last; ++number) {
      std::string digits = std::to_string(number);
      digits.insert(0, 3 - digits.size(), '0');
      add_all(letters + digits);  // a range may have gaps
    }
    return true;
  }

  // GB300 is a chip and no row where no row begins with GB.
  bool is_family(std::string_view letters) const {
    const auto row = sources_.lower_bound(std::string(letters) + "0");
    return row != sources_.end() && row_id_at(std::string_view(row->first).substr(0, 5)) &&
           row->first.starts_with(letters);
  }

  std::optional<int> range_end(const std::string& letters) {
    constexpr std::array<std::string_view, 2> kDashes = {"-", "–"};
    for (const std::string_view dash : kDashes) {
      if (!rest().starts_with(dash)) continue;
      std::string_view after = rest().substr(dash.size());
      const bool repeated = after.starts_with(letters);
      if (repeated) after.remove_prefix(letters.size());
      const std::string_view digits = leading(after, is_digit);
      if (digits.size() != 3) continue;
      at_ += dash.size() + (repeated ? letters.size() : 0) + 3;
      return number_of(digits);
    }
    return std::nullopt;
  }

  // policy 2026-01-13, 2025-11-06
  bool take_dates() {
    constexpr std::string_view kWord = "policy ";
    if (!rest().starts_with(kWord) || rest().size() < kWord.size() + 10) return false;
    if (!is_date(rest().substr(kWord.size(), 10))) return false;
    at_ += kWord.size();
    while (true) {
      add_or_tell(std::string(kWord) + std::string(rest().substr(0, 10)));
      at_ += 10;
      if (!rest().starts_with(", ") || rest().size() < 12 || !is_date(rest().substr(2, 10))) {
        return true;
      }
      at_ += 2;
    }
  }

  static bool is_date(std::string_view text) {
    for (std::size_t k = 0; k < text.size(); ++k) {
      if (k == 4 || k == 7 ? text[k] != '-' : !is_digit(text[k])) return false;
    }
    return true;
  }

  // chips H20: the row of that name, else every row whose name goes on after it with a blank.
  bool take_names() {
    for (const std::string_view word : {"chips ", "pub "}) {
      if (!rest().starts_with(word)) continue;
      if (take_longest_name(word) || take_first_word(word)) return true;
    }
    return false;
  }

  bool take_longest_name(std::string_view word) {
    std::string longest;
    for (auto row = sources_.lower_bound(std::string(word));
         row != sources_.end() && row->first.starts_with(word); ++row) {
      const std::string& id = row->first;
      const bool here =
          rest().starts_with(id) && (rest().size() == id.size() || !is_word(rest()[id.size()]));
      if (here && id.size() > longest.size()) longest = id;
    }
    if (longest.empty()) return false;
    add_all(longest);
    at_ += longest.size();
    return true;
  }

  bool take_first_word(std::string_view word) {
    const auto name = leading(rest().substr(word.size()), is_word);
    const std::string stem = std::string(word) + std::string(name) + " ";
    if (name.empty()) return false;
    bool found = false;
    for (auto row = sources_.lower_bound(stem);
         row != sources_.end() && row->first.starts_with(stem); ++row) {
      add(row->first);
      found = true;
    }
    if (found) at_ += stem.size() - 1;
    return found;
  }

  std::string_view text_;
  const Sources& sources_;
  std::size_t at_ = 0;
  Citations found_;
};

}  // namespace

Citations citations_in(std::string_view text, const Sources& sources) {
  return Search(text, sources).run();
}

}  // namespace sluice::analysis
