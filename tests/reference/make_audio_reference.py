#!/usr/bin/python3
"""Writes audio.safetensors: what steps for sounds make of signals, by numpy, scipy.signal, torch.stft and the formulas
that librosa, torchaudio, Keras and the HTK book document, in float64. Run: /usr/bin/python3 make_audio_reference.py"""
import json
import pathlib
import struct

import numpy as np
import scipy.signal
import scipy.special


def uniform(count, number):
    """As tests/reference.hpp."""
    h = (np.arange(count, dtype=np.uint64) + number * 0x9E3779B9) & 0xFFFFFFFF
    h = ((h ^ (h >> 16)) * 0x85EBCA6B) & 0xFFFFFFFF
    h = ((h ^ (h >> 13)) * 0xC2B2AE35) & 0xFFFFFFFF
    h ^= h >> 16
    return (h >> 8).astype(np.float64) * 2.0**-24


def sound(length, channels=1, number=1000003):
    """In [-1, 1): [length][channels]."""
    x = np.float32(2 * uniform(length * channels, number) - 1)
    return x.astype(np.float64).reshape(length, channels)


def transforms(out):
    for n in (2, 4, 6, 10, 30, 48, 90, 400, 512, 1000):
        spectrum = np.fft.rfft(sound(n)[:, 0])
        out[f"fft.{n}"] = np.stack([spectrum.real, spectrum.imag])


def filters(out):
    x = sound(500, 2)
    for order in (1, 2, 3, 4, 7):
        for kind, cutoff in (("low", 900.0), ("high", 700.0)):
            sos = scipy.signal.butter(order, cutoff, kind, fs=8000, output="sos")
            out[f"{kind}.{order}"] = scipy.signal.sosfilt(sos, x, axis=0)
    for order in (1, 2, 3, 4):
        sos = scipy.signal.butter(order, (600.0, 1500.0), "bandpass", fs=8000, output="sos")
        out[f"band.{order}"] = scipy.signal.sosfilt(sos, x, axis=0)


def resampled(x, old, new):
    """torchaudio.functional.resample's formula with resampy's `kaiser_best`, at each place of the result."""
    crossings, rolloff, beta = 64, 0.9475937167399596, 14.769656459379492
    base = min(old, new) * rolloff
    count = -(-len(x) * new // old)
    t = (np.arange(count)[:, None] / new - np.arange(len(x))[None, :] / old) * base
    window = np.where(
        np.abs(t) < crossings,
        scipy.special.i0(beta * np.sqrt(np.clip(1 - (t / crossings) ** 2, 0, None))) / scipy.special.i0(beta),
        0,
    )
    return (np.sinc(t) * window * base / old) @ x


def resampling(out):
    x = sound(400, 2)
    for old, new in ((8000, 11025), (8000, 3000), (16000, 8000), (8000, 16000)):
        out[f"resample.{old}.{new}"] = resampled(x, old, new)


def rooms(out):
    x, h = sound(300, 2), sound(120, 2, 7) * np.exp(-np.arange(120) / 30.0)[:, None]
    h = np.float32(h).astype(np.float64)
    y = scipy.signal.fftconvolve(x, h, axes=0)[:300]
    out["response"], out["reverb"] = h, y
    out["reverb.energy"] = y * np.sqrt((x**2).mean() / (y**2).mean())
    out["reverb.half_peak"] = y * 0.5 / np.abs(y).max()


def clipping(out):
    x = sound(301, 2)
    for percent in (0.0, 30.0, 100.0):
        out[f"clip.{percent:.0f}"] = np.clip(x, *np.percentile(x, (percent / 2, 100 - percent / 2)))


def write(tensors, path):
    header, data = {}, b""
    for name, x in tensors.items():
        b = np.ascontiguousarray(x, np.float32).tobytes()
        header[name] = {"dtype": "F32", "shape": list(x.shape), "data_offsets": [len(data), len(data) + len(b)]}
        data += b
    text = json.dumps(header, separators=(",", ":")).encode()
    text += b" " * (-len(text) % 8)
    path.write_bytes(struct.pack("<Q", len(text)) + text + data)


tensors = {}
for make in (transforms, filters, resampling, rooms, clipping):
    make(tensors)
write(tensors, pathlib.Path(__file__).with_name("audio.safetensors"))
