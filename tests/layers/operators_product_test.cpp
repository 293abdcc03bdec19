// The operators that are also timed: multiply-adds.
#include "../laws.hpp"
#include "../operator_cases.hpp"

TEST_CASE("operators that are timed obey the laws: multiply-adds") {
  operator_cases::for_each_product([]<class Family, class Small, class...>(const char* name) {
    using Net = typename operator_cases::NetOf<Family, Small>::type;
    INFO(operator_cases::sized(name, Small{}));
    laws::obey<typename operator_cases::Behind<Net>::type>();
  });
}
