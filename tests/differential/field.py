"""The receptive field by perturbation: which rows and columns of the input reach one pixel, found with NaN."""
import torch

from points import ACTIVATIONS
from tree import JOINS, Context, Invalid, apply_all

# Layers whose pixels depend on a window around them, whatever the size of the map.
LOCAL = {"Conv2D", "DepthwiseConv2D", "SeparableConv2D", "Conv2DTranspose", "MaxPooling2D", "AveragePooling2D",
         "LpPooling2D", "ClippedReLU", "LeakyReLU", "ELU", "PReLU", *ACTIVATIONS,
         "BatchNormalization", "LayerNormalization", "RMSNormalization", "UnitNormalization", "LayerScale", "Rescaling",
         "LocalResponseNormalization", "ChannelPadding", "ZeroPadding2D", "Cropping2D", "UpSampling2D", "DepthToSpace",
         "PixelShuffle", "SpaceToDepth", "PixelUnshuffle", "Normalization", "Identity", "Dropout", "AlphaDropout",
         "GaussianNoise", "GaussianDropout", "StochasticDepth", "SpatialDropout2D", "Conv1D", "DepthwiseConv1D",
         "SeparableConv1D", "Conv1DTranspose", "MaxPooling1D", "AveragePooling1D", "LpPooling1D", "ZeroPadding1D",
         "Cropping1D", "UpSampling1D", "SpatialDropout1D"}
COMBINED = {"Add", "Multiply", "Average", "Maximum", "Concat", "Residual", "Named", "Repeat", "Sequential", "Tap",
            "AddWith", "MultiplyWith", "AverageWith", "MaximumWith", "ConcatWith", "ConcatAfter", "Shared", "Force",
            "TightNumbers", "DenseWeights"}
# Layers behind which each pixel depends on all pixels, and nothing else, that one before depended on.
WHOLE = {"GroupNormalization", "InstanceNormalization", "MultiHeadAttention"}
ENLARGE = {"UpSampling2D", "UpSampling1D", "Conv2DTranspose", "Conv1DTranspose", "DepthToSpace", "PixelShuffle",
           "Resizing"}
EXTENT = 40


def anywhere(nodes, holds):
    return any(holds(n) or any(anywhere(k, holds) for k in n.kids) for n in nodes)


def is_local(n, rank):
    if n.kind == "Slice":
        return n.args[0] == rank
    if n.kind == "Dense":  # of a signal, each step by itself
        return rank == 2
    return n.kind in LOCAL or (n.kind in COMBINED and all(is_local(m, rank) for k in n.kids for m in k))


def leaves_gaps(n):
    """A transposed convolution with more stride than kernel: behind it Cincel may count too many, as it says."""
    def extents(v):
        return v if isinstance(v, tuple) else (v,)
    return n.kind in ("Conv2DTranspose", "Conv1DTranspose") and min(extents(n.args[1])) < max(
        extents(n.opts.get("Stride", 1)))


def evaluate(nodes, x):
    c = Context(lambda i, p: torch.full(p.shape, 0.5), lambda i, n: x, False)
    c.limit = 1 << 30
    with torch.no_grad():
        return apply_all(c, None, nodes)


def trunk_of(tree):
    """The layers up to the last map or signal, and the input's extents; None where this cannot tell."""
    nodes = [n for n in tree if n.kind != "Auxiliary"]
    shape = nodes[0].args
    if nodes[0].kind not in ("Input", "ByteInput") or len(shape) not in (2, 3):
        return None
    end = len(nodes)
    while end > 0 and evaluate(nodes[:end], torch.ones(1, *shape)).dim() < 3:
        end -= 1
    merges = any(n.kids or n.kind in JOINS for n in nodes[end:])  # these may go on from another map
    return None if merges or end == 0 else (nodes[:end], shape)


def reached(trunk, shape, axis):
    """The first and last row (axis 0) or column (1) of the input that reaches a pixel, for each pixel that any does."""
    n = shape[axis]
    x = torch.ones(n + 1, *shape)
    for i in range(n):
        x[i].select(axis, i).fill_(torch.nan)
    y = torch.isnan(evaluate(trunk, x)).any(-1).flatten(1)
    if y[n].any():
        raise Invalid
    rows = [pixel.nonzero() for pixel in y[:n].T]
    return [(int(r[0]), int(r[-1])) for r in rows if len(r)]


def enlarges_one(trunk, shape, axis):
    """Whether a map of one row, or column, is enlarged: all are made from that one, which a larger map does not show."""
    values = [evaluate(trunk[:end], torch.ones(1, *shape)) for end in range(1, len(trunk))]
    has_one = any(v.dim() == len(shape) + 1 and v.shape[1 + axis] == 1 for v in values)
    return has_one and anywhere(trunk, lambda n: n.kind in ENLARGE)


def along(trunk, shape, axis):
    """Rows or columns: exactly so many, or, as a negative number, at least so many; 0 if this cannot tell."""
    rank = len(shape)
    if len(shape) == 2 and axis == 0:
        return 1
    axis = min(axis, rank - 2)
    if enlarges_one(trunk, shape, axis):
        return 0
    if all(is_local(n, rank) for n in trunk[1:]):  # away from the border of a large map
        large = reached(trunk, [EXTENT] * (rank - 1) + shape[-1:], axis)
        most = max((last - first + 1 for first, last in large if 0 < first and last < EXTENT - 1), default=0)
        # Where the border is near, or where maps are enlarged again, it may be more.
        exact = 2 * most < EXTENT and sum(anywhere([n], lambda m: m.kind in ENLARGE) for n in trunk) < 2
        # Channels are not told apart there, and a Slice may leave out those of a branch.
        exact = exact and not anywhere(trunk, lambda n: n.kind == "Slice" or leaves_gaps(n))
        return most if exact else -most
    if anywhere(trunk, lambda n: n.opts.get("Causal")):  # its masked products with NaN are NaN
        return 0
    most = max((last - first + 1 for first, last in reached(trunk, shape, axis)), default=0)
    if trunk[-1].kind in WHOLE:
        return most
    return 0 if anywhere(trunk, lambda n: n.kind in ENLARGE) else -most


def receptive_field(tree):
    """Rows and columns of the receptive field, as `along` gives them."""
    try:
        trunk = trunk_of(tree)
        return (0, 0) if trunk is None else (along(*trunk, 0), along(*trunk, 1))
    except Invalid:
        return 0, 0
