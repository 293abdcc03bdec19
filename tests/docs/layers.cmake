# docs/layers.md lists every layer, combinator and option that there is, and none that there is not.
# Usage: cmake -DROOT=<repository> -P layers.cmake
cmake_minimum_required(VERSION 3.25)
include(${CMAKE_CURRENT_LIST_DIR}/names.cmake)
set(page ${ROOT}/docs/layers.md)
read_layers(layers ${ROOT})
read_options(options ${ROOT})
list(APPEND layers replace_head with_input)  # functions from network to network, which have no struct of their name
foreach(name replace_head with_input)
  file(STRINGS ${ROOT}/include/cincel/layers/rewrite.hpp line REGEX "^using ${name} =")
  if(NOT line)
    message(SEND_ERROR "layers/rewrite.hpp has no ${name}: let this test and ${page} forget it")
  endif()
endforeach()
compare_listed(${page} "Layers;Combinators;Networks from networks" "${layers}")
compare_listed(${page} "Options" "${options}")
check_words(${page} ${ROOT})
