# The web page (web/) as a library: built by Vite, then taken into the program byte for byte. The
# work is done in build/web for every preset; where nothing under web/ has changed nothing is done.
set(SLUICE_WEB ${PROJECT_SOURCE_DIR}/web)
set(SLUICE_WEB_BUILD ${PROJECT_SOURCE_DIR}/build/web)
find_program(NPM npm)
set(embed ${PROJECT_SOURCE_DIR}/tools/embed_page.py)
set(description ${PROJECT_SOURCE_DIR}/src/serve/openapi.json)

file(GLOB web_files CONFIGURE_DEPENDS
  ${SLUICE_WEB}/src/* ${SLUICE_WEB}/index.html ${SLUICE_WEB}/*.json ${SLUICE_WEB}/*.ts)

if(NPM)
  add_custom_command(
    OUTPUT ${SLUICE_WEB_BUILD}/dist.stamp
    COMMAND ${PROJECT_SOURCE_DIR}/tools/build_page.sh ${SLUICE_WEB} ${SLUICE_WEB_BUILD}
    DEPENDS ${web_files} ${PROJECT_SOURCE_DIR}/tools/build_page.sh
    COMMENT "Building the page"
    VERBATIM)
  set(page_depends ${SLUICE_WEB_BUILD}/dist.stamp)
  set(page_folder ${SLUICE_WEB_BUILD}/dist)
else()
  message(STATUS "There is no npm: `sluice serve` will have its API, and a page that says how to get the other one")
  set(page_depends ${SLUICE_WEB}/without/index.html)
  set(page_folder ${SLUICE_WEB}/without)
endif()

set(page_text ${PROJECT_BINARY_DIR}/page/page_files.cpp)
add_custom_command(
  OUTPUT ${page_text}
  COMMAND ${Python3_EXECUTABLE} ${embed} ${page_folder} ${description} ${page_text}
  DEPENDS ${page_depends} ${description} ${embed}
  COMMENT "Taking the page into the program"
  VERBATIM)
add_library(sluice_page STATIC ${page_text})
target_link_libraries(sluice_page PRIVATE sluice_options)
set_target_properties(sluice_page PROPERTIES CXX_CLANG_TIDY "")

# Tests of the page: of its parts, and in a browser through the built server (about a minute; -DSLUICE_PAGE_TESTS=OFF
# leaves it out). In the release build only: what they test of the program is tested under sanitizers by
# tests/serve_test.py.
option(SLUICE_PAGE_TESTS "Test the page in Chromium too" ON)
function(sluice_add_page_tests)
  find_program(NODE node)
  if(NOT NPM OR NOT NODE OR SLUICE_SANITIZE)
    return()
  endif()
  add_test(NAME web/unit COMMAND ${PROJECT_SOURCE_DIR}/tools/test_page.sh unit ${SLUICE_WEB_BUILD})
  set_tests_properties(web/unit PROPERTIES SKIP_RETURN_CODE 77 TIMEOUT 300)
  if(SLUICE_PAGE_TESTS AND TARGET sluice)
    add_test(NAME web/page COMMAND ${NODE} ${SLUICE_WEB}/e2e/page_test.mjs WORKING_DIRECTORY ${SLUICE_WEB_BUILD})
    set_tests_properties(web/page PROPERTIES SKIP_RETURN_CODE 77 TIMEOUT 600 RUN_SERIAL TRUE
      ENVIRONMENT "SLUICE_BINARY=$<TARGET_FILE:sluice>;SLUICE_SOURCE_DIR=${PROJECT_SOURCE_DIR}")
  endif()
endfunction()
