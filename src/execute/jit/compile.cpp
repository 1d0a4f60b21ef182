#include "execute/jit/compile.h"

#include <memory>

#include "execute/jit/llvm_library.h"

namespace sluice::execute {
namespace {

// Of llvm-c/TargetMachine.h.
constexpr int kOptimiseByDefault = 2, kPositionIndependent = 2, kDefaultCodeModel = 0;
constexpr int kObjectFile = 1;
constexpr const char* kTriple = "x86_64-unknown-linux-gnu";

class Compilation {
 public:
  explicit Compilation(const LlvmLibrary& llvm)
      : llvm_(llvm), context_(llvm.ContextCreate(), llvm.ContextDispose) {
    // Without a handler a fault would end the program.
    llvm.ContextSetDiagnosticHandler(
        context_.get(), [](void*, void*) {}, nullptr);
  }

  std::expected<ObjectBytes, std::string> run(const std::string& text) {
    LlvmModule* parsed = nullptr;
    LlvmBuffer* source =
        llvm_.CreateMemoryBufferWithMemoryRangeCopy(text.data(), text.size(), "step");
    if (llvm_.ParseIRInContext(context_.get(), source, &parsed, &message_) != 0) return failed();
    const Owner<LlvmModule> module(parsed, llvm_.DisposeModule);
    LlvmTarget* target = nullptr;
    if (llvm_.GetTargetFromTriple(kTriple, &target, &message_) != 0) return failed();
    const Owner<LlvmMachine> machine(
        llvm_.CreateTargetMachine(target, kTriple, "x86-64-v3", "", kOptimiseByDefault,
                                  kPositionIndependent, kDefaultCodeModel),
        llvm_.DisposeTargetMachine);
    LlvmBuffer* emitted = nullptr;
    if (llvm_.TargetMachineEmitToMemoryBuffer(machine.get(), module.get(), kObjectFile, &message_,
                                              &emitted) != 0)
      return failed();
    const Owner<LlvmBuffer> object(emitted, llvm_.DisposeMemoryBuffer);
    const char* start = llvm_.GetBufferStart(object.get());
    return ObjectBytes(start, start + llvm_.GetBufferSize(object.get()));
  }

 private:
  template <class Thing>
  using Owner = std::unique_ptr<Thing, void (*)(Thing*)>;

  std::unexpected<std::string> failed() {
    std::string text = message_ == nullptr ? "" : message_;
    if (message_ != nullptr) llvm_.DisposeMessage(message_);
    return std::unexpected(std::move(text));
  }

  const LlvmLibrary& llvm_;
  Owner<LlvmContext> context_;
  char* message_ = nullptr;
};

}  // namespace

std::expected<ObjectBytes, std::string> compile_ir(const std::string& text) {
  const LlvmLibrary* llvm = load_llvm();
  if (llvm == nullptr) return std::unexpected(std::string(kLlvmLibrary) + " cannot be loaded");
  return Compilation(*llvm).run(text);
}

}  // namespace sluice::execute
