#!/usr/bin/env python3
"""What bench/readme_figures.py makes of Markdown, and that it harms none."""
import json
import os
import subprocess
import sys
import tempfile
import unittest

sys.dont_write_bytecode = True
HERE = os.path.dirname(os.path.abspath(__file__))
SCRIPT = os.path.join(HERE, "..", "..", "bench", "readme_figures.py")

ROWS = [{"name": "net/a", "threads": 1, "time_ns": 8321.0, "times_ns": [8321.0], "gflops": 101.5, "limit": "fma",
         "limit_share": .834, "peers": [{"peer": "P 1.0", "time_ns": 17600.0, "times_ns": [17600.0], "ratio": .47}]},
        {"name": "net/b|*", "threads": 2, "time_ns": 1234567.0, "times_ns": [1234567.0], "gflops": None, "limit": None,
         "limit_share": None, "noisy": True, "peers": []},
        {"name": "layer/c", "threads": 1, "time_ns": 99.96, "times_ns": [99.96], "gflops": .0123, "limit": "memory",
         "limit_share": .5},
        {"name": "train/d", "threads": 1, "time_ns": 2.5e9, "times_ns": [2.5e9], "gflops": 1234.5},
        {"name": "augment/f", "threads": 1, "time_ns": 42.0, "times_ns": [42.0], "gflops": 0, "gbytes_per_s": 2.5},
        {"name": "tiny/e", "threads": 1, "time_ns": 999.7, "times_ns": [999.7], "gflops": 1}]
# The rows of the README's numbers, of which each has one that must not be taken beside it.
PEER = {"times_ns": [1.0]}
THREE = [{"name": "net/fashion_cnn", "threads": 2, "time_ns": 1.0, "times_ns": [1.0]},
         {"name": "net/fashion_cnn", "threads": 1, "time_ns": 18900.0, "times_ns": [18900.0], "limit_share": 1.063,
          "peers": [{"peer": "PyTorch 2.6", "time_ns": 90000.0, "ratio": .21} | PEER,
                    {"peer": "ONNX Runtime 1.21", "time_ns": 31700.0, "ratio": .596} | PEER]},
         {"name": "train/fashion_cnn_b128", "threads": 4, "time_ns": 4e6, "times_ns": [4e6], "noisy": True,
          "peers": [{"peer": "dlib 19", "time_ns": 8e6, "ratio": .5} | PEER,
                    {"peer": "PyTorch 2.6", "time_ns": 2e7, "ratio": .2} | PEER]},
         {"name": "train/fashion_cnn_b128", "threads": 1, "time_ns": 1.6e7, "times_ns": [1.6e7]}]
COMPILED = [{"compiler": "g++ 12", "unit": "inference of ResNet-50", "seconds": 4.31, "megabytes": 357},
            {"compiler": "clang++ 19", "unit": "inference of ResNet-50", "seconds": 3.4, "megabytes": 201}]
RESULTS = {"schema": "cincel-bench/1", "rows": ROWS,
           "header": {"commit": "abc", "processor": "A <b> | P", "compiler": "g++ 12", "level": "v3", "command": "run | it"},
           "limits": [{"name": "fma", "unit": "GFLOP/s", "median": 96.14, "low": 94, "high": 97.25},
                      {"name": "memory", "unit": "GB/s", "median": 14.0}],
           "compile_time": [{"compiler": "g++ 12", "unit": "#include <x>", "seconds": .8123, "megabytes": 120}]}
WANTED = {
    "networks": """| network | time an image | GFLOP/s | share of the limit | P 1.0 |
| --- | ---: | ---: | ---: | ---: |
| `net/a` | 8.32 µs | 102 | 83 % of multiply-adds | 17.6 µs (2.13×) |
| `net/b\\|*`, 2 threads (noisy) | 1.23 ms |  |  |  |""",
    "layers": """| layer | time an image | GFLOP/s | share of the limit |
| --- | ---: | ---: | ---: |
| `layer/c` | 100 ns | 0.0123 | 50 % of memory |""",
    "training": """| training | time a step | GFLOP/s | share of the limit |
| --- | ---: | ---: | ---: |
| `train/d` | 2.50 s | 1230 |  |""",
    "tiny": """| network | time a sample | GFLOP/s | share of the limit |
| --- | ---: | ---: | ---: |
| `tiny/e` | 1.00 µs | 1.00 |  |""",
    "augmentation": """| augmentation | time a sample | GB/s | share of the limit |
| --- | ---: | ---: | ---: |
| `augment/f` | 42.0 ns | 2.50 |  |""",
    "limits": """| limit | median | quartiles |
| --- | ---: | ---: |
| multiply-adds | 96.1 GFLOP/s | 94.0 to 97.2 |
| memory | 14.0 GB/s |  |""",
    "compile": """| unit | compiler | seconds | megabytes |
| --- | ---: | ---: | ---: |
| `#include <x>` | g++ 12 | 0.812 | 120 |"""}
ALONE = """| three numbers | beside them | again by |
| --- | --- | --- |
| **18.9 µs**: latency of an image, Fashion-MNIST network, one thread | at the machine's limits: 20.1 µs | `bash bench/run.sh --filter net/fashion_cnn` |
| **1.69 s** (noisy): an epoch of training it on 54,000 images, 4 threads |  | `bash bench/run.sh --filter train/fashion_cnn_b128` |
| **4.31 s**: compiling inference of ResNet-50, g++ 12, -O3 | clang++ 19: 3.40 s | `bash bench/compile_time.sh` |

An epoch is 422 steps of 128 images: the time of a step times 422. \
Winograd's algorithm needs fewer multiply-adds than the limits count. """
ORIGIN = "Measured on A &lt;b> \\| P, g++ 12, v3, commit abc, by `run \\| it`."


class Figures(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = folder.name
        self.results = self.write("latest.json", json.dumps(RESULTS))

    def write(self, name, text):
        path = os.path.join(self.folder, name)
        with open(path, "w", encoding="utf-8", newline="") as file:
            file.write(text)
        return path

    def read(self, path):
        with open(path, encoding="utf-8", newline="") as file:
            return file.read()

    def run_on(self, *paths, results=None):
        done = subprocess.run([sys.executable, SCRIPT, *(path for path in paths if path == "--check"),
                               results or self.results, *(path for path in paths if path != "--check")],
                              capture_output=True, encoding="utf-8", check=False)
        self.assertNotIn("Traceback", done.stderr)
        self.assertEqual({name for name in os.listdir(self.folder) if name.count(".") > 1}, set(), "a temporary is left")
        return done.returncode, done.stdout + done.stderr

    def refuse(self, text, *words, results=None):
        path, good = self.write("bad.md", text), self.write("good.md", "<!-- bench: tiny -->\n<!-- end bench -->\n")
        for options in ((), ("--check",)):
            code, said = self.run_on(*options, good, path, results=results)
            self.assertEqual(code, 2, said)
            for word in words:
                self.assertIn(word, said)
        self.assertEqual((self.read(path), self.read(good)), (text, "<!-- bench: tiny -->\n<!-- end bench -->\n"))

    def test_each_table(self):
        for name, table in WANTED.items():
            path = self.write("a.md", f"Before.\n\n<!-- bench: {name} -->\nold\n<!-- end bench -->\n\nAfter.\n")
            code, said = self.run_on(path)
            self.assertEqual((code, said), (0, f"{path}: written.\n"))
            text = self.read(path)
            self.assertTrue(text.startswith(f"Before.\n\n<!-- bench: {name} -->\n\n{table}\n\n"), text)
            self.assertTrue(text.endswith(f"{ORIGIN}\n\n<!-- end bench -->\n\nAfter.\n"), text)

    def three(self, rows, compiled=(), others=RESULTS):
        results = others | {"rows": rows, "compile_time": [*others["compile_time"], *compiled]}
        return self.write("three.json", json.dumps(results))

    def test_the_numbers_of_the_readme(self):
        path, text = self.write("a.md", ""), "<!-- bench: three numbers -->\n<!-- end bench -->\n"
        alone = [{name: value for name, value in row.items() if name != "peers"} for row in THREE]
        beside = ALONE.replace("20.1 µs |", "20.1 µs; ONNX Runtime 1.21: 31.7 µs (1.68×) |").replace(
            "4 threads |  |", "4 threads | PyTorch 2.6: 8.44 s (5.00×); dlib 19: 3.38 s (2.00×) |")
        for rows, wanted in ((alone, ALONE),
                             (THREE, beside + "N× is a peer's time over Cincel's, of the same rounds. ")):
            self.write("a.md", text)
            self.assertEqual(self.run_on(path, results=self.three(rows, COMPILED)), (0, f"{path}: written.\n"))
            self.assertEqual(self.read(path),
                             f"<!-- bench: three numbers -->\n\n{wanted}{ORIGIN}\n\n<!-- end bench -->\n")

    def test_one_thread_is_enough_and_one_compiler(self):
        path = self.write("a.md", "<!-- bench: three numbers -->\n<!-- end bench -->\n")
        self.assertEqual(self.run_on(path, results=self.three([THREE[1], THREE[3]], COMPILED[1:]))[0], 0)
        self.assertIn("**6.75 s**: an epoch of training it on 54,000 images, one thread |  |", self.read(path))
        self.assertIn("**3.40 s**: compiling inference of ResNet-50, clang++ 19, -O3 |  |", self.read(path))

    def test_all_that_the_numbers_lack_is_said(self):
        text = "<!-- bench: three numbers -->\n<!-- end bench -->\n"
        row, step, unit = "no row net/fashion_cnn of one thread", "no row train/fashion_cnn_b128", "no compile_time of"
        self.refuse(text, "bad.md:1", f"have {row}, {step}, {unit} \"inference of ResNet-50\"")
        self.refuse(text, f"have {row}, {unit}", results=self.three([ROWS[-1], THREE[0], THREE[3]]))
        self.refuse(text, f"have {unit}", results=self.three([ROWS[-1], *THREE]))

    def test_the_pages_that_the_suite_writes(self):
        """README.md and docs/figures.md together, from one file of results; without its compile times none of them."""
        root = os.path.join(HERE, "..", "..")
        pages = [self.write(os.path.basename(name), self.read(os.path.join(root, name)))
                 for name in ("README.md", "docs/figures.md")]
        sample = json.loads(self.read(os.path.join(HERE, "sample.json")))
        rows, before = [*sample["rows"], *THREE, ROWS[-2]], [self.read(page) for page in pages]
        code, said = self.run_on(*reversed(pages), results=self.three(rows, others=sample))
        self.assertEqual((code, "no compile_time of" in said), (2, True))
        self.assertEqual([self.read(page) for page in pages], before)
        code, said = self.run_on(*pages, results=self.three(rows, COMPILED, sample))
        self.assertEqual((code, said), (0, "".join(f"{page}: written.\n" for page in pages)))
        numbers = [line for line in self.read(pages[0]).split("\n") if line.startswith("| **")]
        self.assertEqual(len(numbers), 3)
        for line in numbers:
            self.assertIn(line, self.read(pages[1]))

    def test_twice_is_once(self):
        path = self.write("a.md", "".join(f"<!-- bench: {name} -->\n<!-- end bench -->\n" for name in WANTED) + "no newline")
        self.assertEqual(self.run_on(path)[0], 0)
        once = self.read(path)
        self.assertTrue(once.endswith("no newline"))
        self.assertEqual(self.run_on(path), (0, ""))
        self.assertEqual(self.read(path), once)

    def test_check_changes_nothing(self):
        text = "<!-- bench: limits -->\n<!-- end bench -->\n"
        path = self.write("a.md", text)
        self.assertEqual(self.run_on("--check", path), (1, f"{path}: would change.\n"))
        self.assertEqual(self.read(path), text)
        self.run_on(path)
        self.assertEqual(self.run_on("--check", path), (0, ""))

    def test_lines_of_windows_stay(self):
        path = self.write("a.md", "x\r\n<!-- bench: limits -->\r\n<!-- end bench -->\r\n")
        self.assertEqual(self.run_on(path)[0], 0)
        self.assertEqual(self.read(path).count("\n"), self.read(path).count("\r\n"))
        self.assertIn("| memory | 14.0 GB/s |  |\r\n", self.read(path))

    def test_rights_and_links_stay(self):
        path = self.write("a.md", "<!-- bench: limits -->\n<!-- end bench -->\n")
        os.chmod(path, 0o640)
        link = os.path.join(self.folder, "link")
        os.symlink(path, link)
        self.assertEqual(self.run_on(link)[0], 0)
        self.assertTrue(os.path.islink(link))
        self.assertIn("GB/s", self.read(path))
        self.assertEqual(os.stat(path).st_mode & 0o777, 0o640)

    def test_a_marker_in_code_is_an_example(self):
        example = "```\n<!-- bench: nothing -->\n```\n"
        path = self.write("a.md", example + "<!-- bench: limits -->\n<!-- end bench -->\n")
        self.assertEqual(self.run_on(path)[0], 0)
        self.assertTrue(self.read(path).startswith(example))

    def test_wrong_markers(self):
        self.refuse("x\n<!-- bench: nets -->\n<!-- end bench -->\n", "bad.md:2", '"nets"', "networks, layers")
        self.refuse("<!-- bench: tiny -->\n", "bad.md:1", "has no")
        self.refuse("<!-- bench: tiny -->\n<!-- bench: limits -->\n<!-- end bench -->\n", "bad.md:2", "line 1")
        self.refuse("<!-- end bench -->\n", "bad.md:1", "ends no marker")
        self.refuse("nothing\n", "bad.md", "has no marker")
        self.refuse("", "bad.md", "has no marker")

    def test_what_the_results_lack(self):
        lacking = self.write("few.json", json.dumps({"schema": "cincel-bench/1", "header": {}, "rows": ROWS[-1:]}))
        for name, word in {"networks": "net/", "layers": "layer/", "training": "train/", "augmentation": "augment/", "limits": "no limits",
                           "compile": "compile_time"}.items():
            self.refuse(f"<!-- bench: {name} -->\n<!-- end bench -->\n", "bad.md:1", word, results=lacking)

    def test_wrong_files(self):
        good = self.write("a.md", "<!-- bench: tiny -->\n<!-- end bench -->\n")
        code, said = self.run_on(good, os.path.join(self.folder, "none"))
        self.assertEqual((code, "none: cannot be read" in said), (2, True))
        for text, word in (("{", "not JSON"), ("[]", "not an object"), ('{"schema": 1}', "schema")):
            code, said = self.run_on(good, results=self.write("bad.json", text))
            self.assertEqual((code, word in said), (2, True))
        with open(os.path.join(self.folder, "latin"), "wb") as file:
            file.write(b"\xff")
        code, said = self.run_on(good, os.path.join(self.folder, "latin"))
        self.assertEqual((code, "not UTF-8" in said), (2, True))
        self.assertEqual(self.read(good), "<!-- bench: tiny -->\n<!-- end bench -->\n")
        self.assertEqual(self.run_on()[0], 2)

    def test_the_sample(self):
        path = self.write("a.md", "".join(f"<!-- bench: {name} -->\n<!-- end bench -->\n"
                                          for name in WANTED if name != "augmentation"))
        self.assertEqual(self.run_on(path, results=os.path.join(HERE, "sample.json"))[0], 0)


class Sample(unittest.TestCase):
    def test_the_committed_sample_is_what_its_script_makes(self):
        sys.path.insert(0, HERE)
        import make_sample
        with open(os.path.join(HERE, "sample.json"), encoding="utf-8") as file:
            self.assertEqual(json.load(file), make_sample.sample())


if __name__ == "__main__":
    unittest.main()
