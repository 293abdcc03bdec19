"""Reads a file of results ("cincel-bench/1") and says in one sentence what is wrong with it. Also how numbers are spelt."""
import json
import math
import os
import tempfile

SCHEMA = "cincel-bench/1"
UNITS = ((1e9, "s"), (1e6, "ms"), (1e3, "µs"), (1.0, "ns"))


class BadFile(Exception):
    """What is wrong with a file: one sentence that names it."""


def is_number(value):
    return isinstance(value, (int, float)) and not isinstance(value, bool) and abs(value) <= 1e300


def is_time(value):
    return is_number(value) and value > 0


def is_text(value):
    return isinstance(value, str)


def is_count(value):
    return isinstance(value, int) and not isinstance(value, bool) and 1 <= value <= 1 << 20


def is_times(value):
    return isinstance(value, list) and len(value) > 0 and all(map(is_time, value))


def optional(check):
    return lambda value: value is None or check(value)


def is_flag(value):
    return isinstance(value, bool)


# Of each object: the fields that it must have, and those that are checked if they are there.
HEADER = {}, {"processor": is_text, "compiler": is_text, "commit": is_text, "level": is_text, "flags": is_text,
              "command": is_text, "date": is_text, "system": is_text, "counters": is_text, "quick": is_flag,
              "dirty": is_flag, "cores": is_number, "lanes": is_number, "registers": is_number,
              "caches": lambda value: isinstance(value, dict)}
LIMIT = {"name": is_text, "unit": is_text, "median": is_time}, {"low": is_time, "high": is_time}
FREQUENCY = {"median": is_time}, {"low": is_time, "high": is_time}
NUMBERS = {name: optional(is_number) for name in ("flops", "bytes", "gflops", "gbytes_per_s", "limit_share")}
ROW = ({"name": is_text, "threads": is_count, "time_ns": is_time, "times_ns": is_times},
       NUMBERS | {name: optional(is_number) for name in ("low_ns", "high_ns", "spread", "p99_ns", "max_ns", "cold_ns",
                                                         "first_ns", "repetitions")}
       | {"noisy": is_flag, "limit": optional(is_text), "counters": optional(lambda value: isinstance(value, dict))})
LAYER = {"layer": is_text, "kind": is_text, "time_ns": is_number}, NUMBERS | {"implementation": optional(is_text),
                                                                               "limit": optional(is_text)}
PEER = {"peer": is_text, "time_ns": is_time}, {"ratio": optional(is_time), "times_ns": optional(is_times)}
COMPILE = {"compiler": is_text, "unit": is_text}, {"seconds": optional(is_number), "megabytes": optional(is_number)}


def check(path, what, value, fields):
    """Raises BadFile unless value is an object whose fields are as they must be."""
    if not isinstance(value, dict):
        raise BadFile(f"{path}: {what} is not an object.")
    required, known = fields
    for name in required:
        if name not in value:
            raise BadFile(f"{path}: {what} has no \"{name}\".")
    for name, holds in (required | known).items():
        if name in value and not holds(value[name]):
            raise BadFile(f"{path}: \"{name}\" of {what} cannot be {json.dumps(value[name])[:60]}.")


def check_list(path, what, values, fields):
    if not isinstance(values, list):
        raise BadFile(f"{path}: {what} are not a list.")
    for i, value in enumerate(values):
        check(path, f"entry {i + 1} of {what}", value, fields)


def check_rows(path, rows):
    check_list(path, "the rows", rows, ROW)
    seen = set()
    for row in rows:
        key = row["name"], row["threads"]
        if key in seen:
            raise BadFile(f"{path}: the row {spell_key(key)} stands in it twice.")
        seen.add(key)
        check_list(path, f"the layers of {row['name']}", row.get("layers", []), LAYER)
        check_list(path, f"the peers of {row['name']}", row.get("peers", []), PEER)


def refuse_constant(name):
    raise ValueError(f"{name} is no number of JSON")


def read(path):
    """The results of a file, checked; raises BadFile."""
    try:
        with open(path, encoding="utf-8") as file:
            results = json.load(file, parse_constant=refuse_constant)
        json.dumps(results, ensure_ascii=False).encode()  # half a surrogate pair cannot be written again
    except OSError as error:
        raise BadFile(f"{path}: cannot be read: {error.strerror}.") from None
    except (ValueError, RecursionError) as error:  # UnicodeDecodeError and JSONDecodeError are ValueErrors
        raise BadFile(f"{path}: is not JSON: {error}.") from None
    if not isinstance(results, dict):
        raise BadFile(f"{path}: is JSON, but not an object; a file of results is one.")
    if results.get("schema") != SCHEMA:
        found = json.dumps(results.get("schema"))[:60]
        raise BadFile(f"{path}: its schema is {found}; \"{SCHEMA}\" is what can be read here.")
    for name in ("header", "rows"):
        if name not in results:
            raise BadFile(f"{path}: has no \"{name}\".")
    check(path, "the header", results["header"], HEADER)
    check_list(path, "the limits", results.get("limits", []), LIMIT)
    if results.get("frequency_ghz") is not None:
        check(path, "the frequency", results["frequency_ghz"], FREQUENCY)
    check_rows(path, results["rows"])
    check_list(path, "the entries of compile_time", results.get("compile_time") or [], COMPILE)
    return results


def spell_key(key):
    name, threads = key
    return f"{name}, {threads} thread{'' if threads == 1 else 's'}"


def spell_number(value, digits=3):
    """Three digits that count, without an exponent."""
    if value is None:
        return ""
    if value == 0:
        return "0"
    places = digits - 1 - math.floor(math.log10(abs(value)))
    rounded = round(value, places)
    return f"{rounded:.{max(0, digits - 1 - math.floor(math.log10(abs(rounded))))}f}"


def spell_time(nanoseconds):
    if nanoseconds is None:
        return ""
    for size, unit in UNITS:
        if float(f"{nanoseconds:.3g}") >= size:
            return f"{spell_number(nanoseconds / size)} {unit}"
    return f"{spell_number(nanoseconds)} ns"


def replace_file(path, text):
    """Writes next to the file and renames, so that whoever reads it sees the old one or the new one."""
    path = os.path.realpath(path)
    descriptor, temporary = tempfile.mkstemp(dir=os.path.dirname(path), prefix=os.path.basename(path) + ".")
    try:
        with open(descriptor, "w", encoding="utf-8", newline="") as file:
            file.write(text)
        mask = os.umask(0)
        os.umask(mask)
        os.chmod(temporary, os.stat(path).st_mode & 0o7777 if os.path.exists(path) else 0o666 & ~mask)
        os.replace(temporary, path)
    except BaseException:
        os.unlink(temporary)
        raise
