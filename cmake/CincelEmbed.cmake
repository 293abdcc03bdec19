# cincel_embed(TARGET NAME name NETWORK type HEADER file WEIGHTS file [SELF_TEST n] [OTHER_NETWORK] [NON_FINITE])
#
# Embeds the weights of a network in TARGET: a generator for the network is built and run on this machine, checks the
# file's fingerprint, folds and packs the weights, and the assembler includes the bytes, read-only and on a cache
# line. The target gets a header <name.hpp> with name::weights(), name::network, name::labels, name::provenance.
#   NETWORK    the C++ type, as HEADER declares it
#   WEIGHTS    a safetensors file
#   SELF_TEST  how many inputs to store with their outputs, for Inference::self_test() (default 2)
#   OTHER_NETWORK  takes a file whose fingerprint is missing or another network's
#   NON_FINITE     takes weights that are NaN or infinite
# The generator reads JSON (nlohmann-json3-dev) and needs nothing else. In a cross build it is compiled by
# CINCEL_HOST_CXX, a compiler for the machine that builds (default: the first of c++, g++, clang++).

# cincel_add_generator(OUT NAME SOURCE HEADER): sets OUT to the command that runs the generator.
function(cincel_add_generator out name source header)
  find_path(CINCEL_HOST_JSON_INCLUDE nlohmann/json.hpp NO_CMAKE_FIND_ROOT_PATH)
  mark_as_advanced(CINCEL_HOST_JSON_INCLUDE)
  if(NOT CINCEL_HOST_JSON_INCLUDE)
    message(FATAL_ERROR "cincel_embed: nlohmann-json was not found. On Debian: apt-get install nlohmann-json3-dev")
  endif()
  set(${out} ${name} PARENT_SCOPE)
  if(CMAKE_CROSSCOMPILING)
    cincel_add_host_generator(${name} ${source} ${header})
    set(${out} "${CMAKE_CURRENT_BINARY_DIR}/${name}" PARENT_SCOPE)
    return()
  endif()
  find_package(Threads REQUIRED)
  add_executable(${name} ${source})
  target_link_libraries(${name} PRIVATE cincel::inference Threads::Threads)
  target_include_directories(${name} SYSTEM PRIVATE ${CINCEL_HOST_JSON_INCLUDE})
  # Plain code suffices and compiles faster. Whatever flags the project has for all its targets, the generator runs on
  # the machine that builds, and reports a mistake in the weights by an exception.
  target_compile_definitions(${name} PRIVATE CINCEL_SCALAR)
  target_compile_options(${name} PRIVATE -fexceptions -frtti -O1)
  if(CMAKE_SYSTEM_PROCESSOR MATCHES "x86_64|AMD64|amd64")
    target_compile_options(${name} PRIVATE -march=x86-64 -mno-avx)
  endif()
  set_target_properties(${name} PROPERTIES INTERPROCEDURAL_OPTIMIZATION OFF)
endfunction()

# Compiles the generator for the machine that builds: what CMake knows of compilers is of the other machine.
function(cincel_add_host_generator name source header)
  find_program(CINCEL_HOST_CXX NAMES c++ g++ clang++ NO_CMAKE_FIND_ROOT_PATH)
  mark_as_advanced(CINCEL_HOST_CXX)
  if(NOT CINCEL_HOST_CXX)
    message(FATAL_ERROR "cincel_embed: a cross build needs CINCEL_HOST_CXX, a compiler for the machine that builds")
  endif()
  # From the source tree, or from the installed package, whose library folder may have one level more. (A variable of
  # the caller by that name would be taken for the answer.)
  unset(cincel_include)
  find_path(cincel_include cincel/io/embed.hpp NO_DEFAULT_PATH NO_CACHE REQUIRED
            PATHS ${CMAKE_CURRENT_FUNCTION_LIST_DIR}/../include ${CMAKE_CURRENT_FUNCTION_LIST_DIR}/../../../include
                  ${CMAKE_CURRENT_FUNCTION_LIST_DIR}/../../../../include)
  set(program "${CMAKE_CURRENT_BINARY_DIR}/${name}")
  add_custom_command(
    OUTPUT "${program}"
    COMMAND ${CINCEL_HOST_CXX} -std=c++20 -O1 -pthread -DCINCEL_SCALAR -I${cincel_include} -idirafter ${CINCEL_HOST_JSON_INCLUDE}
            -MD -MF "${program}.d" -MT "${program}" -o "${program}" ${source}
    DEPENDS ${source} ${header} DEPFILE "${program}.d"
    COMMENT "Building ${name} for this machine" VERBATIM)
endfunction()

function(cincel_embed target)
  get_property(languages GLOBAL PROPERTY ENABLED_LANGUAGES)
  if(NOT ASM IN_LIST languages)
    message(FATAL_ERROR "cincel_embed: say project(... LANGUAGES CXX ASM); the assembler includes the weights")
  endif()
  cmake_parse_arguments(PARSE_ARGV 1 CINCEL_EMBED "OTHER_NETWORK;NON_FINITE" "NAME;NETWORK;HEADER;WEIGHTS;SELF_TEST" "")
  foreach(needed NAME NETWORK HEADER WEIGHTS)
    if(NOT CINCEL_EMBED_${needed})
      message(FATAL_ERROR "cincel_embed(${target}): ${needed} is missing")
    endif()
  endforeach()
  if(CINCEL_EMBED_UNPARSED_ARGUMENTS)
    message(FATAL_ERROR "cincel_embed(${target}): unknown argument ${CINCEL_EMBED_UNPARSED_ARGUMENTS}")
  endif()
  if(NOT CINCEL_EMBED_NAME MATCHES "^[A-Za-z_][A-Za-z0-9_]*$")
    message(FATAL_ERROR "cincel_embed(${target}): NAME must be a C++ identifier, not ${CINCEL_EMBED_NAME}")
  endif()
  if(NOT DEFINED CINCEL_EMBED_SELF_TEST)
    set(CINCEL_EMBED_SELF_TEST 2)
  endif()
  get_filename_component(header "${CINCEL_EMBED_HEADER}" ABSOLUTE)
  get_filename_component(weights "${CINCEL_EMBED_WEIGHTS}" ABSOLUTE)
  set(permitted "")
  foreach(option NON_FINITE OTHER_NETWORK)
    if(CINCEL_EMBED_${option})
      string(TOLOWER ${option} word)
      list(APPEND permitted ${word})
    endif()
  endforeach()
  set(folder "${CMAKE_CURRENT_BINARY_DIR}/${target}_embedded")
  set(output "${folder}/${CINCEL_EMBED_NAME}")
  file(CONFIGURE OUTPUT "${output}_generator.cpp" @ONLY CONTENT
       "#include \"@header@\"\n#include <cincel/io/embed.hpp>\nint main(int n, char** a) { return cincel::embed_main<@CINCEL_EMBED_NETWORK@>(n, a); }\n")
  # One generator for each network of a folder, whatever weights it is given.
  string(SHA256 key "${CINCEL_EMBED_NETWORK} ${header}")
  get_property(generator DIRECTORY PROPERTY CINCEL_GENERATOR_${key})
  if(NOT generator)
    cincel_add_generator(generator ${target}_${CINCEL_EMBED_NAME}_generator "${output}_generator.cpp" "${header}")
    set_property(DIRECTORY PROPERTY CINCEL_GENERATOR_${key} "${generator}")
  endif()
  add_custom_command(
    OUTPUT "${output}.bin" "${output}.S" "${output}.hpp"
    COMMAND ${generator} ${CINCEL_EMBED_NAME} "${weights}" ${CINCEL_EMBED_SELF_TEST} "${CINCEL_EMBED_NETWORK}" "${output}" "${header}" ${permitted}
    DEPENDS ${generator} "${weights}"
    COMMENT "Embedding ${CINCEL_EMBED_NAME}" VERBATIM)
  target_sources(${target} PRIVATE "${output}.S" "${output}.hpp")
  set_source_files_properties("${output}.S" PROPERTIES OBJECT_DEPENDS "${output}.bin")
  target_include_directories(${target} PRIVATE "${folder}")
endfunction()
