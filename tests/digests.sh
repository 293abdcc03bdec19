#!/usr/bin/env bash
# Whether a change left results as they were: compares the bits of the outputs of every network of the zoo, of every
# layer alone, of all fixed networks of tests/differential with their gradients and three steps of two optimisers, now
# and at an earlier revision. Usage: bash tests/digests.sh REVISION. Fails, and lists them, if some differ.
set -euo pipefail
cd "$(dirname "$0")/.."
revision=${1:?the revision to compare with}
. cmake/dependencies.sh
install_missing build test
work=$PWD/build/digests
rm -rf "$work/then" && mkdir -p "$work"
git worktree prune
git worktree add --detach --force "$work/then" "$revision" >/dev/null
trap 'git worktree remove --force "$work/then"' EXIT
# digests SOURCE NAME: the digests of a tree, in $work/NAME.
digests() {
  local build=$work/build-$2
  # shellcheck disable=SC2046
  cmake -S "$1" -B "$build" -G Ninja -DCMAKE_BUILD_TYPE=Release $(launcher) >/dev/null
  rm -f "$work/$2.raw"
  local tests
  tests=$(ninja -C "$build" -t targets all | sed -n 's/^\(test_\(zoo_[a-z_]*\|layer_parity\|parity\|differential\)\): phony$/\1/p')
  # shellcheck disable=SC2086
  cmake --build "$build" -j "$(nproc)" --target $tests
  CINCEL_DIGESTS=$work/$2.raw ctest --test-dir "$build" -R '^(zoo_.*|layer_parity|parity|differential)$' --output-on-failure
  sort "$work/$2.raw" >"$work/$2"
}
digests "$work/then" before
digests "$PWD" after
echo "== $(wc -l <"$work/after") results"
diff "$work/before" "$work/after" && echo "all have the same bits as at $(git rev-parse --short "$revision")"
