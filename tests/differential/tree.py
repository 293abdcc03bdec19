"""A network as a tree that no other part of Cincel knows: it is spelt as a C++ type, and evaluated by PyTorch.

A node is a layer or a combinator: its name, its numbers, its options by name, and, for a combinator, lists of nodes.
Evaluation is in float64 with Cincel's documented layouts: channels last, weights {height, width, in, out}."""
import struct

import numpy as np
import torch


class Invalid(Exception):
    """The layer cannot stand on this value."""


def require(condition):
    if not condition:
        raise Invalid


def f32(x):
    """The number that a float template argument has."""
    return struct.unpack("f", struct.pack("f", x))[0]


class Node:
    def __init__(self, kind, *args, opts=None, kids=()):
        self.kind, self.args, self.opts, self.kids = kind, list(args), dict(opts or {}), [list(k) for k in kids]

    def copy(self):
        return Node(self.kind, *self.args, opts=self.opts, kids=[[n.copy() for n in k] for k in self.kids])


# What evaluates a layer, by its name: f(context, x, node) -> y. Filled by the modules that define layers.
LAYERS = {}


def layer(function):
    LAYERS[function.__name__] = function
    return function


class Context:
    """What evaluation needs and finds: parameters in the order of their declaration, taps, outputs, counts.

    `make(number, shape, low, high)` gives a parameter its values; `disturb` is applied to every value, to learn how
    much rounding matters."""

    def __init__(self, make, inputs, training, disturb=lambda x: x):
        self.make, self.inputs, self.training, self.disturb = make, inputs, training, disturb
        self.parameters, self.outputs, self.taps, self.shared = [], {}, {}, {}
        self.first_output, self.macs, self.next_input, self.replay = None, 0, 0, None
        self.number = None  # of the block of a RepeatWith
        self.input_specs, self.endings, self.constants = [], [], False
        self.limit = 6000  # numbers in a value of one sample

    def parameter(self, leaf, shape, low, high, trainable=True):
        if self.replay is not None:
            p = self.parameters[self.replay]
            require(p.shape == tuple(shape) and p.leaf == leaf)
            self.replay += 1
            return p.value
        p = Parameter(leaf, tuple(shape), f32(low), f32(high), trainable)
        p.value = self.make(len(self.parameters), p)
        self.parameters.append(p)
        return p.value

    def weight(self, shape, fan):
        return self.parameter("weight", shape, -(3 / fan) ** 0.5, (3 / fan) ** 0.5)

    def small(self, leaf, n):
        return self.parameter(leaf, (n,), -0.3, 0.3)

    def scale(self, leaf, n, trainable=True):
        return self.parameter(leaf, (n,), 0.5, 1.5, trainable)

    def count(self, macs):
        self.macs += macs


class Parameter:
    def __init__(self, leaf, shape, low, high, trainable):
        self.leaf, self.shape, self.low, self.high, self.trainable = leaf, shape, low, high, trainable

    def volume(self):
        return int(np.prod(self.shape))


def apply_layer(c, x, n):
    if x is None:
        require(n.kind in SOURCES or n.kids)
    y = LAYERS[n.kind](c, x, n)
    if y is None:
        return None
    require(0 < y[0].numel() <= c.limit)
    y = y if n.kids or n.kind in EXACT else c.disturb(y)
    if n.kind in ("Softmax", "Sigmoid"):
        c.endings.append((y, 1 if n.kind == "Softmax" else 2, y.shape[-1]))
    elif n.kind in ("Flatten", "Reshape"):  # the numbers of a softmax in another shape
        c.endings += [(y, kind, channels) for z, kind, channels in c.endings if z is x and kind == 1]
    return y


def apply_all(c, x, nodes):
    for n in nodes:
        x = apply_layer(c, x, n)
    return x


SOURCES = ("Input", "ByteInput", "Tokens")
JOINS = ("AddWith", "MultiplyWith", "AverageWith", "MaximumWith", "ConcatWith", "ConcatAfter")
NAMED = JOINS + ("Tap",)
EXACT = SOURCES + NAMED + ("Identity", "Force", "TightNumbers", "DenseWeights")  # rounds nothing, or has been disturbed


def number(x):
    if isinstance(x, float):
        text = repr(f32(x))
        return (text if "." in text or "e" in text else text + ".0") + "f"
    if isinstance(x, tuple):
        return f"Size({x[0]}, {x[1]})" if len(x) == 2 else "Pads{" + ", ".join(map(str, x)) + "}"
    return str(x)


def spell_option(name, value):
    if value is True:
        return name
    if name in ("Mean", "Variance"):
        return f"{name}<{', '.join(number(v) for v in value)}>"
    return f"{name}<{number(value)}>"


class Speller:
    """Spells a tree; `lines` are the templates that `RepeatWith` needs before it."""

    def __init__(self, prefix):
        self.prefix, self.lines = prefix, []

    def of(self, n):
        kind = {"Tokens": "Input"}.get(n.kind, n.kind)
        if kind in NAMED or kind == "DenseWeights":
            return f'{kind}<"{n.args[0]}">'
        if kind == "Force":
            return 'Force<"{}", "{}">'.format(*n.args)
        if kind == "RepeatWith":
            name = f"{self.prefix}Block{len(self.lines)}"
            self.lines.append(f"template <int I>\nusing {name} = Sequential<{self.list_of(n.kids[0])}>;")
            return f"RepeatWith<{n.args[0]}, {name}>"
        if kind == "Widening":  # a Dense or a convolution in a RepeatWith: args are base and step
            return {"dense": "Dense<{0} + {1} * I>", "map": "Conv2D<{0} + {1} * I, 3, Same>",
                    "signal": "Conv1D<{0} + {1} * I, 3, Same>"}[n.args[2]].format(*n.args[:2])
        if kind == "Outputs":
            return "Outputs<" + ", ".join(f'Output<"{name}", {self.list_of(k)}>'
                                          for name, k in zip(n.args, n.kids)) + ">"
        if kind in ("Named", "Shared", "Auxiliary"):
            inner = self.list_of(n.kids[0]) if kind != "Named" else self.one(n.kids[0])
            return f'{kind}<"{n.args[0]}", {inner}>'
        parts = [number(a) for a in (n.args[:1] if n.kind == "Tokens" else n.args)]
        parts += [self.one(k) for k in n.kids] + [spell_option(*o) for o in n.opts.items()]
        angle = parts or kind in ANGLES
        return f"{kind}<{', '.join(parts)}>" if angle else kind

    def list_of(self, nodes):
        return ", ".join(self.of(n) for n in nodes)

    def one(self, nodes):
        if not nodes:
            return "Identity"
        return self.of(nodes[0]) if len(nodes) == 1 else f"Sequential<{self.list_of(nodes)}>"

    def network(self, nodes):
        return f"Sequential<{self.list_of(nodes)}>"


# Layers whose template arguments all have defaults.
ANGLES = {"BatchNormalization", "LayerNormalization", "RMSNormalization", "InstanceNormalization", "Normalization",
          "LeakyReLU", "ELU"}


def uniform(n, seed):
    """n numbers in [0, 1): MurmurHash3's finaliser of the place, seeded; as in tests/reference.hpp."""
    h = (np.arange(n, dtype=np.uint64) + np.uint64(seed) * np.uint64(0x9E3779B9)) & np.uint64(0xFFFFFFFF)
    for shift, factor in ((16, 0x85EBCA6B), (13, 0xC2B2AE35)):
        h ^= h >> np.uint64(shift)
        h = (h * np.uint64(factor)) & np.uint64(0xFFFFFFFF)
    h ^= h >> np.uint64(16)
    return (h >> np.uint64(8)).astype(np.float64) / 2**24


def as_floats(v, shape):
    """Rounded to float32, as Cincel stores them."""
    return torch.from_numpy(np.asarray(v, np.float32).astype(np.float64)).reshape(shape)
