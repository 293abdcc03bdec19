#!/usr/bin/python3
"""The rows as PyTorch modules. `models.py FOLDER` exports torchvision's networks as ONNX files, which opencv.cpp reads;
`models.py FOLDER ROW...` exports those rows, for onnxruntime.py."""
import inspect
import os
import re
import sys

import peer

peer.enter_tree()
if not peer.has("torch"):
    peer.leave("PyTorch was not found. On Debian: apt-get install python3-torch")
import torch
from torch import nn

import rows

ACTIVATIONS = {"relu": nn.ReLU, "gelu": nn.GELU, "sigmoid": nn.Sigmoid, "tanh": nn.Tanh}


class Shortcut(nn.Module):
    """A block of ResNet-20 whose shortcut takes every second pixel and has zeros for the channels that are new."""

    def __init__(self, inputs, outputs, stride):
        super().__init__()
        self.stride, self.new = stride, (outputs - inputs) // 2
        self.path = nn.Sequential(
            nn.Conv2d(inputs, outputs, 3, stride, 1, bias=False), nn.BatchNorm2d(outputs), nn.ReLU(),
            nn.Conv2d(outputs, outputs, 3, 1, 1, bias=False), nn.BatchNorm2d(outputs))

    def forward(self, x):
        y = self.path(x)
        if self.stride > 1:
            x = nn.functional.pad(x[:, :, ::self.stride, ::self.stride], (0, 0, 0, 0, self.new, self.new))
        return torch.relu(x + y)


def resnet20():
    widths = [16] * 4 + [32] * 3 + [64] * 3
    blocks = [Shortcut(inputs, outputs, 1 if inputs == outputs else 2) for inputs, outputs in zip(widths, widths[1:])]
    return nn.Sequential(nn.Conv2d(3, 16, 3, 1, 1, bias=False), nn.BatchNorm2d(16), nn.ReLU(), *blocks,
                         nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(64, 10))


def fashion_cnn(dropout=False):
    return nn.Sequential(nn.Conv2d(1, 32, 3), nn.ReLU(), nn.MaxPool2d(2), nn.Conv2d(32, 64, 3), nn.ReLU(),
                         nn.MaxPool2d(2), nn.Flatten(), *([nn.Dropout(0.5)] if dropout else []), nn.Linear(1600, 10))


def lenet5():
    return nn.Sequential(nn.Conv2d(1, 6, 5), nn.Tanh(), nn.AvgPool2d(2), nn.Conv2d(6, 16, 5), nn.Tanh(),
                         nn.AvgPool2d(2), nn.Conv2d(16, 120, 5), nn.Tanh(), nn.Flatten(), nn.Linear(120, 84),
                         nn.Tanh(), nn.Linear(84, 10))


def dense_network(sizes, activation):
    """An activation behind every layer but the last."""
    layers = []
    for inputs, outputs in zip(sizes, sizes[1:]):
        layers += [nn.Linear(inputs, outputs), activation()]
    return nn.Sequential(*layers[:-1])


def zoo(name, **options):
    import torchvision.models
    if name == "googlenet":
        options |= {"aux_logits": False, "init_weights": False}
    return getattr(torchvision.models, name)(**options)


def layer(name):
    """The module of "conv3x3_64_64_56" or the like, and the shape of its input."""
    kind, window, numbers = re.fullmatch(r"([a-z_]+?)(\d[\dxs]*)?((?:_\d+)+)", name).groups()
    sizes = [int(n) for n in numbers[1:].split("_")]
    if kind == "dense":
        return nn.Linear(*sizes), (1, sizes[0])
    if kind == "softmax":
        return nn.Softmax(1), (1, *sizes)
    shape = (1, sizes[0], sizes[-1], sizes[-1])
    if kind in ACTIVATIONS:
        return ACTIVATIONS[kind](), shape
    if kind.endswith("_pooling"):
        return (nn.MaxPool2d if kind == "max_pooling" else nn.AvgPool2d)(int(window)), shape
    # Where Same padding is odd, there is a row more of zeros: torch pads both sides alike.
    size, stride = re.fullmatch(r"(\d+)x\1(?:s(\d+))?", window).groups()
    outputs, groups = (sizes[0], sizes[0]) if kind == "depthwise" else (sizes[1], 1)
    return nn.Conv2d(sizes[0], outputs, int(size), int(stride or 1), int(size) // 2, groups=groups), shape


def tiny(name):
    if name.startswith("dense_"):
        *sizes, activation = name[len("dense_"):].split("_")
        return dense_network([int(n) for n in sizes], ACTIVATIONS[activation]), (1, int(sizes[0]))
    return nn.Sequential(nn.Conv1d(1, 16, 3), nn.Tanh(), nn.Conv1d(16, 16, 3), nn.Tanh()), (1, 1, 16)


def network(name):
    name, count = re.fullmatch(r"(.+?)(?:_b(\d+))?", name).groups()
    count = int(count or 1)
    if name in ("fashion_cnn", "lenet5"):
        side = 28 if name == "fashion_cnn" else 32
        return nn.Sequential(globals()[name](), nn.Softmax(1)), (count, 1, side, side)
    if name.startswith("mlp_"):
        sizes = [int(n) for n in name.split("_")[1:]]
        return nn.Sequential(dense_network(sizes, nn.ReLU), nn.Softmax(1)), (count, sizes[0])
    return nn.Sequential(zoo(name), nn.Softmax(1)), (count, 3, 224, 224)


def inference(row):
    """The module of a row, ready to predict, and its input. No two parameters are equal: exporters share such."""
    torch.manual_seed(1)
    family, name = row.split("/")
    module, shape = {"layer": layer, "tiny": tiny, "net": network}[family](name)
    with torch.no_grad():
        for values in (*module.parameters(), *module.buffers()):
            if values.is_floating_point():
                values += 0.01 * torch.rand_like(values)
    return module.eval(), torch.rand(shape) * 2 - 1


def training(row):
    """The module of a row of training, in training, with a batch of samples and their classes."""
    torch.manual_seed(1)
    module, shape = {
        "train/fashion_cnn_b128": lambda: (fashion_cnn(dropout=True), (128, 1, 28, 28)),
        "train/lenet5_b128": lambda: (lenet5(), (128, 1, 32, 32)),
        "train/resnet20_b128": lambda: (resnet20(), (128, 3, 32, 32)),
        "train/resnet18_64_b32": lambda: (zoo("resnet18", num_classes=10), (32, 3, 64, 64)),
        "train/mobilenet_v2_64_b32": lambda: (zoo("mobilenet_v2", num_classes=10), (32, 3, 64, 64)),
        "train/mlp_784_512_512_10_b128": lambda: (dense_network([784, 512, 512, 10], nn.ReLU), (128, 784)),
    }[row]()
    return module.train(), torch.rand(shape) * 2 - 1, torch.arange(shape[0]) % 10


def export(row, folder):
    """The row as an ONNX file, unless it is there."""
    path = f"{folder}/{row.split('/')[1]}.onnx"
    if os.path.exists(path):
        return
    module, x = inference(row)
    # Opset 10 because OpenCV 4.6 wants the limits of a Clip as attributes.
    # PyTorch 2 has another exporter too, which wants packages that Debian does not have.
    classic = {"dynamo": False} if "dynamo" in inspect.signature(torch.onnx.export).parameters else {}
    with torch.no_grad():
        torch.onnx.export(module, x, path + ".part", opset_version=10, input_names=["x"], output_names=["y"], **classic)
    os.replace(path + ".part", path)


def main():
    if len(sys.argv) < 2 or sys.argv[1].startswith("-"):
        sys.exit("usage: models.py FOLDER [ROW...]")
    if len(sys.argv) == 2 and not rows.HAS_ZOO:
        peer.leave("torchvision was not found. On Debian: apt-get install python3-torchvision")
    os.makedirs(sys.argv[1], exist_ok=True)
    for row in sys.argv[2:] or ["net/" + name for name in rows.ZOO]:
        export(row, sys.argv[1])


if __name__ == "__main__":
    main()
