#include "report/page.h"

#include "base/format.h"

namespace sluice::report {
namespace {

constexpr const char* kStyle =
    "body{font:16px/1.5 system-ui,sans-serif;max-width:72rem;margin:2rem auto;padding:0 1rem;"
    "color:#1a1a1a;background:#fff}"
    "pre{background:#f4f4f2;padding:.6rem;overflow-x:auto;white-space:pre-wrap}"
    "table{border-collapse:collapse;margin:1rem 0;font-size:.9rem}"
    "th,td{border-bottom:1px solid #ddd;padding:.25rem .6rem;text-align:left;vertical-align:top}"
    "figure{margin:1rem calc(50% - "
    "48vw);text-align:center}svg{max-width:100%;height:auto}h3{margin-top:2rem}"
    "a{color:#1a5b96;text-decoration:none}a:hover{text-decoration:underline}";

std::string escaped(const std::string& text) {
  std::string safe;
  for (const char letter : text) {
    switch (letter) {
      case '&': safe += "&amp;"; break;
      case '<': safe += "&lt;"; break;
      case '>': safe += "&gt;"; break;
      case '"': safe += "&quot;"; break;
      default: safe += letter;
    }
  }
  return safe;
}

// What Markdown would take for its own.
std::string literal(const std::string& text) {
  std::string safe;
  for (const char letter : text) {
    if (std::string_view("\\`*_[]<>|#").find(letter) != std::string_view::npos) safe += '\\';
    safe += letter == '\n' ? ' ' : letter;
  }
  return safe;
}

struct Markdown {
  std::string text;

  void operator()(const Heading& heading) {
    if (!heading.anchor.empty()) text += format("<a id=\"{}\"></a>\n\n", escaped(heading.anchor));
    text += std::string(static_cast<std::size_t>(heading.level), '#') + " " +
            literal(heading.text) + "\n\n";
  }
  void operator()(const Paragraph& paragraph) { text += literal(paragraph.text) + "\n\n"; }
  void operator()(const Links& links) {
    text += literal(links.label) + ": ";
    for (const auto& one : links.links) {
      const char* const comma = &one == links.links.data() ? "" : ", ";
      text += format("{}[{}](#{})", comma, literal(one.text), one.anchor);
    }
    text += "\n\n";
  }
  void operator()(const CodeBlock& code) { text += "```\n" + code.text + "\n```\n\n"; }
  void operator()(const Figure& figure) {
    text += format("![{}]({})\n\n", literal(figure.caption), figure.file);
  }
  void operator()(const PageTable& table) {
    row(table.columns);
    text += "|";
    for (std::size_t k = 0; k < table.columns.size(); ++k) text += " --- |";
    text += "\n";
    for (const auto& cells : table.rows) row(cells);
    text += "\n";
  }
  void row(const std::vector<std::string>& cells) {
    text += "|";
    for (const auto& cell : cells) text += " " + literal(cell) + " |";
    text += "\n";
  }
};

struct Html {
  std::string text;

  void operator()(const Heading& heading) {
    const std::string id =
        heading.anchor.empty() ? "" : format(" id=\"{}\"", escaped(heading.anchor));
    text += format("<h{0}{1}>{2}</h{0}>\n", heading.level, id, escaped(heading.text));
  }
  void operator()(const Paragraph& paragraph) {
    text += "<p>" + escaped(paragraph.text) + "</p>\n";
  }
  void operator()(const Links& links) {
    text += "<p>" + escaped(links.label) + ": ";
    for (const auto& one : links.links) {
      const char* const comma = &one == links.links.data() ? "" : ", ";
      text += format("{}<a href=\"#{}\">{}</a>", comma, one.anchor, escaped(one.text));
    }
    text += "</p>\n";
  }
  void operator()(const CodeBlock& code) { text += "<pre>" + escaped(code.text) + "</pre>\n"; }
  void operator()(const Figure& figure) {
    text +=
        format("<figure>{}<figcaption>{} <a href=\"{}\">In full size</a></figcaption></figure>\n",
               figure.svg, escaped(figure.caption), escaped(figure.file));
  }
  void operator()(const PageTable& table) {
    text += "<table><thead><tr>";
    for (const auto& column : table.columns) text += "<th>" + escaped(column) + "</th>";
    text += "</tr></thead><tbody>\n";
    for (const auto& cells : table.rows) {
      text += "<tr>";
      for (const auto& cell : cells) text += "<td>" + escaped(cell) + "</td>";
      text += "</tr>\n";
    }
    text += "</tbody></table>\n";
  }
};

}  // namespace

std::string anchor_of(const std::string& name) {
  std::string anchor;
  for (const char letter : name) {
    const bool plain = (letter >= 'a' && letter <= 'z') || (letter >= 'A' && letter <= 'Z') ||
                       (letter >= '0' && letter <= '9') ||
                       static_cast<unsigned char>(letter) >= 0x80;
    anchor += plain ? letter : '-';
  }
  return anchor;
}

std::string to_markdown(const Page& page) {
  Markdown writer;
  for (const auto& block : page.blocks) std::visit(writer, block);
  return std::move(writer.text);
}

std::string to_html(const Page& page) {
  Html writer;
  for (const auto& block : page.blocks) std::visit(writer, block);
  return format(
      "<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">"
      "<title>{}</title><style>{}</style></head><body>\n{}</body></html>\n",
      escaped(page.title), kStyle, writer.text);
}

}  // namespace sluice::report
