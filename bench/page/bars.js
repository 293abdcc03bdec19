// Bars: a row beside its peers, and the time of a network by layer and by kind. Bars start at zero and are linear.
function bar({name, part, value, extra, style, icon, color, badge}) {
  const filled = make("div", {class: "fill"});
  filled.style.width = `${Math.max(0, Math.min(1, part || 0)) * 100}%`;
  if (color) filled.style.background = color;
  return make("div", {class: `bar ${style ?? ""}`, tabindex: "0"},
    make("span", {class: "name"}, icon, name, badge ? " " : null, badge), make("div", {class: "track"}, filled),
    make("span", {class: "value"}, value), make("span", {class: "extra"}, extra ?? ""));
}

const rowPairs = row => [["Time", spellTime(row.time_ns)],
  ["Quartiles", isNumber(row.low_ns) && isNumber(row.high_ns) ? `${spellTime(row.low_ns)} to ${spellTime(row.high_ns)}` : ""],
  ["Spread", spellShare(row.spread)], ["GFLOP/s", spell(row.gflops)], ["GB/s", spell(row.gbytes_per_s)],
  [`Share of ${limitName(row.limit ?? "").toLowerCase()}`, spellShare(row.limit_share)],
  ["Cold", spellTime(row.cold_ns)], ["First", spellTime(row.first_ns)], ["Repetitions", row.repetitions]];

function card(row) {
  const peers = row.peers ?? [];
  const longest = Math.max(row.time_ns, ...peers.map(peer => peer.time_ns));
  const own = bar({name: "Cincel", part: row.time_ns / longest, value: spellTime(row.time_ns), style: "own"});
  return make("article", {class: "card"},
    make("h4", {}, titleOf(row), row.noisy ? " " : null, row.noisy ? noisyBadge() : null),
    withTip(own, titleOf(row), rowPairs(row)),
    ...peers.map(peer => withTip(
      bar({name: peer.peer, part: peer.time_ns / longest, value: spellTime(peer.time_ns),
        extra: isNumber(peer.ratio) ? `${spell(1 / peer.ratio)}×` : ""}),
      peer.peer, [["Time", spellTime(peer.time_ns)], ["Cincel's time over its", spell(peer.ratio)],
        ["Repetitions", peer.times_ns?.length]])));
}

// Of each peer, the geometric mean of Cincel's time over the peer's.
function meansOf(rows) {
  const logs = new Map();
  for (const row of rows) {
    for (const {peer, ratio} of row.peers ?? []) {
      if (isNumber(ratio) && ratio > 0) logs.set(peer, [...(logs.get(peer) ?? []), Math.log(ratio)]);
    }
  }
  return [...logs].map(([peer, values]) => ({peer, count: values.length,
    mean: Math.exp(values.reduce((sum, value) => sum + value, 0) / values.length)}));
}

function showBars(family) {
  const rows = results.rows.filter(row => familyOf(row) === family);
  const withPeers = rows.some(row => row.peers?.length);
  $("bars").classList.toggle("single", !withPeers);
  $("bars").classList.toggle("scrolls", rows.length > 24);
  if (withPeers) {
    $("bars-note").replaceChildren(
      make("p", {}, "Each group has its own scale; shorter is faster. N× is a peer's time over Cincel's, of the same rounds."),
      ...meansOf(rows).map(({peer, count, mean}) => make("p", {},
        `${peer}: ${spell(1 / mean)}× the time of Cincel, the geometric mean of ${count} row${count === 1 ? "" : "s"}.`)));
    $("bars").replaceChildren(...rows.map(card));
    return;
  }
  $("bars-note").replaceChildren(make("p", {}, rows.length ?
    "No peers were measured. The bars are shares of the machine's limit, all on one scale." : "There are no such rows."));
  $("bars").replaceChildren(...rows.map(row => withTip(bar({name: titleOf(row), part: row.limit_share,
    value: spellTime(row.time_ns), extra: spellShare(row.limit_share), style: "own", badge: row.noisy ? noisyBadge() : null}),
  titleOf(row), rowPairs(row))));
}

const layerPairs = (layer, total) => [["Kind", layer.kind], ["Implementation", layer.implementation],
  ["Time", spellTime(layer.time_ns)], ["Of all layers", spellShare(layer.time_ns / total)],
  ["GFLOP/s", spell(layer.gflops)], ["GB/s", spell(layer.gbytes_per_s)], ["FLOP", spellCount(layer.flops)],
  ["Bytes", spellBytes(layer.bytes)],
  ["FLOP a byte", layer.flops > 0 && layer.bytes > 0 ? spell(layer.flops / layer.bytes) : ""],
  [`Share of ${limitName(layer.limit ?? "").toLowerCase()}`, spellShare(layer.limit_share)]];

function timeBars(entries, pairs) {
  const longest = Math.max(...entries.map(entry => entry.time_ns));
  const total = entries.reduce((sum, entry) => sum + entry.time_ns, 0);
  return entries.map(entry => withTip(bar({name: entry.title, icon: swatch(entry.kind), part: entry.time_ns / longest,
    value: spellTime(entry.time_ns), extra: spellShare(entry.time_ns / total),
    color: `var(--kind-${kindSlots.get(entry.kind)})`}), entry.title, pairs(entry, total)));
}

function kindsOf(layers) {
  const kinds = new Map();
  for (const layer of layers) {
    const entry = kinds.get(layer.kind) ?? {kind: layer.kind, title: layer.kind, time_ns: 0, count: 0};
    entry.time_ns += layer.time_ns;
    entry.count += 1;
    kinds.set(layer.kind, entry);
  }
  return [...kinds.values()].sort((a, b) => b.time_ns - a.time_ns);
}

function showTimes(layers) {
  $("by-layer").replaceChildren(...timeBars(layers.map(layer => ({...layer, title: layer.layer})), layerPairs));
  $("by-kind").replaceChildren(...timeBars(kindsOf(layers), (entry, total) => [["Layers", entry.count],
    ["Time", spellTime(entry.time_ns)], ["Of all layers", spellShare(entry.time_ns / total)]]));
}
