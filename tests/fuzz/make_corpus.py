#!/usr/bin/python3
"""Writes the seed corpus: good files of each format and what has been wrong with files. Run: python3 make_corpus.py"""
import gzip
import json
import pathlib
import shutil
import struct

ROOT = pathlib.Path(__file__).parent / "corpus"
shutil.rmtree(ROOT, ignore_errors=True)


def put(name, data, *targets):
    for target in targets:
        path = ROOT / target / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)


def safetensors(header, data=b"", length=None):
    text = header if isinstance(header, bytes) else json.dumps(header).encode()
    return struct.pack("<Q", len(text) if length is None else length) + text + data


def entry(dtype, shape, begin, end):
    return {"dtype": dtype, "shape": shape, "data_offsets": [begin, end]}


def tensors(prefix="", dtype="F32", size=4):
    header, at = {}, 0
    for name, shape in (("a.weight", [4, 3]), ("a.bias", [3]), ("b.weight", [3, 2]), ("b.bias", [2])):
        count = 1
        for d in shape:
            count *= d
        header[prefix + name] = entry(dtype, shape, at, at + size * count)
        at += size * count
    return header, bytes(range(at % 256)) + bytes(at - at % 256)


both = ("safetensors", "inspect")
for dtype, size in (("F32", 4), ("F16", 2), ("BF16", 2), ("F64", 8)):
    header, data = tensors("net.", dtype, size)
    put("good_" + dtype, safetensors(header, data), *both)
header, data = tensors()
header["__metadata__"] = {"fingerprint": "0" * 32, "labels": "a,b"}
put("another_network", safetensors(header, data), *both)
put("control_characters", safetensors({"__metadata__": {"k\n": "\u001b[2J"}, "\u009b": entry("F32", [1], 0, 4)}, b"abcd"), *both)
put("nan", safetensors({"net.b.bias": entry("F32", [2], 0, 8)}, struct.pack("<ff", float("nan"), float("inf"))), *both)
put("transposed", safetensors({"net.a.weight": entry("F32", [3, 4], 0, 48)}, bytes(48)), *both)
put("empty", b"", *both, "idx", "packed", "pgm", "sound", "thesaurus")
put("seven_bytes", b"1234567", *both)
put("length_beyond", safetensors(b"{}", length=2**64 - 1), *both)
put("length_100_mb", safetensors(b"{}", length=100_000_001), *both)
put("no_object", safetensors(b"[]"), *both)
put("no_json", safetensors(b"{nonsense"), *both)
put("deep", safetensors(b'{"a":' + b"[" * 4000), *both)
put("huge_shape", safetensors({"a": entry("F32", [2**32, 2**32], 0, 2**64 - 1)}), *both)
put("hole", safetensors({"a": entry("F32", [1], 4, 8)}, bytes(8)), *both)
put("overlap", safetensors({"a": entry("U8", [3], 0, 3), "b": entry("U8", [3], 1, 4)}, bytes(4)), *both)
put("twice", safetensors(b'{"a":{"dtype":"U8","shape":[],"data_offsets":[0,1]},"a":{"dtype":"U8","shape":[],"data_offsets":[1,2]}}', bytes(2)), *both)
put("behind", safetensors({"a": entry("F32", [1], 0, 4)}, bytes(9)), *both)
put("unknown_dtype", safetensors({"a": entry("F17", [1], 0, 4)}, bytes(4)), *both)
put("negative", safetensors({"a": entry("F32", [-1], 0, 4)}, bytes(4)), *both)

idx = b"\0\0\x08\x03" + struct.pack(">III", 2, 1, 2) + bytes([0, 51, 102, 255])
put("good", idx, "idx")
put("good_gz", gzip.compress(idx, mtime=0), "idx")
put("no_trailer", gzip.compress(idx, mtime=0)[:-8], "idx")
put("cut_gz", gzip.compress(idx, mtime=0)[:-14], "idx")
put("wrong_checksum", gzip.compress(idx, mtime=0)[:-8] + bytes(8), "idx")
put("cut", idx[:-1], "idx")
put("more", idx + b"x", "idx")
put("labels", b"\0\0\x08\x01" + struct.pack(">I", 3) + b"\7\t\1", "idx")
put("floats", b"\0\0\x0d\x01" + struct.pack(">I", 1) + bytes(4), "idx")
put("huge", b"\0\0\x08\x04" + struct.pack(">IIII", 2**31, 2**31, 2**31, 2**31), "idx")
put("zero", b"\0\0\x08\x01" + struct.pack(">I", 0), "idx")
put("bomb", gzip.compress(b"\0\0\x08\x01" + struct.pack(">I", 1 << 20) + bytes(1 << 20), mtime=0), "idx")
put("gz_says_too_much", gzip.compress(b"\0\0\x08\x01" + struct.pack(">I", 2**31 - 1), mtime=0), "idx")

packed = b"CINCELW\n" + struct.pack("<II", 3, 0x01020304) + bytes(16) + struct.pack("<QQIIQ", 1024, 0, 1, 0, 0)
put("header", packed, "packed", "inspect")
put("numbers", packed + struct.pack("<f", 0.25) * 1200, "packed", "inspect")
put("nan_numbers", packed + struct.pack("<ff", float("nan"), float("inf")) * 600, "packed")
put("cut", packed[:40], "packed", "inspect")
put("other_order", packed[:12] + b"\1\2\3\4" + packed[16:] + bytes(4096), "packed", "inspect")
put("many_self_tests", packed[:48] + b"\xff\xff\xff\xff" + packed[52:], "packed", "inspect")

pixels = bytes(range(256)) * 4
put("good", b"P5 28 28 255\n" + pixels[:784], "pgm")
put("comment", b"P5\n# a comment\n3 3\n#another\n15\n" + pixels[:9], "pgm")
put("short", b"P5 28 28 255\nAAA", "pgm")
put("wide", b"P5 29 28 255\n" + pixels[:812], "pgm")
put("zero_levels", b"P5 1 1 0\nA", "pgm")
put("huge_number", b"P5 99999999999999999999 1 255\nA", "pgm")
put("negative", b"P5 -1 1 255\nA", "pgm")
put("text", b"P2 1 1 255\n7", "pgm")

# Thesauri: MyThes, lists, WordNet's files (an excerpt of them is in tests/reference/text).
put("mythes_utf8", "UTF-8\naño|1\n-|período|curso (generic term)\nrápido|2\n(adj)|veloz\n(adv)|deprisa\n".encode(), "thesaurus")
put("mythes_latin1", "ISO8859-1\naño|1\n-|período\n".encode("latin-1"), "thesaurus")
put("mythes_many_meanings", b"UTF-8\nhouse|999999999\n-|home\n", "thesaurus")
put("mythes_no_count", b"UTF-8\nhouse\n", "thesaurus")
put("mythes_character_set", b"KOI8-R\nhouse|1\n", "thesaurus")
put("list", "# mine\ngrande|enorme|amplio\r\n\nin order to|to\n".encode(), "thesaurus")
put("list_no_utf8", b"a\xf1o|x\n", "thesaurus")
put("list_no_synonym", b"big|\n", "thesaurus")
synset = b"00000000 05 n 02 dog 0 hound 1 002 @ 00000000 n 0000 ;u 00000001 n 0102 | barks; \"good dog\"\n"
put("synset", synset, "thesaurus")
put("synset_offset", synset.replace(b"00000000 05", b"00000001 05"), "thesaurus")
put("synset_many_words", synset.replace(b"n 02", b"n ff"), "thesaurus")
put("synset_many_pointers", synset.replace(b" 002 ", b" 999999999 "), "thesaurus")
put("synset_cut", synset[:40], "thesaurus")
put("index", b"dog n 2 1 @ 2 1 00000000 00000007  \n", "thesaurus")
put("index_many_senses", b"dog n 999999999 1 @ 2 1 00000000\n", "thesaurus")
put("counts", b"dog%1:05:00:: 1 42\nquick%5:00:00:fast:00 1 3\n", "thesaurus")
put("counts_type", b"dog%9:05:00:: 1 42\n", "thesaurus")
put("exceptions", b"geese goose\nappalled appal appall\n", "thesaurus")

def wav(data, kind=1, channels=1, rate=8000, bits=16, said=None):
    width = channels * bits // 8
    form = b"fmt " + struct.pack("<IHHIIHH", 16, kind, channels, rate, rate * width % 2**32, width % 2**16, bits)
    body = b"WAVE" + form + b"data" + struct.pack("<I", len(data) if said is None else said) + data
    return b"RIFF" + struct.pack("<I", len(body)) + body


samples = struct.pack("<6h", 0, 1000, -1000, 32767, -32768, 1)
put("good", wav(samples), "sound")
put("good_stereo", wav(samples, channels=2), "sound")
put("good_floats", wav(struct.pack("<3f", 0.5, -2, 1e-9), kind=3, bits=32), "sound")
put("not_finite", wav(struct.pack("<3f", 0.5, float("nan"), float("inf")), kind=3, bits=32), "sound")
put("no_samples", wav(b""), "sound")
put("says_4_gb", wav(samples, said=0xFFFFFFF0), "sound")
put("cut", wav(samples)[:50], "sound")
put("no_channels", wav(samples, channels=0), "sound")
put("no_rate", wav(samples, rate=0), "sound")
put("many_channels", wav(samples, channels=65535), "sound")
put("flac_says_much", b"fLaC\x80\0\0\x22" + struct.pack(">HH", 4096, 4096) + bytes(6) + b"\x01\xf4\x00\xff\xff\xff\xff\xff" + bytes(16), "sound")
