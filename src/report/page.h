// A page of documentation as blocks, written as Markdown or as one self-contained HTML file.
#pragma once

#include <string>
#include <variant>
#include <vector>

namespace sluice::report {

struct Heading {
  int level = 1;
  std::string text;
  std::string anchor = {};  // empty: none
};
struct Paragraph {
  std::string text;
};
struct Link {
  std::string text, anchor;
};
struct Links {  // "Causes: a, b", each leading to a heading
  std::string label;
  std::vector<Link> links;
};
struct CodeBlock {
  std::string text;
};
struct PageTable {
  std::vector<std::string> columns;
  std::vector<std::vector<std::string>> rows;
};
struct Figure {
  std::string file, svg, caption;  // Markdown links to the file, HTML holds the drawing
};
using Block = std::variant<Heading, Paragraph, Links, CodeBlock, PageTable, Figure>;

struct Page {
  std::string title;
  std::vector<Block> blocks;
};

// An anchor for a name: letters and digits, everything else a hyphen.
std::string anchor_of(const std::string& name);

std::string to_markdown(const Page& page);
std::string to_html(const Page& page);

}  // namespace sluice::report
