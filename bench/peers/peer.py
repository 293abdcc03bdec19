"""What every peer in Python has in common: the protocol of README.md, and another Debian's Python.

CINCEL_PEERS_TREE may name the root of a Debian tree whose packages the Python peers use instead of this system's: its
programs are started by its own loader, which needs neither root nor chroot."""
import ctypes
import importlib.util
import json
import math
import os
import subprocess
import sys
import time


def enter_tree():
    """Goes on in the Python of the tree, if there is one and this is not it."""
    tree = os.environ.get("CINCEL_PEERS_TREE")
    if not tree or os.environ.get("PYTHONHOME") == f"{tree}/usr":
        return
    libraries = f"{tree}/usr/lib/{os.uname().machine}-linux-gnu"
    loader = next((f"{folder}/{name}" for folder in (f"{tree}/usr/lib64", f"{tree}/usr/lib") if os.path.isdir(folder)
                   for name in sorted(os.listdir(folder)) if name.startswith("ld-linux")), None)
    if not loader:
        leave(f"{tree} has no loader of programs; CINCEL_PEERS_TREE must be the root of a Debian tree")
    # The tree finds its BLAS by links that lead out of it: first the folders that have it.
    path = ":".join([f"{libraries}/{f}" for f in ("openblas-pthread", "blas", "lapack")] + [libraries])
    os.environ["PYTHONHOME"] = f"{tree}/usr"
    os.execv(loader, [loader, "--library-path", path, f"{tree}/usr/bin/python3", *sys.argv])


def leave(sentence):
    """Ends a peer that lacks something."""
    print(sentence, file=sys.stderr)
    sys.exit(77)


def run_script(name, *arguments):
    """Runs another script of this folder, in the same tree."""
    environment = {k: v for k, v in os.environ.items() if k != "PYTHONHOME"}
    script = os.path.join(os.path.dirname(os.path.abspath(__file__)), name)
    done = subprocess.run([script, *arguments], env=environment, capture_output=True, text=True)
    if done.returncode:
        raise RuntimeError(f"{name}: {done.stderr.strip()[-300:]}")


def blas():
    """The file of this process's BLAS and what it is called; an engine without products of its own depends on it."""
    with open("/proc/self/maps") as maps:
        files = {line.split(maxsplit=5)[-1].strip() for line in maps}
    for part, name in (("openblas", "OpenBLAS"), ("libblis", "BLIS"), ("libmkl", "MKL"),
                       ("libblas", "the reference BLAS")):
        for file in files:
            if part in os.path.basename(file):
                return file, name
    return None, "no BLAS"


def set_blas_threads(threads):
    file, name = blas()
    if name == "OpenBLAS":
        ctypes.CDLL(file).openblas_set_num_threads(threads)


def has(*modules):
    return all(importlib.util.find_spec(m) for m in modules)


def times_of(run, units, seconds):
    """Nanoseconds of one image, sample or step: of blocks of runs, none much shorter than 20 us."""
    block = max(25e-6, seconds / 2000)

    def measure(runs):
        start = time.perf_counter()
        for _ in range(runs):
            run()
        return time.perf_counter() - start

    run()
    runs, once = 1, measure(1)
    while once < block:
        runs = max(runs + 1, int(runs * min(10, 1.1 * block / once)))
        once = measure(runs)
    times, spent = [], 0
    while len(times) < 3 or spent < seconds:
        once = measure(runs)
        spent += once
        times.append(float(f"{once * 1e9 / runs / units:.7g}"))
    return times


def spread_threads(run):
    """Threads that slept are woken onto one processor, and the kernel spreads them by and by: until then, 50 ms."""
    end = time.perf_counter() + 0.05
    while time.perf_counter() < end:
        run()


def channels_last(shape):
    """The shape of a map of PyTorch or ONNX as C++ peers print theirs; a signal is a map of one row."""
    samples, channels, *pixels = shape
    return (samples, *([1] * (len(pixels) == 1)), *pixels, channels)


class Peer:
    """A program of rows. `rows` are the names; `make(name, threads)` sets a row up and gives (callable, shape of its
    result with the batch first and channels last, images or steps in a run). `set_threads` is called before a row is
    set up and before it runs."""

    def __init__(self, name, rows, make, set_threads=lambda threads: None):
        self.name, self.rows, self.make, self.set_threads = name, rows, make, set_threads
        self.ready = {}

    def find(self, name, threads):
        if name not in self.rows:
            raise ValueError(f"{self.name} has no row {name}")
        self.set_threads(threads)
        if (name, threads) not in self.ready:
            self.ready[name, threads] = self.make(name, threads)
        return self.ready[name, threads]

    def answer(self, line):
        try:
            words = line.split()
            try:
                name, threads, seconds = words[0], int(words[1]), float(words[2])
            except (IndexError, ValueError):
                threads = 0
            if len(words) != 3 or not 1 <= threads <= 1024 or math.isnan(seconds) or not 0 <= seconds <= 3600:
                raise ValueError("a line must be: NAME THREADS SECONDS")
            run, _, units = self.find(name, threads)
            if threads > 1:
                spread_threads(run)
            return {"times_ns": times_of(run, units, seconds)}
        except Exception as e:  # whatever an engine throws is its answer
            return {"error": " ".join(str(e).split()) or type(e).__name__}

    def check(self, names):
        """Runs each of these rows once and prints the shape of what it computes."""
        try:
            for name in names:
                run, shape, _ = self.find(name, 1)
                run()
                print("x".join(map(str, shape)))
        except Exception as e:
            sys.exit(str(e))

    def serve(self):
        """The main function."""
        if len(sys.argv) > 2 and sys.argv[1] == "--check":
            self.check(sys.argv[2:])
        elif len(sys.argv) > 1:
            sys.exit(f"usage: {sys.argv[0]} [--check NAME...]")
        else:
            print(json.dumps({"peer": self.name, "rows": self.rows}), flush=True)
            for line in sys.stdin:
                print(json.dumps(self.answer(line)), flush=True)
