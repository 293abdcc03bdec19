"""Draws networks by seed, compiles them, and compares what they give with PyTorch's numbers. See run.sh."""
import argparse
import array
import os
import re
import subprocess
import sys
import tempfile
import time

import torch

from draw import draw
from reference import Reference
from shrink import shrink
from tree import Invalid, Speller

HERE = os.path.dirname(os.path.abspath(__file__))
INCLUDE = os.path.join(HERE, "..", "..", "include")
LEVELS = {"v1": ["-march=x86-64"], "v2": ["-march=x86-64-v2"], "v3": ["-march=x86-64-v3", "-mno-lzcnt"],
          "v4": ["-march=x86-64-v4", "-mno-lzcnt"], "native": ["-march=native"],
          "scalar": ["-DCINCEL_SCALAR"]}


class Network:
    """A drawn network with its reference; `name` is its seed, or what the shrinker calls it."""

    def __init__(self, name, tree, trains):
        self.name, self.tree, self.trains = name, tree, trains
        self.reference = Reference(tree, trains)
        speller = Speller(f"N{name}")
        self.type = speller.network(tree)
        self.lines = speller.lines

    def source(self):
        return "\n".join(self.lines + [f"using N{self.name} = {self.type};"])


class Runner:
    """Compiles and runs networks with one compiler and one instruction set."""

    def __init__(self, compiler, level, optimise, options):
        self.compiler, self.level, self.optimise, self.options = compiler, level, optimise, options
        self.folder = tempfile.TemporaryDirectory(prefix="cincel-differential-")

    def program(self, networks):
        lines = ['#include "run.hpp"', "using namespace cincel;"] + [n.source() for n in networks]
        lines += ["int main(int, char** arguments) {", "  differential::References r(arguments[1]);"]
        lines += [f'  r.check_next<N{n.name}, {"true" if n.trains else "false"}>("{n.name}");' for n in networks]
        return "\n".join(lines + ["}", ""])

    def without_wrong(self, networks, answer):
        """Finds the networks that do not compile by the lines that the compiler names, and runs the others."""
        if len(networks) == 1:
            errors = [line for line in answer.splitlines() if "error" in line]
            return {networks[0].name: ["does not compile: " + "; ".join((errors or answer.splitlines())[:3])]}
        lines = self.program(networks).splitlines()
        named = "\n".join(lines[int(i) - 1] for i in re.findall(r"t\.cpp:(\d+):", answer) if int(i) <= len(lines))
        wrong = [n for n in networks if re.search(rf"\bN{n.name}\b", named)]
        right = [n for n in networks if n not in wrong]
        if not wrong or not right:
            return {k: v for n in networks for k, v in self.faults([n]).items()}
        found = {k: v for n in wrong for k, v in self.faults([n]).items()}
        found.update(self.faults(right))
        return found

    def faults(self, networks):
        """{name: [fault]} of the networks that are wrong."""
        source, numbers, program = (os.path.join(self.folder.name, f) for f in ("t.cpp", "t.bin", "t"))
        with open(source, "w") as f:
            f.write(self.program(networks))
        with open(numbers, "wb") as f:
            for n in networks:
                values = n.reference.numbers(1 << 30)
                f.write(array.array("d", [len(values)] + values).tobytes())
        command = [*self.compiler, "-std=c++20", self.optimise, "-g0", "-w", "-I", INCLUDE, "-I", HERE, *LEVELS[self.level],
                   *self.options, source, "-o", program, "-lz", "-pthread"]
        made = subprocess.run(command, capture_output=True, text=True)
        if made.returncode != 0:
            return self.without_wrong(networks, made.stderr)
        ran = subprocess.run([program, numbers], capture_output=True, text=True)
        found, open_name = {}, None
        for line in ran.stdout.splitlines():
            word, name, rest = line.split(" ", 2)
            open_name = name if word == "begin" else None if word == "end" else open_name
            if word == "fault":
                found.setdefault(name, []).append(rest)
        if ran.returncode != 0:
            found.setdefault(open_name, []).append(f"ends with {ran.returncode}: {ran.stderr.strip()[-300:]}")
            names = [n.name for n in networks]
            rest = networks[names.index(open_name) + 1:] if open_name in names else []
            if rest:
                found.update(self.faults(rest))
        return found


def arguments():
    a = argparse.ArgumentParser(prog="run.sh", description="Random networks against PyTorch in float64.")
    a.add_argument("--seeds", default="0:20", help="first:end, for instance 1000:1100")
    a.add_argument("--compiler", default="g++")
    a.add_argument("--level", default="native", choices=sorted(LEVELS))
    a.add_argument("--optimise", default="O1", choices=["O0", "O1", "O2", "O3"])
    a.add_argument("--double", action="store_true", help="compare double precision too, to 1e-9")
    a.add_argument("--facts", action="store_true", help="compare shapes and counts only, which compiles fast")
    a.add_argument("--batch", type=int, default=12, help="networks in one program")
    a.add_argument("--no-shrink", dest="shrink", action="store_false", help="report wrong networks as they are")
    a.add_argument("--option", action="append", default=[], help="a further option of the compiler")
    return a.parse_args()


def report(network, faults, runner, shrinks):
    """Prints a wrong network and its faults, then what is left of it after shrinking."""
    def log(text):
        print(text, flush=True)
    log(f"seed {network.name}: {network.source()}")
    if shrinks:
        network, faults = shrink(network, faults, runner, Network, log)
        log(f"the smallest that fails so:\n{network.source()}")
    for fault in faults[:4]:
        log(f"    {fault}")


def main():
    torch.set_num_threads(1)
    a = arguments()
    first, end = map(int, a.seeds.split(":"))
    runner = Runner(a.compiler.split(), a.level, "-" + a.optimise, a.option +
                    ["-DDIFFERENTIAL_DOUBLE"] * a.double + ["-DDIFFERENTIAL_FACTS"] * a.facts)
    begun, compared, rejected, wrong = time.time(), 0, [], {}
    for batch in range(first, end, a.batch):
        networks = []
        for seed in range(batch, min(batch + a.batch, end)):
            tree, trains = draw(seed)
            try:
                networks.append(Network(str(seed), tree, trains))
            except Invalid:
                rejected.append(seed)
        found = runner.faults(networks) if networks else {}
        compared += len(networks)
        wrong.update(found)
        for n in networks:
            if n.name in found:
                report(n, found[n.name], runner, a.shrink)
        print(f"{compared} compared, {len(wrong)} wrong, {len(rejected)} too near a kink, {time.time() - begun:.0f} s",
              flush=True)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
