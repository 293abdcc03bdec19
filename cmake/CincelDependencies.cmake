# What Cincel's targets need beside its headers. Used by Cincel's own build and by find_package(cincel). Each
# function sets `cincel_lacks` in its caller's scope: empty, or a sentence that names what was not found and the Debian
# package that has it.
function(cincel_missing out found what package)
  set(${out} "" PARENT_SCOPE)
  if(NOT ${found})
    set(${out} "Cincel: ${what} was not found. On Debian: apt-get install ${package}" PARENT_SCOPE)
  endif()
endfunction()

# cincel_find_for_inference(TARGET): xsimd, and nothing else.
function(cincel_find_for_inference target)
  find_path(CINCEL_XSIMD_INCLUDE xsimd/xsimd.hpp)
  mark_as_advanced(CINCEL_XSIMD_INCLUDE)
  cincel_missing(cincel_lacks CINCEL_XSIMD_INCLUDE xsimd libxsimd-dev)
  set(cincel_lacks "${cincel_lacks}" PARENT_SCOPE)
  if(NOT cincel_lacks)
    target_include_directories(${target} SYSTEM INTERFACE $<BUILD_INTERFACE:${CINCEL_XSIMD_INCLUDE}>)
  endif()
endfunction()

# cincel_find_for_all(TARGET): what training and files need on top of that. Makes TARGET if it is not there yet, once
# nothing lacks: in the installed package.
function(cincel_find_for_all target)
  find_path(CINCEL_HANA_INCLUDE boost/hana.hpp)
  find_path(CINCEL_JSON_INCLUDE nlohmann/json.hpp)
  mark_as_advanced(CINCEL_HANA_INCLUDE CINCEL_JSON_INCLUDE)
  find_package(Threads QUIET)
  find_package(ZLIB QUIET)
  foreach(need "CINCEL_HANA_INCLUDE;Boost.Hana;libboost-dev" "CINCEL_JSON_INCLUDE;nlohmann-json;nlohmann-json3-dev"
               "ZLIB_FOUND;zlib;zlib1g-dev" "Threads_FOUND;a library of threads;libc6-dev")
    cincel_missing(cincel_lacks ${need})
    if(cincel_lacks)
      set(cincel_lacks "${cincel_lacks}" PARENT_SCOPE)
      return()
    endif()
  endforeach()
  set(cincel_lacks "" PARENT_SCOPE)
  if(NOT TARGET ${target})
    add_library(${target} INTERFACE IMPORTED)
    target_link_libraries(${target} INTERFACE cincel::inference)
  endif()
  target_include_directories(${target} SYSTEM INTERFACE
                             $<BUILD_INTERFACE:${CINCEL_HANA_INCLUDE}> $<BUILD_INTERFACE:${CINCEL_JSON_INCLUDE}>)
  target_link_libraries(${target} INTERFACE $<BUILD_INTERFACE:Threads::Threads> $<BUILD_INTERFACE:ZLIB::ZLIB>)
endfunction()

# cincel_find_for_sound(TARGET): libsndfile, which only data/sound_file.hpp needs. Makes TARGET where it is found.
function(cincel_find_for_sound target)
  find_path(CINCEL_SNDFILE_INCLUDE sndfile.h)
  find_library(CINCEL_SNDFILE_LIBRARY sndfile)
  mark_as_advanced(CINCEL_SNDFILE_INCLUDE CINCEL_SNDFILE_LIBRARY)
  cincel_missing(cincel_lacks CINCEL_SNDFILE_LIBRARY libsndfile libsndfile1-dev)
  if(NOT CINCEL_SNDFILE_INCLUDE)
    cincel_missing(cincel_lacks CINCEL_SNDFILE_INCLUDE libsndfile libsndfile1-dev)
  endif()
  set(cincel_lacks "${cincel_lacks}" PARENT_SCOPE)
  if(cincel_lacks)
    return()
  endif()
  add_library(${target} INTERFACE IMPORTED GLOBAL)
  target_include_directories(${target} SYSTEM INTERFACE ${CINCEL_SNDFILE_INCLUDE})
  target_link_libraries(${target} INTERFACE cincel::cincel ${CINCEL_SNDFILE_LIBRARY})
endfunction()
