#include "zip.h"

#include <cstdint>

namespace sluice::fuzz {
namespace {

std::string bytes_of(std::uint32_t number, std::size_t size) {
  std::string bytes;
  for (std::size_t i = 0; i < size; ++i) bytes += static_cast<char>(number >> (8 * i));
  return bytes;
}

std::uint32_t checksum(std::string_view content) {
  std::uint32_t sum = 0xFFFFFFFFU;
  for (const char letter : content) {
    sum ^= static_cast<unsigned char>(letter);
    for (int bit = 0; bit < 8; ++bit) sum = (sum >> 1U) ^ ((sum & 1U) != 0 ? 0xEDB88320U : 0U);
  }
  return ~sum;
}

// What a part's own header and its entry in the directory both say, from "version needed" on.
std::string description(const std::pair<std::string, std::string>& part) {
  const auto size = static_cast<std::uint32_t>(part.second.size());
  constexpr std::uint32_t kFirstOfJanuary1980 = 0x21;
  return bytes_of(20, 2) + bytes_of(0, 2) + bytes_of(0, 2) + bytes_of(0, 2) +
         bytes_of(kFirstOfJanuary1980, 2) + bytes_of(checksum(part.second), 4) + bytes_of(size, 4) +
         bytes_of(size, 4) + bytes_of(static_cast<std::uint32_t>(part.first.size()), 2) +
         bytes_of(0, 2);
}

}  // namespace

ZipParts parts_in(std::string_view text) {
  constexpr std::string_view kMark = "%%%% ";
  ZipParts parts;
  while (text.starts_with(kMark)) {
    const std::size_t line = std::min(text.find('\n'), text.size());
    const std::size_t next = text.find("\n%%%% ", line);
    const std::size_t end = next == std::string_view::npos ? text.size() : next;
    const std::size_t begin = std::min(line + 1, end);
    parts.emplace_back(text.substr(kMark.size(), line - kMark.size()),
                       text.substr(begin, end - begin));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return parts;
}

std::string zip_of(const ZipParts& parts) {
  std::string zip, directory;
  for (const auto& part : parts) {
    const std::string said = description(part);
    directory += "PK\x01\x02" + bytes_of(20, 2) + said + bytes_of(0, 2) + bytes_of(0, 2) +
                 bytes_of(0, 2) + bytes_of(0, 4) +
                 bytes_of(static_cast<std::uint32_t>(zip.size()), 4) + part.first;
    zip += "PK\x03\x04" + said + part.first + part.second;
  }
  const auto count = static_cast<std::uint32_t>(parts.size());
  return zip + directory + "PK\x05\x06" + bytes_of(0, 4) + bytes_of(count, 2) + bytes_of(count, 2) +
         bytes_of(static_cast<std::uint32_t>(directory.size()), 4) +
         bytes_of(static_cast<std::uint32_t>(zip.size()), 4) + bytes_of(0, 2);
}

}  // namespace sluice::fuzz
