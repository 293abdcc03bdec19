"""Activations, normalisations and noise, in PyTorch float64."""
import math

import torch
import torch.nn.functional as F

from tree import LAYERS, f32, layer, require


def smooth(name, function):
    LAYERS[name] = lambda c, x, n: function(x)


# The activations without parameters or options; new ones go to the end.
ACTIVATIONS = {
        "ReLU": F.relu, "ReLU6": F.relu6, "Sigmoid": torch.sigmoid, "Tanh": torch.tanh, "Softplus": F.softplus,
        "Softsign": F.softsign, "Exponential": torch.exp, "SELU": F.selu, "GELU": F.gelu, "SiLU": F.silu,
        "GELUTanh": lambda x: F.gelu(x, approximate="tanh"), "HardSwish": lambda x: x * F.relu6(x + 3) / 6,
        "HardSigmoid": lambda x: F.relu6(x + 3) / 6, "Mish": F.mish, "Softmax": lambda x: F.softmax(x, -1),
        "LogSoftmax": lambda x: F.log_softmax(x, -1), "HardTanh": F.hardtanh}
for _name, _function in ACTIVATIONS.items():
    smooth(_name, _function)


@layer
def ClippedReLU(c, x, n):
    return x.clamp(0, f32(n.args[0]))


@layer
def LeakyReLU(c, x, n):
    return F.leaky_relu(x, f32(n.args[0]) if n.args else f32(0.3))


@layer
def ELU(c, x, n):
    return F.elu(x, f32(n.args[0]) if n.args else 1.0)


@layer
def PReLU(c, x, n):
    alpha = c.parameter("alpha", (x.shape[-1],), 0.05, 0.6)
    return torch.where(x > 0, x, alpha * x)


def affine(c, x, n, center=True):
    """gamma and beta, as far as the options want them, in the order in which Cincel declares them."""
    if "NoScale" not in n.opts:
        x = x * c.scale("gamma", x.shape[-1])
    if center and "NoCenter" not in n.opts:
        x = x + c.small("beta", x.shape[-1])
    return x


def epsilon_of(n, default=1e-3):
    return f32(n.opts.get("Epsilon", default))


@layer
def BatchNormalization(c, x, n):
    channels, e = x.shape[-1], epsilon_of(n)
    gamma = c.scale("gamma", channels) if "NoScale" not in n.opts else 1.0
    beta = c.small("beta", channels) if "NoCenter" not in n.opts else 0.0
    mean = c.parameter("moving_mean", (channels,), -0.3, 0.3, False)
    variance = c.parameter("moving_variance", (channels,), 0.5, 1.5, False)
    if c.training:
        over = tuple(range(x.dim() - 1))
        batch = x.mean(over), x.var(over, unbiased=False)
        keep = f32(n.opts.get("Momentum", 0.99))
        for moving, new in zip((mean, variance), batch):
            moving.data.copy_(keep * moving.data + (1 - keep) * new.detach())
        mean, variance = batch
    return gamma * c.disturb((x - mean) / c.disturb(torch.sqrt(variance + e))) + beta


@layer
def LayerNormalization(c, x, n):
    deviation = torch.sqrt(x.var(-1, unbiased=False, keepdim=True) + epsilon_of(n))
    return affine(c, c.disturb(c.disturb(x - x.mean(-1, keepdim=True)) / c.disturb(deviation)), n)


@layer
def RMSNormalization(c, x, n):
    root = c.disturb(torch.sqrt((x * x).mean(-1, keepdim=True) + epsilon_of(n, 1e-6)))
    return affine(c, c.disturb(x / root), n, center=False)


@layer
def UnitNormalization(c, x, n):
    return x / torch.clamp(c.disturb(torch.sqrt((x * x).sum(-1, keepdim=True))), min=1e-12)


def group_normalization(c, x, n, groups):
    channels = x.shape[-1]
    require(channels % groups == 0)
    g = x.reshape(x.shape[0], -1, groups, channels // groups)
    mean, variance = g.mean((1, 3), keepdim=True), g.var((1, 3), unbiased=False, keepdim=True)
    y = c.disturb(c.disturb(g - mean) / c.disturb(torch.sqrt(variance + epsilon_of(n))))
    return affine(c, y.reshape(x.shape), n)


@layer
def GroupNormalization(c, x, n):
    return group_normalization(c, x, n, n.args[0])


@layer
def InstanceNormalization(c, x, n):
    return group_normalization(c, x, n, x.shape[-1])


@layer
def LocalResponseNormalization(c, x, n):
    size, alpha, beta, k = [n.args[0]] + [f32(a) for a in n.args[1:]] + [f32(1e-4), 0.75, 1.0][len(n.args) - 1:]
    require(size % 2 == 1)
    squares = F.pad(x * x, (size // 2, size // 2)).unfold(-1, size, 1).sum(-1)
    return x / (k + alpha / size * squares) ** beta


def noise(c, x, n):
    """Nothing at inference; in training only a rate of 0 has one right answer."""
    if c.training:
        require(n.args[0] == 0.0)
    return x


for _name in ("Dropout", "SpatialDropout2D", "AlphaDropout", "GaussianNoise", "GaussianDropout", "StochasticDepth"):
    LAYERS[_name] = noise


@layer
def Embedding(c, x, n):
    vocabulary, dimension = n.args
    require(x.dim() == 2)
    table = c.parameter("embeddings", (vocabulary, dimension), -1.0, 1.0)
    index = x.detach().long()
    inside = ((index >= 0) & (index < vocabulary)).to(x.dtype)[..., None]
    return table[index.clamp(0, vocabulary - 1)] * inside


@layer
def PositionalEmbedding(c, x, n):
    require(x.dim() == 3)
    return x + c.parameter("position_embeddings", x.shape[1:], -0.5, 0.5)


@layer
def LayerScale(c, x, n):
    return x * c.scale("gamma", x.shape[-1])


def dense(c, x, units, bias):
    require(x.dim() <= 3)
    c.count(x[0].numel() * units)
    y = x @ c.weight((x.shape[-1], units), x.shape[-1])
    return y + c.small("bias", units) if bias else y


@layer
def Dense(c, x, n):
    return dense(c, x, n.args[0], "NoBias" not in n.opts)


@layer
def MultiHeadAttention(c, x, n):
    require(x.dim() == 3)
    c.constants = True  # 1 / sqrt(size) is a float
    heads, size, bias = n.args[0], n.args[1] if len(n.args) > 1 else 0, "NoBias" not in n.opts
    batch, length, channels = x.shape
    require(size > 0 or channels % heads == 0)
    size = size or channels // heads
    q, k, v = (c.disturb(dense(c, x, heads * size, bias)).reshape(batch, length, heads, size).transpose(1, 2)
               for _ in range(3))
    scores = c.disturb(q @ k.transpose(2, 3) / math.sqrt(size))
    if "Causal" in n.opts:
        scores = scores.masked_fill(torch.ones(length, length).triu(1).bool(), -torch.inf)
    y = torch.softmax(scores, -1) @ v
    c.count(2 * length * length * heads * size)
    return dense(c, c.disturb(y).transpose(1, 2).reshape(batch, length, heads * size), channels, bias)
