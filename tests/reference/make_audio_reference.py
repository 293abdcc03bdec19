#!/usr/bin/python3
"""Writes audio.safetensors: what steps for sounds make of signals, by numpy, scipy.signal, torch.stft and the formulas
that librosa, torchaudio, Keras and the HTK book document, in float64. Run: /usr/bin/python3 make_audio_reference.py"""
import json
import pathlib
import struct

import numpy as np
import scipy.fft
import scipy.signal
import scipy.special
import torch


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


def periodic_hann(n):
    return scipy.signal.get_window("hann", n, fftbins=True)


def stft(x, n_fft, hop, window, mode):
    """[bins][frames] by torch.stft."""
    return torch.stft(
        torch.tensor(x), n_fft, hop, window, torch.tensor(periodic_hann(window)), center=mode is not None,
        pad_mode=mode or "constant", return_complex=True,
    ).numpy()


def spectra(out):
    x = sound(300)[:, 0]
    for name, args in {
        "zeros": (64, 16, 64, "constant"), "reflect": (60, 20, 60, "reflect"), "none": (64, 24, 64, None),
        "narrow": (64, 16, 40, "constant"),
    }.items():
        y = stft(x, *args).T
        out[f"stft.{name}"] = np.stack([y.real, y.imag])


def slaney(f):
    return np.where(f < 1000, f * 3 / 200, 15 + 27 * np.log(np.maximum(f, 1e-9) / 1000) / np.log(6.4))


def slaney_to_hertz(m):
    return np.where(m < 15, m * 200 / 3, 1000 * np.exp((m - 15) * np.log(6.4) / 27))


def htk(f):
    return 2595 * np.log10(1 + f / 700)


def htk_to_hertz(m):
    return 700 * (10 ** (m / 2595) - 1)


def triangles(edges, places):
    """[filters][places]: rising from edge i to i + 1, falling to i + 2."""
    e = edges[:, None]
    return np.maximum(0, np.minimum((places - e[:-2]) / (e[1:-1] - e[:-2]), (e[2:] - places) / (e[2:] - e[1:-1])))


def filter_bank(kind, rate, n_fft, count):
    """As librosa.filters.mel, torchaudio.functional.melscale_fbanks, Keras's linear-to-mel matrix and the HTK book have
    it."""
    places = np.arange(n_fft // 2 + 1) * rate / n_fft
    if kind == "librosa":
        edges = slaney_to_hertz(np.linspace(0, slaney(rate / 2), count + 2))
        return triangles(edges, places) * (2 / (edges[2:] - edges[:-2]))[:, None]
    low = 20 if kind == "keras" else 0
    mels = np.linspace(htk(low), htk(rate / 2), count + 2)
    return triangles(htk_to_hertz(mels), places) if kind == "torchaudio" else triangles(mels, htk(places))


def decibels(power, top=80):
    d = 10 * np.log10(np.maximum(1e-10, power))
    return np.maximum(d, d.max() - top)


def htk_frames(x, window, hop, n_fft):
    frames = np.stack([x[i : i + window] for i in range(0, len(x) - window + 1, hop)])
    first = frames[:, :1] * (1 - 0.97)
    frames = np.concatenate([first, frames[:, 1:] - 0.97 * frames[:, :-1]], 1) * np.hamming(window)
    return np.abs(np.fft.rfft(frames, n_fft))


def mels(out):
    x, rate = sound(600)[:, 0] * np.exp(-np.arange(600) / 60), 8000
    x = np.float32(x).astype(np.float64)
    out["mel.sound"] = x
    for kind, mode in (("librosa", "constant"), ("torchaudio", "reflect"), ("keras", "reflect")):
        power = np.abs(stft(x, 256, 64, 256, mode)) ** 2
        out[f"mel.{kind}"] = (filter_bank(kind, rate, 256, 20) @ power).T
    out["mel.htk"] = htk_frames(x, 200, 80, 256) @ filter_bank("htk", rate, 256, 20).T
    db = decibels(out["mel.librosa"])
    out["decibels"], out["decibels.30"] = db, decibels(out["mel.librosa"], 30)
    out["mfcc"] = scipy.fft.dct(db, norm="ortho", axis=1)[:, :13]
    out["mfcc.lifter"] = out["mfcc"] * (1 + 11 * np.sin(np.pi * np.arange(1, 14) / 22))
    logs = np.log(np.maximum(out["mel.htk"], 1e-3))
    i, j = np.arange(13)[:, None], np.arange(20)[None, :]
    cosines = np.sqrt(2 / 20) * np.cos(np.pi * i * (j + 0.5) / 20) * (1 + 11 * np.sin(np.pi * i / 22))
    out["mfcc.htk"] = logs @ cosines.T


def warps(out):
    """SpecAugment's time warp as three straight points of the time, frames blended linearly."""
    x = sound(13 * 10, number=23).reshape(13, 10)
    out["warp.spectrum"] = x
    t = np.arange(13)
    for name, centre, by in (("later", 5.25, 2.75), ("earlier", 8.5, -3.0), ("whole", 6.0, 2.0)):
        places = np.interp(t, [0, centre + by, 12], [0, centre, 12])
        out[f"warp.{name}"] = np.stack([np.interp(places, t, x[:, k]) for k in range(10)], axis=1)


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
for make in (transforms, filters, resampling, rooms, clipping, spectra, mels, warps):
    make(tensors)
write(tensors, pathlib.Path(__file__).with_name("audio.safetensors"))
