# docs/losses.md lists every loss, optimiser, schedule and metric that there is, and none that there is not.
# Usage: cmake -DROOT=<repository> -P losses.cmake
cmake_minimum_required(VERSION 3.25)
include(${CMAKE_CURRENT_LIST_DIR}/names.cmake)
set(page ${ROOT}/docs/losses.md)
file(GLOB headers ${ROOT}/include/cincel/train/*.hpp)

set(losses "")
add_names(losses "^  using target_type = " ${headers})
add_aliases(losses ${headers})
compare_listed(${page} "Losses" "${losses}")

set(optimisers "")
add_names(optimisers "^  static constexpr int slot_count = " ${headers})
compare_listed(${page} "Optimisers" "${optimisers}")

set(schedules "")
add_names(schedules "^  double operator[(][)][(]std::int64_t step[)] const" ${headers})
compare_listed(${page} "Schedules" "${schedules}")

# The figures of an epoch, and those that a result of a batch or a data set computes.
set(metrics "")
file(STRINGS ${ROOT}/include/cincel/train/history.hpp line REGEX "^  double loss = 0, ")
string(REGEX MATCHALL "[a-z_]+ = 0" members "${line}")
foreach(member IN LISTS members)
  string(REGEX REPLACE " = 0" "" member "${member}")
  list(APPEND metrics EpochLog::${member})
endforeach()
file(STRINGS ${ROOT}/include/cincel/train/batch_result.hpp lines REGEX "^  double [a-z_]+[(][)] const")
foreach(line IN LISTS lines)
  string(REGEX REPLACE "^  double ([a-z_]+).*" "\\1" line "${line}")
  list(APPEND metrics BatchResult::${line})
endforeach()
compare_listed(${page} "Metrics" "${metrics}")
check_words(${page} ${ROOT})
