#!/usr/bin/env python3
"""What bench/compare says of files whose differences are known."""
import importlib.machinery
import importlib.util
import itertools
import json
import os
import random
import statistics
import subprocess
import sys
import tempfile
import unittest

sys.dont_write_bytecode = True
HERE = os.path.dirname(os.path.abspath(__file__))
COMPARE = os.path.join(HERE, "..", "..", "bench", "compare")
LOADER = importlib.machinery.SourceFileLoader("compare", COMPARE)
compare = importlib.util.module_from_spec(importlib.util.spec_from_loader("compare", LOADER))
LOADER.exec_module(compare)

# mannwhitneyu(b, a, method=...) of scipy 1.10, "exact" without equal values, "asymptotic" with them: a, b, U, p.
SCIPY = [
    ([1.5, 2.5, 3.5, 9.0, 4.25], [5.0, 6.0, 7.0, 2.0, 8.0, 10.0],
     22.0, 0.24675324675324672),
    ([i * i for i in range(1, 13)], [i * i + 20.5 for i in range(1, 16)],
     128.0, 0.06668012742854579),
    (list(range(0, 62, 2)), list(range(21, 83, 2)),
     751.0, 8.701573577467954e-05),
    ([3.0, 3.0, 4.0, 5.0, 5.0, 5.0, 6.0], [5.0, 5.0, 6.0, 7.0, 7.0, 8.0, 9.0, 9.0],
     50.5, 0.00925788763119448),
    ([1.0, 1.0, 1.0, 1.0, 1.0], [1.0, 1.0, 1.0, 1.0, 2.0],
     15.0, 0.4237107971667934)]


def steady(middle, noise=.004, count=31):
    """Times at equal distances around the middle, in an order that is not sorted."""
    times = [middle * (1 + noise * (2 * i / (count - 1) - 1)) for i in range(count)]
    return times[::2] + times[1::2]


def row(name, times, limit=100.0, flops=1e6, threads=1, **fields):
    """A row on a machine of that many GFLOP/s."""
    median = statistics.median(times)
    return {"name": name, "threads": threads, "time_ns": median, "times_ns": times, "gflops": flops / median,
            "limit": "fma", "limit_share": flops / median / limit, **fields}


def results(*rows, limits=(), **header):
    return {"schema": "cincel-bench/1", "header": {"commit": "abc", "processor": "P", **header}, "rows": list(rows),
            "limits": list(limits)}


class Files(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        self.addCleanup(self.folder.cleanup)

    def write(self, name, content):
        path = os.path.join(self.folder.name, name)
        with open(path, "w", encoding="utf-8") as file:
            file.write(content if isinstance(content, str) else json.dumps(content))
        return path

    def run_on(self, a, b, *options):
        """Exit code, what was said, and the verdict of each (name, threads)."""
        done = subprocess.run([sys.executable, COMPARE, self.write("a.json", a), self.write("b.json", b), *options],
                              capture_output=True, encoding="utf-8", check=False)
        self.assertNotIn("Traceback", done.stderr)
        lines = [line.split() for line in done.stdout.splitlines()]
        verdicts = {(line[0], int(line[1])): line[-1] for line in lines if len(line) > 9 and line[-1] in compare.VERDICTS}
        return done.returncode, done.stdout + done.stderr, verdicts

    def verdict(self, a, b, *options):
        code, _, verdicts = self.run_on(results(a), results(b), *options)
        (verdict,) = verdicts.values()
        self.assertEqual(code, 1 if verdict == "slower" else 0)
        return verdict


class Statistics(unittest.TestCase):
    def test_exact_p_is_the_share_of_all_orders(self):
        rng = random.Random(3)
        for n, m in ((1, 1), (2, 3), (4, 4), (5, 3), (3, 6)):
            values = rng.sample(range(100), n + m)
            a, b = values[:n], values[n:]
            def larger(chosen, rest):
                return sum(y > x for x in chosen for y in rest)
            found = larger(a, b)
            every = [larger([values[i] for i in chosen], [values[i] for i in range(n + m) if i not in chosen])
                     for chosen in itertools.combinations(range(n + m), n)]
            extreme = sum(abs(u - n * m / 2) >= abs(found - n * m / 2) for u in every) / len(every)
            u, p = compare.mann_whitney(a, b)
            self.assertEqual(u, found)
            self.assertAlmostEqual(p, extreme, 12)

    def test_equals_scipy(self):
        for a, b, wanted_u, wanted_p in SCIPY:
            u, p = compare.mann_whitney(a, b)
            self.assertEqual(u, wanted_u)
            self.assertAlmostEqual(p / wanted_p, 1, 9)

    def test_equal_values_tell_nothing(self):
        self.assertEqual(compare.mann_whitney([7.0] * 9, [7.0] * 5), (22.5, 1.0))

    def test_correction_by_its_definition(self):
        rng = random.Random(5)
        for count in (1, 2, 17):
            p = [rng.random() ** 3 for _ in range(count)]
            ranks = sorted(p)
            wanted = [min(min(1, other * count / (ranks.index(other) + 1)) for other in p if other >= one) for one in p]
            for found, expected in zip(compare.corrected(p), wanted):
                self.assertAlmostEqual(found, expected, 12)

    def test_quantile(self):
        values = [5.0, 1.0, 4.0, 2.0, 3.0]
        self.assertEqual([compare.quantile(values, part) for part in (0, .25, .5, 1)], [1, 2, 3, 5])
        self.assertAlmostEqual(compare.quantile(values, .1), 1.4)


class Verdicts(Files):
    def test_same(self):
        self.assertEqual(self.verdict(row("a", steady(100)), row("a", steady(100))), "same")

    def test_five_percent(self):
        self.assertEqual(self.verdict(row("a", steady(100)), row("a", steady(105))), "slower")
        self.assertEqual(self.verdict(row("a", steady(105)), row("a", steady(100))), "faster")

    def test_both_sides_of_the_threshold(self):
        for middle, options, wanted in ((101.9, (), "same"), (102.1, (), "slower"), (109, ("--threshold", "0.1"), "same"),
                                        (111, ("--threshold", "0.1"), "slower"), (100 / 1.019, (), "same"),
                                        (100 / 1.021, (), "faster")):
            self.assertEqual(self.verdict(row("a", steady(100)), row("a", steady(middle)), *options), wanted, middle)

    def test_both_sides_of_the_noise(self):
        # The quartiles of steady() lie at half of its noise to each side: a spread of 4 % or of 6 %.
        for noise, wanted in ((.04, "slower"), (.06, "noisy")):
            self.assertEqual(self.verdict(row("a", steady(100, noise)), row("a", steady(105, .04))), wanted)
            self.assertEqual(self.verdict(row("a", steady(100, .04)), row("a", steady(105, noise))), wanted)

    def test_a_marked_row_is_never_called_the_same(self):
        self.assertEqual(self.verdict(row("a", steady(100), noisy=True), row("a", steady(100))), "noisy")
        self.assertEqual(self.verdict(row("a", steady(100), noisy=True), row("a", steady(200))), "slower")

    def test_another_clock_is_no_difference(self):
        a, b = row("a", steady(100), 100.0), row("a", steady(105), 100 / 1.05)
        self.assertEqual(self.verdict(a, b), "drift")
        self.assertEqual(self.verdict(b, a), "drift")

    def test_a_clock_that_hides_a_difference_is_told(self):
        self.assertEqual(self.verdict(row("a", steady(100), 100.0), row("a", steady(100), 105.0)), "drift")

    def test_share_within_the_threshold_of_time(self):
        self.assertEqual(self.verdict(row("a", steady(100), 100.0), row("a", steady(105), 98.0)), "slower")

    def test_without_shares_times_alone_count(self):
        for missing in ({"limit_share": None}, {"limit": None}, {"gflops": None}, {"limit_share": 0}):
            self.assertEqual(self.verdict(row("a", steady(100)), row("a", steady(105)) | missing), "slower")

    def test_shares_of_different_limits_are_not_compared(self):
        other = row("a", steady(105)) | {"limit": "memory", "gbytes_per_s": 1.0, "limit_share": .9}
        self.assertEqual(self.verdict(row("a", steady(100)), other), "slower")

    def test_time_over_limit_when_the_count_of_flops_changed(self):
        self.assertEqual(self.verdict(row("a", steady(100)), row("a", steady(105), flops=2e6)), "slower")

    def test_a_neighbour_moves_the_median_alone(self):
        # More than half of the repetitions are slow; the fast end stays.
        self.assertEqual(self.verdict(row("a", steady(100)), row("a", steady(100, count=13) + steady(105, count=18))), "noisy")

    def test_too_few_repetitions(self):
        a, b = [steady(middle, count=4) for middle in (100, 110)]  # the least p of 4 and 4 is 2/70
        self.assertEqual(self.verdict(row("a", a), row("a", b)), "few")
        self.assertEqual(self.verdict(row("a", a), row("a", b), "--alpha", "0.03"), "slower")
        self.assertEqual(self.verdict(row("a", a), row("a", b), "--alpha", "0.02"), "few")

    def test_the_number_of_rows_is_corrected_for(self):
        a, b = [steady(middle, count=6) for middle in (100, 110)]  # the least p of 6 and 6 is 2/924
        others = [row(f"b{i}", steady(100, count=6)) for i in range(9)]
        for count, wanted in ((3, "slower"), (9, "few")):
            _, _, verdicts = self.run_on(results(row("a", a), *others[:count]), results(row("a", b), *others[:count]))
            self.assertEqual(verdicts["a", 1], wanted)

    def test_the_measure_that_repeats_better_decides(self):
        """The clock of each row differs, by up to 4 %; of the one that is 5 % slower it hides that, but not in its share."""
        def run(clocks, middle):
            return [row(f"b{i}", steady(100 * (1 + clock)), 100 / (1 + clock)) for i, clock in enumerate(clocks)] + \
                [row("a", steady(middle), 105)]
        clocks = [.01 * (i % 9 - 4) for i in range(20)]
        for count, middle, wanted in ((20, 100, "slower"), (7, 100, "slower"), (6, 100, "drift"), (20, 97, "same")):
            a = [row(f"b{i}", steady(100), 100) for i in range(count)] + [row("a", steady(100), 100)]
            _, _, verdicts = self.run_on(results(*a), results(*run(clocks[:count], middle)))
            self.assertEqual(verdicts["a", 1], wanted)

    def test_a_row_must_stand_out_of_what_the_measure_repeats_by(self):
        """Limits that were measured badly, by up to 4 %, in a machine whose clock wanders more: neither is believed."""
        a = [row(f"b{i}", steady(100), 100) for i in range(20)] + [row("a", steady(100), 100)]
        b = [row(f"b{i}", steady(100 * (1 + .02 * (i % 9 - 4))), 100 / (1 + .01 * (i % 9 - 4))) for i in range(20)]
        for limit, wanted in ((105, "drift"), (109, "slower")):
            _, _, verdicts = self.run_on(results(*a), results(*b, row("a", steady(100), limit)))
            self.assertEqual(verdicts["a", 1], wanted)

    def test_a_difference_below_the_drift_of_the_machine(self):
        """All limits changed by 8 %, and two rows are slower by both measures; only the one by more than that is believed."""
        def run(limit, *middles):
            return results(*(row(f"r{i}", steady(middle), limit) for i, middle in enumerate(middles)))
        _, said, verdicts = self.run_on(run(100, 100, 100, *[100] * 8), run(92, 114, 130, *[100] * 8))
        self.assertEqual([verdicts["r0", 1], verdicts["r1", 1]], ["noisy", "slower"])
        _, _, verdicts = self.run_on(run(100, 100, 100, *[100] * 8), run(100, 104, 130, *[100] * 8))
        self.assertEqual([verdicts["r0", 1], verdicts["r1", 1]], ["slower", "slower"])
        self.assertIn("The time x limit of the median row differs by -8.0 %", said)
        # What the machine did to the others is no doubt about a row whose own limit stayed.
        a, b = [row(f"r{i}", steady(100), 100) for i in range(9)], [row(f"r{i}", steady(100), 92) for i in range(9)]
        _, _, verdicts = self.run_on(results(*a, row("a", steady(100), 100)), results(*b, row("a", steady(105), 100.2)))
        self.assertEqual([verdicts["a", 1], verdicts["r0", 1]], ["slower", "same"])
        self.assertNotIn("The time of the median row", said)

    def test_printed_numbers(self):
        _, said, _ = self.run_on(results(row("net/x", steady(1000), 100.0)), results(row("net/x", steady(1100), 99.0)))
        (line,) = [line for line in said.splitlines() if line.startswith("net/x")]
        for part in ("1.00 µs", "1.10 µs", "+10.0 %", "+8.9 %", "0.4 %", "+1.00"):
            self.assertIn(part, line)


class SharedMachine(Files):
    """Two runs on a machine that drifts, with neighbours: the clock of each run and row wanders, and so does the limit."""

    def run_of(self, seed, slowed=()):
        rng = random.Random(seed)
        clock, rows = rng.gauss(0, .02), []
        for i in range(150):
            clock = .95 * clock + rng.gauss(0, .008)
            own, busy = rng.gauss(0, .004), rng.choice((0, 0, 0, .03, .1))
            middle = 1000 * (1 + i) * (1 + clock + own) * (1.05 if f"r{i}" in slowed else 1)
            times = [middle * (1 + .006 * rng.gammavariate(1, 1) + (rng.random() < busy) * rng.random())
                     for _ in range(31)]
            rows.append(row(f"r{i}", times, 100 / (1 + clock + rng.gauss(0, .004))))
        return results(*rows)

    def test_no_difference_of_the_same_commit(self):
        for seed in (1, 3, 5):
            _, _, verdicts = self.run_on(self.run_of(seed), self.run_of(seed + 1))
            self.assertEqual(len(verdicts), 150)
            wrong = [name for name, verdict in verdicts.items() if verdict in ("slower", "faster")]
            self.assertLessEqual(len(wrong), .05 * len(verdicts), wrong)

    def test_slowed_rows_are_found(self):
        slowed = {f"r{i}" for i in range(0, 150, 15)}
        code, _, verdicts = self.run_on(self.run_of(7), self.run_of(8, slowed))
        self.assertEqual(code, 1)
        found = {name for (name, _), verdict in verdicts.items() if verdict == "slower"}
        self.assertGreaterEqual(len(found & slowed), 9, verdicts)
        self.assertLessEqual(len(found - slowed), .05 * 150)


class Reports(Files):
    def test_rows_of_one_file_alone(self):
        a, b = results(row("x", steady(9)), row("old", steady(9))), results(row("x", steady(9)), row("new", steady(9), threads=2))
        code, said, verdicts = self.run_on(a, b)
        self.assertEqual((code, list(verdicts)), (0, [("x", 1)]))
        self.assertIn("Only in A: old, 1 thread.\nOnly in B: new, 2 threads.", said)

    def test_threads_tell_rows_apart(self):
        a = results(row("x", steady(100)), row("x", steady(60), threads=2))
        b = results(row("x", steady(100)), row("x", steady(66), threads=2))
        code, _, verdicts = self.run_on(a, b)
        self.assertEqual((code, verdicts), (1, {("x", 1): "same", ("x", 2): "slower"}))

    def test_filter(self):
        a = results(row("net/x", steady(100)), row("tiny/y", steady(100)))
        b = results(row("net/x", steady(100)), row("tiny/y", steady(120)))
        self.assertEqual(self.run_on(a, b)[0], 1)
        code, _, verdicts = self.run_on(a, b, "--filter", "^net/")
        self.assertEqual((code, verdicts), (0, {("net/x", 1): "same"}))

    def test_headers_that_differ(self):
        rows = row("x", steady(9))
        _, said, _ = self.run_on(results(rows, compiler="g++", cores=2, date="1"), results(rows, compiler="clang++", cores=2, date="2"))
        self.assertTrue("The headers differ in compiler: g++ in A, clang++ in B." in said)
        self.assertNotIn("differ in cores", said)
        self.assertNotIn("differ in date", said)
        self.assertLess(said.index("The headers differ"), said.index("verdict"))

    def test_a_machine_that_changed(self):
        def limit(median, low, high):
            return [{"name": "fma", "unit": "GFLOP/s", "median": median, "low": low, "high": high}]
        rows = row("x", steady(9))
        for other, told in ((limit(90, 89, 91), True), (limit(90, 85, 98.8), False), (limit(98.5, 98.4, 98.6), False)):
            _, said, _ = self.run_on(results(rows, limits=limit(100, 98.7, 101)), results(rows, limits=other))
            self.assertEqual("The machine changed: fma 100 GFLOP/s in A" in said, told, said)

    def test_texts_of_a_file_do_not_reach_the_terminal_as_commands(self):
        evil = row("x\x1b[31m", steady(9))
        _, said, _ = self.run_on(results(evil), results(evil, processor="Q\x1b]0;t\x07"))
        self.assertFalse(set("\x1b\x07") & set(said))


class Wrong(Files):
    GOOD = results(row("x", steady(9)))

    def refuse(self, bad, *words):
        for pair in ((bad, self.GOOD), (self.GOOD, bad)):
            code, said, _ = self.run_on(*pair)
            self.assertEqual(code, 2, said)
            for word in words + ("a.json" if pair[0] is bad else "b.json",):
                self.assertIn(word, said)
            self.assertEqual(len(said.strip().splitlines()), 1, said)

    def test_malformed_files(self):
        for text in ("", "{", "no", '{"schema": NaN}', "[" * 100000, '"\\ud800' * 2, "1" * 5000):
            self.refuse(text, "not JSON")
        for value in ("[]", "3", "null", '"text"'):
            self.refuse(value, "not an object")

    def test_another_schema(self):
        self.refuse(self.GOOD | {"schema": "cincel-bench/2"}, '"cincel-bench/2"', '"cincel-bench/1"')
        self.refuse({"rows": []}, "null")

    def test_missing_and_wrong_fields(self):
        for name in ("header", "rows"):
            self.refuse({key: value for key, value in self.GOOD.items() if key != name}, f'no "{name}"')
        self.refuse(self.GOOD | {"header": 3}, "header", "not an object")
        self.refuse(self.GOOD | {"header": {"compiler": 3}}, '"compiler"')
        self.refuse(self.GOOD | {"rows": {}}, "rows", "not a list")
        self.refuse(self.GOOD | {"rows": [3]}, "entry 1 of the rows")
        self.refuse(self.GOOD | {"limits": [{"name": "fma", "unit": "x", "median": 0}]}, '"median"')

    def test_wrong_rows(self):
        good = self.GOOD["rows"][0]
        for name, values in {"times_ns": ([], [0], [-1], [True], ["1"], 3, None, [1e400]), "time_ns": (0, "1", None),
                             "threads": (0, 1.5, True, -1), "name": (None, 3), "limit_share": ("x",),
                             "peers": (3, [{}], [{"peer": "p", "time_ns": 0}]), "layers": ("x", [{"layer": 3}])}.items():
            for value in values:
                bad = self.GOOD | {"rows": [good | {name: value}]}
                self.refuse(json.dumps(bad).replace("Infinity", "1e400"), "x" if name in ("peers", "layers") else name)
        self.refuse(self.GOOD | {"rows": [good, good]}, "twice")

    def test_no_common_rows(self):
        code, said, _ = self.run_on(self.GOOD, results(row("y", steady(9))))
        self.assertEqual((code, "no rows in common" in said), (2, True))
        code, said, _ = self.run_on(self.GOOD, self.GOOD, "--filter", "y")
        self.assertEqual((code, "no rows in common that match 'y'" in said), (2, True))

    def test_files_that_cannot_be_read(self):
        good = self.write("good.json", self.GOOD)
        for path in (os.path.join(self.folder.name, "none.json"), self.folder.name):
            done = subprocess.run([sys.executable, COMPARE, good, path], capture_output=True, text=True, check=False)
            self.assertEqual((done.returncode, f"{path}: cannot be read" in done.stderr), (2, True))

    def test_wrong_options(self):
        for options in (("--threshold", "x"), ("--threshold", "-1"), ("--alpha", "1"), ("--alpha", "nan"),
                        ("--filter", "("), ("more",)):
            code, said, _ = self.run_on(self.GOOD, self.GOOD, *options)
            self.assertEqual((code, "usage:" in said), (2, True))
        self.assertEqual(self.run_on(self.GOOD, self.GOOD, "--alpha", "0.5", "--threshold", "0")[0], 0)


if __name__ == "__main__":
    unittest.main()
