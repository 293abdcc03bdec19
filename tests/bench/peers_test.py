#!/usr/bin/python3
"""Every peer of the benchmarks that this machine has keeps to the protocol of bench/peers/README.md and does the work
that its rows' names say. Usage: peers_test.py [FOLDER of the peer_* programs]; ends with 77 if there is no peer."""
import json
import math
import os
import pathlib
import statistics
import subprocess
import sys
import unittest

SCRIPTS = pathlib.Path(__file__).resolve().parents[2] / "bench" / "peers"
FAMILIES = ("net/", "layer/", "train/", "tiny/", "augment/")

# Batch first, channels last: the same of every peer.
SHAPES = {
    "net/fashion_cnn": "1x10", "net/fashion_cnn_b128": "128x10", "net/lenet5": "1x10",
    "net/mlp_784_512_512_10": "1x10", "net/mlp_784_512_512_10_b16": "16x10",
    "layer/conv3x3_512_512_7": "1x7x7x512", "layer/conv1x1_64_256_56": "1x56x56x256",
    "layer/conv7x7s2_3_64_224": "1x112x112x64", "layer/depthwise3x3_32_112": "1x112x112x32",
    "layer/dense_1600_10": "1x10", "layer/max_pooling2_64_112": "1x56x56x64",
    "layer/average_pooling2_64_112": "1x56x56x64", "layer/relu_64_112": "1x112x112x64",
    "layer/gelu_64_112": "1x112x112x64", "layer/tanh_64_112": "1x112x112x64", "layer/softmax_1000": "1x1000",
    "train/lenet5_b128": "128x10", "train/mlp_784_512_512_10_b128": "128x10",
    "tiny/dense_1_8_8_1_tanh": "1x1", "tiny/dense_16_64_64_10_relu": "1x10", "tiny/conv1d_16x3_tanh_x2": "1x1x12x16",
    "augment/keras_32x32": "1x32x32x3", "augment/affine_224x224": "1x224x224x3",
}
SHORT = ("net/lenet5", "layer/dense_512_512", "train/mlp_784_512_512_10_b128", "tiny/dense_16_64_64_10_relu",
         "augment/keras_32x32")


def start(program):
    process = subprocess.Popen([program], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                               text=True)
    return process, process.stdout.readline()


class Protocol:
    """The tests of one peer; `program` is its file."""

    @classmethod
    def setUpClass(cls):
        cls.process, line = start(cls.program)
        cls.hello = json.loads(line)

    @classmethod
    def tearDownClass(cls):
        cls.process.communicate()

    def ask(self, line):
        self.process.stdin.write(line + "\n")
        self.process.stdin.flush()
        return json.loads(self.process.stdout.readline())

    def times(self, name, threads=1, seconds=0.02):
        answer = self.ask(f"{name} {threads} {seconds}")
        self.assertEqual(list(answer), ["times_ns"], answer)
        self.assertGreaterEqual(len(answer["times_ns"]), 3)
        for t in answer["times_ns"]:
            self.assertTrue(t > 0 and math.isfinite(t), t)
        return answer["times_ns"]

    def short_rows(self):
        return [name for name in SHORT if name in self.hello["rows"]]

    def test_hello(self):
        self.assertEqual(sorted(self.hello), ["peer", "rows"])
        self.assertRegex(self.hello["peer"], r"^\S.* \d")
        self.assertTrue(self.hello["rows"])
        self.assertEqual(len(set(self.hello["rows"])), len(self.hello["rows"]))
        for name in self.hello["rows"]:
            self.assertTrue(name.startswith(FAMILIES), name)

    def test_a_row_of_each_family(self):
        self.assertTrue(self.short_rows())
        for name in self.short_rows():
            with self.subTest(name):
                self.times(name)

    def test_what_it_does_not_know_is_an_error_and_not_its_end(self):
        known = self.short_rows()[0]
        for line in ("layer/conv3x3_1_1 1 0.01", "nothing 1 0.01", "", " ", known, f"{known} 1", f"{known} 0 0.01",
                     f"{known} -1 0.01", f"{known} one 0.01", f"{known} 1 nan", f"{known} 1 inf", f"{known} 1 -1",
                     f"{known} 1 0.01 more", f"{known} 99999999999999999999 0.01", 'a"b\\c 1 0.01', "\u00e4 1 0.01"):
            with self.subTest(line):
                answer = self.ask(line)
                self.assertEqual(list(answer), ["error"])
                self.assertTrue(answer["error"])
        self.times(known)

    def test_two_threads_are_times_or_an_error(self):
        for name in self.short_rows():
            with self.subTest(name):
                self.assertIn(list(self.ask(f"{name} 2 0.02")), (["times_ns"], ["error"]))

    def test_a_longer_measurement_has_the_same_median(self):
        """Up to a factor of 2: this only finds times that grow with SECONDS. Another load may disturb one attempt."""
        name = self.short_rows()[0]
        for attempt in range(5):
            short, long = (statistics.median(self.times(name, seconds=s)) for s in (0.1, 0.2))
            if 0.5 < long / short < 2:
                return
        self.fail(f"{name}: {short} ns in 0.1 s, {long} ns in 0.2 s")

    def test_it_ends_with_its_input(self):
        process, _ = start(self.program)
        _, errors = process.communicate(timeout=60)
        self.assertEqual((process.returncode, errors), (0, ""))

    def test_shapes(self):
        names = [name for name in SHAPES if name in self.hello["rows"]]
        done = subprocess.run([self.program, "--check", *names], capture_output=True, text=True)
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertEqual(dict(zip(names, done.stdout.split())), {name: SHAPES[name] for name in names})

    def test_wrong_arguments(self):
        for arguments in (["--check"], ["--check", "nothing"], ["more"]):
            done = subprocess.run([self.program, *arguments], capture_output=True, text=True)
            self.assertNotIn(done.returncode, (0, 77))
            self.assertTrue(done.stderr)


def available(program):
    process, line = start(program)
    _, errors = process.communicate()
    if line:
        return True
    assert process.returncode == 77 and len(errors.splitlines()) == 1, (program, process.returncode, errors)
    print(f"{program.name}: {errors}", end="")
    return False


def main():
    folders = [pathlib.Path(argument).resolve() for argument in sys.argv[1:]]
    programs = [p for folder in folders for p in sorted(folder.glob("peer_*")) if p.is_file() and os.access(p, os.X_OK)]
    programs += [p for p in sorted(SCRIPTS.glob("*.py")) if p.read_text().rstrip().endswith(".serve()")]
    cases = [type(p.stem, (Protocol, unittest.TestCase), {"program": p}) for p in programs if available(p)]
    if not cases:
        return 77
    load = unittest.defaultTestLoader.loadTestsFromTestCase
    result = unittest.TextTestRunner(verbosity=2).run(unittest.TestSuite(map(load, cases)))
    return 0 if result.wasSuccessful() else 1


if __name__ == "__main__":
    sys.exit(main())
