# One project that uses Cincel: configures it in WORK/build-NAME, builds it and runs its programs.
#   PROJECT    the project's folder (default: none, WORK is prepared only)
#   ARGUMENTS  for CMake, separated by "|"
#   RUN        programs of the build with their arguments, separated by "|"; "{build}" stands for the build's folder
cmake_minimum_required(VERSION 3.25)
set(build ${WORK}/build-${NAME})
set(clone ${WORK}/cincel)
# With a launcher, compilations of unchanged text in another folder are found again.
set(ENV{CCACHE_BASEDIR} ${WORK})
set(ENV{CCACHE_NOHASHDIR} 1)

function(run)
  execute_process(COMMAND ${ARGN} RESULT_VARIABLE status OUTPUT_VARIABLE out ERROR_VARIABLE out)
  if(NOT status EQUAL 0)
    list(JOIN ARGN " " command)
    message(FATAL_ERROR "${command}: ${status}\n${out}")
  endif()
endfunction()

# A fresh clone has what is committed, and the edits of committed files, but nothing that was forgotten. A tree that is
# no repository is copied.
function(make_clone)
  file(REMOVE_RECURSE ${clone})
  find_program(GIT git)
  set(status 1)
  if(GIT AND EXISTS ${SOURCE}/.git)
    execute_process(COMMAND ${GIT} clone -q ${SOURCE} ${clone} RESULT_VARIABLE status ERROR_QUIET)
  endif()
  if(NOT status EQUAL 0)
    file(COPY ${SOURCE}/ DESTINATION ${clone} PATTERN .git EXCLUDE REGEX "/build[^/]*$" EXCLUDE)
    return()
  endif()
  execute_process(COMMAND ${GIT} -C ${SOURCE} diff --binary HEAD OUTPUT_FILE ${WORK}/edits.patch)
  file(SIZE ${WORK}/edits.patch size)
  if(size GREATER 0)
    run(${GIT} -C ${clone} -c user.name=test -c user.email=test@localhost apply --index ${WORK}/edits.patch)
    run(${GIT} -C ${clone} -c user.name=test -c user.email=test@localhost commit -q -m edits)
  endif()
endfunction()

# The README's line: installing builds nothing and looks for no package that tests or examples need.
function(install_package)
  file(REMOVE_RECURSE ${WORK}/prefix ${clone}/build)
  execute_process(COMMAND ${CMAKE_COMMAND} --preset install -G ${GENERATOR} -DCMAKE_CXX_COMPILER=${COMPILER}
                          "-DCMAKE_IGNORE_PATH=/usr/include;/usr/local/include" -DCMAKE_DISABLE_FIND_PACKAGE_ZLIB=ON
                  WORKING_DIRECTORY ${clone} RESULT_VARIABLE status OUTPUT_VARIABLE out ERROR_VARIABLE out)
  if(NOT status EQUAL 0)
    message(FATAL_ERROR "cmake --preset install: ${status}\n${out}")
  endif()
  run(${CMAKE_COMMAND} --install ${clone}/build/install --prefix ${WORK}/prefix)
endfunction()

file(MAKE_DIRECTORY ${WORK})
if(NAME STREQUAL "clone")
  make_clone()
  return()
endif()
if(NAME STREQUAL "package")
  install_package()
endif()
string(REPLACE "|" ";" arguments "${ARGUMENTS}")
string(REPLACE "|" ";" programs "${RUN}")
file(REMOVE_RECURSE ${build})
find_program(CCACHE ccache)
if(CCACHE)
  list(APPEND arguments -DCMAKE_CXX_COMPILER_LAUNCHER=${CCACHE})
endif()
run(${CMAKE_COMMAND} -S ${PROJECT} -B ${build} -G ${GENERATOR} -DCMAKE_CXX_COMPILER=${COMPILER} -DCINCEL=${clone}
    -DCMAKE_PREFIX_PATH=${WORK}/prefix -DWEIGHTS=${WORK}/build-package/xor.safetensors
    -DOTHER_WEIGHTS=${WORK}/build-package/negated.safetensors ${arguments})
run(${CMAKE_COMMAND} --build ${build})
foreach(program IN LISTS programs)
  string(REPLACE "{build}" "${build}" program "${program}")
  separate_arguments(program UNIX_COMMAND "${program}")
  run(${program})
endforeach()
