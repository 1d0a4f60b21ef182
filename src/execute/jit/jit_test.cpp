// The parts of compiled code on their own: its text, LLVM, the loader, the cache, and when it is
// made. That it gives the right bits is tested in ../agreement_test.cpp.
#include <gtest/gtest.h>
#include <sys/stat.h>

#include <chrono>
#include <cstring>
#include <fstream>
#include <thread>

#include "base/format.h"
#include "execute/jit/code_cache.h"
#include "execute/jit/llvm_library.h"
#include "execute/jit/loaded_code.h"
#include "execute/jit/step_text.h"
#include "execute/kernel.h"

namespace sluice::execute {
namespace {

namespace files = std::filesystem;

program::Program read(const std::string& text) {
  Checked<program::Program> program = program::parse(text);
  for (const Diagnostic& fault : program.diagnostics) ADD_FAILURE() << sluice::to_text(fault);
  EXPECT_EQ(validate(*program.value), std::vector<std::string>{});
  return *program.value;
}

const std::string kGrowth =
    "program 1\nslots 9\ntime %0 from 0 by 0.5 steps 6 save 1\nmethod euler\n"
    "constant %1 3\ninput %2 member 1 \"x\"\n"
    "stock %3 initial %1 rate %4 \"s\"\n"
    "once\ninitial\nstep\n"
    "  %4 = multiply %3 %2\n"
    "output %3 \"s\" \"\"\n";

// The same with `ops` more in its step.
std::string growth_of(int ops) {
  std::string text = kGrowth;
  std::string more;
  for (int i = 0; i < ops; ++i) more += format("  %{} = add %{} %2\n", 5 + i, 4 + i);
  text.insert(text.find("output"), more);
  text.replace(text.find("rate %4"), 7, format("rate %{}", 4 + ops));
  text.replace(text.find("slots 9"), 7, format("slots {}", 9 + ops));
  return text;
}

class TemporaryFolder {
 public:
  TemporaryFolder() {
    std::string name = files::temp_directory_path() / "sluice-test-XXXXXX";
    if (mkdtemp(name.data()) != nullptr) path = name;
  }
  ~TemporaryFolder() { files::remove_all(path); }
  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;
  files::path path;
};

TEST(StepText, ReadsTheStockSavesItAndAdvancesIt) {
  const LaneProgram lanes = compile_lanes(read(kGrowth), 1000);
  const StepText step = step_text_of(lanes, program::Method::euler, 0.5, TableImage{}, {4, 1});
  const std::size_t start = step.text.find("  %now"), end = step.text.find("}\n");
  EXPECT_EQ(step.text.substr(start, end - start),
            "  %now = shufflevector <4 x double> %first, <4 x double> poison, <4 x i32> "
            "zeroinitializer\n"
            "  %v0 = getelementptr inbounds double, ptr %rows, i64 4\n"
            "  %v1 = load <4 x double>, ptr %v0, align 32\n"
            "  %v2 = load <4 x double>, ptr %rows, align 32\n"
            "  %v3 = fmul <4 x double> %v1, %v2\n"
            "  %v4 = getelementptr inbounds double, ptr %rows, i64 12\n"
            "  store <4 x double> %v1, ptr %v4, align 32\n"
            "  %v5 = fmul <4 x double> <double 0x3FE0000000000000, double 0x3FE0000000000000, "
            "double 0x3FE0000000000000, double 0x3FE0000000000000>, %v3\n"
            "  %v6 = fadd <4 x double> %v1, %v5\n"
            "  %v7 = getelementptr inbounds double, ptr %rows, i64 4\n"
            "  store <4 x double> %v6, ptr %v7, align 32\n"
            "  ret void\n");
  EXPECT_EQ(step.functions, 1U);
  EXPECT_EQ(step.layout.rows, 4U) << "one more than the lanes', for what the stock was";
  EXPECT_EQ(step.layout.outputs.at(0).index, 3U);
}

TEST(StepText, TablesWithTheSameBoundsAreSearchedOnce) {
  const auto text_with = [](const std::string& second) {
    const LaneProgram lanes = compile_lanes(
        read("program 1\nslots 9\ntime %0 from 0 by 1 steps 6 save 1\nmethod euler\n"
             "input %1 member 1 \"x\"\ntable hold \"a\" 0 0 1 1 2 5\ntable hold \"b\" " +
             second +
             "\nonce\ninitial\nstep\n  %2 = lookup %1 table 0\n  %3 = lookup %1 table 1\n"
             "output %2 \"a\" \"\"\noutput %3 \"b\" \"\"\n"),
        1000);
    return step_text_of(lanes, program::Method::euler, 1, TableImage(lanes.tables), {8, 1}).text;
  };
  const auto comparisons = [](const std::string& text) {
    std::size_t count = 0;
    for (std::size_t at = 0; (at = text.find("fcmp ole", at)) != std::string::npos; ++at) ++count;
    return count;
  };
  const std::size_t once = comparisons(text_with("0 4 1 6 2 9"));
  EXPECT_EQ(once, 3U);
  EXPECT_EQ(comparisons(text_with("0 4 1.5 6 2 9")), 2 * once);
}

TEST(CompileIr, TellsWhatIsWrongWithAText) {
  if (load_llvm() == nullptr) GTEST_SKIP() << kLlvmLibrary << " is not installed";
  const auto object = compile_ir("define void @step_0() {\n  ret double\n}\n");
  ASSERT_FALSE(object.has_value());
  EXPECT_NE(object.error().find("step:3:1: error"), std::string::npos) << object.error();
}

TEST(LoadedCode, RefusesWhatIsDamaged) {
  if (load_llvm() == nullptr) GTEST_SKIP() << kLlvmLibrary << " is not installed";
  const auto object = compile_ir(
      "define double @step_0(double %x) {\n  %y = fmul double %x, 3.25\n  ret double %y\n}\n");
  ASSERT_TRUE(object.has_value());
  const auto code = LoadedCode::load(*object);
  ASSERT_TRUE(code.has_value());
  const void* function = code->function("step_0");
  ASSERT_NE(function, nullptr);
  EXPECT_EQ(code->function("step_1"), nullptr);
  EXPECT_EQ(std::bit_cast<double (*)(double)>(function)(2), 6.5);
  for (std::size_t size = 0; size < object->size(); size += 7)
    LoadedCode::load(std::span(*object).first(size));  // comes back, with or without code
  for (std::size_t at = 0; at < object->size(); ++at) {
    ObjectBytes damaged = *object;
    damaged[at] = static_cast<unsigned char>(damaged[at] ^ 0x95U);
    LoadedCode::load(damaged);
  }
}

TEST(CodeCache, FindsWhatItKeptAndNothingElse) {
  const TemporaryFolder folder;
  const CodeCache cache(folder.path / "deep" / "cache");
  const ObjectBytes object = {1, 2, 3};
  EXPECT_FALSE(cache.find("text"));
  cache.keep("text", object);
  EXPECT_EQ(cache.find("text"), object);
  EXPECT_FALSE(cache.find("other"));
  CodeCache{}.keep("text", object);
  EXPECT_FALSE(CodeCache{}.find("text"));
}

TEST(CodeCache, DoesNotTrustDamagedOrForeignFiles) {
  const TemporaryFolder folder;
  const CodeCache cache(folder.path / "cache");
  cache.keep("text", {1, 2, 3});
  const files::path file = files::directory_iterator(folder.path / "cache")->path();
  chmod(file.c_str(), 0666);
  EXPECT_FALSE(cache.find("text")) << "anyone could have written it";
  chmod(file.c_str(), 0600);
  EXPECT_TRUE(cache.find("text"));
  std::ofstream(file, std::ios::binary | std::ios::app) << "x";
  EXPECT_FALSE(cache.find("text"));
  std::ofstream(file, std::ios::binary) << "x";
  EXPECT_FALSE(cache.find("text"));
}

TEST(CodeCache, ForgetsTheOldest) {
  const TemporaryFolder folder;
  const CodeCache cache(folder.path / "cache");
  for (int i = 0; i < 70; ++i) cache.keep(format("text {}", i), {1});
  const auto kept = std::distance(files::directory_iterator(folder.path / "cache"), {});
  EXPECT_EQ(kept, 64);
  EXPECT_TRUE(cache.find("text 69"));
}

TEST(Compiler, CompilesWhatIsWorthItAndFindsItAgain) {
  if (load_llvm() == nullptr) GTEST_SKIP() << kLlvmLibrary << " is not installed";
  const TemporaryFolder folder;
  const KernelOptions options{.compiled = Compiled::when_worth, .code_cache = folder.path / "c"};
  const Kernel kernel(read(growth_of(60)), options);
  kernel.expect(1000);
  EXPECT_FALSE(kernel.runs_compiled()) << "that little is done sooner in lanes";
  EXPECT_FALSE(files::exists(folder.path / "c"));
  kernel.expect(1'000'000'000);
  for (int i = 0; i < 1000 && !kernel.runs_compiled(); ++i)
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
  ASSERT_TRUE(kernel.runs_compiled());
  for (int i = 0; i < 1000 && files::is_empty(folder.path / "c"); ++i)
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
  const Kernel again(read(growth_of(60)), options);
  EXPECT_FALSE(again.runs_compiled());
  again.expect(10'000'000);  // worth a look, not worth compiling
  EXPECT_TRUE(again.runs_compiled());
}

TEST(Compiler, LeavesStepsOfFewOpsToLanes) {
  if (load_llvm() == nullptr) GTEST_SKIP() << kLlvmLibrary << " is not installed";
  const TemporaryFolder folder;
  const KernelOptions options{.compiled = Compiled::when_worth, .code_cache = folder.path / "c"};
  const Kernel kernel(read(growth_of(10)), options);
  kernel.expect(1'000'000'000);
  EXPECT_FALSE(kernel.runs_compiled());
  kernel.compile_now();
  EXPECT_TRUE(kernel.runs_compiled());
  const Kernel again(read(growth_of(10)), options);
  again.expect(1'000'000'000);
  EXPECT_FALSE(again.runs_compiled()) << "though it lies in the cache";
}

}  // namespace
}  // namespace sluice::execute
