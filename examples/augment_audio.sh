#!/usr/bin/env bash
# Augmentation of sounds on spoken words: installs what is missing (Debian), builds, lets espeak-ng speak ten words with
# few voices to train on and others to test, trains a small network without and with a policy, five seeds each. The last
# line is for machines. Usage: bash examples/augment_audio.sh
set -euo pipefail
cd "$(dirname "$0")/.."
[ $# -eq 0 ] || { echo "augment_audio.sh: takes no options" >&2; exit 2; }
. cmake/dependencies.sh
install_missing build sound

build=build/examples
clips=$build/spoken_words_clips
echo "== building"
# shellcheck disable=SC2046
cmake -S . -B "$build" -G Ninja -DCMAKE_BUILD_TYPE=Release -DCINCEL_BUILD_TESTS=OFF $(launcher) >/dev/null
cmake --build "$build" -j "$(nproc)" --target spoken_words

# speak PART SPEED VOICE...: every word by every voice at a speed (words a minute).
speak() {
  local part=$1 speed=$2 voice word
  shift 2
  for voice; do
    for word in zero one two three four five six seven eight nine; do
      espeak-ng -v "$voice" -s "$speed" -w "$clips/$part/${word}_${voice}_$speed.wav" "$word"
    done
  done
}
echo "== speaking"
rm -rf "$clips"
mkdir -p "$clips"/{train,validation,test,preview}
speak train 160 en-us en-gb en-us+m3 en-gb+m2
speak train 190 en-us en-gb
speak validation 140 en-us+f1 en-gb+m5 en-gb-x-rp+f3
speak validation 180 en-gb-scotland+f1 en-us+m8
speak validation 210 en-gb-scotland+f3 en-us+m7 en-gb+f5
speak test 130 en-us+f2 en-gb+f4 en-gb-scotland en-us+croak
speak test 175 en-us+f5 en-gb+m1 en-gb-x-gbclan+f2 en-us+whisper
speak test 220 en-us+f4 en-gb+f3 en-gb-x-rp+m6 en-gb-scotland+m4
echo "== training"
"$build/examples/spoken_words" "$clips"
