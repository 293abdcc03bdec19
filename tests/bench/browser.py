"""Opens pages in a headless Chromium: what a page became, and what a script finds in it at some width."""
import html.parser
import json
import os
import re
import shutil
import subprocess
import sys

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
WRAPPER = """<!doctype html><body style="margin:0"><script>
addEventListener("message", event => {{ document.documentElement.dataset.report = JSON.stringify(event.data); }});
</script><iframe src="{url}" style="border:0;width:{width}px;height:1200px"></iframe></body>"""
PROBE = """<script>addEventListener("load", () => {{
  const report = {{}};
  try {{ report.found = (() => {{ {script} }})(); }} catch (error) {{ report.failed = String(error); }}
  report.error = document.documentElement.dataset.error;
  parent.postMessage(report, "*");
}});</script></body>"""
VOID = {"meta", "link", "input", "br", "img", "hr", "base", "col", "source", "wbr", "area", "embed", "track"}


def need_chromium():
    if CHROMIUM is None:
        print("Skipped: Chromium was not found. On Debian: apt-get install chromium", flush=True)
        sys.exit(77)


class Element:
    def __init__(self, tag, attributes, parent):
        self.tag, self.attributes, self.parent, self.children = tag, dict(attributes), parent, []

    def text(self):
        return "".join(child if isinstance(child, str) else child.text() for child in self.children)

    def every(self, tag=None, **attributes):
        """All elements within, in order, of that tag and those attributes (data_key is data-key)."""
        for child in self.children:
            if isinstance(child, Element):
                if tag in (None, child.tag) and all(child.attributes.get(name.replace("_", "-")) == value
                                                    for name, value in attributes.items()):
                    yield child
                yield from child.every(tag, **attributes)

    def by_id(self, name):
        return next(self.every(id=name))


class Tree(html.parser.HTMLParser):
    def __init__(self, text):
        super().__init__(convert_charrefs=True)
        self.root = self.at = Element("", {}, None)
        self.feed(text)
        self.close()

    def handle_starttag(self, tag, attrs):
        element = Element(tag, attrs, self.at)
        self.at.children.append(element)
        if tag not in VOID:
            self.at = element

    def handle_startendtag(self, tag, attrs):
        self.at.children.append(Element(tag, attrs, self.at))

    def handle_endtag(self, tag):
        at = self.at
        while at.tag != tag and at.parent is not None:
            at = at.parent
        if at.tag == tag:
            self.at = at.parent

    def handle_data(self, data):
        self.at.children.append(data)


def run(folder, url, *options):
    """What Chromium writes, and what the page's console said."""
    done = subprocess.run(
        [CHROMIUM, "--headless=new", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", "--enable-logging=stderr",
         f"--user-data-dir={os.path.join(folder, 'profile')}", "--window-size=1600,1200", "--virtual-time-budget=4000",
         "--no-first-run", "--disable-extensions", "--force-color-profile=srgb", *options, url],
        capture_output=True, encoding="utf-8", errors="replace", timeout=240, check=False)
    return done.stdout, re.findall(r"CONSOLE.*", done.stderr)


def dom(folder, page, address=""):
    """The page's elements after its script ran, and what its console said."""
    text, console = run(folder, f"file://{page}{address}", "--dump-dom")
    return next(Tree(text).root.every("html")), console


def probe(folder, page, script, address="", width=1400):
    """What a script, the body of a function, returns in the page at that width; None if the page has an error."""
    probed, wrapper = os.path.join(folder, "probed.html"), os.path.join(folder, "wrapper.html")
    with open(page, encoding="utf-8") as file:
        text = file.read()
    with open(probed, "w", encoding="utf-8") as file:
        head, _, tail = text.rpartition("</body>")
        file.write(head + PROBE.format(script=script) + tail)
    with open(wrapper, "w", encoding="utf-8") as file:
        file.write(WRAPPER.format(url=f"file://{probed}{address}".replace("&", "&amp;"), width=width))
    text, console = run(folder, f"file://{wrapper}", "--dump-dom")
    report = json.loads(next(Tree(text).root.every("html")).attributes["data-report"])
    if "failed" in report or "error" in report or console:
        raise AssertionError(f"{report} {console}")
    return report["found"]
