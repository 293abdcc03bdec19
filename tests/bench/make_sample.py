#!/usr/bin/env python3
"""Makes up results that look like those of a machine: sample.json beside this, or what the options ask for.

Usage: make_sample.py [FILE] ; the tests import sample() to make other files of the same sort.
"""
import json
import os
import random
import statistics
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
FMA, MEMORY = 96.0, 14.0  # GFLOP/s and GB/s of the machine that is made up
LIMITS = (("fma", "GFLOP/s", FMA), ("l1", "GB/s", 310.0), ("l2", "GB/s", 142.0), ("l3", "GB/s", 38.0),
          ("memory", "GB/s", MEMORY))
PEERS = {"oneDNN 2.6.0": 1.3, "onnxruntime 1.21.0": 1.9, "Eigen 3.4.0": 3.1}
# Layers: name, kind, implementation, flops, bytes, share of the limit.
LENET = (("conv1", "conv2d", "direct", 235200, 8200, .71), ("pool1", "max_pooling2d", None, 4704, 23500, .22),
         ("conv2", "conv2d", "direct", 480000, 17000, .83), ("pool2", "max_pooling2d", None, 1600, 8000, .20),
         ("flatten", "copy", None, 0, 3200, .5), ("dense1", "dense", "rows", 96000, 193500, .62),
         ("dense2", "dense", "rows", 20160, 41000, .58), ("dense3", "dense", "rows", 1680, 3800, .31),
         ("softmax", "softmax", None, 50, 80, .02))


def residual_layers(width, side, blocks):
    """A made-up residual network: two convolutions and a sum a block."""
    layers = []
    for i in range(blocks):
        flops, size = 2 * 9 * width * width * side * side, 4 * width * side * side
        for half in "ab":
            layers.append((f"block{i + 1}{half}", "conv2d", "winograd" if i % 2 else "direct", flops,
                           2 * size + 36 * width * width, .86 - .02 * (i % 5)))
        layers.append((f"block{i + 1}_add", "add", None, width * side * side, 3 * size, .7))
        if i % 3 == 2:
            width, side = width * 2, side // 2
    return layers + [("pool", "global_average_pooling2d", None, width * side * side, 4 * width * side * side, .4),
                     ("head", "dense", "rows", 2 * width * 10, 4 * width * 10, .5)]


def mobile_layers(blocks):
    layers, width, side = [("stem", "conv2d", "direct", 21676032, 1700000, .6)], 32, 112
    for i in range(blocks):
        pixels = side * side
        layers += [(f"dw{i + 1}", "depthwise_conv2d", "direct", 18 * width * pixels, 8 * width * pixels, .55),
                   (f"norm{i + 1}", "batch_normalization", None, 2 * width * pixels, 8 * width * pixels, .8),
                   (f"pw{i + 1}", "conv2d", "pointwise", 4 * width * width * pixels, 12 * width * pixels, .88)]
        width, side = (min(width * 2, 1024), max(7, side // 2)) if i % 2 == 0 else (width, side)
    return layers + [("pool", "average_pooling2d", None, 50176, 204800, .4), ("gate", "multiply", None, 1024, 12000, .1),
                     ("head", "dense", "rows", 2048000, 4100000, .93), ("softmax", "softmax", None, 5000, 8000, .05)]


NETS = {"net/lenet5": LENET, "net/resnet8_cifar10": residual_layers(16, 32, 3),
        "net/resnet18_reduced": residual_layers(32, 56, 8), "net/mobilenet_v1_224": mobile_layers(13)}
OTHERS = {"layer/conv3x3_64_64_56": (231211008, 1753088, .88), "layer/conv1x1_256_256_14": (25690112, 663552, .9),
          "layer/depthwise3x3_128_28": (1806336, 807424, .5), "layer/dense_1024_1024": (2097152, 4202496, .95),
          "layer/max_pooling2x2_64_56": (150528, 1003520, .7), "train/lenet5_batch32": (81000000, 9000000, .55),
          "train/fashion_mnist_batch64": (210000000, 24000000, .6), "tiny/mlp_4_8_2": (112, 310, .03),
          "tiny/gru_8": (980, 2300, .11)}


def bound(flops, size):
    """The limit of that work, and its time in nanoseconds at this limit."""
    compute, traffic = flops / FMA, size / MEMORY / 4  # most of it lies in the caches
    return ("fma", compute) if compute >= traffic else ("memory", traffic)


def layer_of(entry):
    name, kind, implementation, flops, size, share = entry
    limit, least = bound(flops, size)
    time = least / share
    return {"layer": name, "kind": kind, "implementation": implementation, "time_ns": round(time, 2), "flops": flops,
            "bytes": size, "gflops": round(flops / time, 4), "gbytes_per_s": round(size / time, 4), "limit": limit,
            "limit_share": share}


def draws(rng, middle, noise, repetitions):
    """Times: a floor, a skewed tail, and now and then a neighbour who takes the machine away."""
    return [round(middle * (1 + noise * (rng.gammavariate(2, .5) - .7) + (rng.random() < .03) * rng.random()), 2)
            for _ in range(repetitions)]


def row_of(rng, name, threads, work, layers, repetitions):
    flops, size, time, limit, share = work
    noise = .12 if name in ("tiny/gru_8", "train/fashion_mnist_batch64") else .012
    times = draws(rng, time, noise, repetitions)
    median = statistics.median(times)
    low, _, high = statistics.quantiles(times, n=4, method="inclusive")
    spread = round((high - low) / median, 5)
    rank = sorted(times)
    return {"name": name, "threads": threads, "time_ns": median, "times_ns": times, "low_ns": low, "high_ns": high,
            "spread": spread, "noisy": spread > .05, "p99_ns": rank[int(.99 * len(rank))], "max_ns": rank[-1],
            "cold_ns": None if name.startswith("train/") else round(median * 1.4 + 9000, 1),
            "first_ns": round(median * 2.2 + 30000, 1), "flops": flops, "bytes": size,
            "gflops": round(flops / median, 4), "gbytes_per_s": round(size / median, 4), "limit": limit,
            "limit_share": round(share * time / median, 5), "repetitions": repetitions, "counters": None,
            "layers": layers, "peers": peers_of(rng, name, median, repetitions)}


def peers_of(rng, name, median, repetitions):
    peers = []
    for peer, slower in PEERS.items():
        if name.startswith(("net/", "layer/")) and (peer != "Eigen 3.4.0" or "conv" not in name and "net/" not in name):
            factor = slower * rng.uniform(.6, 1.6)
            times = draws(rng, median * factor, .03, repetitions)
            peers.append({"peer": peer, "time_ns": statistics.median(times), "times_ns": times,
                          "ratio": round(median / statistics.median(times), 4)})
    return peers


def works():
    """(name, threads, (flops, bytes, time, limit, share), layers) of each row."""
    for name, entries in NETS.items():
        for threads in (1, 2) if name in ("net/resnet18_reduced", "net/mobilenet_v1_224") else (1,):
            layers = [layer_of(entry) for entry in entries]
            for layer in layers:
                layer["time_ns"] = round(layer["time_ns"] / (1 if threads == 1 else 1.8), 2)
            flops, size = (sum(layer[what] for layer in layers) for what in ("flops", "bytes"))
            time = sum(layer["time_ns"] for layer in layers) * 1.02
            yield name, threads, (flops, size, time, "fma", round(flops / FMA / time / threads, 5)), layers
    for name, (flops, size, share) in OTHERS.items():
        limit, least = bound(flops, size)
        yield name, 1, (flops, size, least / share, limit, share), []


def sample(seed=1, repetitions=15):
    rng = random.Random(seed)
    return {
        "schema": "cincel-bench/1",
        "header": {"commit": "0123abc", "dirty": False, "date": "2026-01-02T03:04:05Z",
                   "processor": "Made-up Processor 9000", "cores": 2,
                   "caches": {"l1d": 32768, "l2": 524288, "l3": 33554432}, "system": "Debian GNU/Linux 12 (bookworm)",
                   "compiler": "g++ 12.2.0", "flags": "-O3 -DNDEBUG -march=x86-64-v3", "level": "x86-64-v3",
                   "lanes": 8, "registers": 16, "command": "bash bench/run.sh --quick", "quick": True,
                   "counters": "not permitted here"},
        "limits": [{"name": name, "unit": unit, "median": value, "low": round(value * .98, 2),
                    "high": round(value * 1.01, 2)} for name, unit, value in LIMITS],
        "frequency_ghz": {"median": 3.1, "low": 3.05, "high": 3.15},
        "rows": [row_of(rng, *work, repetitions) for work in works()],
        "compile_time": [{"compiler": compiler, "unit": unit, "seconds": seconds, "megabytes": megabytes}
                         for compiler, unit, seconds, megabytes in (
                             ("g++ 12.2.0", "#include <cincel/inference.hpp>", .81, 121),
                             ("g++ 12.2.0", "Fashion-MNIST, inference", 2.43, 265),
                             ("clang++ 19.1.4", "#include <cincel/inference.hpp>", .77, 118))]}


if __name__ == "__main__":
    with open(sys.argv[1] if len(sys.argv) > 1 else os.path.join(HERE, "sample.json"), "w", encoding="utf-8") as out:
        results = sample()
        rows = ",\n".join(json.dumps(row) for row in results.pop("rows"))
        out.write(json.dumps(results, indent=1)[:-2] + f',\n "rows": [\n{rows}\n ]\n}}\n')
