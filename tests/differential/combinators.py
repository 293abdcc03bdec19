"""Combinators, taps, outputs and shared weights, in PyTorch float64."""
import torch

from tree import LAYERS, Node, apply_all, apply_layer, layer, require


def merge(kind, values):
    """The merge of values of one shape; of two, the second may hold one number a channel where they are multiplied."""
    first = values[0]
    for v in values[1:]:
        gate = kind == "Multiply" and len(values) == 2 and v.shape[-1] == first.shape[-1] and v[0].numel() == v.shape[-1]
        require(v.shape == first.shape or gate)
    y = first
    for v in values[1:]:
        if kind == "Multiply":
            y = y * (v if v.shape == first.shape else v.reshape(v.shape[0], *[1] * (first.dim() - 2), -1))
        elif kind == "Maximum":
            y = torch.where((v > y) | v.isnan(), v, y)  # equal numbers: the gradient is the first's
        else:
            y = y + v
    return y / len(values) if kind == "Average" else y


def concat(values):
    require(all(v.shape[:-1] == values[0].shape[:-1] for v in values))
    return torch.cat(values, -1)


def branches(c, x, n):
    values = [apply_all(c, x, k) for k in n.kids]
    require(all(v is not None for v in values))  # an empty branch without an input before it
    return values


def merging(kind):
    def apply(c, x, n):
        return c.disturb(merge(kind, branches(c, x, n)))
    return apply


for _kind in ("Add", "Multiply", "Average", "Maximum"):
    LAYERS[_kind] = merging(_kind)


@layer
def Residual(c, x, n):
    values = branches(c, x, n)
    return c.disturb(merge("Add", values if len(values) > 1 else values + [x]))


@layer
def Concat(c, x, n):
    return concat(branches(c, x, n))


@layer
def Sequential(c, x, n):
    return apply_all(c, x, n.kids[0])


@layer
def Identity(c, x, n):
    return x


@layer
def Force(c, x, n):
    """How a layer is computed changes nothing of what it computes."""
    return x


@layer
def TightNumbers(c, x, n):
    return x


@layer
def DenseWeights(c, x, n):
    """Drawn only where no dense layer is as large as those that it changes."""
    return x


@layer
def Named(c, x, n):
    return apply_all(c, x, n.kids[0])


@layer
def Repeat(c, x, n):
    for _ in range(n.args[0]):
        x = apply_all(c, x, n.kids[0])
    return x


@layer
def RepeatWith(c, x, n):
    outer = c.number
    for c.number in range(n.args[0]):
        x = apply_all(c, x, n.kids[0])
    c.number = outer
    return x


@layer
def Widening(c, x, n):
    """A layer whose width grows with the number of its block: args are base, step and what it is."""
    require(c.number is not None)
    width = n.args[0] + n.args[1] * c.number
    made = {"dense": Node("Dense", width), "map": Node("Conv2D", width, 3, opts={"Same": True}),
            "signal": Node("Conv1D", width, 3, opts={"Same": True})}[n.args[2]]
    return apply_layer(c, x, made)


@layer
def Tap(c, x, n):
    require(n.args[0] not in c.taps)
    c.taps[n.args[0]] = x
    return x


def joining(kind, tap_first=False):
    def apply(c, x, n):
        require(n.args[0] in c.taps)
        tapped = c.taps.pop(n.args[0])
        values = [tapped, x] if tap_first else [x, tapped]
        return concat(values) if kind == "Concat" else c.disturb(merge(kind, values))
    return apply


LAYERS["AddWith"], LAYERS["MultiplyWith"] = joining("Add"), joining("Multiply")
LAYERS["AverageWith"], LAYERS["MaximumWith"] = joining("Average"), joining("Maximum")
LAYERS["ConcatWith"], LAYERS["ConcatAfter"] = joining("Concat"), joining("Concat", True)


@layer
def Auxiliary(c, x, n):
    c.outputs[n.args[0]] = apply_all(c, x, n.kids[0])
    return x


@layer
def Outputs(c, x, n):
    values = []
    for name, kid in zip(n.args, n.kids):
        values.append(apply_all(c, x, kid))
        if len(values) > 1:
            c.outputs[name] = values[-1]
    return values[0]


@layer
def Shared(c, x, n):
    """Parameters are those of the first use."""
    name = n.args[0]
    if name not in c.shared:
        begin = len(c.parameters)
        x = apply_all(c, x, n.kids[0])
        c.shared[name] = begin, len(c.parameters)
        return x
    (begin, end), outer = c.shared[name], c.replay
    c.replay = begin
    x = apply_all(c, x, n.kids[0])
    require(c.replay == end)
    c.replay = end if outer is not None and outer <= begin else outer
    return x
