#!/usr/bin/python3
"""scipy.ndimage beside the affine policies of augmentation, as Keras calls it: affine_transform of order 1, channel by
channel. Its matrices are drawn before the time is taken."""
import math
import random

import peer

peer.enter_tree()
if not peer.has("scipy"):
    peer.leave("SciPy was not found. On Debian: apt-get install python3-scipy")
import numpy
import scipy
from scipy import ndimage


def drawn_matrix(dice, side):
    """From a pixel of the result to its place in the picture, (row, column), about the middle: turned by up to 20 degrees,
    moved by a fifth of the side, sheared by 20 degrees, each axis scaled by 0.8 to 1.2; and whether it is mirrored."""
    turn, slant = (math.radians(dice.uniform(-20, 20)) for _ in range(2))
    turned = numpy.array([[math.cos(turn), -math.sin(turn)], [math.sin(turn), math.cos(turn)]])
    sheared, scaled = [[1, -math.sin(slant)], [0, math.cos(slant)]], numpy.diag([dice.uniform(.8, 1.2) for _ in range(2)])
    moved, middle = [dice.uniform(-.2, .2) * side for _ in range(2)], numpy.full(2, side / 2 - .5)
    matrix = turned @ sheared @ scaled
    return matrix, turned @ moved + middle - matrix @ middle, dice.random() < .5


def make(row, threads):
    if threads != 1:
        raise ValueError("scipy.ndimage uses one thread")
    side = int(row.rpartition("x")[2])
    dice = random.Random(1)
    picture = numpy.random.default_rng(1).random((side, side, 3), dtype=numpy.float32)
    matrices = [drawn_matrix(dice, side) for _ in range(64)]
    drawn = 0

    def run():
        nonlocal drawn
        matrix, offset, mirrored = matrices[drawn % len(matrices)]
        drawn += 1
        channels = [ndimage.affine_transform(picture[..., c], matrix, offset, order=1, mode="nearest") for c in range(3)]
        result = numpy.stack(channels, -1)
        return result[:, ::-1] if mirrored else result

    return run, (1, *run().shape), 1


ROWS = ["augment/keras_32x32", "augment/keras_224x224", "augment/affine_32x32", "augment/affine_224x224"]
peer.Peer(f"scipy.ndimage {scipy.__version__}", ROWS, make).serve()
