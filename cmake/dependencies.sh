# shellcheck shell=bash
# Shell functions that install what is missing, on Debian. Sourced by tests/run.sh, examples/run.sh and CI.

packages_for() {
  case $1 in
    build) echo g++ cmake ninja-build libxsimd-dev libboost-dev zlib1g-dev nlohmann-json3-dev ;;
    test) echo doctest-dev libsndfile1-dev ;;
    sound) echo libsndfile1-dev espeak-ng ;;
    example) echo dataset-fashion-mnist ;;
    text) echo wordnet-base ;;
    scipy) echo python3 python3-scipy ;;
    bench) echo libbenchmark-dev time python3 ;;
    peers) echo libdnnl-dev ocl-icd-opencl-dev libeigen3-dev libdlib-dev libopencv-dev libopenblas0-pthread python3-torch python3-onnx python3-scipy ;;
    cross) echo g++-aarch64-linux-gnu qemu-user ;;
    tools) echo libcli11-dev ;;
    ci) echo clang-19 libclang-rt-19-dev clang-format-19 clang-tidy-19 ccache qemu-user shellcheck chromium ;;
  esac
}

# install_missing GROUP...: installs the packages of the groups that are not there yet; asks nobody.
install_missing() {
  local group package missing=()
  if ! command -v dpkg-query >/dev/null; then
    echo "This is no Debian: install by hand what these Debian packages hold, if it is missing:"
    for group; do echo "  $(packages_for "$group")"; done
    return 0
  fi
  for group; do
    for package in $(packages_for "$group"); do
      dpkg-query -W -f '${Status}' "$package" 2>/dev/null | grep -q 'ok installed' || missing+=("$package")
    done
  done
  [ ${#missing[@]} -eq 0 ] && return 0
  local sudo=
  if [ "$(id -u)" -ne 0 ]; then
    command -v sudo >/dev/null || { echo "Missing: ${missing[*]}. Become root or install sudo." >&2; return 1; }
    sudo=sudo
  fi
  echo "== installing ${missing[*]}"
  $sudo env DEBIAN_FRONTEND=noninteractive apt-get update -q
  $sudo env DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends "${missing[@]}"
}

# What was compiled in one clone is found again in another one.
export CCACHE_BASEDIR="${CCACHE_BASEDIR:-$PWD}" CCACHE_NOHASHDIR=1
# Precompiled headers are compared by their contents.
export CCACHE_SLOPPINESS="${CCACHE_SLOPPINESS:-pch_defines,time_macros,include_file_mtime,include_file_ctime}"

# CMake arguments that use ccache where it is installed.
launcher() {
  if command -v ccache >/dev/null; then echo -DCMAKE_CXX_COMPILER_LAUNCHER=ccache; fi
}
