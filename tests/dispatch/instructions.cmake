# OBJECTS, a list of object files, have no instruction that names what the regular expression FORBIDDEN says, but one
# that names WANTED.
execute_process(COMMAND ${OBJDUMP} -d ${OBJECTS} OUTPUT_VARIABLE code RESULT_VARIABLE failed)
if(failed)
  message(FATAL_ERROR "${OBJDUMP} failed on ${OBJECTS}")
endif()
if(NOT code MATCHES "${WANTED}")
  message(FATAL_ERROR "${OBJECTS}: no ${WANTED}")
endif()
if(FORBIDDEN AND code MATCHES "[^\n]*(${FORBIDDEN})[^\n]*")
  message(FATAL_ERROR "${OBJECTS}: beyond its level:\n${CMAKE_MATCH_0}")
endif()
