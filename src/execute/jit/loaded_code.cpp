#include "execute/jit/loaded_code.h"

#include <elf.h>
#include <sys/mman.h>

#include <cstring>
#include <string>

namespace sluice::execute {
namespace {

using Bytes = std::span<const unsigned char>;

// Reads structs at offsets of an ELF file (System V ABI, AMD64 supplement), never past its end.
class ObjectFile {
 public:
  explicit ObjectFile(Bytes bytes) : bytes_(bytes) {
    const auto header = at<Elf64_Ehdr>(0);
    if (!header || std::memcmp(header->e_ident, ELFMAG, SELFMAG) != 0) return;
    if (header->e_type != ET_REL || header->e_machine != EM_X86_64) return;
    for (std::size_t i = 0; i < header->e_shnum; ++i) {
      const auto section = at<Elf64_Shdr>(header->e_shoff + i * sizeof(Elf64_Shdr));
      if (!section) {
        sections_.clear();
        return;
      }
      sections_.push_back(*section);
    }
  }
  const std::vector<Elf64_Shdr>& sections() const { return sections_; }

  template <class Struct>
  std::optional<Struct> at(std::size_t offset) const {
    if (offset > bytes_.size() || bytes_.size() - offset < sizeof(Struct)) return std::nullopt;
    Struct value;
    std::memcpy(&value, bytes_.data() + offset, sizeof(Struct));
    return value;
  }
  std::optional<Bytes> contents(const Elf64_Shdr& section) const {
    if (section.sh_offset > bytes_.size() || bytes_.size() - section.sh_offset < section.sh_size)
      return std::nullopt;
    return bytes_.subspan(section.sh_offset, section.sh_size);
  }
  // All structs of a section.
  template <class Struct>
  std::optional<std::vector<Struct>> all_of(const Elf64_Shdr& section) const {
    std::vector<Struct> found;
    for (std::size_t place = 0; place + sizeof(Struct) <= section.sh_size;
         place += sizeof(Struct)) {
      const auto one = at<Struct>(section.sh_offset + place);
      if (!one) return std::nullopt;
      found.push_back(*one);
    }
    return found;
  }
  std::string name_at(const Elf64_Shdr& names, std::size_t offset) const {
    const auto text = contents(names);
    std::string name;
    for (; text && offset < text->size() && (*text)[offset] != 0; ++offset)
      name += static_cast<char>((*text)[offset]);
    return name;
  }

 private:
  Bytes bytes_;
  std::vector<Elf64_Shdr> sections_;
};

bool is_loaded(const Elf64_Shdr& section) {
  return section.sh_type == SHT_PROGBITS && (section.sh_flags & SHF_ALLOC) != 0;
}

// Where each section comes to lie, one after the other; the last number is the size of all.
std::vector<std::size_t> places_of(const ObjectFile& file) {
  std::vector<std::size_t> places;
  std::size_t end = 0;
  for (const Elf64_Shdr& section : file.sections()) {
    const std::size_t alignment = std::max<std::size_t>(section.sh_addralign, 1);
    if (is_loaded(section)) end = (end + alignment - 1) / alignment * alignment;
    places.push_back(end);
    if (is_loaded(section)) end += section.sh_size;
  }
  places.push_back(end);
  return places;
}

// Copies sections to `memory` and fills in the distances between them.
class Placement {
 public:
  Placement(const ObjectFile& file, std::vector<std::size_t> places, unsigned char* memory)
      : file_(file), places_(std::move(places)), memory_(memory) {}

  bool place() {
    const auto& sections = file_.sections();
    for (std::size_t i = 0; i < sections.size(); ++i) {
      if (!is_loaded(sections[i])) continue;
      const auto contents = file_.contents(sections[i]);
      if (!contents) return false;
      std::memcpy(memory_ + places_[i], contents->data(), contents->size());
    }
    for (const Elf64_Shdr& section : sections) {
      if (section.sh_type == SHT_REL) return false;
      if (section.sh_type == SHT_RELA && !relocate(section)) return false;
    }
    return true;
  }

  std::vector<std::pair<std::string, const void*>> functions() const {
    std::vector<std::pair<std::string, const void*>> found;
    for (const Elf64_Shdr& section : file_.sections()) {
      if (section.sh_type != SHT_SYMTAB || section.sh_link >= file_.sections().size()) continue;
      const auto symbols = file_.all_of<Elf64_Sym>(section);
      for (const Elf64_Sym& symbol : symbols.value_or(std::vector<Elf64_Sym>{})) {
        if (ELF64_ST_TYPE(symbol.st_info) != STT_FUNC) continue;
        const auto offset = offset_of(symbol);
        if (offset)
          found.emplace_back(file_.name_at(file_.sections()[section.sh_link], symbol.st_name),
                             memory_ + *offset);
      }
    }
    return found;
  }

 private:
  std::optional<std::size_t> offset_of(const Elf64_Sym& symbol) const {
    const std::size_t section = symbol.st_shndx;
    if (section == SHN_UNDEF || section >= file_.sections().size()) return std::nullopt;
    const Elf64_Shdr& header = file_.sections()[section];
    if (!is_loaded(header) || symbol.st_value > header.sh_size) return std::nullopt;
    return places_[section] + symbol.st_value;
  }

  bool relocate(const Elf64_Shdr& section) {
    const auto& sections = file_.sections();
    if (section.sh_info >= sections.size() || section.sh_link >= sections.size()) return false;
    const Elf64_Shdr& target = sections[section.sh_info];
    if (!is_loaded(target)) return true;
    const auto symbols = file_.all_of<Elf64_Sym>(sections[section.sh_link]);
    const auto entries = file_.all_of<Elf64_Rela>(section);
    if (!symbols || !entries) return false;
    for (const Elf64_Rela& entry : *entries) {
      const std::size_t symbol = ELF64_R_SYM(entry.r_info);
      if (symbol >= symbols->size() || entry.r_offset + 4 > target.sh_size) return false;
      if (!relocate(entry, (*symbols)[symbol], places_[section.sh_info] + entry.r_offset))
        return false;
    }
    return true;
  }

  // Only 32-bit distances: to constants, and to functions of the same object.
  bool relocate(const Elf64_Rela& entry, const Elf64_Sym& symbol, std::size_t place) {
    const auto type = ELF64_R_TYPE(entry.r_info);
    const auto offset = offset_of(symbol);
    if ((type != R_X86_64_PC32 && type != R_X86_64_PLT32) || !offset) return false;
    const auto distance =
        static_cast<std::int64_t>(*offset) + entry.r_addend - static_cast<std::int64_t>(place);
    const auto narrow = static_cast<std::int32_t>(distance);
    std::memcpy(memory_ + place, &narrow, sizeof narrow);
    return narrow == distance;
  }

  const ObjectFile& file_;
  std::vector<std::size_t> places_;
  unsigned char* memory_;
};

}  // namespace

LoadedCode::Mapping::~Mapping() { munmap(start, size); }

std::optional<LoadedCode> LoadedCode::load(Bytes object) {
  const ObjectFile file(object);
  std::vector<std::size_t> places = places_of(file);
  const std::size_t size = places.back();
  if (size == 0) return std::nullopt;
  void* memory = mmap(nullptr, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (memory == MAP_FAILED) return std::nullopt;
  LoadedCode code;
  code.mapping_ = std::make_unique<Mapping>(memory, size);
  Placement placement(file, std::move(places), static_cast<unsigned char*>(memory));
  if (!placement.place()) return std::nullopt;
  // Never writable and executable at once.
  if (mprotect(memory, size, PROT_READ | PROT_EXEC) != 0) return std::nullopt;
  code.functions_ = placement.functions();
  return code;
}

const void* LoadedCode::function(std::string_view name) const {
  for (const auto& [known, address] : functions_)
    if (known == name) return address;
  return nullptr;
}

}  // namespace sluice::execute
