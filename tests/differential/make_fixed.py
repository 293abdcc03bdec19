"""Chooses the fixed networks and makes fixed_*.cpp and fixed.safetensors: /usr/bin/python3 make_fixed.py

Few networks that together have every layer, every option of every layer that is drawn, and every combinator; then
networks that were once wrong."""
import glob
import json
import os
import struct
import subprocess
import sys

import numpy as np
import torch

from draw import draw
from reference import Reference
from shrink import lists
from tree import Invalid, Node, Speller

HERE = os.path.dirname(os.path.abspath(__file__))
FIRST_SEED, SEEDS, UNIT, VALUES = 9000, 1500, 12, 4


def features(tree):
    """Layers, and their options; a merge by how many branches it has, a shared block by whether it is used again."""
    found, shared = set(), []
    for nodes in lists(tree):
        for n in nodes:
            found.add(n.kind)
            found |= {(n.kind, o) for o in n.opts}
            found |= {(n.kind, o, "asymmetric") for o, v in n.opts.items() if isinstance(v, tuple)}
            found |= {(n.kind, o, v) for o, v in n.opts.items() if o == "Power"}
            if n.kind in ("Add", "Multiply", "Average", "Maximum", "Concat") and len(n.kids) > 2:
                found.add((n.kind, "three"))
            if n.kind == "Shared":
                shared.append(n)
    for n in shared:
        others = [m for m in shared if m is not n and m.args == n.args]
        found |= {("Shared", "again", k.kind) for k in n.kids[0]} if others else set()
    sources = sum(n.kind in ("Input", "ByteInput", "Tokens") for nodes in lists(tree) for n in nodes)
    return found | ({"several inputs"} if sources > 1 else set())


def size(tree):
    """What a network costs a compiler."""
    return 4 + sum(len(nodes) for nodes in lists(tree))


def choose():
    """A greedy cover: the most new features for the least cost, until nothing is new."""
    drawn = []
    for seed in range(FIRST_SEED, FIRST_SEED + SEEDS):
        tree, trains = draw(seed)
        if size(tree) <= 24:
            drawn.append((seed, tree, trains, features(tree)))
    wanted = set().union(*(f for *_, f in drawn))
    chosen = []
    while wanted and drawn:
        seed, tree, trains, found = max(drawn, key=lambda d: len(d[3] & wanted) / size(d[1]))
        if not found & wanted:
            break
        drawn.remove((seed, tree, trains, found))
        try:
            chosen.append((str(seed), tree, trains, Reference(tree, trains)))
        except Invalid:
            continue
        wanted -= found
    return chosen


def once_wrong():
    dense, flat = Node("Dense", 3), Node("Flatten")

    def shared(*nodes):
        return Node("Shared", "s", kids=[nodes])

    def image(*nodes):
        return [Node("Input", 5, 6, 4), *nodes]
    signal = [[shared(Node("Dense", 4)), Node("GlobalAveragePooling1D")],
              [Node("GlobalMaxPooling1D"), shared(Node("Dense", 4))]]
    weights = {"NoBias": True}
    return {
        "ceil_mode_hangs_over": image(Node("Conv2D", 8, 3, opts={"Same": True}),
                                      Node("MaxPooling2D", 2, opts={"CeilMode": True})),
        "view_before_preprocessing": [Node("Input", 16), Node("Reshape", 4, 4, 1), Node("Rescaling", 0.5, 0.25),
                                      Node("Conv2D", 8, 3)],
        "two_outputs_of_one_value": image(Node("Conv2D", 3, 3), Node("Outputs", "a", "b", kids=[
            [Node("Flatten")], [Node("Identity")]])),
        "shared_gradients_that_lie_differently": [Node("Input", 6, 5), Node("Concat", kids=signal), dense,
                                                  Node("Softmax")],
        "shared_with_another_epsilon": image(Node("Concat", kids=[
            [shared(Node("BatchNormalization"))], [shared(Node("BatchNormalization", opts={"Epsilon": 0.5}))]])),
        "softmax_of_a_map": image(Node("Conv2D", 3, 1), Node("Softmax")),
        "padding_that_is_all": [Node("Input", 1, 1, 3), Node("Conv2DTranspose", 2, 3, opts={"Padding": (0, 0, 1, 1)}),
                                flat, dense],
        "bytes_behind_another_branch": [
            Node("Concat", kids=[[Node("Input", 6, 6, 8), Node("Conv2D", 16, 3, opts={"Same": True}), Node("Tanh"),
                                  Node("Conv2D", 4, 3, opts={"Same": True})],
                                 [Node("ByteInput", 6, 6, 2), Node("Rescaling", 1 / 255.0), Node("Tanh")]]),
            flat, dense],
        "depth_multiplier": image(Node("DepthwiseConv2D", 2, opts={"DepthMultiplier": 3}), flat, dense),
        "shared_by_depthwise_and_whole": image(Node("Concat", kids=[
            [shared(Node("DepthwiseConv2D", 3, opts={"DepthMultiplier": 2, **weights}))],
            [shared(Node("Conv2D", 2, 3, opts=weights))]]), flat, dense)}


def write_unit(number, networks):
    path = os.path.join(HERE, f"fixed_{number}.cpp")
    lines = ["// Made by make_fixed.py.", '#include "fixed.hpp"', "", "namespace {", "using namespace cincel;"]
    tests = []
    for name, tree, trains, _ in networks:
        speller = Speller(f"Net_{name}_")
        text = speller.network(tree)
        lines += speller.lines + [f"using Net_{name} = {text};"]
        tests += [f'TEST_CASE("network {name} is PyTorch\'s") {{',
                  f'  differential::equals_pytorch<Net_{name}, {str(trains).lower()}>("{name}");', "}"]
    with open(path, "w") as f:
        f.write("\n".join(lines + [""] + tests + ["}  // namespace", ""]))
    subprocess.run(["clang-format-19", "-i", path], check=True)


def main():
    torch.set_num_threads(1)
    networks = choose() + [(name, tree, True, Reference(tree, True)) for name, tree in once_wrong().items()]
    for old in glob.glob(os.path.join(HERE, "fixed_*.cpp")):
        os.remove(old)
    for i in range(0, len(networks), UNIT):
        write_unit(i // UNIT, networks[i:i + UNIT])
    header, blob = {}, b""
    for name, *_, reference in networks:
        values = np.array(reference.numbers(VALUES), np.float32)
        header[name] = {"dtype": "F32", "shape": [len(values)],
                        "data_offsets": [len(blob), len(blob) + values.nbytes]}
        blob += values.tobytes()
    text = json.dumps(header).encode()
    text += b" " * (-len(text) % 8)
    with open(os.path.join(HERE, "fixed.safetensors"), "wb") as f:
        f.write(struct.pack("<Q", len(text)) + text + blob)
    print(f"{len(networks)} networks, {len(blob)} bytes of references")


if __name__ == "__main__":
    sys.exit(main())
