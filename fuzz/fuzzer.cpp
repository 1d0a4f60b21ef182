// What libFuzzer calls: one program for each reader, which its build names.
#include <cstddef>
#include <cstdint>

#include "readers.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  static const sluice::fuzz::Reader& reader = sluice::fuzz::reader_named(SLUICE_READER);
  reader.read({reinterpret_cast<const char*>(bytes), size});
  return 0;
}
