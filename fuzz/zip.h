// A zip of parts that are stored as they are: workbooks for the readers, made of text that a fuzzer
// can change byte by byte.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace sluice::fuzz {

using ZipParts = std::vector<std::pair<std::string, std::string>>;  // name and content

// "%%%% NAME" begins a part, which goes on to the next such line.
ZipParts parts_in(std::string_view text);
// Source: APPNOTE.TXT, sections 4.3.7, 4.3.12 and 4.3.16.
std::string zip_of(const ZipParts& parts);

}  // namespace sluice::fuzz
