"""The receptive field by perturbation: which rows and columns of the input reach one pixel, found with NaN."""
import torch

from tree import Context, Invalid, Node, apply_all

# Layers whose pixels depend on a window around them, whatever the size of the map.
LOCAL = {"Conv2D", "DepthwiseConv2D", "SeparableConv2D", "Conv2DTranspose", "MaxPooling2D", "AveragePooling2D", "ReLU",
         "ReLU6", "Sigmoid", "Tanh", "Softplus", "Softsign", "SELU", "GELU", "SiLU", "GELUTanh", "HardSwish", "Mish",
         "HardSigmoid", "Softmax", "LogSoftmax", "Exponential", "ClippedReLU", "LeakyReLU", "ELU", "PReLU",
         "BatchNormalization", "LayerNormalization", "RMSNormalization", "UnitNormalization", "LayerScale", "Rescaling",
         "LocalResponseNormalization", "ChannelPadding", "ZeroPadding2D", "Cropping2D", "UpSampling2D", "DepthToSpace",
         "PixelShuffle", "SpaceToDepth", "PixelUnshuffle", "Normalization", "Identity", "Dropout", "AlphaDropout",
         "GaussianNoise", "GaussianDropout", "StochasticDepth", "SpatialDropout2D"}
COMBINED = {"Add", "Multiply", "Average", "Maximum", "Concat", "Residual", "Named", "Repeat", "Sequential", "Tap",
            "AddWith", "MultiplyWith", "AverageWith", "MaximumWith", "ConcatWith", "ConcatAfter", "Shared"}
FLAT = {"Flatten", "Dense", "GlobalAveragePooling2D", "GlobalMaxPooling2D", "Softmax", "Sigmoid"}
EXTENT = 40


def is_local(n):
    if n.kind == "Slice":
        return n.args[0] == 3
    return n.kind in LOCAL or (n.kind in COMBINED and all(is_local(m) for k in n.kids for m in k))


def trunk_of(tree):
    """The layers up to the last map, or None where a window is not all that counts."""
    nodes = [n for n in tree[1:] if n.kind != "Auxiliary"]
    end = len(nodes)
    while end > 0 and nodes[end - 1].kind in FLAT:
        end -= 1
    trunk, tail = nodes[:end], nodes[end:]
    while tail and tail[0].kind in ("Softmax", "Sigmoid"):
        trunk.append(tail.pop(0))
    if tree[0].kind not in ("Input", "ByteInput") or len(tree[0].args) != 3 or not all(map(is_local, trunk)):
        return None
    return trunk


def along(trunk, channels, axis):
    """The most input rows (axis 1) or columns (2) that reach one pixel away from the border."""
    x = torch.ones(EXTENT, EXTENT, EXTENT, channels)
    for i in range(EXTENT):
        x[i].select(axis - 1, i).fill_(torch.nan)
    c = Context(lambda i, p: torch.full(p.shape, 0.5), lambda i, n: x, False)
    c.limit = 1 << 30
    with torch.no_grad():
        y = apply_all(c, None, [Node("Input", EXTENT, EXTENT, channels)] + trunk)
    reached = torch.isnan(y).movedim(axis, 1).flatten(2).any(2)  # [input row][output row]
    best = 0
    for column in reached.T:
        rows = column.nonzero()
        if len(rows) and 0 < rows[0] and rows[-1] < EXTENT - 1:
            best = max(best, int(rows[-1] - rows[0]) + 1)
    return best


def receptive_field(tree):
    """(rows, columns), or (-1, -1) where this cannot tell."""
    trunk = trunk_of(tree)
    if trunk is None:
        return -1, -1
    try:
        field = along(trunk, tree[0].args[2], 1), along(trunk, tree[0].args[2], 2)
    except Invalid:
        return -1, -1
    return field if min(field) > 0 else (-1, -1)
