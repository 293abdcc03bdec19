#!/usr/bin/python3
"""Writes augment.safetensors: pictures transformed by scipy.ndimage.affine_transform, order 1, in float64, with the
matrices of Keras's ImageDataGenerator as its documentation and its three versions have them, and its colour steps by
their formulas. Nothing of Keras is used. Pixels whose coordinate lies within 1e-6 of an edge are NaN where the mode is
not continuous there (constant, wrap). Run: /usr/bin/python3 make_augment_reference.py"""
import json
import pathlib
import struct

import numpy as np
from scipy.ndimage import affine_transform

INPUT = 1000003  # the number under which pictures are filled, as in tests/reference.hpp


def uniform(count, number):
    h = (np.arange(count, dtype=np.uint64) + number * 0x9E3779B9) & 0xFFFFFFFF
    h = ((h ^ (h >> 16)) * 0x85EBCA6B) & 0xFFFFFFFF
    h = ((h ^ (h >> 13)) * 0xC2B2AE35) & 0xFFFFFFFF
    h ^= h >> 16
    return (h >> 8).astype(np.float64) * 2.0**-24


def picture(shape, number=INPUT):
    return uniform(int(np.prod(shape)), number).reshape(shape)


def translation(a, b):
    return np.array([[1.0, 0, a], [0, 1, b], [0, 0, 1]])


def matrix(draw, convention, height, width):
    """From (row, column, 1) of the result to the source."""
    theta, sh = np.deg2rad(draw["rotation"]), np.deg2rad(draw["shear"])
    c, s = np.cos(theta), np.sin(theta)
    if draw["rotation"] % 90 == 0:
        c, s = np.rint(c), np.rint(s)
    up, left = draw["height_shift"] * height, draw["width_shift"] * width
    tx, ty = (left, up) if convention == "documented" else (up, left)
    m = np.array([[c, -s, 0], [s, c, 0], [0, 0, 1]]) @ translation(tx, ty)
    m = m @ np.array([[1, -np.sin(sh), 0], [0, np.cos(sh), 0], [0, 0, 1]]) @ np.diag([draw["zoom_x"], draw["zoom_y"], 1])
    if convention == "kp112":  # axes are (row, column)
        centre = (height / 2 + 0.5, width / 2 + 0.5)
    elif convention == "keras3":
        centre = (height / 2 - 0.5, width / 2 - 0.5)
    else:
        centre = (width / 2 - 0.5, height / 2 - 0.5)
    m = translation(*centre) @ m @ translation(-centre[0], -centre[1])
    if convention != "kp112":  # axes are (x, y)
        swap = np.array([[0, 1, 0], [1, 0, 0], [0, 0, 1]])
        m = swap @ m @ swap
    return m


def near_edge(m, mode, shape):
    height, width = shape[:2]
    places = np.stack([*np.meshgrid(np.arange(height), np.arange(width), indexing="ij"), np.ones((height, width))])
    at = np.tensordot(m[:2], places, 1)
    near = np.zeros((height, width), bool)
    for x, n in zip(at, (height, width)):
        if mode == "constant":
            near |= (abs(x) < 1e-6) | (abs(x - (n - 1)) < 1e-6)
        elif mode == "wrap" and n > 1:
            near |= abs(x / (n - 1) - np.rint(x / (n - 1))) * (n - 1) < 1e-6
    return near


def affine(x, draw, convention, mode, cval=0.25):
    m = matrix(draw, convention, *x.shape[:2])
    y = np.stack([affine_transform(x[..., k], m[:2, :2], m[:2, 2], order=1, mode=mode, cval=cval)
                  for k in range(x.shape[2])], axis=-1)
    y[near_edge(m, mode, x.shape)] = np.nan
    if draw["flip_horizontal"]:
        y = y[:, ::-1]
    if draw["flip_vertical"]:
        y = y[::-1]
    return y


def drawn(**given):
    base = dict(rotation=0, height_shift=0, width_shift=0, shear=0, zoom_x=1, zoom_y=1, flip_horizontal=0, flip_vertical=0)
    return {**base, **given}


DRAWS = [
    drawn(rotation=20),
    drawn(height_shift=0.28125, width_shift=-0.140625),
    drawn(shear=-15, zoom_x=1.25, zoom_y=0.75, flip_horizontal=1),
    drawn(rotation=-33, height_shift=-0.1875, width_shift=0.109375, shear=12, zoom_x=0.625, zoom_y=1.6875, flip_vertical=1),
    drawn(rotation=77, height_shift=1.53125, width_shift=-2.21875, zoom_x=3, zoom_y=2.5, flip_horizontal=1, flip_vertical=1),
    drawn(rotation=90, flip_vertical=1),
]
SHAPES = [(5, 9, 1), (9, 5, 3), (6, 7, 4), (1, 1, 3), (1, 6, 1), (5, 1, 2), (3, 70, 1)]
MODES = ("nearest", "constant", "reflect", "wrap")

tensors = {"draws": np.array([list(d.values()) for d in DRAWS])}
for mode in MODES:
    for convention in ("documented", "keras3", "kp112"):
        for shape in SHAPES if convention == "documented" else SHAPES[:2]:
            name = f"{mode}.{convention}.{'x'.join(map(str, shape))}"
            tensors[name] = np.stack([affine(picture(shape), d, convention, mode) for d in DRAWS])
    x = np.floor(256 * picture((9, 5, 3)))
    tensors[f"bytes.{mode}"] = np.stack([affine(x, d, "documented", mode, cval=64) for d in DRAWS])

# Channel shift, flips, brightness, rescale, then the picture's own mean and deviation.
y = affine(picture((9, 5, 3)), DRAWS[3], "documented", "nearest")
y = np.clip(y + 0.25, y.min(), y.max())
tensors["channel_shift"] = y
y = y * 1.5 * 0.5
tensors["brightness"] = y
tensors["samplewise_center"] = y - y.mean()
tensors["samplewise_std"] = (y - y.mean()) / (y.std() + 1e-6)
# Alpha stays in channel shift and brightness, and is moved and rescaled with the others.
y = affine(picture((6, 7, 4)), DRAWS[3], "documented", "nearest")
colour, alpha = y[..., :3], y[..., 3:]
colour = np.clip(colour - 0.125, colour.min(), colour.max()) * 0.75
tensors["alpha"] = np.concatenate([colour, alpha], axis=-1) * 0.5
# Statistics of a data set, after rescale; and a picture normalised by them.
data = np.stack([np.floor(256 * picture((4, 6, 3), 17 + i)) for i in range(5)]) * 0.0078125
mean, deviation = data.mean(axis=(0, 1, 2)), data.std(axis=(0, 1, 2))
tensors["mean"], tensors["deviation"] = mean, deviation
y = affine(np.floor(256 * picture((4, 6, 3), 17)), DRAWS[0], "documented", "nearest") * 0.0078125
tensors["featurewise_center"] = y - mean
tensors["featurewise_std"] = (y - mean) / (deviation + 1e-6)

# Whitening as Keras-Preprocessing 1.1.2 has it, behind rescale: of more pictures than numbers, then of fewer.
for name, count in (("many", 90), ("few", 10)):
    data = np.stack([np.floor(256 * picture((3, 4, 3), 300 + i)) for i in range(count)]) * 0.0078125
    flat = (data - data.mean(axis=(0, 1, 2))).reshape(count, -1)
    u, s, _ = np.linalg.svd(flat.T @ flat / count)
    whitening = u / np.sqrt(s + 1e-6) @ u.T
    y = affine(np.floor(256 * picture((3, 4, 3), 300)), DRAWS[0], "documented", "nearest") * 0.0078125
    tensors[f"whitening.{name}"] = whitening
    tensors[f"whitened.{name}"] = ((y - data.mean(axis=(0, 1, 2))).reshape(-1) @ whitening).reshape(y.shape)

# What moves with a picture: masks of four labels at order 0, filled by 9, NaN where two pixels are as near; points and
# boxes by the inverse matrix, in indices and on edges.
def total_matrix(draw, convention, height, width):
    m = matrix(draw, convention, height, width)
    if draw["flip_vertical"]:
        m = m @ np.array([[-1.0, 0, height - 1], [0, 1, 0], [0, 0, 1]])
    if draw["flip_horizontal"]:
        m = m @ np.array([[1.0, 0, 0], [0, -1, width - 1], [0, 0, 1]])
    return m


def mask(x, draw, convention, mode):
    m = total_matrix(draw, convention, *x.shape)
    y = affine_transform(x, m[:2, :2], m[:2, 2], order=0, mode=mode, cval=9)
    places = np.stack([*np.meshgrid(*map(np.arange, x.shape), indexing="ij"), np.ones(x.shape)])
    at = np.tensordot(m[:2], places, 1)
    y[(abs(at - 0.5 - np.rint(at - 0.5)) < 1e-6).any(axis=0) | near_edge(m, mode, x.shape)] = np.nan
    return y


POINTS = np.array([[0, 0], [8, 4], [3.25, 1.5], [2, 4], [7.5, 0.25]])  # row, column
BOXES = np.array([[1, 1, 4, 4], [0, 0, 5, 9], [2.5, 3, 3.5, 8]])  # left, top, right, bottom
for convention in ("documented", "keras3", "kp112"):
    for mode in MODES:
        x = np.floor(4 * picture((9, 5)))
        tensors[f"mask.{mode}.{convention}"] = np.stack([mask(x, d, convention, mode) for d in DRAWS])
    moved_points, moved_boxes = [], []
    for d in DRAWS:
        m = np.linalg.inv(total_matrix(d, convention, 9, 5))
        forward = lambda rc: (m[:2, :2] @ np.asarray(rc, float).T).T + m[:2, 2]
        moved_points.append(forward(POINTS))
        corners = np.stack([forward(BOXES[:, [j, i]] - 0.5) + 0.5 for i in (0, 2) for j in (1, 3)])  # row, column
        low, high = corners.min(0), corners.max(0)
        moved_boxes.append(np.stack([low[:, 1], low[:, 0], high[:, 1], high[:, 0]], axis=1).clip(0, [5, 9, 5, 9]))
    tensors[f"points.{convention}"] = np.stack(moved_points)
    tensors[f"boxes.{convention}"] = np.stack(moved_boxes)

header, values = {}, b""
for name, t in tensors.items():
    raw = np.ascontiguousarray(t, dtype="<f4").tobytes()
    header[name] = {"dtype": "F32", "shape": list(t.shape), "data_offsets": [len(values), len(values) + len(raw)]}
    values += raw
text = json.dumps(header).encode()
path = pathlib.Path(__file__).parent / "augment.safetensors"
path.write_bytes(struct.pack("<Q", len(text)) + text + values)
print(f"{path.name}: {path.stat().st_size} bytes")
