#!/usr/bin/env python3
"""What bench/page.py makes, seen by a headless Chromium. Ends with code 77 if there is none."""
import copy
import json
import math
import os
import re
import subprocess
import sys
import tempfile
import unittest

sys.dont_write_bytecode = True
HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, HERE)
import browser  # noqa: E402
import make_sample  # noqa: E402

SCRIPT = os.path.join(HERE, "..", "..", "bench", "page.py")
CSS = os.path.join(HERE, "..", "..", "bench", "page", "page.css")
UNITS = {"s": 1e9, "ms": 1e6, "µs": 1e3, "ns": 1, "%": .01, "T": 1e12, "G": 1e9, "M": 1e6, "k": 1e3, "": 1,
         "GiB": 2 ** 30, "MiB": 2 ** 20, "KiB": 2 ** 10, "B": 1}
FIELDS = {"threads": "threads", "time": "time_ns", "spread": "spread", "gflops": "gflops", "gbytes": "gbytes_per_s",
          "share": "limit_share", "cold": "cold_ns", "first": "first_ns", "low": "low_ns", "high": "high_ns",
          "p99": "p99_ns", "max": "max_ns", "flops": "flops", "bytes": "bytes", "repetitions": "repetitions"}
# What is wrong with the layout: the page is wider than the window; texts of a figure or of a bar leave it or each other.
LAYOUT = """
  const wrong = [], root = document.documentElement;
  if (root.scrollWidth > innerWidth) wrong.push(`the page is ${root.scrollWidth} wide`);
  for (const svg of document.querySelectorAll(".roofline svg")) {
    const frame = svg.getBoundingClientRect(), texts = [...svg.querySelectorAll("text")];
    for (const text of texts) {
      const box = text.getBoundingClientRect();
      if (box.left < frame.left - 1 || box.right > frame.right + 1 || box.top < frame.top - 1 || box.bottom > frame.bottom + 1)
        wrong.push(`${text.textContent} leaves the figure`);
    }
    const level = texts.filter(text => !/rotate/.test(text.getAttribute("transform") ?? ""));
    level.forEach((a, i) => level.slice(i + 1).forEach(b => {
      const [p, q] = [a.getBoundingClientRect(), b.getBoundingClientRect()];
      if (p.left < q.right - 1 && q.left < p.right - 1 && p.top < q.bottom - 3 && q.top < p.bottom - 3)
        wrong.push(`${a.textContent} lies on ${b.textContent}`);
    }));
  }
  for (const element of document.querySelectorAll(".tile, .tile b, .facts dd, .bar > span, .card h4, button, h1, h2, select, #subtitle")) {
    if (element.scrollWidth > element.clientWidth + 1 && element.clientWidth > 0) wrong.push(`${element.textContent.slice(0, 40)} is clipped`);
  }
  for (const bar of document.querySelectorAll(".bar")) {
    const cells = [...bar.children].map(cell => cell.getBoundingClientRect()), frame = bar.getBoundingClientRect();
    for (const cell of cells) if (cell.right > frame.right + 1) wrong.push(`${bar.textContent} is too wide`);
    if (cells[1].width < 30) wrong.push(`${bar.textContent} has no room for its bar`);
  }
  return wrong;
"""


def number_of(text):
    """A number as the page spells it."""
    value, _, unit = text.replace(",", "").partition(" ")
    return float(value) * UNITS[unit]


def linear(color):
    parts = [int(color[i:i + 2], 16) / 255 for i in (1, 3, 5)]
    return [c / 12.92 if c <= .04045 else ((c + .055) / 1.055) ** 2.4 for c in parts]


def contrast(a, b):
    low, high = sorted(sum(w * c for w, c in zip((.2126, .7152, .0722), linear(color))) for color in (a, b))
    return (high + .05) / (low + .05)


def oklab(rgb):
    r, g, b = (min(1, max(0, c)) for c in rgb)
    l, m, s = ((x * r + y * g + z * b) ** (1 / 3) for x, y, z in (
        (.4122214708, .5363325363, .0514459929), (.2119034982, .6806995451, .1073969566), (.0883024619, .2817188376, .6299787005)))
    return [x * l + y * m + z * s for x, y, z in ((.2104542553, .7936177850, -.0040720468),
            (1.9779984951, -2.4285922050, .4505937099), (.0259040371, .7827717662, -.8086757660))]


# What eyes without one sort of cones see of linear red, green and blue (Machado, Oliveira and Fernandes 2009).
EYES = {"protanopia": ((.152286, 1.052583, -.204868), (.114503, .786281, .099216), (-.003882, -.048116, 1.051998)),
        "deuteranopia": ((.367322, .860646, -.227968), (.280085, .672501, .047413), (-.011820, .042940, .968881)),
        "tritanopia": ((1.255528, -.076749, -.178779), (-.078411, .930809, .147602), (.004733, .691367, .303900))}


class Colors(unittest.TestCase):
    def setUp(self):
        with open(CSS, encoding="utf-8") as file:
            pairs = re.findall(r"--([\w-]+): light-dark\((#\w{6}), (#\w{6})\)", file.read())
        self.modes = [{name: pair[i] for name, *pair in pairs} for i in (0, 1)]

    def test_contrast(self):
        for colors in self.modes:
            for text, backs in {"text": ("page", "surface", "raised"), "muted": ("page", "surface", "raised"),
                                "warning": ("warning-back",)}.items():
                for back in backs:
                    self.assertGreaterEqual(contrast(colors[text], colors[back]), 4.5, (text, back))
            for name in ("accent", "peer", "roof", *(f"kind-{i}" for i in range(8))):
                self.assertGreaterEqual(contrast(colors[name], colors["surface"]), 3, name)

    def test_kinds_differ_for_all_eyes(self):
        for colors in self.modes:
            for name, matrix in EYES.items():
                seen = [oklab([sum(w * c for w, c in zip(line, linear(colors[f"kind-{i}"]))) for line in matrix]) for i in range(8)]
                least = min(math.dist(a, b) for i, a in enumerate(seen) for b in seen[:i])
                self.assertGreater(least, .06, name)


class Pages(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.temporary = tempfile.TemporaryDirectory(ignore_cleanup_errors=True)
        cls.addClassCleanup(cls.temporary.cleanup)
        cls.folder = cls.temporary.name
        cls.sample = make_sample.sample()

    def page(self, results, code=0):
        source, page = (os.path.join(self.folder, name) for name in ("results.json", "page.html"))
        if os.path.exists(page):
            os.unlink(page)
        with open(source, "w", encoding="utf-8") as file:
            file.write(results if isinstance(results, str) else json.dumps(results))
        done = subprocess.run([sys.executable, SCRIPT, source, page], capture_output=True, encoding="utf-8", check=False)
        self.assertEqual(done.returncode, code, done.stderr)
        self.said = done.stderr
        return page

    def open(self, results, address=""):
        root, console = browser.dom(self.folder, self.page(results), address)
        self.assertEqual(console, [])
        self.assertNotIn("data-error", root.attributes)
        self.assertEqual(root.attributes.get("data-ready"), "yes")
        return root

    def probe(self, results, script, address="", width=1400):
        return browser.probe(self.folder, self.page(results), script, address, width)

    @staticmethod
    def rows(root):
        (body,) = root.by_id("rows").every("tbody")
        return {row.attributes["data-row"]: row for row in body.every("tr") if "data-row" in row.attributes}


class Table(Pages):
    def check_number(self, cell, value, what):
        if value is None:
            self.assertEqual((cell.text(), "data-value" in cell.attributes), ("", False), what)
            return
        self.assertEqual(float(cell.attributes["data-value"]), value, what)
        # Three digits, or the tenth of a hundred.
        self.assertLessEqual(abs(number_of(cell.text()) - value), max(.00501 * abs(value), .00051 * cell.text().endswith("%")), what)

    def test_numbers_are_those_of_the_file(self):
        results = copy.deepcopy(self.sample)
        results["rows"][0]["counters"] = {"instructions_per_fma": 1.41, "cycles": 123456.0}
        results["rows"][1]["gflops"] = None
        root = self.open(results)
        rows = self.rows(root)
        self.assertEqual(list(rows), [f"{row['name']}@{row['threads']}" for row in results["rows"]])
        for row in results["rows"]:
            cells = {cell.attributes["data-key"]: cell for cell in rows[f"{row['name']}@{row['threads']}"].every() if "data-key" in cell.attributes}
            for key, field in FIELDS.items():
                self.check_number(cells[key], row[field], (row["name"], key))
            for name in ("instructions_per_fma", "cycles"):
                self.check_number(cells[f"counter:{name}"], (row["counters"] or {}).get(name), (row["name"], name))
            peers = {peer["peer"]: peer for peer in row["peers"]}
            for name in make_sample.PEERS:
                self.check_number(cells[f"peer:{name}"], peers.get(name, {}).get("time_ns"), (row["name"], name))
                self.check_number(cells[f"ratio:{name}"], peers.get(name, {}).get("ratio"), (row["name"], name))
            self.assertEqual(cells["limit"].text(), row["limit"])
            self.assertEqual(cells["name"].text(), row["name"] + "noisy" * row["noisy"])
            self.assertEqual(rows[f"{row['name']}@{row['threads']}"].attributes.get("data-noisy"), "yes" if row["noisy"] else None)
        self.assertEqual(root.by_id("count").text(), f"{len(rows)} of {len(rows)} rows.")

    def order(self, address, results=None):
        root = self.open(results or self.sample, address)
        return list(self.rows(root)), root

    def test_sort_and_filter_by_the_address(self):
        def keys(rows):
            return [f"{row['name']}@{row['threads']}" for row in rows]
        rows = self.sample["rows"]
        found, root = self.order("#sort=time&filter=net/")
        self.assertEqual(found, keys(sorted((row for row in rows if "net/" in row["name"]), key=lambda row: row["time_ns"])))
        sorts = {head.attributes["data-key"]: head.attributes.get("aria-sort") for head in root.by_id("rows").every("th", scope="col")}
        self.assertEqual({key: sort for key, sort in sorts.items() if sort}, {"time": "ascending"})
        self.assertEqual(root.by_id("count").text(), f"{len(found)} of {len(rows)} rows.")
        found, root = self.order("#sort=-cold")
        with_cold = [row for row in rows if row["cold_ns"] is not None]
        self.assertLess(len(with_cold), len(rows))
        self.assertEqual(found, keys(sorted(with_cold, key=lambda row: -row["cold_ns"]) + [row for row in rows if row["cold_ns"] is None]))
        self.assertEqual(next(root.by_id("rows").every("th", data_key="cold")).attributes["aria-sort"], "descending")

    def test_filters(self):
        for address, wanted in (("#filter=%5E(tiny|train)/", 4), ("#filter=LENET5%24", 1), ("#filter=nothing", 0),
                                ("#filter=", 15), ("#filter=(", 0), ("#filter=%E0%A4%A", 0), ("#sort=nonsense&filter=tiny/", 2)):
            found, root = self.order(address)
            self.assertEqual(len(found), wanted, address)
            self.assertEqual("no regular expression" in root.by_id("filter-note").text(), address == "#filter=(")
            self.assertEqual("No row matches." in root.by_id("rows").text(), wanted == 0)

    def test_clicks_and_typing(self):
        found = self.probe(self.sample, """
          const seen = [], names = () => [...document.querySelectorAll("#rows tbody th")].map(cell => cell.firstChild.textContent);
          const head = document.querySelector("#rows thead [data-key=gflops]"), button = head.querySelector("button");
          for (let i = 0; i < 3; ++i) { button.click(); seen.push([head.getAttribute("aria-sort"), names(), location.hash]); }
          const filter = document.getElementById("filter");
          filter.value = "tiny/"; filter.dispatchEvent(new Event("input")); seen.push([names(), location.hash]);
          document.getElementById("theme").click(); seen.push([document.documentElement.dataset.theme, location.hash]);
          button.focus(); seen.push(document.activeElement === button);
          return seen;""")
        rows = self.sample["rows"]
        up = [row["name"] for row in sorted(rows, key=lambda row: row["gflops"])]
        down = [row["name"] for row in sorted(rows, key=lambda row: -row["gflops"])]
        self.assertEqual(found, [["ascending", up, "#sort=gflops"], ["descending", down, "#sort=-gflops"],
                                 [None, [row["name"] for row in rows], ""],
                                 [[row["name"] for row in rows if "tiny/" in row["name"]], "#filter=tiny/"],
                                 ["light", "#filter=tiny/&theme=light"], True])


class Figures(Pages):
    def test_roofline_and_times_of_the_chosen_network(self):
        for number in (0, 4):
            row = self.sample["rows"][number]
            root = self.open(self.sample, f"#net={row['name']}@{row['threads']}")
            marks = [mark.attributes["aria-label"] for mark in root.by_id("roofline").every("path")]
            placed = [layer for layer in row["layers"] if layer["flops"] and layer["bytes"]]
            self.assertEqual(sorted(label.split(":")[0] for label in marks), sorted(layer["layer"] for layer in placed))
            by_layer = [bar.text() for bar in root.by_id("by-layer").every("span", **{"class": "value"})]
            self.assertEqual(len(by_layer), len(row["layers"]))
            for shown, layer in zip(by_layer, row["layers"]):
                self.assertLessEqual(abs(number_of(shown) / layer["time_ns"] - 1), .00501)
            kinds = {}
            for layer in row["layers"]:
                kinds[layer["kind"]] = kinds.get(layer["kind"], 0) + layer["time_ns"]
            shown = [(bar.text(), number_of(value.text())) for bar, value in zip(
                root.by_id("by-kind").every("span", **{"class": "name"}), root.by_id("by-kind").every("span", **{"class": "value"}))]
            self.assertEqual([name for name, _ in shown], sorted(kinds, key=lambda kind: -kinds[kind]))
            for name, time in shown:
                self.assertLessEqual(abs(time / kinds[name] - 1), .00501)

    def test_points_lie_where_their_numbers_say(self):
        """Of two points and the ticks, the distances in pixels are those of the logarithms; the roof of memory has slope 1."""
        found = self.probe(self.sample, """
          const at = element => { const box = element.getBoundingClientRect(); return [box.left + box.width / 2, box.top + box.height / 2]; };
          const svg = document.querySelector(".roofline svg"), bottom = svg.getBoundingClientRect().bottom;
          const ticks = [...svg.querySelectorAll("text")].filter(text => /^[\\d.,]+$/.test(text.textContent))
            .map(text => [Number(text.textContent.replace(",", "")), text.getAttribute("text-anchor"), ...at(text)]);
          return {ticks, marks: [...svg.querySelectorAll("path.mark")].map(mark => [mark.getAttribute("aria-label").split(":")[0], ...at(mark)])};""")
        def axis(anchor, place):
            ticks = sorted((value, at[place]) for value, kind, *at in found["ticks"] if kind == anchor)
            (low, first), (high, last) = ticks[0], ticks[-1]
            return lambda value: first + (math.log(value / low) / math.log(high / low)) * (last - first)
        x, y = axis("middle", 0), axis("end", 1)
        layers = {layer["layer"]: layer for layer in self.sample["rows"][0]["layers"]}
        self.assertEqual(len(found["marks"]), 8)
        for name, left, top in found["marks"]:
            self.assertLess(abs(x(layers[name]["flops"] / layers[name]["bytes"]) - left), 2.5, name)
            self.assertLess(abs(y(layers[name]["gflops"]) - top), 2.5, name)

    def test_peers_beside_networks(self):
        root = self.open(self.sample)
        for row, card in zip(self.sample["rows"], root.by_id("bars").every("article")):
            shown = [(bar.text(), number_of(value.text())) for bar, value in zip(
                card.every("span", **{"class": "name"}), card.every("span", **{"class": "value"}))]
            self.assertEqual([name for name, _ in shown], ["Cincel"] + [peer["peer"] for peer in row["peers"]])
            for (_, time), wanted in zip(shown, [row, *row["peers"]]):
                self.assertLessEqual(abs(time / wanted["time_ns"] - 1), .00501)

    def test_tooltip(self):
        found = self.probe(self.sample, """
          const mark = document.querySelector(".roofline .mark"), tip = document.getElementById("tip"), seen = [tip.hidden];
          mark.dispatchEvent(new PointerEvent("pointermove", {bubbles: true, clientX: 1390, clientY: 1190}));
          const box = tip.getBoundingClientRect();
          seen.push(tip.hidden, tip.textContent, box.right <= innerWidth && box.bottom <= innerHeight);
          document.body.dispatchEvent(new PointerEvent("pointermove", {bubbles: true}));
          return [...seen, tip.hidden];""")
        layer = max(self.sample["rows"][0]["layers"], key=lambda layer: layer["time_ns"])
        self.assertEqual((found[0], found[1], found[3], found[4]), (True, False, True, True))
        self.assertTrue(found[2].startswith(layer["layer"]), found)
        self.assertIn("Implementationdirect", found[2])

    def test_machine(self):
        root = self.open(self.sample)
        text = root.by_id("facts").text() + root.by_id("limits").text() + root.by_id("subtitle").text()
        header = self.sample["header"]
        for part in ("processor", "compiler", "flags", "commit", "counters", "system", "command"):
            self.assertIn(str(header[part]), text)
        for part in ("L1d 32 KiB, L2 512 KiB, L3 32 MiB", "96.0 GFLOP/s", "14.0 GB/s", "3.10 GHz", "quick run"):
            self.assertIn(part, text)
        self.assertNotIn("uncommitted", text)

    def test_compile_time(self):
        root = self.open(self.sample)
        self.assertNotIn("hidden", root.by_id("compile").attributes)
        values = [cell.attributes["data-value"] for cell in root.by_id("compile-rows").every("td") if "data-value" in cell.attributes]
        self.assertEqual([float(value) for value in values], [entry[name] for entry in self.sample["compile_time"] for name in ("seconds", "megabytes")])
        root = self.open({key: value for key, value in self.sample.items() if key != "compile_time"})
        self.assertIn("hidden", root.by_id("compile").attributes)

    def test_themes(self):
        script = "return [document.documentElement.dataset.theme, getComputedStyle(document.body).backgroundColor];"
        light, dark = self.probe(self.sample, script, "#theme=light"), self.probe(self.sample, script, "#theme=dark")
        self.assertEqual((light[0], dark[0]), ("light", "dark"))
        self.assertEqual((light[1], dark[1]), ("rgb(245, 246, 248)", "rgb(18, 21, 26)"))


class Odd(Pages):
    """Results that are small, large, or lack something."""

    def bare(self):
        row = {"name": "net/a", "threads": 1, "time_ns": 5.0, "times_ns": [5.0]}
        return {"schema": "cincel-bench/1", "header": {}, "rows": [row]}

    def many(self):
        results = copy.deepcopy(self.sample)
        results["rows"] = [{**row, "name": f"{row['name']}_{i}"} for i in range(14) for row in results["rows"]]
        return results

    def few(self):
        results = copy.deepcopy(self.sample)
        results["rows"] = results["rows"][:5]
        for row in results["rows"]:
            row.update(peers=[], cold_ns=None, counters=None)
        return results

    def long(self):
        results = copy.deepcopy(self.sample)
        word = "a_name_that_is_much_longer_than_any_that_somebody_would_choose_in_earnest"
        results["header"].update(processor=word + word, flags=" ".join([word] * 6), command=word * 3)
        for row in results["rows"]:
            row["name"] += word
            for peer in row["peers"]:
                peer["peer"] += word
            for layer in row["layers"]:
                layer["layer"] += word
        return results

    def without(self, name):
        results = copy.deepcopy(self.sample)
        for row in results["rows"]:
            row.pop(name, None)
        return results

    def test_layout(self):
        cases = {"sample": self.sample, "bare": self.bare(), "many": self.many(), "few": self.few(), "long": self.long()}
        self.assertGreater(len(cases["many"]["rows"]), 200)
        for name, results in cases.items():
            for width in (400, 1400):
                with self.subTest(results=name, width=width):
                    self.assertEqual(self.probe(results, LAYOUT, width=width), [])

    def test_layout_of_each_network(self):
        for row in self.sample["rows"][1:6]:
            for width in (400, 800):
                with self.subTest(network=row["name"], width=width):
                    self.assertEqual(self.probe(self.sample, LAYOUT, f"#net={row['name']}@{row['threads']}", width), [])

    def test_what_is_missing(self):
        nothing = {"schema": "cincel-bench/1", "header": {}, "rows": []}
        no_limits = {key: value for key, value in self.sample.items() if key not in ("limits", "frequency_ghz")}
        for results, count in ((self.bare(), 1), (nothing, 0), (no_limits, 15), (self.without("peers"), 15),
                               (self.without("layers"), 15), (self.without("limit_share"), 15), (self.without("low_ns"), 15)):
            root = self.open(results)
            self.assertEqual(len(self.rows(root)), count)
            for tag in ("nan", "undefined", "null", "infinity"):
                self.assertNotIn(tag, next(root.every("main")).text().lower())
            has_layers = any(row.get("layers") for row in results["rows"])
            self.assertEqual("hidden" in root.by_id("network").attributes, not has_layers)

    def test_layers_that_compute_nothing(self):
        results = self.bare()
        results["rows"][0]["layers"] = [{"layer": "flatten", "kind": "copy", "time_ns": 0, "flops": 0, "bytes": None, "gflops": None}]
        root = self.open(results)
        self.assertEqual(list(root.by_id("roofline").every("path")), [])
        self.assertIn("flatten", root.by_id("net-note").text())

    def test_more_kinds_than_colors(self):
        results = self.bare()
        results["rows"][0]["layers"] = [{"layer": f"l{i}", "kind": f"kind{i}", "time_ns": 1 + i, "flops": 9 * 3 ** i, "bytes": 5,
                                         "gflops": 2 + i} for i in range(12)]
        root = self.open(results)
        self.assertEqual(len(list(root.by_id("roofline").every("path"))), 12)
        self.assertEqual(len(list(root.by_id("kinds").every("li"))), 12)

    def test_texts_are_texts(self):
        evil = "</script><script>document.title = 'bad'</script><img src=x onerror=\"document.title = 'bad'\">&lt;{{js}}\u2028"
        results = copy.deepcopy(self.sample)
        row = results["rows"][0]
        row["name"] = "net/" + evil
        row["layers"][0].update(layer=evil, kind=evil, implementation=evil)
        row["peers"][0]["peer"] = evil
        results["header"].update(processor=evil, commit=evil)
        results["compile_time"][0]["unit"] = evil
        root = self.open(results)
        self.assertEqual(list(root.every("img")), [])
        self.assertEqual(len(list(root.every("script"))), 3)
        self.assertNotEqual(next(root.every("title")).text(), "bad")
        self.assertEqual(next(iter(self.rows(root).values())).children[0].text(), "net/" + evil)
        for place in ("facts", "bars", "by-layer", "kinds", "compile-rows"):
            self.assertIn(evil, root.by_id(place).text())

    def test_an_error_of_the_script_is_seen(self):
        """What the other tests look for is there if a script fails."""
        page = self.page(self.sample)
        with open(page, encoding="utf-8") as file:
            text = file.read()
        with open(page, "w", encoding="utf-8") as file:
            file.write(text.replace("assignKinds();", "assignKind();"))
        root, console = browser.dom(self.folder, page)
        self.assertIn("assignKind is not defined", root.attributes["data-error"])
        self.assertNotIn("data-ready", root.attributes)
        self.assertEqual(len(console), 1)


class Script(Pages):
    def test_the_page_stands_alone(self):
        with open(self.page(self.sample), encoding="utf-8") as file:
            text = file.read()
        self.assertEqual(set(re.findall(r"https?://[^\"'\s]*", text)), {"http://www.w3.org/2000/svg"})
        self.assertEqual(re.findall(r"<(?:script|link|img|iframe)[^>]*(?:src|href)=\"(?!data:)[^\"]*\"", text), [])
        self.assertIn("default-src 'none'", text)

    def test_wrong_results_make_no_page(self):
        for text, words in (("{", "not JSON"), ("[]", "not an object"), ('{"schema": "x"}', '"x"'),
                            ('{"schema": "cincel-bench/1", "header": {}, "rows": [{}]}', "entry 1 of the rows")):
            self.assertFalse(os.path.exists(self.page(text, 2)))
            self.assertIn(words, self.said)
            self.assertIn("results.json", self.said)

    def test_a_folder_that_is_not_there(self):
        source = os.path.join(HERE, "sample.json")
        done = subprocess.run([sys.executable, SCRIPT, source, os.path.join(self.folder, "none", "page.html")],
                              capture_output=True, encoding="utf-8", check=False)
        self.assertEqual((done.returncode, "cannot be written" in done.stderr, "Traceback" in done.stderr), (2, True, False))


if __name__ == "__main__":
    browser.need_chromium()
    unittest.main()
