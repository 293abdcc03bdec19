#!/usr/bin/python3
"""Writes dtypes.safetensors: tensors of F16, BF16, F64 and F32 as PyTorch converts them, with what they are as float32
(expected.…), an integer tensor that nobody takes, and no fingerprint. Run: /usr/bin/python3 make_dtype_reference.py"""
import json
import pathlib
import struct

import torch

NAMES = {torch.float16: "F16", torch.bfloat16: "BF16", torch.float64: "F64", torch.float32: "F32", torch.int64: "I64"}
torch.manual_seed(3)
spread = torch.randn(4, 3, dtype=torch.float64) * 10.0 ** torch.arange(-8, 4, dtype=torch.float64).reshape(4, 3)
tensors = {
    "net.a.weight": spread.half(),  # denormals of half precision among them
    "net.a.bias": torch.tensor([3.0e38, -1.0e-39, 1 / 3]).bfloat16(),
    "net.second.kernel": torch.tensor([[0.1, 1e-46], [1 / 3, 3.4028235e38], [-2.5, 1e-40]], dtype=torch.float64),
    "net.b.bias": torch.tensor([0.1, -0.2]),
    "net.steps": torch.tensor(1234),
}
for name in [n for n in tensors if n != "net.steps"]:
    tensors["expected." + name] = tensors[name].float()


def raw(t):
    return (t.view(torch.int16) if t.dtype == torch.bfloat16 else t).contiguous().numpy().tobytes()


header, data = {}, b""
for name, t in tensors.items():
    header[name] = {"dtype": NAMES[t.dtype], "shape": list(t.shape), "data_offsets": [len(data), len(data) + len(raw(t))]}
    data += raw(t)
text = json.dumps(header).encode()
path = pathlib.Path(__file__).parent / "dtypes.safetensors"
path.write_bytes(struct.pack("<Q", len(text)) + text + data)
