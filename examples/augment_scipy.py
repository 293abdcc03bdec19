#!/usr/bin/env python3
"""Pictures of 32x32x3 a second by scipy.ndimage.affine_transform, order 1, as Keras calls it: the median of rounds."""
import statistics
import sys
import time

try:
    import numpy as np
    from scipy import ndimage
except ImportError as e:
    sys.exit(f"augment_scipy: {e}")

picture = np.random.default_rng(1).random((32, 32, 3), dtype=np.float32)
matrix, offset = np.array([[0.94, -0.34], [0.34, 0.94]]), np.array([1.5, -2.0])


def transform():
    return np.stack([ndimage.affine_transform(picture[..., c], matrix, offset, order=1, mode="nearest")
                     for c in range(3)], -1)


rates = []
for _ in range(9):
    start, n = time.perf_counter(), 0
    while time.perf_counter() - start < 0.1:
        transform()
        n += 1
    rates.append(n / (time.perf_counter() - start))
print(f"{statistics.median(rates):.0f}")
