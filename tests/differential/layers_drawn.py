"""One random layer with random options for a value of each rank; whether it can stand there is seen by trying."""
import points
from tree import Node

ACTIVATIONS = tuple(points.ACTIVATIONS)


def some_channels(r):
    return r.choice((1, 1, 2, 3, 4, 5, 6, 7, 8, 9, 11, 12, 13, 16, 17, 19, 23, 24, 31, 32, 33))


def pair(x):
    return x if isinstance(x, tuple) else (x, x)


def size(r, most=5, rank=3):
    k = r.randint(1, most)
    return (k, r.randint(1, most)) if rank == 3 and r.random() < 0.35 else k


def window_options(r, rank, dilation=True, most_pad=3):
    o = {}
    if r.random() < 0.4:
        o["Stride"] = size(r, 3, rank)
    roll = r.random()
    if roll < 0.4:
        o["Same"] = True
    elif roll < 0.5:
        o["Padding"] = r.randint(0, most_pad)
    elif roll < 0.6:
        p = tuple(r.randint(0, most_pad) for _ in range(4))
        o["Padding"] = p if rank == 3 else (0, p[1], 0, p[3])  # a signal has no rows
    if dilation and r.random() < 0.2:
        o["Dilation"] = size(r, 3, rank)
    return o


def parameter_options(r):
    o = {}
    if r.random() < 0.25:
        o["NoBias"] = True
    if r.random() < 0.15:
        o[r.choice(("GlorotNormal", "HeUniform", "HeNormal", "LecunNormal", "GlorotUniform"))] = True
    return o


def shuffled(r, o):
    items = list(o.items())
    r.shuffle(items)
    return dict(items)


def convolution(kind, rank):
    def make(r, x):
        o = {**window_options(r, rank), **parameter_options(r)}
        channels = x.shape[-1]
        divisors = [d for d in range(2, channels + 1) if channels % d == 0]
        filters = some_channels(r)
        if divisors and r.random() < 0.25:
            o["Groups"] = r.choice(divisors)
            filters = o["Groups"] * r.choice((1, 1, 2, 3))
        return Node(kind, filters, size(r, 5, rank), opts=shuffled(r, o))
    return make


def depthwise(r, x):
    o = {**window_options(r, 3), **parameter_options(r)}
    if r.random() < 0.3:
        o["DepthMultiplier"] = r.randint(1, 3)
    return Node("DepthwiseConv2D", size(r), opts=shuffled(r, o))


def separable(r, x):
    o = {**window_options(r, 3), **parameter_options(r)}
    if r.random() < 0.3:
        o["DepthMultiplier"] = r.randint(1, 3)
    return Node("SeparableConv2D", some_channels(r), size(r), opts=shuffled(r, o))


def transposed(kind, rank):
    def make(r, x):
        o = {**window_options(r, rank, most_pad=2), **parameter_options(r)}
        most = [max(s, d) for s, d in zip(pair(o.get("Stride", 1)), pair(o.get("Dilation", 1)))]
        if "Same" not in o and r.random() < 0.3 and max(most) > 1:
            rows, columns = r.randrange(most[0]), r.randrange(most[1])
            o["OutputPadding"] = columns if rank == 2 or rows == columns else (rows, columns)
        return Node(kind, some_channels(r), size(r, 4, rank), opts=shuffled(r, o))
    return make


def pooling(kind, rank):
    def make(r, x):
        o = window_options(r, rank, dilation=False, most_pad=2)
        if r.random() < 0.3 and "Same" not in o:
            o["CeilMode"] = True
        if kind.startswith("Average") and r.random() < 0.3:
            o["CountPadding"] = True
        if kind.startswith("Lp") and r.random() < 0.6:
            o["Power"] = r.choice((1, 2, 3, 3))
        return Node(kind, size(r, 4, rank), opts=shuffled(r, o))
    return make


def normalization(kind, *names):
    def make(r, x):
        o = {}
        for name in names:
            if r.random() < 0.25:
                o[name] = {"Epsilon": r.choice((1e-5, 1e-2, 0.5)), "Momentum": r.choice((0.9, 0.5))}.get(name, True)
        args = []
        if kind == "GroupNormalization":
            args = [r.choice([d for d in range(1, x.shape[-1] + 1) if x.shape[-1] % d == 0])]
        return Node(kind, *args, opts=shuffled(r, o))
    return make


def plain(kind, *choices):
    return lambda r, x: Node(kind, *[r.choice(c) for c in choices])


def permute(r, x):
    axes = list(range(1, x.dim()))
    r.shuffle(axes)
    return Node("Permute", *axes)


def slice_(r, x):
    axis = r.randint(1, x.dim() - 1)
    n = x.shape[axis]
    begin = r.randrange(n)
    end = r.choice((0, r.randint(begin + 1, n), -r.randint(1, n)))
    begin = begin - n if r.random() < 0.3 else begin
    return Node("Slice", axis, begin, end, r.choice((1, 1, 2, 3)))


def margins(kind, most):
    def make(r, x):
        return Node(kind, r.randint(0, most) if r.random() < 0.5 else tuple(r.randint(0, most) for _ in range(4)))
    return make


def upsampling(r, x):
    return Node("UpSampling2D", size(r, 3), opts=r.choice(({}, {"Nearest": True}, {"Bilinear": True})))


def resizing(r, x):
    # Nearest only by whole factors: which pixel is nearest is then beyond doubt.
    if r.random() < 0.3:
        return Node("Resizing", x.shape[1] * r.randint(1, 2), x.shape[2] * r.randint(1, 3), opts={"Nearest": True})
    return Node("Resizing", r.randint(1, 9), r.randint(1, 9), opts=r.choice(({}, {"Bilinear": True})))


def normalize_channels(r, x):
    count = r.choice((1, x.shape[-1])) if x.shape[-1] <= 4 else 1
    values = [[r.choice((0.25, 0.5, 0.3, 0.75)) for _ in range(count)] for _ in range(2)]
    return Node("Normalization", opts={"Mean": values[0], "Variance": values[1]} if r.random() < 0.5 else {})


def attention(r, x):
    heads = r.choice([h for h in (1, 2, 3, 4) if x.shape[-1] % h == 0])
    o = {k: True for k in ("Causal", "NoBias") if r.random() < 0.3}
    args = [heads, 0] if r.random() < 0.5 else [r.randint(1, 4), r.choice((1, 3, 4, 8))]
    return Node("MultiHeadAttention", *(args if o or args[1] else args[:1]), opts=o)


def activation(r, x):
    return Node(r.choice(ACTIVATIONS))


NORMAL = ("Epsilon", "NoCenter", "NoScale")
EVERYWHERE = [activation] * 6 + [
    plain("ClippedReLU", (1.0, 0.5)), plain("LeakyReLU", (0.3, 0.01, 0.0)), plain("LeakyReLU"), plain("ELU"),
    plain("ELU", (0.5, 1.5)), plain("PReLU"), plain("LayerScale"), plain("UnitNormalization"), slice_, permute,
    plain("Rescaling", (0.5, 2.0, -1.0), (0.0, 0.25, -1.0)), plain("Rescaling", (0.5, 3.0)), plain("Identity"),
    plain("ChannelPadding", (0, 1, 3), (0, 2)), plain("ChannelPadding", (1, 2)), normalize_channels,
    normalization("BatchNormalization", "Momentum", *NORMAL), normalization("BatchNormalization", "Momentum", *NORMAL),
    normalization("LayerNormalization", *NORMAL), normalization("RMSNormalization", "Epsilon", "NoScale"),
    normalization("GroupNormalization", *NORMAL), normalization("InstanceNormalization", *NORMAL),
    plain("LocalResponseNormalization", (1, 3, 5)), plain("LocalResponseNormalization", (3, 7), (0.5,), (0.75, 0.5), (2.0,)),
    lambda r, x: Node(r.choice(("Dropout", "AlphaDropout", "GaussianNoise", "GaussianDropout", "StochasticDepth",
                                "SpatialDropout2D")), 0.0)]
DENSE = [lambda r, x: Node("Dense", some_channels(r), opts=parameter_options(r))]

BY_RANK = {
    1: EVERYWHERE + DENSE * 12,
    2: EVERYWHERE + DENSE * 4 + [convolution("Conv1D", 2)] * 8 + [transposed("Conv1DTranspose", 2)] * 4 + [
        pooling("MaxPooling1D", 2), pooling("AveragePooling1D", 2), pooling("LpPooling1D", 2),
        plain("ZeroPadding1D", (0, 1, 2), (0, 3)),
        plain("ZeroPadding1D", (1, 2)), plain("Cropping1D", (0, 1), (0, 1, 2)), plain("Cropping1D", (1,)),
        plain("UpSampling1D", (1, 2, 3)), plain("PositionalEmbedding"), attention, attention, attention],
    3: EVERYWHERE + [convolution("Conv2D", 3)] * 14 + [depthwise] * 4 + [separable] * 2 + [
        transposed("Conv2DTranspose", 3)] * 4 + [pooling("MaxPooling2D", 3)] * 4 + [
        pooling("AveragePooling2D", 3)] * 3 + [pooling("LpPooling2D", 3)] * 3 + [
        margins("ZeroPadding2D", 2), margins("Cropping2D", 1), upsampling, upsampling, resizing,
        plain("DepthToSpace", (1, 2, 3)), plain("PixelShuffle", (2, 2, 3)), plain("SpaceToDepth", (1, 2, 3)),
        plain("PixelUnshuffle", (2, 2, 3)),
        lambda r, x: Node("CenterCrop", r.randint(1, x.shape[1]), r.randint(1, x.shape[2]))],
    4: [activation, plain("Rescaling", (0.5, 2.0)), plain("LayerScale"), permute, permute, slice_],
}
