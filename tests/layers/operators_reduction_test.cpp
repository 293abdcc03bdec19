// The operators that are also timed: poolings and normalisations.
#include "../laws.hpp"
#include "../operator_cases.hpp"

TEST_CASE("operators that are timed obey the laws: poolings and normalisations") {
  operator_cases::for_each_reduction([]<class Family, class Small, class...>(const char* name) {
    using Net = typename operator_cases::NetOf<Family, Small>::type;
    INFO(operator_cases::sized(name, Small{}));
    laws::obey<typename operator_cases::Behind<Net>::type>();
  });
}
