// The version of the library; CMakeLists.txt reads it from here.
#pragma once

#define CINCEL_VERSION_MAJOR 0
#define CINCEL_VERSION_MINOR 1
#define CINCEL_VERSION_PATCH 0

namespace cincel {
inline constexpr const char* version = "0.1.0";
}
