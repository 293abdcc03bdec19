#!/usr/bin/env python3
"""Writes parity.safetensors: a network of all layers computed by PyTorch in float64, for tests/parity_test.cpp.

Needs Debian's python3-torch. Usage: /usr/bin/python3 tests/reference/make_reference.py
Parameters and inputs come from one deterministic formula. Convolution weights are stored {h, w, in, out} and dense
ones {in, out}, as Cincel and Keras have them. Adam is torch.optim.Adam with its epsilon set before each step to what
Keras's formula comes to: Keras adds epsilon outside the bias correction.
"""
import json
import math
import os
import struct
import torch
import torch.nn.functional as F

torch.set_default_dtype(torch.float64)
BATCH, H, W, C = 6, 11, 9, 3


def numbers(shape, salt, scale):
    n = math.prod(shape)
    values = [math.sin(12.9898 * (i + 1) + 78.233 * salt) * scale for i in range(n)]
    return torch.tensor(values).float().double().reshape(shape)


# Cincel's name: (shape, scale, offset)
PARAMETERS = {
    "conv2d.weight": ((3, 3, C, 10), 0.3, 0),
    "batch_normalization.gamma": ((10,), 0.3, 1), "batch_normalization.beta": ((10,), 0.2, 0),
    "conv2d_1.weight": ((3, 3, 10, 7), 0.2, 0), "conv2d_1.bias": ((7,), 0.1, 0),
    "dense.weight": ((28, 12), 0.3, 0), "dense.bias": ((12,), 0.1, 0),
    "dense_1.weight": ((12, 5), 0.4, 0), "dense_1.bias": ((5,), 0.1, 0),
}


def start():
    return {n: (numbers(s, i + 1, k) + o).float().double().requires_grad_()
            for i, (n, (s, k, o)) in enumerate(PARAMETERS.items())}


def same(x, kernel, stride):
    """TensorFlow's padding: the odd pixel goes to the bottom and right."""
    pads = []
    for size in (x.shape[3], x.shape[2]):
        total = max((math.ceil(size / stride) - 1) * stride + kernel - size, 0)
        pads += [total // 2, total - total // 2]
    return F.pad(x, pads)


def conv(p, name, x, stride, padded):
    x = same(x, 3, stride) if padded else x
    return F.conv2d(x, p[name + ".weight"].permute(3, 2, 0, 1), p.get(name + ".bias"), stride)


def forward(p, x, training):
    x = x.permute(0, 3, 1, 2) * 0.5 + 0.25                                       # Rescaling
    x = conv(p, "conv2d", x, 1, True)
    mean, variance = torch.zeros(10), torch.ones(10)
    x = F.batch_norm(x, mean, variance, p["batch_normalization.gamma"], p["batch_normalization.beta"], training, 0.01, 1e-3)
    x = F.max_pool2d(F.relu(x), 2)                                               # 5 x 4
    x = torch.tanh(conv(p, "conv2d_1", x, 1, True))
    x = F.avg_pool2d(x, 2)                                                       # 2 x 2
    x = x.permute(0, 2, 3, 1).reshape(x.shape[0], -1)
    x = torch.sigmoid(x @ p["dense.weight"] + p["dense.bias"])
    return x @ p["dense_1.weight"] + p["dense_1.bias"]


x = numbers((BATCH, H, W, C), 99, 1.0)
labels = torch.tensor([i % 5 for i in range(BATCH)])
tensors = {"x": x, "labels": labels.double()}

p = start()
tensors["output"] = torch.softmax(forward(p, x, False), 1)
loss = F.cross_entropy(forward(p, x, True), labels)
loss.backward()
tensors["loss"] = loss.detach().reshape(1)
for n, v in p.items():
    tensors["parameter." + n], tensors["gradient." + n] = v.detach(), v.grad

for kind in ("adam", "sgd"):
    p = start()
    optimizer = (torch.optim.Adam(list(p.values()), 1e-3) if kind == "adam" else
                 torch.optim.SGD(list(p.values()), 0.1, momentum=0.9))
    for step in range(1, 4):
        if kind == "adam":
            optimizer.param_groups[0]["eps"] = 1e-7 / math.sqrt(1 - 0.999 ** step)
        optimizer.zero_grad()
        F.cross_entropy(forward(p, x, True), labels).backward()
        optimizer.step()
    for n, v in p.items():
        tensors[f"{kind}.{n}"] = v.detach()

header, data = {}, b""
for name, t in tensors.items():
    raw = struct.pack(f"<{t.numel()}f", *t.contiguous().reshape(-1).tolist())
    header[name] = {"dtype": "F32", "shape": list(t.shape), "data_offsets": [len(data), len(data) + len(raw)]}
    data += raw
text = json.dumps(header).encode()
with open(os.path.join(os.path.dirname(os.path.abspath(__file__)), "parity.safetensors"), "wb") as f:
    f.write(struct.pack("<Q", len(text)) + text + data)
