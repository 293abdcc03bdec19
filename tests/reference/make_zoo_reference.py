#!/usr/bin/python3
"""Outputs of the zoo's architectures by PyTorch in float64, for tests/zoo: /usr/bin/python3 make_zoo_reference.py

Needs Debian's python3-torch and python3-torchvision. Parameters and inputs are no files: both sides fill them by one
formula, a hash of the parameter's number and the element's place in Cincel's layout (height, width, in, out). The
script also checks each published parameter count. Writes zoo.safetensors: the logits of each network."""
import json
import struct

import numpy as np
import torch
import torch.nn.functional as F
from torch import nn
from torchvision import models

torch.set_grad_enabled(False)
torch.set_default_dtype(torch.float64)


def uniform(number, n):
    """n numbers in [0, 1): MurmurHash3's finaliser of the place, seeded by the parameter's number."""
    h = (np.arange(n, dtype=np.uint64) + np.uint64(number) * np.uint64(0x9E3779B9)) & np.uint64(0xFFFFFFFF)
    for shift, factor in ((16, 0x85EBCA6B), (13, 0xC2B2AE35)):
        h ^= h >> np.uint64(shift)
        h = (h * np.uint64(factor)) & np.uint64(0xFFFFFFFF)
    h ^= h >> np.uint64(16)
    return (h >> np.uint64(8)).astype(np.float64) / 2**24


class Filler:
    def __init__(self):
        self.number = 0

    def take(self, shape, low, high):
        """A parameter of Cincel's shape; values are rounded to float32, as Cincel stores them."""
        v = low + (high - low) * uniform(self.number, int(np.prod(shape)))
        self.number += 1
        return torch.from_numpy(v.astype(np.float32).astype(np.float64)).reshape(shape)

    def weight(self, shape, fan):
        limit = float(np.sqrt(np.float64(3.0) / fan))
        return self.take(shape, -limit, limit)

    def small(self, n):
        return self.take((n,), -0.1, 0.1)

    def fill(self, module, flat_map=None):
        """Fills one layer. flat_map: (channels, height, width) of the map that a Linear reads flat."""
        if isinstance(module, nn.ConvTranspose2d):
            i, o, h, w = module.weight.shape
            v = self.weight((h, w, o, i), h * w * o)
            module.weight.copy_(v.permute(3, 2, 0, 1))
            module.bias.copy_(self.small(o))
        elif isinstance(module, nn.Conv2d):
            o, i, h, w = module.weight.shape
            depthwise = module.groups > 1 and i == 1
            v = self.weight((h, w, i, o), h * w if depthwise or o == 1 else h * w * i)
            module.weight.copy_(v.permute(3, 2, 0, 1))
            if module.bias is not None:
                module.bias.copy_(self.small(o))
        elif isinstance(module, nn.Linear):
            o, i = module.weight.shape
            v = self.weight((i, o), i)
            if flat_map:
                c, h, w = flat_map
                v = v.reshape(h, w, c, o).permute(2, 0, 1, 3).reshape(i, o)
            module.weight.copy_(v.T)
            module.bias.copy_(self.small(o))
        elif isinstance(module, (nn.BatchNorm2d, nn.BatchNorm1d)):
            n = module.num_features
            module.weight.copy_(self.take((n,), 0.5, 1.5))
            module.bias.copy_(self.small(n))
            module.running_mean.copy_(self.small(n))
            module.running_var.copy_(self.take((n,), 0.5, 1.5))


def conv_bn(i, o, k, s=1, p=None, groups=1, bias=False, eps=1e-3):
    p = (k - 1) // 2 if p is None else p
    return [nn.Conv2d(i, o, k, s, p, groups=groups, bias=bias), nn.BatchNorm2d(o, eps=eps)]


class PadSame(nn.Module):
    """TensorFlow's padding of a stride-2 convolution of an even map: below and to the right."""

    def __init__(self, left, right, top, bottom):
        super().__init__()
        self.pads = (left, right, top, bottom)

    def forward(self, x):
        return F.pad(x, self.pads)


def lenet5():
    return nn.Sequential(nn.Conv2d(1, 6, 5, padding=2), nn.Tanh(), nn.AvgPool2d(2), nn.Conv2d(6, 16, 5), nn.Tanh(),
                         nn.AvgPool2d(2), nn.Flatten(), nn.Linear(400, 120), nn.Tanh(), nn.Linear(120, 84), nn.Tanh(),
                         nn.Linear(84, 10))


def mobilenet_v1(classes=1000, width=1.0, bias=False, relu=nn.ReLU6, pool=None):
    def separable(i, o, s):
        pad = [PadSame(0, 1, 0, 1)] if s == 2 else []
        return pad + conv_bn(i, i, 3, s, 0 if s == 2 else 1, i, bias) + [relu()] + conv_bn(i, o, 1, bias=bias) + [relu()]

    w = lambda c: int(c * width)
    layers = [PadSame(0, 1, 0, 1)] + conv_bn(3, w(32), 3, 2, 0, bias=bias) + [relu()]
    for i, o, s in [(32, 64, 1), (64, 128, 2), (128, 128, 1), (128, 256, 2), (256, 256, 1), (256, 512, 2)] + \
            [(512, 512, 1)] * 5 + [(512, 1024, 2), (1024, 1024, 1)]:
        layers += separable(w(i), w(o), s)
    return nn.Sequential(*layers, nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(w(1024), classes))


class Residual(nn.Module):
    def __init__(self, path, shortcut=None, pad=False):
        super().__init__()
        self.path = nn.Sequential(*path)
        self.shortcut = nn.Sequential(*shortcut) if shortcut else nn.Identity()

    def forward(self, x):
        return F.relu(self.path(x) + self.shortcut(x))


class ZeroShortcut(nn.Module):
    def forward(self, x):
        n = x.shape[1] // 2
        return F.pad(x[:, :, ::2, ::2], (0, 0, 0, 0, n, n))


def resnet20():
    def block(i, o, s):
        path = conv_bn(i, o, 3, s, eps=1e-5) + [nn.ReLU()] + conv_bn(o, o, 3, eps=1e-5)
        return Residual(path, [ZeroShortcut()] if s == 2 else None)

    layers = conv_bn(3, 16, 3, eps=1e-5) + [nn.ReLU()]
    for i, o, s in [(16, 16, 1)] * 3 + [(16, 32, 2)] + [(32, 32, 1)] * 2 + [(32, 64, 2)] + [(64, 64, 1)] * 2:
        layers.append(block(i, o, s))
    return nn.Sequential(*layers, nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(64, 10))


def resnet8():
    def block(i, o, s):
        pad = [PadSame(0, 1, 0, 1)] if s == 2 else []
        path = pad + conv_bn(i, o, 3, s, 0 if s == 2 else 1, bias=True) + [nn.ReLU()] + conv_bn(o, o, 3, bias=True)
        return Residual(path, [nn.Conv2d(i, o, 1, 2)] if s == 2 else None)

    return nn.Sequential(*conv_bn(3, 16, 3, bias=True), nn.ReLU(), block(16, 16, 1), block(16, 32, 2), block(32, 64, 2),
                         nn.AvgPool2d(8), nn.Flatten(), nn.Linear(64, 10))


def ds_cnn():
    layers = [PadSame(1, 1, 4, 5), nn.Conv2d(1, 64, (10, 4), 2), nn.BatchNorm2d(64, eps=1e-3), nn.ReLU()]
    for _ in range(4):
        layers += conv_bn(64, 64, 3, groups=64, bias=True) + [nn.ReLU()] + conv_bn(64, 64, 1, bias=True) + [nn.ReLU()]
    return nn.Sequential(*layers, nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(64, 12))


def autoencoder640():
    layers, i = [], 640
    for o in [128] * 4 + [8] + [128] * 4:
        layers += [nn.Linear(i, o), nn.BatchNorm1d(o, eps=1e-3), nn.ReLU()]
        i = o
    return nn.Sequential(*layers, nn.Linear(128, 640))


class LeNet5Original(nn.Module):
    """Partial connections (Table I of the paper) and subsampling with a coefficient and a bias for each map."""

    TABLE = ["012", "123", "234", "345", "450", "501", "0123", "1234", "2345", "3450", "4501", "5012", "0134", "1245",
             "0235", "012345"]

    def __init__(self):
        super().__init__()
        self.maps = [[int(d) for d in row] for row in self.TABLE]
        self.c1, self.s2 = nn.Conv2d(1, 6, 5), nn.Conv2d(6, 6, 1, groups=6)
        self.c3 = nn.ModuleList(nn.Conv2d(len(m), 1, 5) for m in self.maps)
        self.s4, self.c5, self.f6 = nn.Conv2d(16, 16, 1, groups=16), nn.Conv2d(16, 120, 5), nn.Linear(120, 84)

    def forward(self, x):
        x = torch.tanh(self.s2(F.avg_pool2d(torch.tanh(self.c1(x)), 2)))
        x = torch.tanh(torch.cat([c(x[:, m]) for c, m in zip(self.c3, self.maps)], 1))
        x = torch.tanh(self.s4(F.avg_pool2d(x, 2)))
        return torch.tanh(self.f6(torch.tanh(self.c5(x)).flatten(1)))


def alexnet2012():
    norm = lambda: nn.LocalResponseNorm(5, 1e-4, 0.75, 2.0)
    return nn.Sequential(
        nn.Conv2d(3, 96, 11, 4), nn.ReLU(), norm(), nn.MaxPool2d(3, 2), nn.Conv2d(96, 256, 5, padding=2, groups=2),
        nn.ReLU(), norm(), nn.MaxPool2d(3, 2), nn.Conv2d(256, 384, 3, padding=1), nn.ReLU(),
        nn.Conv2d(384, 384, 3, padding=1, groups=2), nn.ReLU(), nn.Conv2d(384, 256, 3, padding=1, groups=2), nn.ReLU(),
        nn.MaxPool2d(3, 2), nn.Flatten(), nn.Linear(9216, 4096), nn.ReLU(), nn.Linear(4096, 4096), nn.ReLU(),
        nn.Linear(4096, 1000))


class GoogLeNetAux(nn.Module):
    """torchvision's with its auxiliary heads, whose pooling is the paper's: 5x5 with stride 3. All three outputs."""

    def __init__(self):
        super().__init__()
        self.net = models.googlenet(weights=None, aux_logits=True, init_weights=False, transform_input=False)
        self.net.aux1.fc1.flat_map = self.net.aux2.fc1.flat_map = (128, 4, 4)
        names = [n for n, _ in self.net.named_children() if not n.startswith("aux")]
        for aux, before in (("aux1", "inception4b"), ("aux2", "inception4e")):
            names.insert(names.index(before), aux)
        self.steps = [(n, getattr(self.net, n)) for n in names]

    def order(self):
        for _, m in self.steps:
            yield from m.modules()

    def forward(self, x):
        heads = []
        for name, m in self.steps:
            if name.startswith("aux"):
                y = m.conv(F.avg_pool2d(x, 5, 3)).flatten(1)
                heads.append(F.softmax(m.fc2(F.relu(m.fc1(y))), 1))
            else:
                x = m(x).flatten(1) if name == "avgpool" else m(x)
        return torch.cat([F.softmax(x, 1)] + heads, 1)


class UNet(nn.Module):
    def __init__(self, width=64, depth=4, classes=2, pad=1):
        super().__init__()
        twice = lambda i, o: nn.Sequential(nn.Conv2d(i, o, 3, padding=pad), nn.ReLU(), nn.Conv2d(o, o, 3, padding=pad),
                                           nn.ReLU())
        w = [width * 2**d for d in range(depth + 1)]
        self.down = nn.ModuleList(twice(w[d - 1] if d else 1, w[d]) for d in range(depth + 1))
        self.rise = nn.ModuleList(nn.ConvTranspose2d(w[d + 1], w[d], 2, 2) for d in reversed(range(depth)))
        self.up = nn.ModuleList(twice(2 * w[d], w[d]) for d in reversed(range(depth)))
        self.last = nn.Conv2d(width, classes, 1)

    def order(self):
        for m in self.down:
            yield from m.modules()
        for rise, up in zip(self.rise, self.up):
            yield rise
            yield from up.modules()
        yield self.last

    def forward(self, x):
        kept = []
        for d, level in enumerate(self.down):
            x = level(x)
            if d + 1 < len(self.down):
                kept.append(x)
                x = F.max_pool2d(x, 2)
        for rise, up in zip(self.rise, self.up):
            y, x = kept.pop(), rise(x)
            cut = (y.shape[2] - x.shape[2]) // 2
            x = up(torch.cat([y[:, :, cut:y.shape[2] - cut, cut:y.shape[3] - cut], x], 1))
        return self.last(x)


def densenet264():
    return models.DenseNet(32, (6, 12, 64, 48), 64)


def googlenet():
    return models.googlenet(weights=None, aux_logits=False, init_weights=False, transform_input=False)


# name: constructor, input (channels, height, width), trainable parameters, map that the first Linear reads flat
NETWORKS = {
    "LeNet5": (lenet5, (1, 28, 28), 61706, (16, 5, 5)),
    "LeNet5Original": (LeNet5Original, (1, 32, 32), 60000, None),
    "AlexNet": (models.alexnet, (3, 224, 224), 61100840, (256, 6, 6)),
    "AlexNet2012": (alexnet2012, (3, 227, 227), 60965224, (256, 6, 6)),
    "VGG16": (models.vgg16, (3, 224, 224), 138357544, (512, 7, 7)),
    "VGG19": (models.vgg19, (3, 224, 224), 143667240, (512, 7, 7)),
    "VGG16BN": (models.vgg16_bn, (3, 224, 224), 138365992, (512, 7, 7)),
    "VGG19BN": (models.vgg19_bn, (3, 224, 224), 143678248, (512, 7, 7)),
    "GoogLeNetAux": (GoogLeNetAux, (3, 224, 224), 13004888, None),
    "GoogLeNet": (googlenet, (3, 224, 224), 6624904, None),
    "ResNet18": (models.resnet18, (3, 224, 224), 11689512, None),
    "ResNet34": (models.resnet34, (3, 224, 224), 21797672, None),
    "ResNet50": (models.resnet50, (3, 224, 224), 25557032, None),
    "ResNet101": (models.resnet101, (3, 224, 224), 44549160, None),
    "ResNet152": (models.resnet152, (3, 224, 224), 60192808, None),
    "ResNet20": (resnet20, (3, 32, 32), 269722, None),
    "DenseNet121": (models.densenet121, (3, 224, 224), 7978856, None),
    "DenseNet161": (models.densenet161, (3, 224, 224), 28681000, None),
    "DenseNet169": (models.densenet169, (3, 224, 224), 14149480, None),
    "DenseNet201": (models.densenet201, (3, 224, 224), 20013928, None),
    "DenseNet264": (densenet264, (3, 224, 224), 33337704, None),
    "MobileNetV1": (mobilenet_v1, (3, 224, 224), 4231976, None),
    "MobileNetV2": (models.mobilenet_v2, (3, 224, 224), 3504872, None),
    "MobileNetV3Small": (models.mobilenet_v3_small, (3, 224, 224), 2542856, None),
    "MobileNetV3Large": (models.mobilenet_v3_large, (3, 224, 224), 5483032, None),
    "EfficientNetB0": (models.efficientnet_b0, (3, 224, 224), 5288548, None),
    "EfficientNetB1": (models.efficientnet_b1, (3, 240, 240), 7794184, None),
    "EfficientNetB2": (models.efficientnet_b2, (3, 260, 260), 9109994, None),
    "EfficientNetB3": (models.efficientnet_b3, (3, 300, 300), 12233232, None),
    "EfficientNetB4": (models.efficientnet_b4, (3, 380, 380), 19341616, None),
    "EfficientNetB5": (models.efficientnet_b5, (3, 456, 456), 30389784, None),
    "EfficientNetB6": (models.efficientnet_b6, (3, 528, 528), 43040704, None),
    "EfficientNetB7": (models.efficientnet_b7, (3, 600, 600), 66347960, None),
    "UNet": (UNet, (1, 32, 48), 31030658, None),
    "UNet2015": (lambda: UNet(pad=0), (1, 188, 204), 31030658, None),
    "ResNet8": (resnet8, (3, 32, 32), 78666 - 480, None),
    "DSCNN": (ds_cnn, (1, 49, 10), 24908 - 1152, None),
    "MobileNetTiny": (lambda: mobilenet_v1(2, 0.25, True, nn.ReLU), (3, 96, 96), 221794 - 5472, None),
    "Autoencoder640": (autoencoder640, (640,), 269992 - 2064, None),
}


def run(name):
    make, shape, count, flat_map = NETWORKS[name]
    net = make().double().eval()
    found = sum(p.numel() for p in net.parameters())
    assert found == count, f"{name}: {found} parameters, published are {count}"
    filler = Filler()
    for module in net.order() if hasattr(net, "order") else net.modules():
        filler.fill(module, getattr(module, "flat_map", flat_map))
        if isinstance(module, nn.Linear):
            flat_map = None
    x = (2 * uniform(1000003, int(np.prod(shape))) - 1).astype(np.float32).astype(np.float64)
    if len(shape) == 3:
        c, h, w = shape
        x = x.reshape(h, w, c).transpose(2, 0, 1).copy()
    y = net(torch.from_numpy(x)[None])[0]
    if y.dim() == 3:
        y = y.permute(1, 2, 0)
    y = y.reshape(-1).numpy()
    print(f"{name}: {filler.number} parameters, |y| = {np.linalg.norm(y):.6g}", flush=True)
    assert np.all(np.isfinite(y)) and np.linalg.norm(y) < 1e6
    return y.astype(np.float32)


def main():
    header, blob = {}, b""
    for name in NETWORKS:
        y = run(name)
        header[name] = {"dtype": "F32", "shape": list(y.shape), "data_offsets": [len(blob), len(blob) + y.nbytes]}
        blob += y.tobytes()
    text = json.dumps(header).encode()
    text += b" " * (-len(text) % 8)
    with open(__file__.replace("make_zoo_reference.py", "zoo.safetensors"), "wb") as f:
        f.write(struct.pack("<Q", len(text)) + text + blob)


if __name__ == "__main__":
    main()
