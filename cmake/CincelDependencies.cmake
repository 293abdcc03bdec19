# cincel_find_dependencies(inference whole): gives the two targets what they need, or says which Debian package is
# missing. Used by Cincel's own build and by find_package(cincel); only `inference` may be given, then only xsimd is
# looked for.
function(cincel_require found what package)
  if(NOT ${found})
    message(FATAL_ERROR "Cincel: ${what} was not found. On Debian: apt-get install ${package}")
  endif()
endfunction()

macro(cincel_find_dependencies inference)
  find_path(CINCEL_XSIMD_INCLUDE xsimd/xsimd.hpp)
  cincel_require(CINCEL_XSIMD_INCLUDE xsimd libxsimd-dev)
  target_include_directories(${inference} SYSTEM INTERFACE $<BUILD_INTERFACE:${CINCEL_XSIMD_INCLUDE}>)
  foreach(cincel_whole IN ITEMS ${ARGN})
    find_path(CINCEL_HANA_INCLUDE boost/hana.hpp)
    find_path(CINCEL_JSON_INCLUDE nlohmann/json.hpp)
    find_package(Threads REQUIRED)
    find_package(ZLIB QUIET)
    cincel_require(CINCEL_HANA_INCLUDE Boost.Hana libboost-dev)
    cincel_require(CINCEL_JSON_INCLUDE nlohmann-json nlohmann-json3-dev)
    cincel_require(ZLIB_FOUND zlib zlib1g-dev)
    target_include_directories(${cincel_whole} SYSTEM INTERFACE
                               $<BUILD_INTERFACE:${CINCEL_HANA_INCLUDE}> $<BUILD_INTERFACE:${CINCEL_JSON_INCLUDE}>)
    target_link_libraries(${cincel_whole} INTERFACE $<BUILD_INTERFACE:Threads::Threads> $<BUILD_INTERFACE:ZLIB::ZLIB>)
  endforeach()
endmacro()
