// C text compiled by gcc -O3 -march=native and loaded into this program.
#pragma once

#include <dlfcn.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <stdexcept>
#include <string>

namespace sluice::bench {

class SharedLibrary {
 public:
  static constexpr const char* kCommand =
      "gcc -O3 -march=native -ffp-contract=off -fno-math-errno -shared -fPIC -w";

  explicit SharedLibrary(const std::string& text) {
    std::string name = std::filesystem::temp_directory_path() / "sluice-bench-XXXXXX";
    if (mkdtemp(name.data()) == nullptr) throw std::runtime_error("cannot make " + name);
    std::ofstream(name + "/code.c") << text;
    const std::string command =
        std::string(kCommand) + " -o " + name + "/code.so " + name + "/code.c -lsleef -lm";
    const bool compiled = std::system(command.c_str()) == 0;
    if (compiled) handle_ = dlopen((name + "/code.so").c_str(), RTLD_NOW);
    std::filesystem::remove_all(name);
    if (handle_ == nullptr) throw std::runtime_error("cannot compile and load C");
  }
  ~SharedLibrary() { dlclose(handle_); }
  SharedLibrary(const SharedLibrary&) = delete;
  SharedLibrary& operator=(const SharedLibrary&) = delete;

  void* function(const char* name) const { return dlsym(handle_, name); }

 private:
  void* handle_ = nullptr;
};

}  // namespace sluice::bench
