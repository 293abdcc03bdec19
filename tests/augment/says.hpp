// What a call that fails says.
#pragma once

#include <doctest/doctest.h>

#include <exception>
#include <string>

/// The reason why `call` throws; empty if it does not.
template <class Call>
std::string reason_of(Call call) {
  try {
    call();
  } catch (const std::exception& e) {
    return e.what();
  }
  return "";
}
inline void check_says(const std::string& said, const char* words) {
  CAPTURE(said);
  CHECK(said.find(words) != said.npos);
}
