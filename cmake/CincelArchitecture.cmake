# cincel_architecture(TARGET...): compiles the targets for CINCEL_ARCHITECTURE, a level of x86-64 or "native" (the
# highest level that this machine has); on other processors it does nothing. A program compiled so checks its
# processor before anything else runs, and on one that lacks something says so and stops. A library never ends the
# process that loads it: its code asks cincel::processor_lacks() (<cincel/processor.hpp>).
set(CINCEL_ARCHITECTURE native CACHE STRING "x86-64, x86-64-v2, x86-64-v3, x86-64-v4 or native")

function(cincel_detect_architecture out)
  set(level "")
  if(CMAKE_SYSTEM_PROCESSOR MATCHES "x86_64|AMD64|amd64")
    set(level x86-64)
    if(EXISTS /proc/cpuinfo AND NOT CMAKE_CROSSCOMPILING)
      file(STRINGS /proc/cpuinfo flags REGEX "^flags" LIMIT_COUNT 1)
      foreach(pair "x86-64-v2:sse4_2 popcnt ssse3" "x86-64-v3:avx2 fma bmi1 bmi2 movbe f16c"
                   "x86-64-v4:avx512f avx512bw avx512cd avx512dq avx512vl")
        string(REGEX REPLACE ":.*" "" name "${pair}")
        string(REGEX REPLACE ".*:" "" needed "${pair}")
        string(REPLACE " " ";" needed "${needed}")
        set(all TRUE)
        foreach(flag IN LISTS needed)
          if(NOT "${flags} " MATCHES " ${flag} ")
            set(all FALSE)
          endif()
        endforeach()
        if(NOT all)
          break()
        endif()
        set(level ${name})
      endforeach()
    endif()
  endif()
  set(${out} "${level}" PARENT_SCOPE)
endfunction()

# cincel_constant_predictions(TARGET...): lets the compiler take as many steps as a prediction in a constant expression
# needs: LeNet-5 takes 1.6 to 2 times clang's default number of steps; g++'s default is enough for it.
function(cincel_constant_predictions)
  foreach(target IN LISTS ARGN)
    target_compile_options(${target} PRIVATE
      $<$<COMPILE_LANG_AND_ID:CXX,Clang>:-fconstexpr-steps=100000000>
      $<$<COMPILE_LANG_AND_ID:CXX,GNU>:-fconstexpr-ops-limit=1000000000 -fconstexpr-loop-limit=1000000>)
  endforeach()
endfunction()

# The question of processor_check.cpp as a part of `target`, for level `number`.
function(cincel_add_processor_check target number)
  set(check ${target}_processor_check)
  if(TARGET ${check})
    return()
  endif()
  get_target_property(type ${target} TYPE)
  add_library(${check} OBJECT ${CMAKE_CURRENT_FUNCTION_LIST_DIR}/processor_check.cpp)
  set_target_properties(${check} PROPERTIES POSITION_INDEPENDENT_CODE ON)
  target_compile_features(${check} PRIVATE cxx_std_20)
  target_compile_options(${check} PRIVATE -march=x86-64 -fno-exceptions -fno-rtti)
  target_compile_definitions(${check} PRIVATE CINCEL_LEVEL=${number} $<$<STREQUAL:${type},EXECUTABLE>:CINCEL_PROGRAM>)
  target_compile_definitions(${target} PRIVATE CINCEL_ASK_PROCESSOR=cincel_processor_lacks_v${number})
  # What links an object library takes its objects, but not those that it was given.
  set(scope PRIVATE)
  if(type STREQUAL "OBJECT_LIBRARY")
    set(scope INTERFACE)
  endif()
  target_sources(${target} ${scope} $<TARGET_OBJECTS:${check}>)
endfunction()

function(cincel_architecture)
  set(level "${CINCEL_ARCHITECTURE}")
  if(level STREQUAL native)
    cincel_detect_architecture(level)
  elseif(NOT level MATCHES "^x86-64(-v[234])?$")
    message(FATAL_ERROR "CINCEL_ARCHITECTURE is ${level}, but must be x86-64, x86-64-v2, x86-64-v3, x86-64-v4 or native")
  endif()
  if(NOT level OR NOT CMAKE_SYSTEM_PROCESSOR MATCHES "x86_64|AMD64|amd64")
    return()
  endif()
  string(REGEX REPLACE "x86-64-?v?" "" number "${level}")
  foreach(target IN LISTS ARGN)
    # Some virtual machines have all of level 3 but lzcnt, for which nothing here has a use.
    target_compile_options(${target} PRIVATE $<$<COMPILE_LANGUAGE:CXX>:-march=${level}>
                                             $<$<AND:$<COMPILE_LANGUAGE:CXX>,$<BOOL:${number}>>:-mno-lzcnt>)
    if(number)
      cincel_add_processor_check(${target} ${number})
    endif()
  endforeach()
endfunction()
