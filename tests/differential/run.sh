#!/usr/bin/env bash
# Random networks against PyTorch in float64: bash tests/differential/run.sh --seeds 1000:1100 [--compiler clang++-19]
# [--level v1|v2|v3|v4|scalar] [--double]; all options: --help. A network that is wrong is shrunk, printed as C++ text,
# and makes the exit code 1. Needs Debian's python3-torch and python3-numpy.
set -euo pipefail
python=${PYTHON:-/usr/bin/python3}
for module in torch numpy; do
  if ! "$python" -c "import $module" 2>/dev/null; then
    echo "tests/differential/run.sh: $python has no module $module. On Debian: apt-get install python3-$module" >&2
    exit 2
  fi
done
PYTHONDONTWRITEBYTECODE=1 exec "$python" "$(dirname "$0")/run.py" "$@"
