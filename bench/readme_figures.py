#!/usr/bin/env python3
"""Writes the figures of a file of results into Markdown: bench/readme_figures.py [--check] LATEST.json FILE...

What stands between a line "<!-- bench: NAME -->" and the next line "<!-- end bench -->" becomes a table; NAME is networks,
layers, training, tiny, augmentation, limits, compile or three numbers (those at the top of the README). If anything is wrong or missing,
no file is changed.

Exit code: 0 done, or nothing to do; 1 with --check, if a file would change; 2 a file, a marker or an option is wrong.
"""
import argparse
import os
import re
import sys

sys.dont_write_bytecode = True
sys.path.insert(0, os.path.dirname(os.path.realpath(__file__)))
from page_results import BadFile, read, replace_file, spell_number, spell_time  # noqa: E402

BEGIN = re.compile(r"\s*<!-- bench:(.*)-->\s*")
END = re.compile(r"\s*<!-- end bench -->\s*")
FENCE = re.compile(r" {0,3}(`{3,}|~{3,})")
RATES = {"GFLOP/s": "gflops", "GB/s": "gbytes_per_s"}
LIMIT_NAMES = {"fma": "multiply-adds", "l1": "L1 cache", "l2": "L2 cache", "l3": "L3 cache", "memory": "memory"}


def plain(text):
    """Text of the results as Markdown shows it: no table, tag or emphasis comes of it."""
    text = re.sub(r"\s+", " ", str(text)).replace("&", "&amp;").replace("<", "&lt;")
    return re.sub(r"([\\`*_\[\]|~])", r"\\\1", text)


def code(text):
    """Text of the results between backticks; within a table a bar would end the cell, and no backtick can stand there."""
    return "`" + re.sub(r"\s+", " ", str(text)).replace("`", "'").replace("|", "\\|") + "`"


def table(heads, rows):
    """The first column is text, the others are numbers."""
    lines = [heads, ["---"] + ["---:"] * (len(heads) - 1), *rows]
    return ["| " + " | ".join(line) + " |" for line in lines]


def percent(share):
    return "" if share is None else f"{100 * share:.0f} %"


def limit_cell(row):
    if row.get("limit_share") is None:
        return ""
    return f"{percent(row['limit_share'])} of {plain(LIMIT_NAMES.get(row.get('limit'), row.get('limit') or 'its limit'))}"


def title_cell(row):
    threads = "" if row["threads"] == 1 else f", {row['threads']} threads"
    return code(row["name"]) + threads + (" (noisy)" if row.get("noisy") else "")


def peer_cell(row, name):
    for peer in row.get("peers", []):
        if peer["peer"] == name:
            ratio = f" ({spell_number(1 / peer['ratio'])}×)" if peer.get("ratio") else ""
            return spell_time(peer["time_ns"]) + ratio
    return ""


def rows_of(results, family, what, unit, rate="GFLOP/s"):
    """A family's rows, with their multiply-adds or their bytes a second."""
    rows = [row for row in results["rows"] if row["name"].startswith(family + "/")]
    if not rows:
        raise BadFile(f"the results have no rows {family}/")
    peers = list(dict.fromkeys(peer["peer"] for row in rows for peer in row.get("peers", [])))
    heads = [what, unit, rate, "share of the limit", *map(plain, peers)]
    lines = table(heads, [[title_cell(row), spell_time(row["time_ns"]), spell_number(row.get(RATES[rate])),
                           limit_cell(row),
                           *(peer_cell(row, peer) for peer in peers)] for row in rows])
    note = "N× is a peer's time over Cincel's, of the same rounds; a cell is empty where the peer does not offer the row. "
    return lines, note if peers else ""


def limits(results):
    entries = results.get("limits") or []
    if not entries:
        raise BadFile("the results have no limits")
    if results.get("frequency_ghz"):
        entries = entries + [{"name": "frequency", "unit": "GHz", **results["frequency_ghz"]}]
    return table(["limit", "median", "quartiles"], [
        [plain(LIMIT_NAMES.get(limit["name"], limit["name"])), f"{spell_number(limit['median'])} {plain(limit['unit'])}",
         f"{spell_number(limit['low'])} to {spell_number(limit['high'])}" if limit.get("low") and limit.get("high") else ""]
        for limit in entries]), ""


def compile_time(results):
    entries = results.get("compile_time") or []
    if not entries:
        raise BadFile("the results have no compile_time")
    return table(["unit", "compiler", "seconds", "megabytes"], [
        [code(entry["unit"]), plain(entry["compiler"]), spell_number(entry.get("seconds")),
         spell_number(entry.get("megabytes"))] for entry in entries]), ""


LATENCY, STEP, COMPILED = "net/fashion_cnn", "train/fashion_cnn_b128", "inference of ResNet-50"
STEPS_OF_EPOCH = -(-54_000 // 128)


def three_rows(results):
    """The rows of the README's numbers: latency on one thread, a step on as many as there are, compiling by each compiler;
    raises BadFile, which says all that is missing."""
    steps = sorted((row for row in results["rows"] if row["name"] == STEP), key=lambda row: row["threads"])
    found = {f"row {LATENCY} of one thread": [row for row in results["rows"]
                                              if row["name"] == LATENCY and row["threads"] == 1],
             f"row {STEP}": steps[-1:],
             f"compile_time of \"{COMPILED}\"": [entry for entry in results.get("compile_time") or []
                                                 if entry["unit"] == COMPILED and entry.get("seconds")]}
    missing = [what for what, rows in found.items() if not rows]
    if missing:
        raise BadFile(f"the results have no {', no '.join(missing)}")
    (latency,), (step,), compiled = found.values()
    return latency, step, compiled


def beside(row, wanted, times=1):
    """What the same rounds say beside a row: the time at the machine's limits, the peer that is wanted, and the fastest
    one if that is another."""
    said = []
    if row.get("limit_share"):
        said.append(f"at the machine's limits: {spell_time(times * row['limit_share'] * row['time_ns'])}")
    peers = sorted((peer for peer in row.get("peers", []) if peer.get("ratio")), key=lambda peer: peer["time_ns"])
    shown = [peer for peer in peers if peer["peer"].startswith(wanted)][:1]
    for peer in shown + [peer for peer in peers[:1] if peer not in shown]:
        said.append(f"{plain(peer['peer'])}: {spell_time(times * peer['time_ns'])} ({spell_number(1 / peer['ratio'])}×)")
    return "; ".join(said)


def three_numbers(results):
    latency, step, compiled = three_rows(results)

    def number(text, row):
        return f"**{text}**" + (" (noisy)" if row.get("noisy") else "")

    threads = "one thread" if step["threads"] == 1 else f"{step['threads']} threads"
    lines = [["three numbers", "beside them", "again by"], ["---"] * 3,
             [f"{number(spell_time(latency['time_ns']), latency)}: latency of an image, Fashion-MNIST network, one thread",
              beside(latency, "ONNX Runtime"), code(f"bash bench/run.sh --filter {LATENCY}")],
             [f"{number(spell_time(STEPS_OF_EPOCH * step['time_ns']), step)}: an epoch of training it on 54,000 images, "
              f"{threads}", beside(step, "PyTorch", STEPS_OF_EPOCH), code(f"bash bench/run.sh --filter {STEP}")],
             [f"**{spell_time(1e9 * compiled[0]['seconds'])}**: compiling inference of ResNet-50, "
              f"{plain(compiled[0]['compiler'])}, -O3",
              "; ".join(f"{plain(entry['compiler'])}: {spell_time(1e9 * entry['seconds'])}" for entry in compiled[1:]),
              code("bash bench/compile_time.sh")]]
    note = f"An epoch is {STEPS_OF_EPOCH} steps of 128 images: the time of a step times {STEPS_OF_EPOCH}. "
    if any((row.get("limit_share") or 0) > 1 for row in (latency, step)):
        note += "Winograd's algorithm needs fewer multiply-adds than the limits count. "
    if latency.get("peers") or step.get("peers"):
        note += "N× is a peer's time over Cincel's, of the same rounds. "
    return ["| " + " | ".join(line) + " |" for line in lines], note


TABLES = {"networks": lambda results: rows_of(results, "net", "network", "time an image"),
          "layers": lambda results: rows_of(results, "layer", "layer", "time an image"),
          "training": lambda results: rows_of(results, "train", "training", "time a step"),
          "tiny": lambda results: rows_of(results, "tiny", "network", "time a sample"),
          "augmentation": lambda results: rows_of(results, "augment", "augmentation", "time a sample", "GB/s"),
          "limits": limits, "compile": compile_time, "three numbers": three_numbers}


def origin(header):
    """Where the figures come from: one sentence."""
    parts = [plain(header[name]) for name in ("processor", "compiler", "level") if header.get(name)]
    commit = f"commit {plain(header['commit'])}" if header.get("commit") else "unknown commit"
    command = f", by {code(header['command'])}" if header.get("command") else ""
    return f"Measured on {', '.join(parts + [commit])}{' with changes' if header.get('dirty') else ''}{command}."


def block(results, name):
    lines, note = TABLES[name](results)
    return ["", *lines, "", note + origin(results["header"]), ""]


def rewritten(path, text, results):
    """The text with its tables made anew; raises BadFile if a marker is wrong."""
    newline = "\r\n" if "\r\n" in text else "\n"
    out, fence, begun, count = [], None, None, 0
    for number, line in enumerate(text.splitlines(keepends=True), 1):
        mark = FENCE.match(line)
        if begun is None and mark and (fence is None or mark[1].startswith(fence)):
            fence = mark[1] if fence is None else None
        begin, end = (None, None) if fence else (BEGIN.fullmatch(line), END.fullmatch(line))
        if begin and begun:
            raise BadFile(f"{path}:{number}: a marker begins before the one of line {begun} has its \"<!-- end bench -->\".")
        if end and begun is None:
            raise BadFile(f"{path}:{number}: \"<!-- end bench -->\" ends no marker.")
        if begin:
            name, begun, count = begin[1].strip(), number, count + 1
            if name not in TABLES:
                raise BadFile(f"{path}:{number}: the marker \"{name}\" is unknown; there are {', '.join(TABLES)}.")
            try:
                out.append(line + newline.join(block(results, name)) + newline)
            except BadFile as bad:
                raise BadFile(f"{path}:{number}: the marker \"{name}\" cannot be filled: {bad}.") from None
        elif end:
            begun = None
        if not begun and not begin:
            out.append(line)
    if begun:
        raise BadFile(f"{path}:{begun}: the marker has no \"<!-- end bench -->\" behind it.")
    if not count:
        raise BadFile(f"{path}: has no marker \"<!-- bench: NAME -->\".")
    return "".join(out)


def load(path):
    try:
        with open(path, encoding="utf-8", newline="") as file:
            return file.read()
    except OSError as error:
        raise BadFile(f"{path}: cannot be read: {error.strerror}.") from None
    except UnicodeDecodeError as error:
        raise BadFile(f"{path}: is not UTF-8: {error}.") from None


def main():
    parser = argparse.ArgumentParser(prog="bench/readme_figures.py", description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--check", action="store_true", help="change nothing; exit code 1 if a file would change")
    parser.add_argument("results", metavar="LATEST.json")
    parser.add_argument("files", metavar="FILE", nargs="+")
    options = parser.parse_args()
    results = read(options.results)
    old = {path: load(path) for path in options.files}
    new = {path: rewritten(path, text, results) for path, text in old.items()}  # all of them, before one is written
    changed = [path for path in old if new[path] != old[path]]
    for path in changed:
        if not options.check:
            try:
                replace_file(path, new[path])
            except OSError as error:
                raise BadFile(f"{path}: cannot be written: {error.strerror}.") from None
        print(f"{path}: {'would change' if options.check else 'written'}.")
    return 1 if options.check and changed else 0


if __name__ == "__main__":
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(errors="backslashreplace")
    try:
        sys.exit(main())
    except BadFile as bad:
        print(bad, file=sys.stderr)
        sys.exit(2)
