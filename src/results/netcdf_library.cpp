#include "results/netcdf_library.h"

#include <dlfcn.h>

#include <filesystem>

#include "base/format.h"

namespace sluice::results {
namespace {

Diagnostic not_installed(const char* why) {
  return make_diagnostic(Code::netcdf_not_installed, {},
                         "result files need the netCDF library, which cannot be loaded",
                         why == nullptr ? "" : why,
                         "install it: sudo apt-get install libnetcdf19 (or run ./dev setup)");
}

// NetCDF has one text for all that goes wrong below it.
bool disk_is_full(const std::string& path) {
  const auto folder = std::filesystem::absolute(path).parent_path();
  std::error_code unknown;
  const auto space = std::filesystem::space(folder, unknown);
  return !unknown && is_full(space);
}

}  // namespace

bool is_full(const std::filesystem::space_info& space) {
  constexpr std::uintmax_t kLeast = std::uintmax_t{1} << 20U;
  return space.capacity > 0 && space.available < kLeast;
}

std::expected<NetcdfLibrary, Diagnostic> load_netcdf(const char* name) {
  // Never closed again: the library registers functions that run at exit.
  void* handle = dlopen(name, RTLD_NOW | RTLD_LOCAL);
  if (handle == nullptr) return std::unexpected(not_installed(dlerror()));
  NetcdfLibrary library;
#define SLUICE_NETCDF_LOAD(name)                                                     \
  library.name = reinterpret_cast<decltype(&nc_##name)>(dlsym(handle, "nc_" #name)); \
  if (library.name == nullptr) return std::unexpected(not_installed(dlerror()));
  SLUICE_NETCDF_FUNCTIONS(SLUICE_NETCDF_LOAD)
#undef SLUICE_NETCDF_LOAD
  return library;
}

Diagnostic NetcdfCalls::fault(const std::string& doing, const std::string& path) const {
  return make_diagnostic(Code::netcdf_failed, {}, format("cannot {} {}", doing, path),
                         library.strerror(status_));
}

Diagnostic NetcdfCalls::fault_of_writing(const std::string& doing, const std::string& path) const {
  if (!disk_is_full(path)) return fault(doing, path);
  return make_diagnostic(Code::netcdf_failed, {}, format("cannot {} {}", doing, path),
                         format("the disk is full ({})", library.strerror(status_)),
                         "free some space, or choose another disk");
}

}  // namespace sluice::results
