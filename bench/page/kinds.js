// Each kind of layer has a colour and a shape, the same ones in all networks; the most time-consuming kinds choose first.
const SLOTS = 8;
const kindSlots = new Map();

function assignKinds() {
  const totals = new Map();
  for (const row of results.rows) {
    for (const layer of row.layers ?? []) {
      totals.set(layer.kind, (totals.get(layer.kind) ?? 0) + layer.time_ns / row.time_ns);
    }
  }
  const kinds = [...totals].sort((a, b) => b[1] - a[1]).map(([kind]) => kind);
  kinds.forEach((kind, i) => kindSlots.set(kind, kinds.length > SLOTS ? Math.min(i, SLOTS - 1) : i));
}

const polygon = points => points.map(([x, y], i) => `${i ? "L" : "M"}${x.toFixed(2)} ${y.toFixed(2)}`).join("") + "Z";
const round = (count, turn, radius) => Array.from({length: count}, (_, i) => {
  const angle = (turn + i / count) * 2 * Math.PI;
  return [radius(i) * Math.sin(angle), -radius(i) * Math.cos(angle)];
});
const SHAPES = [
  () => "M-.95 0A.95 .95 0 1 1 .95 0A.95 .95 0 1 1 -.95 0Z",
  () => polygon([[-.85, -.85], [.85, -.85], [.85, .85], [-.85, .85]]),
  () => polygon(round(3, 0, () => 1.2)),
  () => polygon(round(4, 0, () => 1.15)),
  () => polygon(round(3, .5, () => 1.2)),
  () => polygon([[-.35, -1], [.35, -1], [.35, -.35], [1, -.35], [1, .35], [.35, .35], [.35, 1], [-.35, 1], [-.35, .35], [-1, .35], [-1, -.35], [-.35, -.35]]),
  () => polygon(round(10, 0, i => i % 2 ? .55 : 1.25)),
  () => polygon(round(6, 0, () => 1.05)),
];

function mark(kind, x, y, radius) {
  const slot = kindSlots.get(kind) ?? SLOTS - 1;
  const path = draw("path", {d: SHAPES[slot](), class: "mark", "vector-effect": "non-scaling-stroke",
    transform: `translate(${x.toFixed(2)} ${y.toFixed(2)}) scale(${radius.toFixed(2)})`});
  path.style.fill = `var(--kind-${slot})`;
  return path;
}

const swatch = kind => draw("svg", {viewBox: "-1.3 -1.3 2.6 2.6", "aria-hidden": "true"}, mark(kind, 0, 0, 1));

function showKinds(layers) {
  const kinds = [...new Set(layers.map(layer => layer.kind))].sort((a, b) => kindSlots.get(a) - kindSlots.get(b));
  $("kinds").replaceChildren(...kinds.map(kind => make("li", {}, swatch(kind), kind)));
}
