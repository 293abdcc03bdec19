# cincel_embed(TARGET NAME name NETWORK type HEADER file WEIGHTS file [SELF_TEST n])
#
# Embeds the weights of a network in TARGET: a generator for the network is built and run on this machine, checks the
# file's fingerprint, folds and packs the weights, and the assembler includes the bytes, read-only and on a cache
# line. The target gets a header <name.hpp> with name::weights(), name::network, name::labels, name::provenance.
#   NETWORK    the C++ type, as HEADER declares it
#   WEIGHTS    a safetensors file
#   SELF_TEST  how many inputs to store with their outputs, for Inference::self_test() (default 2)

function(cincel_embed target)
  get_property(languages GLOBAL PROPERTY ENABLED_LANGUAGES)
  if(NOT ASM IN_LIST languages)
    message(FATAL_ERROR "cincel_embed: say project(... LANGUAGES CXX ASM); the assembler includes the weights")
  endif()
  cmake_parse_arguments(PARSE_ARGV 1 EMBED "" "NAME;NETWORK;HEADER;WEIGHTS;SELF_TEST" "")
  foreach(needed NAME NETWORK HEADER WEIGHTS)
    if(NOT EMBED_${needed})
      message(FATAL_ERROR "cincel_embed(${target}): ${needed} is missing")
    endif()
  endforeach()
  if(EMBED_UNPARSED_ARGUMENTS)
    message(FATAL_ERROR "cincel_embed(${target}): unknown argument ${EMBED_UNPARSED_ARGUMENTS}")
  endif()
  if(NOT EMBED_NAME MATCHES "^[A-Za-z_][A-Za-z0-9_]*$")
    message(FATAL_ERROR "cincel_embed(${target}): NAME must be a C++ identifier, not ${EMBED_NAME}")
  endif()
  if(NOT DEFINED EMBED_SELF_TEST)
    set(EMBED_SELF_TEST 2)
  endif()
  get_filename_component(header "${EMBED_HEADER}" ABSOLUTE)
  get_filename_component(weights "${EMBED_WEIGHTS}" ABSOLUTE)
  set(folder "${CMAKE_CURRENT_BINARY_DIR}/${target}_embedded")
  set(output "${folder}/${EMBED_NAME}")
  file(CONFIGURE OUTPUT "${output}_generator.cpp" @ONLY CONTENT
       "#include \"@header@\"\n#include <cincel/io/embed.hpp>\nint main(int n, char** a) { return cincel::embed_main<@EMBED_NETWORK@>(n, a); }\n")
  add_executable(${target}_${EMBED_NAME}_generator "${output}_generator.cpp")
  target_link_libraries(${target}_${EMBED_NAME}_generator PRIVATE cincel::cincel)
  add_custom_command(
    OUTPUT "${output}.bin" "${output}.S" "${output}.hpp"
    COMMAND ${target}_${EMBED_NAME}_generator ${EMBED_NAME} "${weights}" ${EMBED_SELF_TEST} "${EMBED_NETWORK}" "${output}" "${header}"
    DEPENDS ${target}_${EMBED_NAME}_generator "${weights}"
    COMMENT "Embedding ${EMBED_NAME}" VERBATIM)
  target_sources(${target} PRIVATE "${output}.S" "${output}.hpp")
  set_source_files_properties("${output}.S" PROPERTIES OBJECT_DEPENDS "${output}.bin")
  target_include_directories(${target} PRIVATE "${folder}")
endfunction()
