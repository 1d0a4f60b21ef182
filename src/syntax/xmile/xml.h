// An XMILE text as elements whose every byte can be pointed at. pugixml finds the structure; the
// texts are decoded here, so that the place of each byte is kept.
//
// Entities: the five of XML and character numbers. A DOCTYPE is passed over and what it defines is
// never expanded, so tricks with entities do nothing.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <pugixml.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "syntax/complaints.h"

namespace sluice::syntax::xmile {

// How deep elements may nest.
inline constexpr int kDeepestElement = 100;

// A text with its entities replaced, and where each of its bytes stood in the file.
struct Text {
  std::string value;
  std::uint32_t file = 0;
  std::vector<std::uint32_t> places;  // one for each byte and one for the end
  bool is_of_vensim = false;          // see Document::is_of_vensim

  Span span(std::size_t begin, std::size_t end) const;
  Span span() const { return span(0, value.size()); }
  bool is_blank() const { return value.find_first_not_of(" \t\r\n") == std::string::npos; }
};

class Document {
 public:
  // Nothing where the text is not well-formed, nests too deep or has no root; that is told.
  static std::optional<Document> parse(std::string_view text, std::uint32_t file,
                                       Complaints& complaints);
  pugi::xml_node root() const { return tree_->document_element(); }

  // Without the prefix that stands for XMILE's own namespace; whole where it is a vendor's.
  std::string_view name_of(pugi::xml_node node) const;
  bool is_vendor(pugi::xml_node node) const;

  pugi::xml_node child(pugi::xml_node node, std::string_view name) const;
  std::vector<pugi::xml_node> children(pugi::xml_node node, std::string_view name) const;

  // Of the name in the start tag.
  Span span_of(pugi::xml_node node) const;
  // All texts right inside an element, one after the other.
  Text text_of(pugi::xml_node node, Complaints& complaints) const;
  std::optional<Text> attribute(pugi::xml_node node, const char* name,
                                Complaints& complaints) const;

  std::uint32_t file() const { return file_; }
  // Written by Vensim or a converter of its models: these keep some of its meanings.
  bool is_of_vensim() const { return is_of_vensim_; }

 private:
  Document() = default;
  // In the file: without the end tags that were put in.
  std::uint32_t offset_of(const char* place) const;
  pugi::xml_parse_result load(std::string_view text);
  void decode(const char* raw, Text& to, Complaints& complaints) const;
  void find_own_prefix();
  void find_writer();

  std::shared_ptr<std::string> buffer_;  // pugixml works in it; tree_ points into it
  std::shared_ptr<pugi::xml_document> tree_;
  std::vector<std::pair<std::size_t, std::size_t>> put_in_;  // where in the buffer, how many bytes
  std::uint32_t file_ = 0;
  bool is_of_vensim_ = false;
  std::string own_prefix_;  // "x:" where the root says xmlns:x=".../XMILE/..."
};

}  // namespace sluice::syntax::xmile
