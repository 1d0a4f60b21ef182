#include "syntax/xmile/unclosed.h"

#include <algorithm>

namespace sluice::syntax::xmile {

namespace {

constexpr std::size_t kNowhere = std::string_view::npos;
// Of a text that is as broken as this nothing can be guessed.
constexpr std::size_t kMostOpen = 1000, kMostPutIn = 100;

bool is_variable(std::string_view name) {
  return name == "stock" || name == "flow" || name == "aux";
}

// Goes through the tags and keeps the open ones.
class Closer {
 public:
  Closer(std::string_view text, std::uint32_t file) : text_(text), file_(file) {}

  Closed close() {
    while (at_ < text_.size()) {
      const std::size_t tag = std::min(text_.find('<', at_), text_.size());
      copy_to(tag);
      if (tag == text_.size() || skip("<!--", "-->") || skip("<![CDATA[", "]]>") ||
          skip("<?", "?>") || skip("<!", ">")) {
        continue;
      }
      take_tag();
      if (open_.size() > kMostOpen || closed_.put_in.size() > kMostPutIn) copy_to(text_.size());
    }
    return std::move(closed_);
  }

 private:
  struct Open {
    std::string name;
    std::size_t at;
  };

  void copy_to(std::size_t end) {
    closed_.text += text_.substr(at_, end - at_);
    at_ = end;
  }

  bool skip(std::string_view begin, std::string_view end) {
    if (!text_.substr(at_).starts_with(begin)) return false;
    const std::size_t found = text_.find(end, at_ + begin.size());
    copy_to(found == kNowhere ? text_.size() : found + end.size());
    return true;
  }

  // The end of the tag at `at_`: the ">" that stands in no quotes.
  std::size_t end_of_tag() const {
    char quote = '\0';
    for (std::size_t at = at_ + 1; at < text_.size(); ++at) {
      const char letter = text_[at];
      if (quote != '\0') {
        if (letter == quote) quote = '\0';
      } else if (letter == '"' || letter == '\'') {
        quote = letter;
      } else if (letter == '>') {
        return at + 1;
      }
    }
    return text_.size();
  }

  void take_tag() {
    const std::size_t end = end_of_tag();
    const bool ends = at_ + 1 < text_.size() && text_[at_ + 1] == '/';
    const std::size_t begin = at_ + (ends ? 2 : 1);
    const std::size_t stop = std::min(text_.find_first_of(" \t\r\n/>", begin), end);
    const std::string name(text_.substr(begin, stop - begin));
    const bool empty = end >= 2 && text_[end - 2] == '/';
    if (ends) {
      close_until(name);
    } else if (!empty) {
      if (is_variable(name) && !open_.empty() && is_variable(open_.back().name)) close_last();
      open_.push_back({name, at_});
    }
    copy_to(end);
  }

  void close_until(const std::string& name) {
    const auto found = std::ranges::find_if(open_.rbegin(), open_.rend(),
                                            [&](const Open& one) { return one.name == name; });
    if (found == open_.rend()) return;
    while (open_.back().name != name) close_last();
    open_.pop_back();
  }

  void close_last() {
    const Open& open = open_.back();
    const std::string tag = "</" + open.name + ">";
    closed_.put_in.emplace_back(closed_.text.size(), tag.size());
    const auto begin = static_cast<std::uint32_t>(open.at + 1);
    closed_.unclosed.emplace_back(
        Span{file_, begin, begin + static_cast<std::uint32_t>(open.name.size())}, open.name);
    closed_.text += tag;
    open_.pop_back();
  }

  std::string_view text_;
  std::uint32_t file_;
  std::size_t at_ = 0;
  std::vector<Open> open_;
  Closed closed_;
};

}  // namespace

Closed close_elements(std::string_view text, std::uint32_t file) {
  return Closer(text, file).close();
}

}  // namespace sluice::syntax::xmile
