"""Layers that move numbers, change the grid of pixels or prepare inputs, in PyTorch float64."""
import math

import torch
import torch.nn.functional as F

from tree import Invalid, f32, layer, require


@layer
def Flatten(c, x, n):
    return x.reshape(x.shape[0], -1)


@layer
def Reshape(c, x, n):
    known = math.prod(a for a in n.args if a > 0)
    have = x[0].numel()
    require(have % known == 0 if -1 in n.args else have == known)
    return x.reshape(x.shape[0], *n.args)


@layer
def Permute(c, x, n):
    require(x.dim() == len(n.args) + 1)
    return x.permute(0, *n.args)


def pad_or_crop(x, amounts, sign):
    """amounts: (before, after) of each axis but the batch's."""
    require(x.dim() == len(amounts) + 1 and all(min(a) >= 0 for a in amounts))
    require(sign > 0 or all(s > sum(a) for s, a in zip(x.shape[1:], amounts)))
    flat = [sign * v for a in reversed(amounts) for v in a]
    return F.pad(x, flat)


def margins(a):
    top, left, bottom, right = a if isinstance(a, tuple) else (a,) * 4
    return [(top, bottom), (left, right), (0, 0)]


def ends(args):
    return args[0], args[-1]


@layer
def ZeroPadding2D(c, x, n):
    return pad_or_crop(x, margins(n.args[0]), 1)


@layer
def ZeroPadding1D(c, x, n):
    return pad_or_crop(x, [ends(n.args), (0, 0)], 1)


@layer
def ChannelPadding(c, x, n):
    return F.pad(x, ends(n.args))


@layer
def Cropping2D(c, x, n):
    return pad_or_crop(x, margins(n.args[0]), -1)


@layer
def Cropping1D(c, x, n):
    return pad_or_crop(x, [ends(n.args), (0, 0)], -1)


@layer
def CenterCrop(c, x, n):
    require(x.dim() == 4 and all(a <= s for a, s in zip(n.args, x.shape[1:])))
    top, left = ((s - a) // 2 for a, s in zip(n.args, x.shape[1:]))
    return x[:, top:top + n.args[0], left:left + n.args[1]]


@layer
def Slice(c, x, n):
    axis, begin, end, step = n.args + [0, 1][len(n.args) - 2:]
    require(axis < x.dim())
    size = x.shape[axis]
    begin, end = begin + size if begin < 0 else begin, end + size if end <= 0 else end
    require(0 <= begin < end <= size)
    return x[(slice(None),) * axis + (slice(begin, end, step),)]


def resize(x, h, w, bilinear):
    require(x.dim() == 4)
    mode = dict(mode="bilinear", align_corners=False) if bilinear else dict(mode="nearest-exact")
    return F.interpolate(x.permute(0, 3, 1, 2), (h, w), **mode).permute(0, 2, 3, 1)


@layer
def UpSampling2D(c, x, n):
    h, w = n.args[0] if isinstance(n.args[0], tuple) else (n.args[0],) * 2
    require(x.dim() == 4)
    return resize(x, x.shape[1] * h, x.shape[2] * w, "Bilinear" in n.opts)


@layer
def UpSampling1D(c, x, n):
    require(x.dim() == 3)
    return x.repeat_interleave(n.args[0], 1)


@layer
def Resizing(c, x, n):
    return resize(x, *n.args, "Nearest" not in n.opts)


def to_pixels(x, b, block_first):
    require(x.dim() == 4 and x.shape[3] % (b * b) == 0)
    batch, h, w, channels = x.shape
    if block_first:
        x = x.reshape(batch, h, w, b, b, channels // b**2).permute(0, 1, 3, 2, 4, 5)
    else:
        x = x.reshape(batch, h, w, channels // b**2, b, b).permute(0, 1, 4, 2, 5, 3)
    return x.reshape(batch, h * b, w * b, channels // b**2)


def to_channels(x, b, block_first):
    require(x.dim() == 4 and x.shape[1] % b == 0 and x.shape[2] % b == 0)
    batch, h, w, channels = x.shape
    x = x.reshape(batch, h // b, b, w // b, b, channels)
    x = x.permute(0, 1, 3, 2, 4, 5) if block_first else x.permute(0, 1, 3, 5, 2, 4)
    return x.reshape(batch, h // b, w // b, channels * b**2)


@layer
def DepthToSpace(c, x, n):
    return to_pixels(x, n.args[0], True)


@layer
def PixelShuffle(c, x, n):
    return to_pixels(x, n.args[0], False)


@layer
def SpaceToDepth(c, x, n):
    return to_channels(x, n.args[0], True)


@layer
def PixelUnshuffle(c, x, n):
    return to_channels(x, n.args[0], False)


@layer
def Rescaling(c, x, n):
    return x * f32(n.args[0]) + (f32(n.args[1]) if len(n.args) > 1 else 0.0)


@layer
def Normalization(c, x, n):
    channels = x.shape[-1]
    if n.opts:
        c.constants = True  # Cincel keeps 1 / deviation as a float
        mean, variance = (torch.tensor([f32(v) for v in n.opts[k]]) for k in ("Mean", "Variance"))
        require(len(mean) in (1, channels) and len(variance) in (1, channels) and max(len(mean), len(variance)) <= 4)
    else:
        mean = c.parameter("mean", (channels,), -0.3, 0.3, False)
        variance = c.parameter("variance", (channels,), 0.5, 1.5, False)
    return (x - mean) / torch.clamp(torch.sqrt(variance), min=1e-7)


def source(c, x, n):
    if x is not None:
        raise Invalid
    c.input_specs.append(n)
    c.next_input += 1
    return c.inputs(c.next_input - 1, n)


@layer
def Input(c, x, n):
    return source(c, x, n)


@layer
def ByteInput(c, x, n):
    return source(c, x, n)


@layer
def Tokens(c, x, n):
    """A flat Input of whole numbers, for an Embedding: args are its length and the numbers' limit."""
    return source(c, x, n)
