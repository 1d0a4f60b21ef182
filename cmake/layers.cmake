# The map of src/: one row a folder, read by CMake (below) and by tools/check_layers.py, which runs before
# a folder is compiled and fails the build on an #include outside this table.
#
#   folder | may include directly | outside headers private to it (prefixes) | libraries linked
#
# A direct include is what counts. Tests (*_test.cpp) may include whatever lies below their folder.
set(SLUICE_LAYERS
  "base     |                                                     | fmt/ Random123/                   | fmt::fmt Threads::Threads"
  "vmath    | base                                                | sleef.h                           | sleef"
  "syntax   | base                                                | pugixml.hpp orcus/ freexl.h       | pugixml sluice_spreadsheets"
  "model    | vmath syntax base                                   |                                   | "
  "convert  | model syntax base                                   |                                   | "
  "program  | base vmath                                          |                                   | "
  "lower    | model program syntax base                           |                                   | "
  "execute  | program vmath base                                  |                                   | "
  "results  | base                                                | netcdf.h                          | ${CMAKE_DL_LIBS}"
  "study    | syntax vmath base                                   | toml++/ boost/                    | "
  "ensemble | study lower execute results model program base      | boost/                            | "
  "analysis | study results base                                  | boost/                            | "
  "report   | base vmath syntax model program lower execute results study ensemble analysis | nlohmann/ | "
  "serve    | base syntax model results study ensemble analysis report | nlohmann/ boost/ | Threads::Threads sluice_page"
  "app      | base vmath syntax model convert program lower execute results study ensemble analysis report serve | CLI/ | "
)

# Declares sluice_X (static library), X_tests (GoogleTest) and the include check of one row.
function(sluice_add_layer row)
  string(REPLACE "|" ";" cells "${row}")
  list(TRANSFORM cells STRIP)
  list(GET cells 0 folder)
  list(GET cells 1 below)
  list(GET cells 3 libraries)
  separate_arguments(below)
  separate_arguments(libraries)
  list(TRANSFORM below PREPEND sluice_)

  set(root ${PROJECT_SOURCE_DIR}/src/${folder})
  file(GLOB_RECURSE sources CONFIGURE_DEPENDS ${root}/*.cpp)
  file(GLOB_RECURSE headers CONFIGURE_DEPENDS ${root}/*.h ${root}/*.def)
  set(tests ${sources})
  list(FILTER tests INCLUDE REGEX "_test\\.cpp$")
  list(FILTER sources EXCLUDE REGEX "_test\\.cpp$")
  list(REMOVE_ITEM sources ${PROJECT_SOURCE_DIR}/src/app/main.cpp)

  set(stamp ${PROJECT_BINARY_DIR}/layers/${folder}.checked)
  set(checker ${PROJECT_SOURCE_DIR}/tools/check_layers.py)
  set(table ${PROJECT_SOURCE_DIR}/cmake/layers.cmake)
  add_custom_command(
    OUTPUT ${stamp}
    COMMAND ${Python3_EXECUTABLE} ${checker} --table ${table} --source ${PROJECT_SOURCE_DIR}/src ${folder}
    COMMAND ${CMAKE_COMMAND} -E touch ${stamp}
    DEPENDS ${sources} ${headers} ${tests} ${checker} ${table}
    COMMENT "Checking the includes of src/${folder}"
    VERBATIM)
  add_custom_target(${folder}_includes DEPENDS ${stamp})

  if(sources)
    add_library(sluice_${folder} STATIC ${sources})
    target_link_libraries(sluice_${folder} PUBLIC sluice_options ${below} ${libraries})
    add_dependencies(sluice_${folder} ${folder}_includes)
  else()
    add_library(sluice_${folder} INTERFACE)
    target_link_libraries(sluice_${folder} INTERFACE sluice_options ${below} ${libraries})
  endif()

  if(tests AND NOT SLUICE_LINT)
    sluice_add_tests(${folder}_tests ${tests})
    target_link_libraries(${folder}_tests PRIVATE sluice_${folder})
    add_dependencies(${folder}_tests ${folder}_includes)
  endif()
endfunction()

# SLUICE_SOURCE_DIR and SLUICE_BINARY only for the files that name them: the others compile to the same object in
# every checkout, and a compiler cache serves them all.
function(sluice_define_places)
  set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${ARGN})
  foreach(source IN LISTS ARGN)
    file(STRINGS ${source} named REGEX "SLUICE_SOURCE_DIR|SLUICE_BINARY|commands_testing\\.h")
    if(named)
      set_property(SOURCE ${source} APPEND PROPERTY COMPILE_DEFINITIONS
                   SLUICE_SOURCE_DIR="${PROJECT_SOURCE_DIR}" SLUICE_BINARY="${PROJECT_BINARY_DIR}/sluice")
    endif()
  endforeach()
endfunction()

# One GoogleTest executable; each of its tests becomes a test of ctest.
function(sluice_add_tests name)
  add_executable(${name} ${ARGN})
  target_link_libraries(${name} PRIVATE sluice_options GTest::gmock GTest::gtest_main)
  sluice_define_places(${ARGN})
  if(SLUICE_SANITIZE)
    target_compile_options(${name} PRIVATE -O0)  # the tests' own text: half the time to compile
  endif()
  gtest_discover_tests(${name} DISCOVERY_MODE PRE_TEST DISCOVERY_TIMEOUT 120
                       TEST_PREFIX "${name}." PROPERTIES TIMEOUT 600)
endfunction()
