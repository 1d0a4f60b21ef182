// Every reader of the program as a function of bytes: what the fuzzers feed, and what the replay of
// their corpora feeds again in each build. A reader must come to an end, in bounded memory, with a
// value or with diagnostics; what it read must hold its own promises (assertions stop otherwise).
#pragma once

#include <span>
#include <string_view>

namespace sluice::fuzz {

struct Reader {
  std::string_view name;  // of its corpus too: fuzz/corpus/NAME
  void (*read)(std::string_view bytes);
};

std::span<const Reader> all_readers();
// The reader of that name; the process stops where there is none.
const Reader& reader_named(std::string_view name);

}  // namespace sluice::fuzz
