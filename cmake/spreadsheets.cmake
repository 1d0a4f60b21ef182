# The readers of spreadsheets (src/syntax/workbook). Linked statically: as shared libraries they and
# what they load would cost every start four milliseconds instead of one (docs/decisions.md).
find_path(ORCUS_INCLUDE orcus/orcus_xlsx.hpp PATH_SUFFIXES liborcus-0.17 REQUIRED)
find_library(ORCUS_LIBRARY liborcus-0.17.a REQUIRED)
find_library(ORCUS_PARSER_LIBRARY liborcus-parser-0.17.a REQUIRED)
find_library(FREEXL_LIBRARY libfreexl.a REQUIRED)
find_library(ZLIB_LIBRARY libz.a REQUIRED)

add_library(sluice_spreadsheets INTERFACE)
target_include_directories(sluice_spreadsheets SYSTEM INTERFACE ${ORCUS_INCLUDE})
target_link_libraries(sluice_spreadsheets INTERFACE
  ${ORCUS_LIBRARY} ${ORCUS_PARSER_LIBRARY} ${FREEXL_LIBRARY} ${ZLIB_LIBRARY})
