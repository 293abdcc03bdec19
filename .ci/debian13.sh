#!/usr/bin/env bash
# Runs a command of this repository in a bare Debian 13 tree, on a clone of what is committed: another compiler and
# another xsimd than Debian 12's. Without root, debootstrap or a mirror it says so and ends well.
# Usage: bash .ci/debian13.sh COMMAND [MINUTES=20]
# Environment: DEBIAN13 (/var/tmp/cincel-debian13.tar): the bare tree, made once and used again. What is in it runs as
# root, so nobody else may have put it there: a link, another user's file and one that others may write are refused.
set -euo pipefail
cd "$(dirname "$0")/.."
command=$1 minutes=${2:-20} bare=${DEBIAN13:-/var/tmp/cincel-debian13.tar}
skip() { echo "Debian 13 is skipped: $*"; exit 0; }
[ "$(id -u)" -eq 0 ] || skip "it needs root"
tree=$(mktemp -d /var/tmp/cincel-debian13.XXXXXX)
chmod 755 "$tree"
new=
clean_up() {
  [ -z "$new" ] || rm -f "$new"
  for folder in dev proc sys; do umount -l "$tree/$folder" 2>/dev/null || true; done
  rm -rf --one-file-system "$tree"
}
trap clean_up EXIT

if [ -e "$bare" ] || [ -L "$bare" ]; then
  if [ ! -f "$bare" ] || [ -L "$bare" ] || [ ! -O "$bare" ] || [ -n "$(find "$bare" -perm /022)" ]; then
    echo "$bare is not root's own file, which nobody else may write: remove it, or name another by DEBIAN13" >&2
    exit 1
  fi
  tar -C "$tree" -xf "$bare"
else
  command -v debootstrap >/dev/null || apt-get install -y -q --no-install-recommends debootstrap >/dev/null 2>&1 || skip "there is no debootstrap"
  # One of the two files is missing on most systems.
  mirror=$(cat /etc/apt/sources.list /etc/apt/sources.list.d/debian.sources 2>/dev/null |
    sed -n 's/^URIs: *//p;s/^deb  *\(\[[^]]*\] *\)\{0,1\}\(http[^ ]*\).*/\2/p' | head -n 1) || true
  [ -n "$mirror" ] || skip "apt names no mirror"
  timeout 600 debootstrap --variant=minbase trixie "$tree" "$mirror" >/dev/null || skip "debootstrap failed"
  new=$(mktemp "$bare.XXXXXX")
  tar -C "$tree" -cf "$new" . && mv -T "$new" "$bare"
fi
for folder in dev proc sys; do mount --bind "/$folder" "$tree/$folder" || skip "nothing can be mounted here"; done
cp /etc/resolv.conf "$tree/etc/resolv.conf" 2>/dev/null || true
git clone -q . "$tree/root/cincel"
timeout "$((60 * minutes))" chroot "$tree" env -i HOME=/root PATH=/usr/sbin:/usr/bin:/sbin:/bin LANG=C.UTF-8 \
  DEBIAN_FRONTEND=noninteractive sh -c "cd /root/cincel && $command"
