// The netCDF C library, loaded when a result is first written or read: linking it would cost each
// start of the program 17 ms (2 ms without).
#pragma once

#include <netcdf.h>

#include <expected>
#include <filesystem>
#include <string>

#include "base/diagnostic.h"

namespace sluice::results {

struct NetcdfLibrary {
#define SLUICE_NETCDF_FUNCTIONS(each)                                                             \
  each(create) each(open) each(close) each(abort) each(enddef) each(set_fill) each(def_dim)       \
      each(def_var) each(def_var_chunking) each(put_att_text) each(put_att_double)                \
          each(put_att_ulonglong) each(put_var_double) each(put_vara_double) each(put_var_string) \
              each(put_vara_schar) each(get_vara_schar) each(sync) each(put_var_longlong)         \
                  each(inq_dimid) each(inq_dimlen) each(inq_nvars) each(inq_varid)                \
                      each(inq_varname) each(inq_varndims) each(inq_vardimid) each(inq_attlen)    \
                          each(get_att_text) each(get_att_ulonglong) each(get_var_double)         \
                              each(get_vara_double) each(get_var_string) each(free_string)        \
                                  each(strerror)
// NOLINTNEXTLINE(bugprone-macro-parentheses): the name of a member
#define SLUICE_NETCDF_POINTER(name) decltype(&nc_##name) name = nullptr;
  SLUICE_NETCDF_FUNCTIONS(SLUICE_NETCDF_POINTER)
#undef SLUICE_NETCDF_POINTER
};

inline constexpr const char* kNetcdfLibrary = "libnetcdf.so.19";

// netcdf_not_installed where the library or one of its functions cannot be found.
std::expected<NetcdfLibrary, Diagnostic> load_netcdf(const char* name = kNetcdfLibrary);

// Whether there is next to no space left. Some file systems do not count theirs, and say that they
// have none at all.
bool is_full(const std::filesystem::space_info& space);

// Calls that stop at the first failure: the status is looked at once, at the end.
class NetcdfCalls {
 public:
  explicit NetcdfCalls(const NetcdfLibrary& loaded) : library(loaded) {}

  template <class Function, class... Arguments>
  void operator()(Function function, Arguments... arguments) {
    if (status_ == NC_NOERR) status_ = function(arguments...);
  }
  bool failed() const { return status_ != NC_NOERR; }
  void forget() { status_ = NC_NOERR; }
  Diagnostic fault(const std::string& doing, const std::string& path) const;
  // The same where a full disk may be the reason.
  Diagnostic fault_of_writing(const std::string& doing, const std::string& path) const;

  const NetcdfLibrary& library;

 private:
  int status_ = NC_NOERR;
};

}  // namespace sluice::results
