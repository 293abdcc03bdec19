"""Layers with a window: convolutions and pooling, in PyTorch float64."""
import torch
import torch.nn.functional as F

from tree import LAYERS, layer, require

torch.set_default_dtype(torch.float64)


def pair(x):
    return x if isinstance(x, tuple) else (x, x)


def as_map(x, rank):
    """A signal is a map of one row."""
    require(x.dim() == rank + 1)
    return x if rank == 3 else x[:, None]


def back(y, rank):
    return y if rank == 3 else y[:, 0]


def span(k, d):
    return d * (k - 1) + 1


def pads_of(n, shape, kernel, stride, dilation, rank):
    """(top, left, bottom, right); Same is TensorFlow's rule: the odd pixel goes behind."""
    if "Same" in n.opts:
        total = [max((-(-s // t) - 1) * t + span(k, d) - s, 0) for s, k, t, d in zip(shape, kernel, stride, dilation)]
        return total[0] // 2, total[1] // 2, total[0] - total[0] // 2, total[1] - total[1] // 2
    p = n.opts.get("Padding", 0)
    p = p if isinstance(p, tuple) else (p,) * 4
    return p if rank == 3 else (0, p[1], 0, p[3])


def window_of(n, kernel, rank, default=1):
    """Kernel, stride and dilation as pairs; of a signal only the width of an option counts."""
    kernel = pair(kernel) if rank == 3 else (1, kernel)
    stride, dilation = pair(n.opts.get("Stride", default)), pair(n.opts.get("Dilation", 1))
    return (kernel, stride, dilation) if rank == 3 else (kernel, (1, stride[1]), (1, dilation[1]))


def channels_first(x):
    return x.permute(0, 3, 1, 2)


def channels_last(x):
    return x.permute(0, 2, 3, 1)


def convolve(c, x, n, weight, kernel_window, groups, rank, filters, macs):
    kernel, stride, dilation = kernel_window
    top, left, bottom, right = pads_of(n, x.shape[1:3], kernel, stride, dilation, rank)
    room = [x.shape[1] + top + bottom - span(kernel[0], dilation[0]), x.shape[2] + left + right - span(kernel[1], dilation[1])]
    require(min(room) >= 0)
    w = weight()
    bias = None if "NoBias" in n.opts else c.small("bias", filters)
    x = F.pad(channels_first(x), (left, right, top, bottom))
    y = channels_last(F.conv2d(x, w.contiguous(), bias, stride, 0, dilation, groups))
    c.count(y[0].numel() * macs)
    return back(y, rank)


def convolution(c, x, n, filters, kernel, rank):
    x = as_map(x, rank)
    window = window_of(n, kernel, rank)
    (h, w), groups, channels = window[0], n.opts.get("Groups", 1), x.shape[3]
    require(channels % groups == 0 and filters % groups == 0)
    shape = (h, w, channels // groups, filters) if rank == 3 else (w, channels // groups, filters)
    fan = h * w * channels // groups

    def weight():
        return c.weight(shape, fan).reshape(h, w, channels // groups, filters).permute(3, 2, 0, 1)
    return convolve(c, x, n, weight, window, groups, rank, filters, fan)


@layer
def Conv2D(c, x, n):
    return convolution(c, x, n, n.args[0], n.args[1], 3)


@layer
def Conv1D(c, x, n):
    return convolution(c, x, n, n.args[0], n.args[1], 2)


@layer
def DepthwiseConv2D(c, x, n):
    x = as_map(x, 3)
    window = window_of(n, n.args[0], 3)
    (h, w), m, channels = window[0], n.opts.get("DepthMultiplier", 1), x.shape[3]

    def weight():
        return c.weight((h, w, channels, m), h * w).permute(2, 3, 0, 1).reshape(channels * m, 1, h, w)
    return convolve(c, x, n, weight, window, channels, 3, channels * m, h * w)


@layer
def SeparableConv2D(c, x, n):
    filters, kernel = n.args
    rest = {k: v for k, v in n.opts.items() if k != "NoBias"}
    depthwise = type(n)("DepthwiseConv2D", kernel, opts={**rest, "NoBias": True})
    pointwise = type(n)("Conv2D", filters, 1, opts={k: v for k, v in n.opts.items() if k == "NoBias"})
    return LAYERS["Conv2D"](c, LAYERS["DepthwiseConv2D"](c, x, depthwise), pointwise)


def transposed(c, x, n, filters, kernel, rank):
    x = as_map(x, rank)
    kernel, stride, dilation = window_of(n, kernel, rank)
    channels, size = x.shape[3], x.shape[1:3]
    spans = [span(k, d) for k, d in zip(kernel, dilation)]
    extra = pair(n.opts.get("OutputPadding", 0))
    extra = extra if rank == 3 else (0, extra[1])
    require(all(e < max(s, d) for e, s, d in zip(extra, stride, dilation)))
    if "Same" in n.opts:
        total = [max(k - s, 0) for k, s in zip(spans, stride)]
        before, out = [t // 2 for t in total], [i * s for i, s in zip(size, stride)]
    else:
        p = pads_of(n, size, kernel, stride, dilation, rank)
        before = p[:2]
        out = [(i - 1) * s + k - p[a] - p[a + 2] + e for a, (i, s, k, e) in enumerate(zip(size, stride, spans, extra))]
    require(min(out) > 0)
    shape = (*kernel, filters, channels) if rank == 3 else (kernel[1], filters, channels)
    w = c.weight(shape, max(1, kernel[0] * kernel[1] * channels // (stride[0] * stride[1])))
    w = w.reshape(*kernel, filters, channels).permute(3, 2, 0, 1)
    whole = F.conv_transpose2d(channels_first(x), w.contiguous(), None, stride, 0, 0, 1, dilation)
    more = [max(0, b + o - have) for b, o, have in zip(before, out, whole.shape[2:])]
    whole = F.pad(whole, (0, more[1], 0, more[0]))
    y = channels_last(whole[:, :, before[0]:before[0] + out[0], before[1]:before[1] + out[1]])
    c.count(x[0].numel() * kernel[0] * kernel[1] * filters)
    if "NoBias" not in n.opts:
        y = y + c.small("bias", filters)
    return back(y, rank)


@layer
def Conv2DTranspose(c, x, n):
    return transposed(c, x, n, n.args[0], n.args[1], 3)


@layer
def Conv1DTranspose(c, x, n):
    return transposed(c, x, n, n.args[0], n.args[1], 2)


def norm(x, p, kernel, stride):
    """The p-th root of the sum of |x|^p; where that is 0, so is its gradient."""
    total = F.avg_pool2d(x.abs()**p, kernel, stride) * (kernel[0] * kernel[1])
    some = total > 0
    return torch.where(some, torch.where(some, total, 1.0)**(1 / p), 0.0)


def pooling(x, n, rank, how):
    x = as_map(x, rank)
    kernel, stride, _ = window_of(n, n.args[0], rank, n.args[0])
    require("CeilMode" not in n.opts or "Same" not in n.opts)
    pads = pads_of(n, x.shape[1:3], kernel, stride, (1, 1), rank)
    top, left, bottom, right = pads
    require(all(2 * p <= kernel[i % 2] for i, p in enumerate(pads)))
    out, need = [], []
    for size, k, s, before, after in zip(x.shape[1:3], kernel, stride, pads[:2], pads[2:]):
        room = size + before + after - k
        require(room >= 0)
        o = room // s + 1
        if "CeilMode" in n.opts:
            o = -(-room // s) + 1
            o -= (o - 1) * s >= size + before  # the last window begins within the map or the padding before it
        out.append(o)
        need.append((o - 1) * s + k)
    x = channels_first(x)

    def padded(v, inside, beyond):
        """Padding of `inside`, then `beyond` where a last window hangs over; what no window reads is cut."""
        v = F.pad(v, (left, right, top, bottom), value=inside)
        v = F.pad(v, (0, max(0, need[1] - v.shape[3]), 0, max(0, need[0] - v.shape[2])), value=beyond)
        return v[:, :, :need[0], :need[1]]
    if how == "norm":
        y = norm(padded(x, 0.0, 0.0), n.opts.get("Power", 2), kernel, stride)
    elif how == "mean":
        total = F.avg_pool2d(padded(x, 0.0, 0.0), kernel, stride)
        ones = torch.ones(1, 1, *x.shape[2:])
        y = total / F.avg_pool2d(padded(ones, float("CountPadding" in n.opts), 0.0), kernel, stride)
    else:
        y = F.max_pool2d(padded(x, -torch.inf, -torch.inf), kernel, stride)
    assert list(y.shape[2:]) == out
    return back(channels_last(y), rank)


@layer
def MaxPooling2D(c, x, n):
    return pooling(x, n, 3, "largest")


@layer
def AveragePooling2D(c, x, n):
    return pooling(x, n, 3, "mean")


@layer
def LpPooling2D(c, x, n):
    return pooling(x, n, 3, "norm")


@layer
def MaxPooling1D(c, x, n):
    return pooling(x, n, 2, "largest")


@layer
def AveragePooling1D(c, x, n):
    return pooling(x, n, 2, "mean")


@layer
def LpPooling1D(c, x, n):
    return pooling(x, n, 2, "norm")


def global_pooling(x, rank, mean):
    x = channels_first(as_map(x, rank))
    return x.mean((2, 3)) if mean else F.max_pool2d(x, x.shape[2:])[:, :, 0, 0]


@layer
def GlobalAveragePooling2D(c, x, n):
    return global_pooling(x, 3, True)


@layer
def GlobalMaxPooling2D(c, x, n):
    return global_pooling(x, 3, False)


@layer
def GlobalAveragePooling1D(c, x, n):
    return global_pooling(x, 2, True)


@layer
def GlobalMaxPooling1D(c, x, n):
    return global_pooling(x, 2, False)
