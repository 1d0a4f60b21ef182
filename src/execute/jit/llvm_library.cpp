#include "execute/jit/llvm_library.h"

#include <dlfcn.h>

#include <optional>

namespace sluice::execute {
namespace {

std::optional<LlvmLibrary> open_library() {
  // Never closed again: compiled code may still be made while the program ends.
  void* handle = dlopen(kLlvmLibrary, RTLD_NOW | RTLD_LOCAL);
  if (handle == nullptr) return std::nullopt;
  LlvmLibrary library;
// NOLINTBEGIN(bugprone-macro-parentheses): a type cannot stand in parentheses
#define SLUICE_LLVM_LOAD(name, result, parameters)                                    \
  library.name = reinterpret_cast<result(*) parameters>(dlsym(handle, "LLVM" #name)); \
  if (library.name == nullptr) return std::nullopt;
  SLUICE_LLVM_FUNCTIONS(SLUICE_LLVM_LOAD)
#undef SLUICE_LLVM_LOAD
  // NOLINTEND(bugprone-macro-parentheses)
  library.InitializeX86TargetInfo();
  library.InitializeX86Target();
  library.InitializeX86TargetMC();
  library.InitializeX86AsmPrinter();
  return library;
}

}  // namespace

const LlvmLibrary* load_llvm() {
  static const std::optional<LlvmLibrary> kLibrary = open_library();
  return kLibrary ? &*kLibrary : nullptr;
}

}  // namespace sluice::execute
