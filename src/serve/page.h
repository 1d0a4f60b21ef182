// The files of the web page, which are part of the program (built from web/).
#pragma once

#include <span>
#include <string_view>

namespace sluice::serve {

struct PageFile {
  std::string_view path;  // "/index.html"
  std::string_view type;
  std::string_view bytes;
};
std::span<const PageFile> page_files();
// The file of a path, "/" being the page itself; null for none.
const PageFile* find_page_file(std::string_view path);

// The OpenAPI description of the API.
std::string_view openapi();

}  // namespace sluice::serve
