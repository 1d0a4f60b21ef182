# What every target of ours is compiled with.
add_library(sluice_options INTERFACE)
target_include_directories(sluice_options INTERFACE ${PROJECT_SOURCE_DIR}/src)
target_compile_features(sluice_options INTERFACE cxx_std_23)

# One baseline machine and no contraction: the same bits from every compiler and machine we support.
target_compile_options(sluice_options INTERFACE -march=x86-64-v3 -ffp-contract=off)
target_compile_options(sluice_options INTERFACE
  -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wsign-conversion -Wold-style-cast
  -Wnon-virtual-dtor -Woverloaded-virtual -Werror)
target_link_options(sluice_options INTERFACE -Wl,--as-needed)

# Assertions stay on in release: a bug stops, it does not print a number.
set(CMAKE_CXX_FLAGS_RELEASE "-O2")
set(CMAKE_CXX_FLAGS_DEBUG "-Og -g -D_GLIBCXX_ASSERTIONS")
set(CMAKE_CXX_FLAGS_SANITIZE "-O1 -g1 -D_GLIBCXX_ASSERTIONS")

option(SLUICE_SANITIZE "Address and undefined-behaviour sanitizers" OFF)
if(SLUICE_SANITIZE)
  set(sanitizers -fsanitize=address,undefined -fno-sanitize-recover=all)
  target_compile_options(sluice_options INTERFACE ${sanitizers} -fno-omit-frame-pointer)
  target_link_options(sluice_options INTERFACE ${sanitizers})
  # gcc's target_clones resolver runs before the sanitizer is up.
  target_compile_definitions(sluice_options INTERFACE SLUICE_NO_CLONES)
endif()

# Fuzzers (fuzz/): clang's coverage in every target, so that libFuzzer sees which paths an input takes.
option(SLUICE_FUZZ "Build the fuzzers; needs clang" OFF)
if(SLUICE_FUZZ)
  set(CMAKE_CXX_FLAGS_FUZZ "-O1 -g1 -D_GLIBCXX_ASSERTIONS")
  set(fuzzing -fsanitize=fuzzer-no-link,address,undefined -fno-sanitize-recover=all)
  # The compiler of this project is gcc: what only clang warns of stops no fuzzer.
  target_compile_options(sluice_options INTERFACE ${fuzzing} -Wno-everything -Wno-error)
  target_link_options(sluice_options INTERFACE ${fuzzing})
  target_compile_definitions(sluice_options INTERFACE SLUICE_NO_CLONES)
  # clang knows no `#pragma GCC target`; nothing of this file is called where there are no clones.
  set_source_files_properties(${PROJECT_SOURCE_DIR}/src/vmath/arrays_eight.cpp PROPERTIES COMPILE_OPTIONS -march=x86-64-v4)
endif()

# Lint is a build of its own: ninja knows which files a change touches, so only those are read again.
# Tests are left out: what lint would find there, a failing test says.
option(SLUICE_LINT "Run clang-tidy beside the compiler" OFF)
if(SLUICE_LINT)
  find_program(CLANG_TIDY clang-tidy-19 REQUIRED)
  set(CMAKE_CXX_CLANG_TIDY ${CLANG_TIDY} --quiet)
  set(CMAKE_CXX_FLAGS_LINT "-O1")  # at -O0 the compiler's intrinsics are macros that warn
  set(CMAKE_CXX_COMPILER_LAUNCHER ${PROJECT_SOURCE_DIR}/tools/lint_only.sh)
  set(CMAKE_CXX_LINKER_LAUNCHER ${PROJECT_SOURCE_DIR}/tools/lint_only.sh)
endif()

find_program(CCACHE ccache)
if(CCACHE AND NOT CMAKE_CXX_COMPILER_LAUNCHER)
  set(CMAKE_CXX_COMPILER_LAUNCHER ${CCACHE})
endif()
