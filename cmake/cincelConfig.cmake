# find_package(cincel): the targets cincel::inference (needs xsimd) and cincel::cincel (all of it), and the functions
# cincel_embed and cincel_architecture. With COMPONENTS inference only the first one is offered, and nothing but
# xsimd need be there.
include(${CMAKE_CURRENT_LIST_DIR}/cincelTargets.cmake)
include(${CMAKE_CURRENT_LIST_DIR}/CincelDependencies.cmake)
include(${CMAKE_CURRENT_LIST_DIR}/CincelArchitecture.cmake)
include(${CMAKE_CURRENT_LIST_DIR}/CincelEmbed.cmake)
foreach(component IN LISTS cincel_FIND_COMPONENTS)
  if(NOT component STREQUAL "inference" AND cincel_FIND_REQUIRED_${component})
    set(cincel_FOUND FALSE)
    set(cincel_NOT_FOUND_MESSAGE "cincel has no component ${component}; it has inference")
    return()
  endif()
endforeach()
if(cincel_FIND_COMPONENTS STREQUAL "inference")
  cincel_find_dependencies(cincel::inference)
else()
  cincel_find_dependencies(cincel::inference cincel::cincel)
endif()
