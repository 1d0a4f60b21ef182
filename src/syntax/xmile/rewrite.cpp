#include "syntax/xmile/rewrite.h"

#include <pugixml.hpp>
#include <utility>

#include "syntax/xmile/unclosed.h"

namespace sluice::syntax {
namespace {

constexpr unsigned kKept = pugi::parse_default | pugi::parse_comments | pugi::parse_pi;

struct Taker final : pugi::xml_writer {
  void write(const void* bytes, std::size_t size) override {
    text.append(static_cast<const char*>(bytes), size);
  }
  std::string text;
};

}  // namespace

std::string write_xmile_again(std::string_view text) {
  pugi::xml_document document;
  const auto load = [&](std::string_view from) {
    return document.load_buffer(from.data(), from.size(), kKept, pugi::encoding_utf8);
  };
  if (load(text).status == pugi::status_end_element_mismatch) {
    (void)load(xmile::close_elements(text, 0).text);
  }
  pugi::xml_node head = document.prepend_child(pugi::node_declaration);
  head.append_attribute("version") = "1.0";
  head.append_attribute("encoding") = "utf-8";
  Taker taker;
  document.save(taker, "  ", pugi::format_indent, pugi::encoding_utf8);
  return std::move(taker.text);
}

}  // namespace sluice::syntax
