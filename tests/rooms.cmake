# What the plan knows of operators is used up when a program is compiled: no code of ops/ is in its object. (While training
# asked for a packing at run time, a third of the object was the functions of all operators' rooms.) COMPILER, NM, INCLUDE,
# SOURCE, WORK.
execute_process(COMMAND ${COMPILER} -std=c++20 -O0 -I${INCLUDE} -c -o ${WORK}/rooms.o ${SOURCE} COMMAND_ERROR_IS_FATAL ANY)
execute_process(COMMAND ${NM} -C ${WORK}/rooms.o OUTPUT_VARIABLE names COMMAND_ERROR_IS_FATAL ANY)
if(NOT names MATCHES "cincel::[^\n]*Engine<")
  message(FATAL_ERROR "the object has no code of training: the test looks at the wrong thing")
endif()
string(REGEX MATCHALL "[^\n]*(cincel::[a-z0-9_]*_traits|operator_table)[^\n]*" rooms "${names}")
list(LENGTH rooms count)
if(count GREATER 0)
  list(GET rooms 0 first)
  message(FATAL_ERROR "${count} functions or tables of operators' rooms are in the program, such as ${first}")
endif()
