"""Draws a random network from a seed. Each layer is applied as it is drawn, so that shapes are always known."""
import math
import random

import torch

import combinators, points, shapes, windows  # noqa: F401, E401 (they define the layers)
from adapt import Adapter
from layers_drawn import BY_RANK, ACTIVATIONS, some_channels
from tree import Context, Invalid, Node, apply_all, apply_layer


class Scope:
    """Taps that are open, and what may be drawn: no names inside what is used several times."""

    def __init__(self, names=True):
        self.open, self.names = [], names


class Draw(Adapter):
    def __init__(self, seed):
        self.r = random.Random(seed)
        self.c = Context(lambda i, p: torch.zeros(p.shape), lambda i, n: torch.zeros(1, *shape_of(n)), False)
        self.names, self.blocks, self.normalizations = 0, [], 0
        self.trains = self.r.random() < 0.9

    def name(self):
        self.names += 1
        return f"n{self.names}"

    # Combinators --------------------------------------------------------------------------------------------------

    def block(self, x, depth, scope, most=3):
        return self.sequence(x, depth - 1, self.r.randint(0, most), scope)

    def closed(self, x, depth, scope):
        nodes, y = self.block(x, depth, scope)
        return nodes or [Node("Identity")], y

    def merge(self, x, depth, scope):
        kind = self.r.choice(("Add", "Multiply", "Average", "Maximum", "Concat", "Residual", "Concat", "Gate"))
        if kind == "Gate":
            return self.gate(x, depth, scope)
        first, y = self.closed(x, depth, scope)
        kids = [first]
        if kind == "Residual" and y.shape == x.shape and self.chance(0.6):
            return [Node(kind, kids=kids)], y
        values = [y]
        for _ in range(1 if kind == "Residual" else self.r.randint(1, 2)):
            nodes, z = self.block(x, depth, scope)
            shape = list(y.shape[1:])
            if kind == "Concat" and self.chance(0.7):
                shape[-1] = z.shape[-1] if z.dim() == y.dim() else some_channels(self.r)
            more, z = self.adapt(z, shape)
            kids.append(nodes + more or [Node("Identity")])
            values.append(z)
        y = torch.cat(values, -1) if kind == "Concat" else y
        if y[0].numel() > 6000:
            raise Invalid
        return [Node(kind, kids=kids)], y

    def gate(self, x, depth, scope):
        """Squeeze and excitation: one number a channel."""
        nodes, y = self.closed(x, depth, scope)
        if y.dim() == 2:
            squeeze = []
        else:
            squeeze = [Node(f"GlobalAveragePooling{y.dim() - 2}D")] if y.dim() < 5 else [Node("Flatten")]
        squeeze += [Node("Dense", 3), Node("SiLU"), Node("Dense", y.shape[-1]), Node("Sigmoid")]
        if y.dim() == 4 and self.chance(0.3):
            squeeze += [Node("Reshape", 1, 1, y.shape[-1])]
        if self.attempt(x if not nodes else x, []) is None or y.shape != x.shape:
            name = self.name()
            if self.attempt(y, [Node("Tap", name)] + squeeze) is None:
                raise Invalid
            del self.c.taps[name]
            return nodes + [Node("Multiply", kids=[[Node("Identity")], squeeze])], y
        if self.attempt(x, squeeze) is None:
            raise Invalid
        return [Node("Multiply", kids=[nodes, squeeze])], y

    def repeat(self, x, depth, scope):
        """A block that keeps its input's shape, several times."""
        inner = Scope(names=False)
        nodes, y = self.block(x, depth, inner)
        more, y = self.join_all(y, inner)
        last, y = self.adapt(y, x.shape[1:])
        block, n = nodes + more + last, self.r.randint(2, 3)
        for _ in range(n - 1):
            y = self.attempt(y, block)
            if y is None:
                raise Invalid
        if not block:
            raise Invalid
        node = Node("Repeat", n, kids=[block])
        if scope.names and self.chance(0.4):
            node = Node("Named", self.name(), kids=[[node]])
        return [node], y

    def repeat_with(self, x, depth, scope):
        what = {1: "dense", 2: "signal", 3: "map"}[x.dim() - 1]
        block = [Node("Widening", self.r.randint(1, 9), self.r.randint(1, 5), what), Node(self.r.choice(ACTIVATIONS))]
        node = Node("RepeatWith", self.r.randint(1, 3), kids=[block])
        y = self.attempt(x, [node])
        if y is None:
            raise Invalid
        return [node], y

    def share(self, x, depth, scope):
        """A new shared block, or one that was drawn before, perhaps with other options."""
        r = self.r
        known = [b for b in self.blocks if b[1] == x.dim()]
        if known and self.chance(0.7):
            name, _, channels, shape, nodes = r.choice(known)
            free = all(k.kind in SPATIALLY_FREE for k in nodes)
            want = [*x.shape[1:-1], channels] if free else shape
            more, y = self.adapt(x, want)
            node = Node("Shared", name, kids=[self.vary(nodes)])
            y = self.attempt(y, [node])
            if y is None:
                raise Invalid
            return more + [node], y
        name = self.name()
        begin = len(self.c.parameters)
        nodes = []
        y = x
        for _ in range(r.randint(1, 2)):
            node, y = self.layer(y)
            nodes.append(node)
        self.c.shared[name] = begin, len(self.c.parameters)
        node = Node("Shared", name, kids=[nodes])
        self.blocks.append((name, x.dim(), x.shape[-1], list(x.shape[1:]), nodes))
        return [node], y

    def vary(self, nodes):
        nodes = [n.copy() for n in nodes]
        for n in nodes:
            if n.kind in ("Conv2D", "DepthwiseConv2D", "Conv1D") and self.chance(0.5):
                n.opts.pop("Stride", None)
                n.opts.pop("Padding", None)
                n.opts.update(self.r.choice(({"Same": True}, {"Stride": 2}, {"Dilation": 2, "Same": True})))
            if n.kind.endswith("Normalization") and "Epsilon" in n.opts or n.kind == "BatchNormalization":
                n.opts["Epsilon"] = self.r.choice((0.25, 0.01))
        return nodes

    # Taps ---------------------------------------------------------------------------------------------------------

    def tap(self, x, scope):
        name = self.name()
        scope.open.append((name, tuple(x.shape[1:])))
        self.c.taps[name] = x
        return [Node("Tap", name)], x

    def join(self, x, scope):
        name, shape = scope.open.pop(self.r.randrange(len(scope.open)))
        kind = self.r.choice(("AddWith", "MultiplyWith", "AverageWith", "MaximumWith", "ConcatWith", "ConcatAfter"))
        want = list(shape)
        if kind.startswith("Concat") and x.dim() - 1 == len(shape):
            want[-1] = x.shape[-1]
        nodes, y = self.adapt(x, want)
        node = Node(kind, name)
        y = apply_layer(self.c, y, node)
        return nodes + [node], y

    def join_all(self, x, scope):
        nodes = []
        while scope.open:
            more, x = self.join(x, scope)
            nodes += more
        return nodes, x

    # Lists --------------------------------------------------------------------------------------------------------

    def layer(self, x):
        for _ in range(30):
            node = self.r.choice(BY_RANK[min(x.dim() - 1, 4)])(self.r, x)
            if node.kind == "BatchNormalization":
                if self.normalizations >= 3:
                    continue
                self.normalizations += 1
            if node.kind in NOISE and not self.trains:
                node.args = [self.r.choice((0.25, 0.5))]
            y = self.attempt(x, [node])
            if y is not None:
                return node, y
        raise Invalid

    def sequence(self, x, depth, length, scope):
        nodes = []
        for _ in range(length):
            more, x = self.some(x, depth, scope)
            nodes += more
        return nodes, x

    def some(self, x, depth, scope):
        roll = self.r.random()
        if depth > 0 and roll < 0.30 and x.dim() < 5:
            draw = self.r.choice((self.merge, self.merge, self.merge, self.repeat, self.repeat_with, self.share))
            return draw(x, depth, scope)
        if roll < 0.36:
            return self.tap(x, scope)
        if roll < 0.46 and scope.open:
            return self.join(x, scope)
        if roll < 0.50 and scope.names and depth > 0:
            return self.auxiliary(x, depth)
        if roll < 0.54:
            nodes = self.to_rank(x, self.r.randint(1, 3))
            y = self.attempt(x, nodes)
            if y is None:
                raise Invalid
            return nodes, y
        node, y = self.layer(x)
        if scope.names and self.chance(0.05):
            node = Node("Named", self.name(), kids=[[node]])
        return [node], y

    def auxiliary(self, x, depth):
        inner, name = Scope(), self.name()
        nodes, y = self.sequence(x, 0, self.r.randint(1, 3), inner)
        more, y = self.join_all(y, inner)
        tail, y = self.end(y)
        if not nodes + more + tail:
            raise Invalid
        self.c.outputs[name] = y
        return [Node("Auxiliary", name, kids=[nodes + more + tail])], x

    def end(self, x):
        """What may stand at the end of a head."""
        nodes = []
        if x[0].numel() > 100 or self.chance(0.6):
            nodes = self.to_flat(x) + [Node("Dense", self.r.choice((1, 2, 3, 5, 7, 10)))]
        kind = self.r.choice((None, None, "Softmax", "Softmax", "Sigmoid", "Flatten"))
        nodes += [Node(kind)] if kind else []
        y = self.attempt(x, nodes)
        if y is None:
            raise Invalid
        return nodes, y

    def source(self):
        r, roll = self.r, self.r.random()
        channels, n = some_channels(r), lambda: r.choice((1, 2, 3, 4, 5, 6, 7, 8, 9, 11, 13))
        if roll < 0.08:
            limit = r.choice((3, 5, 11))
            nodes = [Node("Tokens", n(), limit), Node("Embedding", limit - r.choice((0, 0, 1)), channels)]
        elif roll < 0.25:
            shape = (n(), n(), r.choice((1, 2, 3, 3, 4)))
            nodes = [Node(r.choice(("Input", "ByteInput")), *shape)] + preprocessing(r, shape)
            if nodes[0].kind == "ByteInput":
                nodes.insert(1, Node("Rescaling", 1 / 255.0, r.choice((0.0, -0.5))))
        elif roll < 0.7:
            nodes = [Node("Input", n(), n(), channels)]
        elif roll < 0.88:
            nodes = [Node("Input", n(), channels)]
        else:
            nodes = [Node("Input", r.choice((1, 2, 5, 16, 17, 31, 48)))]
        return nodes, apply_all(self.c, None, nodes)

    def sources(self, scope):
        if not self.chance(0.18):
            return self.source()
        kids, first = [], None
        kind = self.r.choice(("Concat", "Concat", "Add", "Multiply", "Average", "Maximum"))
        values = []
        for _ in range(self.r.randint(2, 3)):
            nodes, x = self.source()
            more, x = self.sequence(x, 0, self.r.randint(0, 2), scope)
            first = x if first is None else first
            last, x = self.adapt(x, first.shape[1:])
            kids.append(nodes + more + last)
            values.append(x)
        y = torch.cat(values, -1) if kind == "Concat" else first
        return [Node(kind, kids=kids)], y

    def network(self):
        scope = Scope()
        nodes, x = self.sources(scope)
        more, x = self.sequence(x, 2, self.r.randint(1, 6), scope)
        nodes += more
        more, x = self.join_all(x, scope)
        nodes += more
        if self.chance(0.2):
            heads = []
            for _ in range(self.r.randint(2, 3)):
                more, y = self.sequence(x, 1, self.r.randint(0, 2), Scope(names=False)) if self.chance(0.5) else ([], x)
                tail, y = self.end(y)
                heads.append(more + tail or [Node("Identity")])
            open_taps = [t for t in self.c.taps]
            if open_taps:
                raise Invalid
            return nodes + [Node("Outputs", *[self.name() for _ in heads], kids=heads)]
        tail, x = self.end(x)
        return nodes + tail


NOISE = ("Dropout", "SpatialDropout2D", "AlphaDropout", "GaussianNoise", "GaussianDropout", "StochasticDepth")
SPATIALLY_FREE = ACTIVATIONS + ("Conv2D", "Conv1D", "Dense", "DepthwiseConv2D", "BatchNormalization", "LayerScale",
                                "LayerNormalization", "RMSNormalization", "PReLU", "Conv2DTranspose",
                                "SeparableConv2D", "GroupNormalization", "InstanceNormalization")


def shape_of(n):
    return tuple(n.args[:1] if n.kind == "Tokens" else n.args)


def preprocessing(r, shape):
    nodes = []
    if r.random() < 0.3:
        nodes.append(Node("Resizing", r.randint(2, 9), r.randint(2, 9)))
    if r.random() < 0.3 and not nodes:
        nodes.append(Node("CenterCrop", r.randint(1, shape[0]), r.randint(1, shape[1])))
    if r.random() < 0.4:
        nodes.append(Node("Rescaling", r.choice((0.5, 2.0)), r.choice((0.25, -1.0))))
    if r.random() < 0.6:
        count = r.choice((1, shape[2]))
        values = [[r.choice((0.25, 0.5, 0.3, 0.75)) for _ in range(count)] for _ in range(2)]
        nodes.append(Node("Normalization", opts={"Mean": values[0], "Variance": values[1]} if r.random() < 0.6 else {}))
    return nodes


WAYS = {"Conv2D": ("direct", "plain"), "Conv1D": ("direct", "plain"), "Dense": ("plain",)}


LEAST_ROUNDED = 32 * 1024 // 4  # DenseWeights rounds the weights of larger dense layers


def forced(tree, r, parameters):
    """Sometimes has a layer of the outermost list computed in another way than the plan chooses."""
    places = [i for i, n in enumerate(tree) if n.kind in WAYS]
    if not places or r.random() > 0.25:
        return tree
    i = r.choice(places)
    way = r.choice(WAYS[tree[i].kind])
    wishes = [Node("TightNumbers")] if r.random() < 0.5 else []
    rounds = any(len(p.shape) == 2 and math.prod(p.shape) > LEAST_ROUNDED for p in parameters)
    if not wishes and not rounds and r.random() < 0.5:
        wishes = [Node("DenseWeights", r.choice(("bfloat16", "int8")))]
    return tree[:i] + [Node("Named", "forced", kids=[[tree[i]]]), Node("Force", "forced", way)] + wishes + tree[i + 1:]


def draw(seed):
    """(tree, whether it is trained); the same for the same seed."""
    for again in range(1000):
        d = Draw(seed * 1000 + again)
        try:
            tree = d.network()
        except Invalid:
            continue
        if not d.c.taps:
            return forced(tree, random.Random(seed), d.c.parameters), d.trains
    raise RuntimeError(f"seed {seed}: no valid network in 1000 draws")
