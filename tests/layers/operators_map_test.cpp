// The operators that are also timed: what goes number by number.
#include "../laws.hpp"
#include "../operator_cases.hpp"

TEST_CASE("operators that are timed obey the laws: what goes number by number") {
  operator_cases::for_each_map([]<class Family, class Small, class...>(const char* name) {
    using Net = typename operator_cases::NetOf<Family, Small>::type;
    INFO(operator_cases::sized(name, Small{}));
    laws::obey<typename operator_cases::Behind<Net>::type>();
  });
}
