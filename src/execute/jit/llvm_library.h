// The part of LLVM's C interface that turns IR text into an object file. The library is opened when
// first needed (linked, it would cost each start of the program 56 ms), and Sluice runs without it:
// only libllvm19 has to be there, no headers, so the prototypes stand here. They are those of
// llvm-c/Core.h, IRReader.h and TargetMachine.h, which LLVM keeps stable.
#pragma once

#include <cstddef>

namespace sluice::execute {

// Opaque: only pointers to them are handed around.
struct LlvmContext;
struct LlvmModule;
struct LlvmBuffer;
struct LlvmTarget;
struct LlvmMachine;

using LlvmHandler = void (*)(void* diagnostic, void* context);

// SLUICE_LLVM(name, result, (parameters)): LLVM##name.
#define SLUICE_LLVM_FUNCTIONS(each)                                                                \
  each(InitializeX86TargetInfo, void, ()) each(InitializeX86Target, void, ())                      \
      each(InitializeX86TargetMC, void, ()) each(InitializeX86AsmPrinter, void, ()) each(          \
          ContextCreate, LlvmContext*, ()) each(ContextDispose, void, (LlvmContext*))              \
          each(ContextSetDiagnosticHandler, void, (LlvmContext*, LlvmHandler, void*)) each(        \
              CreateMemoryBufferWithMemoryRangeCopy, LlvmBuffer*,                                  \
              (const char*, std::size_t, const char*))                                             \
              each(GetBufferStart, const char*, (LlvmBuffer*)) each(GetBufferSize, std::size_t,    \
                                                                    (LlvmBuffer*))                 \
                  each(DisposeMemoryBuffer, void, (LlvmBuffer*)) each(                             \
                      ParseIRInContext, int, (LlvmContext*, LlvmBuffer*, LlvmModule**, char**))    \
                      each(DisposeModule, void, (LlvmModule*)) each(DisposeMessage, void, (char*)) \
                          each(GetTargetFromTriple, int, (const char*, LlvmTarget**, char**))      \
                              each(CreateTargetMachine, LlvmMachine*,                              \
                                   (LlvmTarget*, const char*, const char*, const char*, int, int,  \
                                    int)) each(DisposeTargetMachine, void, (LlvmMachine*))         \
                                  each(TargetMachineEmitToMemoryBuffer, int,                       \
                                       (LlvmMachine*, LlvmModule*, int, char**, LlvmBuffer**))

struct LlvmLibrary {
// NOLINTNEXTLINE(bugprone-macro-parentheses): the name of a member
#define SLUICE_LLVM_POINTER(name, result, parameters) result(*name) parameters = nullptr;
  SLUICE_LLVM_FUNCTIONS(SLUICE_LLVM_POINTER)
#undef SLUICE_LLVM_POINTER
};

// Null where the library is not installed. Safe to call from several threads.
const LlvmLibrary* load_llvm();

// Which library compiles: part of what a cache of compiled code goes by.
inline constexpr const char* kLlvmLibrary = "libLLVM.so.19.1";

}  // namespace sluice::execute
