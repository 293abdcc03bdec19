#!/usr/bin/python3
"""Writes sequence.safetensors: steps of augmentation with given numbers, by PIL, scipy, torchvision, OpenCV, and by
formulas in numpy where none of these computes what docs/sequences.md says. Run: /usr/bin/python3
make_sequence_reference.py (Debian: python3-pil python3-scipy python3-torchvision python3-opencv)"""
import io
import json
import pathlib
import struct

import cv2
import numpy as np
import torch
import torchvision.transforms.functional as F
from PIL import Image, ImageEnhance, ImageOps
from scipy import ndimage
from torchvision.transforms import autoaugment

INPUT = 1000003  # the number under which pictures are filled, as in tests/reference.hpp


def picture(shape, number=INPUT):
    count = int(np.prod(shape))
    h = (np.arange(count, dtype=np.uint64) + number * 0x9E3779B9) & 0xFFFFFFFF
    h = ((h ^ (h >> 16)) * 0x85EBCA6B) & 0xFFFFFFFF
    h = ((h ^ (h >> 13)) * 0xC2B2AE35) & 0xFFFFFFFF
    h ^= h >> 16
    return ((h >> 8).astype(np.float64) * 2.0**-24).reshape(shape)


H, W, C = 9, 7, 3
X = picture((H, W, C))
BYTES = np.floor(256 * X).astype(np.uint8)
tensors = {}


def put(name, y):
    assert name not in tensors
    tensors[name] = np.asarray(y, np.float64)


def channels(f, x=X):
    """f on each channel as a picture of PIL's mode F."""
    return np.stack([np.asarray(f(Image.fromarray(x[..., k].astype(np.float32), "F"))) for k in range(x.shape[2])], -1)


def torch_picture(x):
    return torch.from_numpy(np.ascontiguousarray(np.moveaxis(x, 2, 0)))


def by_torch(f, x=X.astype(np.float32)):
    return np.moveaxis(f(torch_picture(x)).numpy(), 0, 2)


# Geometry: PIL's transform, whose pixels are squares; the matrix is torchvision's.
AFFINE = [dict(angle=30, translate=[0, 0], scale=1, shear=[0, 0]),
          dict(angle=-20, translate=[1.5, -0.75], scale=1.25, shear=[10, -5]),
          dict(angle=100, translate=[0, 2], scale=0.5, shear=[0, 15])]
for i, a in enumerate(AFFINE):
    m = F._get_inverse_affine_matrix([W / 2, H / 2], **a)
    for name, how in (("nearest", Image.NEAREST), ("bilinear", Image.BILINEAR)):
        put(f"affine.{i}.{name}", channels(lambda p: p.transform((W, H), Image.AFFINE, m, how, fillcolor=0)))
    # Other borders and the cubic: scipy, and Keys's formula, with the same matrix on indices.
    full = np.array([m[:3], m[3:], [0, 0, 1]])
    half = np.array([[1, 0, 0.5], [0, 1, 0.5], [0, 0, 1]])
    full = np.linalg.inv(half) @ full @ half
    rows, cols = np.mgrid[0:H, 0:W].astype(float)
    x = full[0, 0] * cols + full[0, 1] * rows + full[0, 2]
    y = full[1, 0] * cols + full[1, 1] * rows + full[1, 2]
    for name, mode in (("edge", "nearest"), ("reflect", "reflect"), ("wrap", "grid-wrap")):
        put(f"affine.{i}.{name}",
            np.stack([ndimage.map_coordinates(X[..., k], [y, x], order=1, mode=mode) for k in range(C)], -1))

    def keys(t, a=-0.5):
        t = abs(t)
        return np.where(t < 1, (a + 2) * t**3 - (a + 3) * t**2 + 1,
                        np.where(t < 2, a * t**3 - 5 * a * t**2 + 8 * a * t - 4 * a, 0))
    cubic = np.zeros((H, W, C))
    for dy in range(-1, 3):
        for dx in range(-1, 3):
            r, c = np.floor(y).astype(int) + dy, np.floor(x).astype(int) + dx
            weight = keys(y - r) * keys(x - c)
            cubic += weight[..., None] * X[np.clip(r, 0, H - 1), np.clip(c, 0, W - 1)]
    put(f"affine.{i}.bicubic", cubic)

start = [(0, 0), (W - 1, 0), (W - 1, H - 1), (0, H - 1)]
end = [(1, 0), (W - 2, 2), (W - 1, H - 3), (0, H - 2)]
rows = []
for (u, v), (x, y) in zip(end, start):
    rows += [[u, v, 1, 0, 0, 0, -x * u, -x * v], [0, 0, 0, u, v, 1, -y * u, -y * v]]
coefficients = np.linalg.solve(np.array(rows, float), np.array(start, float).ravel())
for name, how in (("nearest", Image.NEAREST), ("bilinear", Image.BILINEAR)):
    put(f"perspective.{name}",
        channels(lambda p: p.transform((W, H), Image.PERSPECTIVE, list(coefficients), how, fillcolor=0)))

# Resizing.
for h, w in ((4, 3), (5, 14), (18, 11), (9, 2)):
    size = f"{h}x{w}"
    put(f"resize.nearest.{size}", channels(lambda p: p.resize((w, h), Image.NEAREST)))
    put(f"resize.bilinear_antialias.{size}", channels(lambda p: p.resize((w, h), Image.BILINEAR)))
    put(f"resize.bicubic_antialias.{size}", channels(lambda p: p.resize((w, h), Image.BICUBIC)))
    put(f"resize.bilinear.{size}", cv2.resize(X, (w, h), interpolation=cv2.INTER_LINEAR))
    put(f"resize.bicubic.{size}", cv2.resize(X, (w, h), interpolation=cv2.INTER_CUBIC))
    put(f"resize.area.{size}", cv2.resize(X, (w, h), interpolation=cv2.INTER_AREA))

for name, mode in (("constant", dict(mode="constant", constant_values=0.5)), ("nearest", dict(mode="edge")),
                   ("reflect", dict(mode="symmetric")), ("wrap", dict(mode="wrap"))):
    put(f"pad.{name}", np.pad(X, ((1, 3), (2, 4), (0, 0)), **mode))

# Colours: floats by torchvision, 8 bits by PIL.
put("brightness", by_torch(lambda x: F.adjust_brightness(x, 1.5)))
put("contrast", by_torch(lambda x: F.adjust_contrast(x, 0.25)))
put("contrast.more", by_torch(lambda x: F.adjust_contrast(x, 1.75)))
put("saturation", by_torch(lambda x: F.adjust_saturation(x, 0.5)))
put("saturation.more", by_torch(lambda x: F.adjust_saturation(x, 3.0)))
for h in (0.1, -0.3, 0.5):
    put(f"hue.{h}", by_torch(lambda x: F.adjust_hue(x, h)))
put("gamma", by_torch(lambda x: F.adjust_gamma(x, 2.2)))
put("gamma.gain", by_torch(lambda x: F.adjust_gamma(x, 0.5, 1.25)))
put("invert", by_torch(F.invert))
put("solarize", by_torch(lambda x: F.solarize(x, 0.375)))
put("auto_contrast", by_torch(lambda x: F.autocontrast(0.25 + 0.5 * x)))
put("sharpness", by_torch(lambda x: F.adjust_sharpness(x, 2.5)))
put("sharpness.smooth", by_torch(lambda x: F.adjust_sharpness(x, 0.0)))
put("gaussian_blur", by_torch(lambda x: F.gaussian_blur(x, [5, 5], [1.25, 1.25])))
put("gaussian_blur.cv", cv2.GaussianBlur(X, (9, 9), 1.75, borderType=cv2.BORDER_REFLECT_101))
put("median_blur", np.stack([ndimage.median_filter(X[..., k], 3, mode="nearest") for k in range(C)], -1))
put("median_blur.bytes", cv2.medianBlur(BYTES, 5))
for angle in (0, 30, 90):
    d = np.deg2rad(angle)
    r, c = np.mgrid[0:H, 0:W].astype(float)
    put(f"motion_blur.{angle}", np.mean([np.stack([ndimage.map_coordinates(
        X[..., k], [r - i * np.sin(d), c + i * np.cos(d)], order=1, mode="nearest") for k in range(C)], -1)
        for i in range(-2, 3)], 0))
put("normalize", by_torch(lambda x: F.normalize(x, [0.25, 0.5, 0.375], [0.5, 0.25, 2.0])))

P = Image.fromarray(BYTES)
for bits in range(1, 9):
    put(f"posterize.{bits}", ImageOps.posterize(P, bits))
put("posterize.float", np.minimum(np.floor(X.astype(np.float32) * 8), 7) / 8)
put("solarize.bytes", ImageOps.solarize(P, 100))
put("invert.bytes", ImageOps.invert(P))
narrow = np.floor(60 + 128 * X).astype(np.uint8)
put("auto_contrast.bytes", ImageOps.autocontrast(Image.fromarray(narrow)))
# Equalize needs more than 255 pixels to do something; and pictures of which one level has all.
large = np.floor(256 * picture((20, 30, 3))**2).astype(np.uint8)
put("equalize", ImageOps.equalize(Image.fromarray(large)))
put("equalize.small", ImageOps.equalize(P))
put("sharpness.bytes", ImageEnhance.Sharpness(P).enhance(2.5))
put("contrast.bytes", ImageEnhance.Contrast(P).enhance(1.75))
put("brightness.bytes", ImageEnhance.Brightness(P).enhance(1.5))
put("saturation.bytes", ImageEnhance.Color(P).enhance(0.5))

# A field of moves; CLAHE of one channel, of sides that are multiples of the tiles and that are not.
field = 6 * picture((H, W, 2), 5) - 3
r, c = np.mgrid[0:H, 0:W].astype(float)
put("displace", np.stack([ndimage.map_coordinates(X[..., k], [r + field[..., 1], c + field[..., 0]], order=1,
                                                  mode="nearest") for k in range(C)], -1))
for h, w, clip, tiles in ((20, 30, 4, 4), (16, 24, 2, 8), (24, 30, 1.5, 8)):
    levels = np.floor(256 * picture((h, w))**2).astype(np.uint8)
    put(f"clahe.{h}x{w}", cv2.createCLAHE(clip, (tiles, tiles)).apply(levels))
    # Of colours: of LAB's lightness.
    lab = cv2.cvtColor(np.floor(256 * picture((h, w, 3))**2).astype(np.uint8), cv2.COLOR_RGB2LAB)
    put(f"lab.{h}x{w}", lab)
    lab[..., 0] = cv2.createCLAHE(clip, (tiles, tiles)).apply(lab[..., 0])
    put(f"lab_clahe.{h}x{w}", cv2.cvtColor(lab, cv2.COLOR_LAB2RGB))

# JPEG's loss: PIL's file, written and read, of noise and of a smooth picture, of one and three channels, with sides of
# whole blocks and not; chroma of at most two columns is enlarged in another way.
for h, w, c, qualities in ((17, 20, 3, (1, 10, 49, 50, 75, 95, 100)), (9, 7, 3, (5, 75, 100)), (16, 32, 3, (30,)),
                           (3, 4, 3, (75,)), (1, 1, 3, (20,)), (13, 19, 1, (1, 25, 75, 100)), (8, 16, 1, (60,))):
    noise = np.floor(256 * picture((h, w, c)))
    r, col = np.mgrid[0:h, 0:w][..., None]
    smooth = (7 * r * r + 3 * r * col + 9 * col + 40 * np.arange(c) + noise // 16) % 512
    smooth = np.minimum(smooth, 511 - smooth)
    for name, x in (("noise", noise), ("smooth", smooth)):
        for q in qualities:
            file = io.BytesIO()
            Image.fromarray(x.astype(np.uint8)[..., 0] if c == 1 else x.astype(np.uint8)).save(file, "JPEG", quality=q)
            put(f"jpeg.{name}.{h}x{w}x{c}.{q}", Image.open(file))

# Automatic policies: torchvision's tables, magnitudes, and operations on floats (identity … invert by AutoOperation).
OPERATIONS = ["Identity", "ShearX", "ShearY", "TranslateX", "TranslateY", "Rotate", "Brightness", "Color", "Contrast",
              "Sharpness", "Posterize", "Solarize", "AutoContrast", "Equalize", "Invert"]
for policy in autoaugment.AutoAugmentPolicy:
    pairs = autoaugment.AutoAugment(policy).policies
    put(f"auto.{policy.name.lower()}", [[OPERATIONS.index(op), p, -1 if k is None else k] for pair in pairs for op, p, k in pair])


def magnitudes(space, bins):
    """Of each operation; translations as shares of a side of 331 000, solarize's of 255."""
    rows = []
    for op in OPERATIONS:
        m = space[op][0].numpy().astype(float) if op in space and space[op][0].ndim else np.zeros(bins)
        rows.append(m / (331000 if op.startswith("Translate") and bins and space is not WIDE else 1) / (255 if op == "Solarize" else 1))
    return rows


WIDE = autoaugment.TrivialAugmentWide()._augmentation_space(31)
put("auto.bins10", magnitudes(autoaugment.AutoAugment()._augmentation_space(10, (331000, 331000)), 10))
put("auto.bins31", magnitudes(autoaugment.RandAugment()._augmentation_space(31, (331000, 331000)), 31))
put("auto.wide31", magnitudes(WIDE, 31))
big = picture((20, 30, 3)).astype(np.float32)
for op, m in (("ShearX", 0.25), ("ShearY", -0.25), ("TranslateX", float(int(0.21 * 30))), ("TranslateY", float(int(-0.3 * 20))),
              ("Rotate", 22), ("Brightness", 0.6), ("Color", -0.4), ("Contrast", 0.7), ("Sharpness", -0.5)):
    if op in ("ShearX", "ShearY", "TranslateX", "TranslateY", "Rotate"):  # PIL's pixels are squares, to the bit
        y = channels(lambda p: autoaugment._apply_op(p, op, m, F.InterpolationMode.NEAREST, [0]), big)
    else:
        y = by_torch(lambda x: autoaugment._apply_op(x, op, m, F.InterpolationMode.NEAREST, None), big)
    put(f"auto.op.{OPERATIONS.index(op)}", y)

header, values = {}, b""
for name, t in tensors.items():
    raw = np.ascontiguousarray(t, dtype="<f4").tobytes()
    header[name] = {"dtype": "F32", "shape": list(t.shape), "data_offsets": [len(values), len(values) + len(raw)]}
    values += raw
text = json.dumps(header).encode()
path = pathlib.Path(__file__).parent / "sequence.safetensors"
path.write_bytes(struct.pack("<Q", len(text)) + text + values)
print(f"{path.name}: {path.stat().st_size} bytes")
