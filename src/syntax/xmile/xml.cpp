#include "syntax/xmile/xml.h"

#include <algorithm>
#include <cstring>

#include "base/format.h"
#include "base/unicode.h"
#include "syntax/xmile/unclosed.h"

namespace sluice::syntax::xmile {

namespace {

// Texts stay as they stand in the file: entities and line ends are ours to read.
constexpr unsigned kParseFlags = pugi::parse_cdata;

struct Entity {
  std::string_view name;
  char value;
};
constexpr Entity kEntities[] = {
    {"lt", '<'}, {"gt", '>'}, {"amp", '&'}, {"quot", '"'}, {"apos", '\''}};

// The character that "#62" or "#x3e" stands for.
std::optional<char32_t> numbered(std::string_view name) {
  if (!name.starts_with('#')) return std::nullopt;
  name.remove_prefix(1);
  const bool hexadecimal = name.starts_with('x') || name.starts_with('X');
  if (hexadecimal) name.remove_prefix(1);
  if (name.empty() || name.size() > 8) return std::nullopt;
  char32_t value = 0;
  for (const char letter : name) {
    const std::size_t digit =
        std::string_view("0123456789abcdef")
            .find(letter >= 'A' && letter <= 'F' ? static_cast<char>(letter - 'A' + 'a') : letter);
    if (digit >= (hexadecimal ? 16U : 10U)) return std::nullopt;
    value = value * (hexadecimal ? 16U : 10U) + static_cast<char32_t>(digit);
  }
  const bool valid = value > 0 && value <= 0x10FFFF && (value < 0xD800 || value > 0xDFFF);
  return valid ? std::optional(value) : std::nullopt;
}

std::optional<std::string> entity(std::string_view name) {
  for (const Entity& known : kEntities) {
    if (known.name == name) return std::string(1, known.value);
  }
  const auto point = numbered(name);
  if (!point) return std::nullopt;
  std::string text;
  append_utf8(text, *point);
  return text;
}

std::string_view reason_of(pugi::xml_parse_status status) {
  switch (status) {
    case pugi::status_end_element_mismatch:
      return "an element is closed by the name of another one, or not at all";
    case pugi::status_bad_start_element: return "a start tag is not as XML has it";
    case pugi::status_bad_attribute: return "an attribute is not as XML has it: name=\"value\"";
    case pugi::status_bad_end_element: return "an end tag is not as XML has it: </name>";
    case pugi::status_bad_pcdata: return "a text between two tags is not ended";
    case pugi::status_bad_cdata: return "a <![CDATA[ is not ended by ]]>";
    case pugi::status_bad_comment: return "a <!-- is not ended by -->";
    case pugi::status_bad_doctype: return "a DOCTYPE is not ended";
    case pugi::status_bad_pi: return "a <? is not ended by ?>";
    case pugi::status_unrecognized_tag: return "after a < a name must follow; as text it is &lt;";
    case pugi::status_no_document_element: return "there is no element at all";
    default: return "it cannot be read on from here";
  }
}

// The deepest element, without recursion; nothing where all is well.
pugi::xml_node too_deep(pugi::xml_node root) {
  int depth = 1;
  pugi::xml_node node = root;
  while (node) {
    if (depth > kDeepestElement) return node;
    if (node.first_child()) {
      node = node.first_child();
      ++depth;
      continue;
    }
    while (node && node != root && !node.next_sibling()) {
      node = node.parent();
      --depth;
    }
    if (!node || node == root) return {};
    node = node.next_sibling();
  }
  return {};
}

}  // namespace

Span Text::span(std::size_t begin, std::size_t end) const {
  if (places.empty()) return {file, 0, 0};
  const std::uint32_t first = places[std::min(begin, places.size() - 1)];
  // The end of the last byte, which an entity may have made longer than one.
  const std::uint32_t last = places[std::min(end, places.size() - 1)];
  return {file, first, std::max(first, last)};
}

std::optional<Document> Document::parse(std::string_view text, std::uint32_t file,
                                        Complaints& complaints) {
  Document document;
  document.file_ = file;
  pugi::xml_parse_result result = document.load(text);
  if (result.status == pugi::status_end_element_mismatch) {
    const Closed closed = close_elements(text, file);
    document.put_in_ = closed.put_in;
    const pugi::xml_parse_result again = document.load(closed.text);
    if (again) {
      result = again;
      for (const auto& [span, name] : closed.unclosed) {
        complaints.say(Code::xml_unclosed, span, format("<{}> is never closed", name),
                       "it is taken to end where the next one begins, or the one around it ends",
                       format("write </{}>", name));
      }
    } else {
      document.put_in_.clear();
      result = document.load(text);
    }
  }
  if (!result) {
    const auto at = static_cast<std::uint32_t>(
        std::clamp<std::ptrdiff_t>(result.offset, 0, static_cast<std::ptrdiff_t>(text.size())));
    complaints.say(Code::xml_malformed, {file, at, at + 1}, "this is not well-formed XML",
                   std::string(reason_of(result.status)),
                   "mend the XML, or save the model again with the program that made it");
    return std::nullopt;
  }
  if (const pugi::xml_node deep = too_deep(document.root())) {
    complaints.say(Code::xml_too_deep, document.span_of(deep), "elements nest too deep here",
                   format("they may nest {} deep", kDeepestElement));
    return std::nullopt;
  }
  document.find_own_prefix();
  document.find_writer();
  return document;
}

pugi::xml_parse_result Document::load(std::string_view text) {
  tree_ = std::make_shared<pugi::xml_document>();
  buffer_ = std::make_shared<std::string>(text);
  return tree_->load_buffer_inplace(buffer_->data(), buffer_->size(), kParseFlags,
                                    pugi::encoding_utf8);
}

std::uint32_t Document::offset_of(const char* place) const {
  const auto in_buffer = static_cast<std::size_t>(place - buffer_->data());
  std::size_t added = 0;
  for (const auto& [at, size] : put_in_) {
    if (at < in_buffer) added += size;
  }
  return static_cast<std::uint32_t>(in_buffer - std::min(added, in_buffer));
}

void Document::find_own_prefix() {
  for (const pugi::xml_attribute attribute : root().attributes()) {
    const std::string_view name = attribute.name();
    const std::string value = to_lower(std::string_view(attribute.value()));
    const bool own = value.ends_with("/xmile") || value.find("/xmile/") != std::string::npos;
    const bool vendor =
        value.find("isee") != std::string::npos || value.find("vensim") != std::string::npos;
    if (name.starts_with("xmlns:") && own && !vendor) {
      own_prefix_ = std::string(name.substr(6)) + ":";
    }
  }
}

std::string_view Document::name_of(pugi::xml_node node) const {
  std::string_view name = node.name();
  if (!own_prefix_.empty() && name.starts_with(own_prefix_)) name.remove_prefix(own_prefix_.size());
  return name;
}

void Document::find_writer() {
  const pugi::xml_node header = child(root(), "header");
  const std::string vendor = to_lower(std::string_view(child(header, "vendor").child_value()));
  const std::string product = to_lower(std::string_view(child(header, "product").child_value()));
  is_of_vensim_ = vendor.find("ventana") != std::string::npos || product == "vensim";
}

bool Document::is_vendor(pugi::xml_node node) const {
  const bool foreign = node != root() && node.attribute("xmlns") &&
                       to_lower(std::string_view(node.attribute("xmlns").value())).find("xmile") ==
                           std::string::npos;
  return foreign || name_of(node).find(':') != std::string_view::npos;
}

pugi::xml_node Document::child(pugi::xml_node node, std::string_view name) const {
  for (const pugi::xml_node one : node.children()) {
    if (name_of(one) == name) return one;
  }
  return {};
}

std::vector<pugi::xml_node> Document::children(pugi::xml_node node, std::string_view name) const {
  std::vector<pugi::xml_node> found;
  for (const pugi::xml_node one : node.children()) {
    if (name_of(one) == name) found.push_back(one);
  }
  return found;
}

Span Document::span_of(pugi::xml_node node) const {
  if (*node.name() == '\0') return {file_, 0, 0};
  const std::uint32_t begin = offset_of(node.name());
  return {file_, begin, begin + static_cast<std::uint32_t>(std::strlen(node.name()))};
}

Text Document::text_of(pugi::xml_node node, Complaints& complaints) const {
  Text text;
  text.file = file_;
  text.is_of_vensim = is_of_vensim_;
  for (const pugi::xml_node part : node.children()) {
    if (part.type() == pugi::node_pcdata) decode(part.value(), text, complaints);
    if (part.type() != pugi::node_cdata) continue;
    const std::uint32_t begin = offset_of(part.value());
    const std::string_view raw = part.value();
    if (!text.places.empty()) text.places.pop_back();
    text.value += raw;
    for (std::uint32_t i = 0; i <= raw.size(); ++i) text.places.push_back(begin + i);
  }
  if (text.places.empty()) text.places.push_back(span_of(node).end);
  return text;
}

std::optional<Text> Document::attribute(pugi::xml_node node, const char* name,
                                        Complaints& complaints) const {
  const pugi::xml_attribute found = node.attribute(name);
  if (!found) return std::nullopt;
  Text text;
  text.file = file_;
  text.is_of_vensim = is_of_vensim_;
  decode(found.value(), text, complaints);
  if (text.places.empty()) text.places.push_back(span_of(node).end);
  return text;
}

// Appends; the place of the end, which the text had so far, gives way.
void Document::decode(const char* raw, Text& to, Complaints& complaints) const {
  const std::string_view text = raw;
  if (text.empty()) return;
  const std::uint32_t begin = offset_of(raw);
  if (!to.places.empty()) to.places.pop_back();
  const auto add = [&](std::string_view bytes, std::size_t at) {
    to.value += bytes;
    to.places.insert(to.places.end(), bytes.size(), begin + static_cast<std::uint32_t>(at));
  };
  for (std::size_t at = 0; at < text.size();) {
    constexpr std::size_t kLongestEntity = 40;
    const std::size_t end =
        text[at] == '&' ? text.substr(0, std::min(text.size(), at + kLongestEntity)).find(';', at)
                        : std::string_view::npos;
    const auto value =
        end == std::string_view::npos ? std::nullopt : entity(text.substr(at + 1, end - at - 1));
    if (value) {
      add(*value, at);
      at = end + 1;
      continue;
    }
    if (text[at] == '&') {
      const std::size_t size = end == std::string_view::npos ? 1 : end + 1 - at;
      const auto first = begin + static_cast<std::uint32_t>(at);
      complaints.say(
          Code::xml_entity, {file_, first, first + static_cast<std::uint32_t>(size)},
          format("\"{}\" stands for nothing that is known", text.substr(at, size)),
          "known are &lt; &gt; &amp; &quot; &apos; and numbers such as &#62;, but nothing that "
          "a DOCTYPE defines",
          "an & itself is written &amp;");
      // A number where one may be missing now, so that nothing further is said of the gap.
      const std::size_t last = to.value.find_last_not_of(" \t\r\n");
      const bool gap =
          last == std::string::npos ||
          std::string_view("+-*/^(,=<>").find(to.value[last]) != std::string_view::npos;
      if (gap) add("0", at);
      at += size;
      continue;
    }
    add(text.substr(at, 1), at);
    ++at;
  }
  to.places.push_back(begin + static_cast<std::uint32_t>(text.size()));
}

}  // namespace sluice::syntax::xmile
