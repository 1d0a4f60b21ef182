// Texts that an .xlsx holds inside its cells ("inlineStr", as many programs other than Excel write
// them): orcus 0.17 passes over them, so they are looked up in the sheets' own XML.
#include <orcus/zip_archive.hpp>
#include <orcus/zip_archive_stream.hpp>
#include <pugixml.hpp>

#include <cstring>

#include "syntax/workbook/formats.h"

namespace sluice::syntax {
namespace {

using Bytes = std::vector<unsigned char>;

class Parts {
 public:
  explicit Parts(const std::string& bytes)
      : stream_(reinterpret_cast<const std::uint8_t*>(bytes.data()), bytes.size()),
        archive_(&stream_) {
    archive_.load();
  }

  Bytes bytes_of(const std::string& name) const {
    Bytes bytes;
    if (!archive_.read_file_entry(name, bytes)) bytes.clear();
    return bytes;
  }

 private:
  orcus::zip_archive_stream_blob stream_;
  orcus::zip_archive archive_;
};

pugi::xml_document parsed(const Bytes& bytes) {
  pugi::xml_document document;
  document.load_buffer(bytes.data(), bytes.size(), pugi::parse_default | pugi::parse_ws_pcdata);
  return document;
}

bool has_inline_texts(const Bytes& bytes) {
  const std::string_view text(reinterpret_cast<const char*>(bytes.data()), bytes.size());
  return text.find("inlineStr") != std::string_view::npos;
}

// Elements go by their local names: prefixes are the writer's choice.
std::string_view local(const char* name) {
  const char* colon = std::strrchr(name, ':');
  return colon == nullptr ? name : colon + 1;
}

pugi::xml_node child(const pugi::xml_node& parent, std::string_view name) {
  return parent.find_child([&](const pugi::xml_node& node) { return local(node.name()) == name; });
}

// The part that holds the sheet of that relation, as "xl/worksheets/sheet1.xml".
std::string part_of(const pugi::xml_node& relations, std::string_view id) {
  for (const pugi::xml_node& relation : relations.children()) {
    if (id != relation.attribute("Id").value()) continue;
    const std::string target = relation.attribute("Target").value();
    return target.starts_with('/') ? target.substr(1) : "xl/" + target;
  }
  return {};
}

// <is><t>text</t></is>, or runs <r><t>...</t></r> one after the other.
std::string text_of(const pugi::xml_node& inside) {
  std::string text;
  for (const pugi::xml_node& node : inside.children()) {
    const bool run = local(node.name()) == "r";
    if (run || local(node.name()) == "t") text += (run ? child(node, "t") : node).text().get();
  }
  return text;
}

void take_texts(const pugi::xml_node& rows, Sheet& sheet) {
  for (const pugi::xml_node& row : rows.children()) {
    for (const pugi::xml_node& cell : row.children()) {
      if (std::strcmp(cell.attribute("t").value(), "inlineStr") != 0) continue;
      const auto place = parse_cell_reference(cell.attribute("r").value());
      if (!place || !place->row || !place->column) {
        throw BadWorkbook("it has a text in a cell without a place");
      }
      std::string text = text_of(child(cell, "is"));
      if (text.empty() || text.starts_with("#N/A")) continue;
      if (sheet.cells.size() >= kMostWorkbookCells) throw BadWorkbook("it has too many cells");
      sheet.set(*place->row, *place->column, std::move(text));
    }
  }
}

}  // namespace

void add_inline_texts(const std::string& bytes, Workbook& workbook) {
  const Parts parts(bytes);
  const pugi::xml_document book = parsed(parts.bytes_of("xl/workbook.xml"));
  const pugi::xml_document related = parsed(parts.bytes_of("xl/_rels/workbook.xml.rels"));
  const pugi::xml_node sheets = child(child(book, "workbook"), "sheets");
  for (const pugi::xml_node& entry : sheets.children()) {
    std::string_view id;
    for (const pugi::xml_attribute& attribute : entry.attributes()) {
      if (local(attribute.name()) == "id") id = attribute.value();
    }
    const Bytes content = parts.bytes_of(part_of(child(related, "Relationships"), id));
    if (!has_inline_texts(content)) continue;
    const pugi::xml_document sheet = parsed(content);
    for (Sheet& own : workbook.sheets) {
      if (own.name != entry.attribute("name").value()) continue;
      take_texts(child(child(sheet, "worksheet"), "sheetData"), own);
    }
  }
}

}  // namespace sluice::syntax
