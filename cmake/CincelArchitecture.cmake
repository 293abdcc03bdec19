# cincel_architecture(TARGET...): compiles the targets for CINCEL_ARCHITECTURE, a level of x86-64 or "native" (the
# highest level that this machine has); on other processors it does nothing. A program compiled so checks its
# processor before anything else runs, and on one that lacks something says so and stops.
set(CINCEL_PROCESSOR_CHECK ${CMAKE_CURRENT_LIST_DIR}/processor_check.cpp)
set(CINCEL_ARCHITECTURE native CACHE STRING "x86-64, x86-64-v2, x86-64-v3, x86-64-v4 or native")

function(cincel_detect_architecture out)
  set(level "")
  if(CMAKE_SYSTEM_PROCESSOR MATCHES "x86_64|AMD64|amd64")
    set(level x86-64)
    if(EXISTS /proc/cpuinfo)
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
# needs: LeNet-5 takes 1.2 to 1.5 times clang's default number of steps; g++'s default is enough for it.
function(cincel_constant_predictions)
  foreach(target IN LISTS ARGN)
    target_compile_options(${target} PRIVATE
      $<$<COMPILE_LANG_AND_ID:CXX,Clang>:-fconstexpr-steps=100000000>
      $<$<COMPILE_LANG_AND_ID:CXX,GNU>:-fconstexpr-ops-limit=1000000000 -fconstexpr-loop-limit=1000000>)
  endforeach()
endfunction()

function(cincel_architecture)
  set(level "${CINCEL_ARCHITECTURE}")
  if(level STREQUAL native)
    cincel_detect_architecture(level)
  endif()
  if(NOT level)
    return()
  endif()
  if(NOT level MATCHES "^x86-64(-v[234])?$")
    message(FATAL_ERROR "CINCEL_ARCHITECTURE is ${level}, but must be x86-64, x86-64-v2, x86-64-v3, x86-64-v4 or native")
  endif()
  string(REGEX REPLACE "x86-64-?v?" "" number "${level}")
  foreach(target IN LISTS ARGN)
    # Some virtual machines have all of level 3 but lzcnt, for which nothing here has a use.
    target_compile_options(${target} PRIVATE $<$<COMPILE_LANGUAGE:CXX>:-march=${level}>
                                             $<$<AND:$<COMPILE_LANGUAGE:CXX>,$<BOOL:${number}>>:-mno-lzcnt>)
    if(number)
      add_library(${target}_processor_check OBJECT ${CINCEL_PROCESSOR_CHECK})
      target_compile_features(${target}_processor_check PRIVATE cxx_std_20)
      target_compile_options(${target}_processor_check PRIVATE -march=x86-64 -fno-exceptions -fno-rtti)
      target_compile_definitions(${target}_processor_check PRIVATE CINCEL_LEVEL=${number})
      target_sources(${target} PRIVATE $<TARGET_OBJECTS:${target}_processor_check>)
    endif()
  endforeach()
endfunction()
