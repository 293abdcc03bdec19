#!/usr/bin/python3
"""References for texts: UTF-8 and letters as Python decodes and changes them, and an excerpt of WordNet (Debian's
wordnet-base; Princeton's licence stands in its data.noun) with what the program `wn` (Debian's wordnet) says of its
words. Run: /usr/bin/python3 tests/reference/make_text_reference.py"""
import pathlib
import random
import re
import subprocess

HERE = pathlib.Path(__file__).parent / "text"
WORDNET = pathlib.Path("/usr/share/wordnet")
NAMES = {"n": "noun", "v": "verb", "a": "adj", "r": "adv"}
HERE.mkdir(exist_ok=True)


def utf8():
    """Bytes, and how many of them are valid before the first error."""
    draw = random.Random(1)
    edges = [0, 0x7F, 0x80, 0x7FF, 0x800, 0xD7FF, 0xE000, 0xFFFD, 0xFFFF, 0x10000, 0x10FFFF, ord("ñ"), ord("Á"), ord("¿")]
    cases = [chr(c).encode() for c in edges]
    cases += [b"\xff", b"a\x80", b"\xc0\x80", b"\xc1\xbf", b"\xe0\x9f\xbf", b"\xed\xa0\x80", b"\xed\xbf\xbf",
              b"\xf0\x8f\xbf\xbf", b"\xf4\x90\x80\x80", b"\xf5\x80\x80\x80", b"\xc3", b"ma\xc3", b"\xe2\x82", b"\xf0\x9f\x98",
              b"\xc3(", b"\xe2(\xa1", b"\xe2\x82(", b"\xf0\x28\x8c\xbc", b"a\xf1o", "año".encode("latin-1")]
    for _ in range(300):
        text = bytearray("".join(chr(draw.choice(edges[1:5] + edges[6:])) for _ in range(4)).encode())
        for _ in range(draw.randint(0, 2)):
            text[draw.randrange(len(text))] = draw.randrange(256)
        cases.append(bytes(text))
    lines = []
    for case in dict.fromkeys(cases):
        try:
            case.decode()
            valid = len(case)
        except UnicodeDecodeError as error:
            valid = error.start
        lines.append(f"{case.hex()} {valid}")
    (HERE / "utf8.txt").write_text("\n".join(lines) + "\n")
    letters = []
    for code in range(0x180):
        c = chr(code)
        small, capital = c.lower(), c.upper()
        small = small if len(small) == 1 else c
        capital = capital if len(capital) == 1 and ord(capital) < 0x180 and capital.lower() == c else c
        letters.append(f"{code:x} {ord(small):x} {ord(capital):x}")
    (HERE / "letters.txt").write_text("\n".join(letters) + "\n")


WORDS = {"n": "car dog house city child box country teacher mistake road job answer gamin peeing Paris glass man stone".split(),
         "v": "stop begin buy permit help find occur study go run shout carry let allow dog".split(),
         "r": "quickly rapidly maybe almost often".split(),
         "a": "big quick".split()}


def wordnet():
    folder = HERE / "wordnet"
    folder.mkdir(exist_ok=True)
    index = {p: {l.split(" ")[0]: l for l in (WORDNET / f"index.{n}").read_text().splitlines() if l[0] != " "}
             for p, n in NAMES.items()}
    data = {p: {l[:8]: l for l in (WORDNET / f"data.{n}").read_text().splitlines() if l[0] != " "} for p, n in NAMES.items()}
    rude = [o for o, l in data["n"].items() if l.split()[4] in ("obscenity", "disparagement", "ethnic_slur")]
    chosen = {}
    for p, words in WORDS.items():
        for w in words:
            for q in NAMES:
                line = index[q].get(w.lower())
                if line:
                    fields = line.split()
                    offsets = fields[-int(fields[2]):][:3]
                    chosen.setdefault(q, {})[w.lower()] = offsets
    new = {}
    for p, n in NAMES.items():
        licence = [l for l in (WORDNET / f"data.{n}").read_text().splitlines() if l.startswith("  ")]
        offsets = sorted({o for os in chosen[p].values() for o in os} | (set(rude) if p == "n" else set()))
        at = sum(len(l.encode()) + 1 for l in licence)
        for o in offsets:
            new[p, o] = f"{at:08d}"
            at += len(data[p][o].encode()) + 1
        data[p]["lines"] = licence, offsets
    for p, n in NAMES.items():
        licence, offsets = data[p]["lines"]
        out = list(licence)
        for o in offsets:
            line = re.sub(r"(\S+) (\d{8}) ([nvasr]) ", lambda m: f"{m[1]} {new.get((m[3].replace('s', 'a'), m[2]), m[2])} {m[3]} ",
                          data[p][o])
            out.append(new[p, o] + line[8:])
        (folder / f"data.{n}").write_text("\n".join(out) + "\n")
        lines = list(licence)
        for w, os in sorted(chosen[p].items()):
            fields = index[p][w].split()
            k = int(fields[2])
            fields[2] = str(len(os))
            fields[-k - 2] = str(len(os))
            lines.append(" ".join(fields[:-k] + [new[p, o] for o in os]) + "  ")
        (folder / f"index.{n}").write_text("\n".join(lines) + "\n")
    words = {w for ws in chosen.values() for w in ws}
    counts = [l for l in (WORDNET / "cntlist.rev").read_text().splitlines() if l.split("%")[0] in words]
    (folder / "cntlist.rev").write_text("\n".join(counts) + "\n")
    synonyms = {w.replace("_", " ") for (p, o) in new for w in re.findall(r"([^\s(]+)(?:\(\w+\))? [0-9a-f](?= )", data[p][o].split(" | ")[0])}
    for n in ("noun", "verb"):
        lines = [l for l in (WORDNET / f"{n}.exc").read_text().splitlines() if set(l.split()[1:2]) & (words | synonyms)]
        (folder / f"{n}.exc").write_text("\n".join(lines) + "\n")
    said = []
    for p, option in (("n", "-synsn"), ("v", "-synsv"), ("r", "-synsr")):
        for w in sorted(chosen[p]):
            text = subprocess.run(["wn", w, option], capture_output=True, text=True).stdout
            sense = re.search(r"^Sense 1\n(.*)$", text, re.M)
            said.append(f"{p}|{w}|" + "|".join(sense[1].split(", ")))
    (HERE / "wn.txt").write_text("\n".join(said) + "\n")


utf8()
wordnet()
