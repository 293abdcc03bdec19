# What the plan knows of operators is used up when a program is compiled: no code of ops/ is in its object. (While training
# asked for a packing at run time, a third of the object was the functions of all operators' rooms.) Nor is code for ways to
# pack that the network does not need. COMPILER, NM, INCLUDE, SOURCE, WORK.
execute_process(COMMAND ${COMPILER} -std=c++20 -O0 -I${INCLUDE} -c -o ${WORK}/rooms.o ${SOURCE} COMMAND_ERROR_IS_FATAL ANY)
execute_process(COMMAND ${NM} -C ${WORK}/rooms.o OUTPUT_FILE ${WORK}/rooms.txt COMMAND_ERROR_IS_FATAL ANY)

# The names that match, line by line: one expression over all of them would take a minute.
function(names_with expression result)
  file(STRINGS ${WORK}/rooms.txt lines REGEX "${expression}")
  set(${result} "${lines}" PARENT_SCOPE)
endfunction()

names_with("cincel::.*Engine<" engine)
if(engine STREQUAL "")
  message(FATAL_ERROR "the object has no code of training: the test looks at the wrong thing")
endif()
names_with("impl::pack_linear<" packing)
if(packing STREQUAL "")
  message(FATAL_ERROR "the object has no code that packs: the test looks at the wrong thing")
endif()
names_with("impl::pack_(short_weights|winograd<4|transpose)[<,]" unneeded)
if(NOT unneeded STREQUAL "")
  message(FATAL_ERROR "the object has code for a way to pack that its network does not need")
endif()
names_with("cincel::[a-z0-9_]*_traits|operator_table" rooms)
if(NOT rooms STREQUAL "")
  list(LENGTH rooms count)
  list(GET rooms 0 first)
  message(FATAL_ERROR "${count} functions or tables of operators' rooms are in the program, such as ${first}")
endif()
