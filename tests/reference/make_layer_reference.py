#!/usr/bin/python3
"""Outputs of single layers by PyTorch in float64, for tests/layer_parity_test.cpp, and where they are NaN if one number
of their input is, for tests/numerics/nan_test.cpp: /usr/bin/python3 make_layer_reference.py (Debian's python3-torch).
Parameters and inputs are filled by the formula of make_zoo_reference.py on both sides; writes layers.safetensors and
nan.safetensors."""
import json
import struct

import numpy as np
import torch
import torch.nn.functional as F

from make_zoo_reference import uniform

torch.set_default_dtype(torch.float64)
CASES = {}


def case(name, shape, *params):
    """A layer on an input of Cincel's shape, with parameters of Cincel's shapes; the function sees tensors."""

    def register(f):
        CASES[name] = (shape, params, f)
        return f

    return register


def filled(number, shape, low, high):
    v = (low + (high - low) * uniform(number, int(np.prod(shape)))).astype(np.float32).astype(np.float64)
    return torch.from_numpy(v).reshape(shape)


def chw(x):
    return (x.permute(2, 0, 1) if x.dim() == 3 else x.permute(1, 0) if x.dim() == 2 else x)[None]


def hwc(y):
    y = y[0]
    return y.permute(1, 2, 0) if y.dim() == 3 else y.permute(1, 0) if y.dim() == 2 else y


def oihw(w):
    return w.permute(3, 2, 0, 1) if w.dim() == 4 else w.permute(2, 1, 0)


@case("conv2d", (9, 7, 6), (3, 2, 2, 9), (9,))
def _(x, w, b):
    return hwc(F.conv2d(F.pad(chw(x), (0, 1, 1, 2)), oihw(w), b, stride=(2, 1), dilation=(1, 2), groups=3))


@case("conv1d", (21, 5), (3, 5, 7), (7,))
def _(x, w, b):
    return hwc(F.conv1d(chw(x), oihw(w), b, stride=2, dilation=2, padding=1))


@case("depthwise", (9, 7, 5), (3, 3, 5, 1), (5,))
def _(x, w, b):
    return hwc(F.conv2d(chw(x), w.permute(2, 3, 0, 1), b, padding=1, groups=5))


@case("depthwise_multiplier", (9, 7, 5), (3, 3, 5, 2), (10,))
def _(x, w, b):
    return hwc(F.conv2d(chw(x), w.reshape(3, 3, 10).permute(2, 0, 1)[:, None], b, stride=2, groups=5))


@case("separable", (9, 7, 5), (3, 3, 5, 1), (1, 1, 5, 4), (4,))
def _(x, d, p, b):
    return hwc(F.conv2d(F.conv2d(chw(x), d.permute(2, 3, 0, 1), padding=1, groups=5), oihw(p), b))


@case("conv2d_transpose", (5, 7, 3), (3, 3, 4, 3), (4,))
def _(x, w, b):
    return hwc(F.conv_transpose2d(chw(x), w.permute(3, 2, 0, 1), b, stride=2, padding=1, output_padding=1))


@case("conv1d_transpose", (9, 3), (4, 5, 3), (5,))
def _(x, w, b):
    return hwc(F.conv_transpose1d(chw(x), w.permute(2, 1, 0), b, stride=3, dilation=2))


@case("dense_sequence", (7, 5), (5, 3), (3,))
def _(x, w, b):
    return x @ w + b


case("max_pooling", (9, 7, 5))(lambda x: hwc(F.max_pool2d(chw(x), 3, 2, 1, ceil_mode=True)))
case("average_pooling", (9, 8, 5))(lambda x: hwc(F.avg_pool2d(chw(x), 3, 2, 1, True, False)))
case("average_pooling_counted", (9, 8, 5))(lambda x: hwc(F.avg_pool2d(chw(x), 3, 2, 1, True, True)))
# PyTorch's takes no magnitudes, and no padding; with ceil_mode it takes a hanging window's mean times all of the window's
# pixels, so that zeros are put around the map here.
case("lp_pooling1", (9, 8, 5))(lambda x: hwc(F.lp_pool2d(chw(x).abs(), 1, 3, 2)))
case("lp_pooling2", (9, 8, 5))(lambda x: hwc(F.lp_pool2d(F.pad(chw(x).abs(), (1, 2, 1, 1)), 2, 3, 2)))
case("lp_pooling3", (9, 7, 11))(lambda x: hwc(F.lp_pool2d(F.pad(chw(x).abs(), (0, 1, 1, 0)), 3, (2, 3))))
case("lp_pooling1d", (13, 5))(lambda x: hwc(F.lp_pool1d(chw(x).abs(), 2, 4, 3)))
case("max_pooling1d", (13, 5))(lambda x: hwc(F.max_pool1d(chw(x), 3, 2, 1)))
case("average_pooling1d", (13, 5))(lambda x: hwc(F.avg_pool1d(chw(x), 2)))
case("global_average", (5, 7, 3))(lambda x: x.mean((0, 1)))
case("global_max", (5, 7, 3))(lambda x: x.amax((0, 1)))
case("layer_normalization", (5, 7, 3), (3,), (3,))(lambda x, g, b: F.layer_norm(x, (3,), g, b, 1e-3))
case("rms_normalization", (7, 5), (5,))(lambda x, g: x / torch.sqrt((x * x).mean(-1, keepdim=True) + 1e-6) * g)
case("unit_normalization", (7, 5))(lambda x: F.normalize(x, dim=-1))
case("group_normalization", (5, 7, 6), (6,), (6,))(lambda x, g, b: hwc(F.group_norm(chw(x), 3, g, b, 1e-3)))
case("instance_normalization", (5, 7, 6), (6,), (6,))(lambda x, g, b: hwc(F.instance_norm(chw(x), weight=g, bias=b, eps=1e-3)))
case("local_response", (5, 7, 9))(lambda x: hwc(F.local_response_norm(chw(x), 5, 0.5, 0.75, 2.0)))
case("prelu", (5, 7, 3), (3,))(lambda x, a: hwc(F.prelu(chw(x), a)))
case("softmax", (5, 7, 3))(lambda x: F.softmax(x, -1))
case("log_softmax", (5, 7, 3))(lambda x: F.log_softmax(x, -1))
for name, f in {
        "relu": F.relu, "relu6": lambda x: F.relu6(8 * x), "leaky_relu": lambda x: F.leaky_relu(x, 0.1),
        "elu": lambda x: F.elu(x, 0.7), "selu": F.selu, "sigmoid": torch.sigmoid, "tanh": torch.tanh,
        "hard_sigmoid": lambda x: F.hardsigmoid(8 * x), "softplus": F.softplus, "softsign": F.softsign,
        "exponential": torch.exp, "gelu": lambda x: F.gelu(8 * x),
        "gelu_tanh": lambda x: F.gelu(8 * x, approximate="tanh"), "silu": lambda x: F.silu(8 * x),
        "hard_swish": lambda x: F.hardswish(8 * x), "mish": lambda x: F.mish(8 * x),
        "hard_tanh": lambda x: F.hardtanh(8 * x)}.items():
    case(name, (5, 7, 3))(f)
case("upsampling", (3, 5, 2))(lambda x: hwc(F.interpolate(chw(x), scale_factor=(2, 3), mode="nearest")))
case("upsampling_bilinear", (3, 5, 2))(
    lambda x: hwc(F.interpolate(chw(x), scale_factor=(2, 3), mode="bilinear", align_corners=False)))
case("resizing", (7, 9, 3))(lambda x: hwc(F.interpolate(chw(x), size=(4, 11), mode="bilinear", align_corners=False)))
case("resizing_between", (7, 9, 3))(
    lambda x: hwc(F.interpolate(chw(x), size=(4, 10), mode="bilinear", align_corners=False)))
case("resizing_nearest", (7, 9, 3))(lambda x: hwc(F.interpolate(chw(x), size=(4, 11), mode="nearest-exact")))
case("pixel_shuffle", (3, 5, 8))(lambda x: hwc(F.pixel_shuffle(chw(x), 2)))
case("pixel_unshuffle", (4, 6, 3))(lambda x: hwc(F.pixel_unshuffle(chw(x), 2)))


# What passes fuse, and where they must not.
case("ceil_pooling_behind_convolution", (5, 5, 3), (3, 3, 3, 8), (8,))(
    lambda x, w, b: hwc(F.max_pool2d(F.conv2d(chw(x), oihw(w), b, padding=1), 2, ceil_mode=True)))
case("ceil_pooling_inside", (7, 6, 3), (3, 3, 3, 8), (8,))(
    lambda x, w, b: hwc(F.max_pool2d(torch.tanh(F.conv2d(chw(x), oihw(w), b, padding=(1, 0))), (1, 2), ceil_mode=True)))
case("rescaled_view", (16,), (3, 3, 1, 8), (8,))(
    lambda x, w, b: hwc(F.conv2d(chw((0.5 * x + 0.25).reshape(4, 4, 1)), oihw(w), b)))
case("rescaled_behind_view", (4, 6, 2), (2, 2, 4, 5), (5,))(
    lambda x, w, b: hwc(F.conv2d(chw((x.reshape(3, 8, 2) * 2 - 1).reshape(2, 6, 4)), oihw(w), b)))


# A moving variance is filled from 0.5 to 1.5.
@case("shared_epsilon", (5, 7, 3), (3,), (3,), (3,), (3,))
def _(x, gamma, beta, mean, variance):
    y = [(x - mean) / torch.sqrt(variance + 1 + e) * gamma + beta for e in (1e-3, 0.5)]
    return torch.cat(y, dim=-1)


@case("shared_groups", (6, 5, 4), (2, 2, 2, 6), (6,), (1, 1, 4, 2), (2,))
def _(x, w, b, v, c):
    half = F.conv2d(chw(x), oihw(v), c)
    return hwc(torch.cat([F.conv2d(chw(x), oihw(w), b, groups=2), F.conv2d(half, oihw(w), b)], dim=1))


case("transposed_of_one_pixel", (1, 1, 3), (4, 4, 2, 3), (2,))(
    lambda x, w, b: hwc(F.conv_transpose2d(chw(x), w.permute(3, 2, 0, 1), b, stride=2, padding=1)))
case("only_padding", (3, 3, 2), (3, 3, 2, 3), (3,), (4, 4, 3, 2), (2,))(
    lambda x, w, b, v, c: hwc(F.conv2d(F.pad(F.conv2d(chw(x), oihw(w), b, padding=1), (5, 5, 0, 1)), oihw(v), c, stride=20)))


@case("attention", (7, 6), (6, 6), (6,), (6, 6), (6,), (6, 6), (6,), (6, 6), (6,))
def _(x, wq, bq, wk, bk, wv, bv, wo, bo):
    m = torch.nn.MultiheadAttention(6, 2, batch_first=True)
    with torch.no_grad():
        m.in_proj_weight.copy_(torch.cat([wq.T, wk.T, wv.T]))
        m.in_proj_bias.copy_(torch.cat([bq, bk, bv]))
        m.out_proj.weight.copy_(wo.T)
        m.out_proj.bias.copy_(bo)
        return m(x[None], x[None], x[None], need_weights=False)[0][0]


@case("conv_relu_pool", (8, 6, 3), (3, 3, 3, 9), (9,))
def _(x, w, b):
    return hwc(F.max_pool2d(F.relu(F.conv2d(chw(x), oihw(w), b)), 2))


@case("conv_pool_clipped", (9, 7, 2), (2, 2, 2, 5), (5,))
def _(x, w, b):
    return hwc(F.hardtanh(F.max_pool2d(F.conv2d(chw(x), oihw(w), b), 2), 0, 0.5))


@case("dense_relu", (13,), (13, 11), (11,))
def _(x, w, b):
    return F.relu(x @ w + b)


case("maximum", (5, 7, 3), (1, 1, 3, 3), (3,))(lambda x, w, b: torch.maximum(x, hwc(F.conv2d(chw(x), oihw(w), b))))
case("average", (5, 7, 3), (1, 1, 3, 3), (3,))(lambda x, w, b: (x + hwc(F.conv2d(chw(x), oihw(w), b))) / 2)
case("multiply", (5, 7, 3), (1, 1, 3, 3), (3,))(lambda x, w, b: x * hwc(F.conv2d(chw(x), oihw(w), b)))
case("squeeze", (5, 7, 3), (3, 3), (3,))(lambda x, w, b: x * torch.sigmoid(x.mean((0, 1)) @ w + b))
case("residual", (5, 7, 3), (3, 3, 3, 3), (3,))(lambda x, w, b: F.relu(x + hwc(F.conv2d(chw(x), oihw(w), b, padding=1))))
case("padded_crop", (5, 7, 3))(lambda x: hwc(F.pad(chw(x), (1, 1, 1, 1))[:, :, 2:, :5]))


def nan_places(f, x, params):
    """For each number of the input that is made NaN: how many outputs are, and a hash of which."""
    found = []
    for place in range(x.numel()):
        broken = x.clone()
        broken.view(-1)[place] = float("nan")
        nan = torch.isnan(f(broken, *params)).reshape(-1).nonzero().reshape(-1).tolist()
        h = 0
        for i in nan:
            h = ((h * 16777619) ^ (i + 1)) & 0xFFFFFFFF
        found += [len(nan), h & 0xFFFFFF]
    return np.array(found, np.float32)


def write(name, tensors):
    header, blob = {}, b""
    for key, y in tensors.items():
        header[key] = {"dtype": "F32", "shape": list(y.shape), "data_offsets": [len(blob), len(blob) + y.nbytes]}
        blob += y.tobytes()
    text = json.dumps(header).encode()
    text += b" " * (-len(text) % 8)
    with open(__file__.replace("make_layer_reference.py", name), "wb") as file:
        file.write(struct.pack("<Q", len(text)) + text + blob)


def main():
    outputs, places = {}, {}
    for name, (shape, params, f) in CASES.items():
        x = filled(1000003, shape, -1, 1)
        with torch.no_grad():
            filled_params = [filled(i, s, -0.5, 0.5) for i, s in enumerate(params)]
            y = f(x, *filled_params)
            # Of these PyTorch reads neighbours with the weight 0, at borders and where its rounding says so.
            if name not in ("resizing", "resizing_between", "upsampling_bilinear"):
                places[name] = nan_places(f, x, filled_params)
        outputs[name] = y.contiguous().reshape(-1).numpy().astype(np.float32)
    write("layers.safetensors", outputs)
    write("nan.safetensors", places)


if __name__ == "__main__":
    main()
