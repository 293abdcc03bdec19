#!/usr/bin/env python3
"""Makes one HTML page of a file of results: bench/page.py LATEST.json PAGE.html

The page needs no network and no other file: its style, its script (bench/page/) and the results stand in it.
"""
import argparse
import json
import os
import re
import sys

sys.dont_write_bytecode = True
from page_results import BadFile, read, replace_file  # noqa: E402

FOLDER = os.path.join(os.path.dirname(os.path.realpath(__file__)), "page")
SCRIPTS = ("basics.js", "state.js", "machine.js", "kinds.js", "bars.js", "roofline.js", "table.js", "main.js")


def part(name):
    with open(os.path.join(FOLDER, name), encoding="utf-8") as file:
        return file.read().rstrip("\n")


def embedded(results):
    """JSON that ends no script, whatever texts it has, and that any encoding of the page leaves as it is."""
    text = json.dumps(results, ensure_ascii=True, allow_nan=False, separators=(",", ":"))
    return text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")


def page_of(results):
    parts = {"css": part("page.css"), "json": embedded(results), "js": "\n".join(map(part, SCRIPTS))}
    return re.sub(r"\{\{(css|json|js)\}\}", lambda place: parts[place[1]], part("page.html")) + "\n"


def main():
    parser = argparse.ArgumentParser(prog="bench/page.py", description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("results", metavar="LATEST.json")
    parser.add_argument("page", metavar="PAGE.html")
    options = parser.parse_args()
    page = page_of(read(options.results))
    try:
        replace_file(options.page, page)
    except OSError as error:
        raise BadFile(f"{options.page}: cannot be written: {error.strerror}.") from None


if __name__ == "__main__":
    sys.stderr.reconfigure(errors="backslashreplace")
    try:
        main()
    except BadFile as bad:
        print(bad, file=sys.stderr)
        sys.exit(2)
