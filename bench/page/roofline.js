// The roofline of a network: each layer's GFLOP/s over its FLOP a byte, under what the machine can do.
const MARGIN = {left: 58, right: 14, top: 14, bottom: 46};
const textWidth = (() => {
  const context = document.createElement("canvas").getContext("2d");
  return text => {
    context.font = `12px ${getComputedStyle(document.body).fontFamily}`;
    return context.measureText(text).width;
  };
})();

const placeable = layer => layer.flops > 0 && layer.bytes > 0 && layer.gflops > 0;

function roofsOf(limits) {
  const peak = limits.find(limit => limit.name === "fma");
  const slopes = limits.filter(limit => limit.unit === "GB/s" && limit.median > 0).sort((a, b) => b.median - a.median);
  return {peak, slopes};
}

// From the smallest to the largest of values, with some air, as logarithms of ten.
function domain(values, least) {
  const logs = values.filter(value => value > 0).map(Math.log10);
  let low = Math.min(...logs) - .2, high = Math.max(...logs) + .2;
  if (high - low < least) [low, high] = [(low + high - least) / 2, (low + high + least) / 2];
  return [low, high];
}

function scalesOf(points, {peak, slopes}, width, height) {
  const ridges = peak ? slopes.map(slope => peak.median / slope.median) : [];
  const x = domain([...points.map(point => point.x), ...ridges, ...(points.length || ridges.length ? [] : [1])], 1.5);
  const heights = [...points.map(point => point.y), ...(peak ? [peak.median] : [])];
  const y = domain(heights.length ? heights : [1], 1.5);
  const inner = {width: width - MARGIN.left - MARGIN.right, height: height - MARGIN.top - MARGIN.bottom};
  return {x, y, width, height, inner,
    px: value => MARGIN.left + (Math.log10(value) - x[0]) / (x[1] - x[0]) * inner.width,
    py: value => MARGIN.top + (y[1] - Math.log10(value)) / (y[1] - y[0]) * inner.height};
}

function ticks([low, high], pixels, room) {
  const perDecade = pixels / (high - low);
  const steps = perDecade * Math.log10(2) > room ? [1, 2, 5] : perDecade * Math.log10(3) > room ? [1, 3] : [1];
  const every = perDecade < room ? Math.ceil(room / perDecade) : 1;
  const values = [];
  for (let decade = Math.floor(low); decade <= high; ++decade) {
    if (decade % every) continue;
    values.push(...steps.map(step => step * 10 ** decade).filter(value => Math.log10(value) >= low && Math.log10(value) <= high));
  }
  return values;
}
const tickText = value => Number(value.toPrecision(1)).toLocaleString("en-US", {maximumFractionDigits: 20});

function axes(scales) {
  const right = scales.width - MARGIN.right, bottom = scales.height - MARGIN.bottom;
  const parts = [];
  for (const value of ticks(scales.x, scales.inner.width, 40)) {
    const x = scales.px(value);
    parts.push(draw("line", {class: "grid", x1: x, x2: x, y1: MARGIN.top, y2: bottom}));
    if (x > MARGIN.left + 8 && x < right - 8) parts.push(draw("text", {x, y: bottom + 17, "text-anchor": "middle"}, tickText(value)));
  }
  for (const value of ticks(scales.y, scales.inner.height, 26)) {
    const y = scales.py(value);
    parts.push(draw("line", {class: "grid", x1: MARGIN.left, x2: right, y1: y, y2: y}));
    parts.push(draw("text", {x: MARGIN.left - 7, y: y + 4, "text-anchor": "end"}, tickText(value)));
  }
  const middle = (MARGIN.top + bottom) / 2;
  parts.push(draw("text", {x: (MARGIN.left + right) / 2, y: scales.height - 8, "text-anchor": "middle"}, "FLOP a byte"));
  parts.push(draw("text", {x: 13, y: middle, "text-anchor": "middle", transform: `rotate(-90 13 ${middle})`}, "GFLOP/s"));
  return parts;
}

// The ends of a roof within the figure, in pixels; null if it does not reach into it.
function slopeEnds(slope, peak, scales) {
  const [left, top] = [10 ** scales.x[0], 10 ** scales.y[1]], bottom = 10 ** scales.y[0];
  const start = Math.max(left, bottom / slope.median);
  const end = Math.min(10 ** scales.x[1], Math.min(peak?.median ?? top, top) / slope.median);
  if (end <= start) return null;
  return {x1: scales.px(start), y1: scales.py(start * slope.median), x2: scales.px(end), y2: scales.py(end * slope.median)};
}

const roofPairs = limit => [["Median", `${spell(limit.median)} ${limit.unit}`], ["Quartiles", between(limit)]];

function roofLine(limit, ends, style) {
  const group = draw("g", {}, draw("line", {class: `roof ${style}`, ...ends}), draw("line", {class: "hit", ...ends}));
  return withTip(group, limitName(limit.name), roofPairs(limit));
}

const overlap = (a, b) => a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;

// What a text along a slope covers, as small boxes.
function boxesAlong(x, y, cos, sin, length) {
  return Array.from({length: Math.ceil(length / 8) + 1}, (_, i) => {
    const at = Math.min(i * 8, length);
    return {x: x + cos * at - 8, y: y + sin * at - 8, width: 16, height: 16};
  });
}

// A text along its roof, at the first place from its lower end where nothing else is; none if there is no such place.
function slopeLabel(text, ends, taken) {
  const [dx, dy] = [ends.x2 - ends.x1, ends.y2 - ends.y1];
  const whole = Math.hypot(dx, dy), length = textWidth(text);
  const [cos, sin] = [dx / whole, dy / whole];
  for (let at = 8; at + length + 4 < whole; at += 12) {
    const x = ends.x1 + cos * at + sin * 8, y = ends.y1 + sin * at - cos * 8;
    const boxes = boxesAlong(x, y, cos, sin, length);
    if (boxes.some(box => taken.some(other => overlap(box, other)))) continue;
    taken.push(...boxes);
    const turn = Math.atan2(dy, dx) * 180 / Math.PI;
    return draw("text", {class: "label", transform: `translate(${(x - sin * 4).toFixed(1)} ${(y + cos * 4).toFixed(1)}) rotate(${turn.toFixed(2)})`}, text);
  }
  return null;
}

function drawRoofs({peak, slopes}, scales, taken) {
  const lines = [], labels = [];
  if (peak) {
    const y = scales.py(peak.median);
    const start = slopes.length ? Math.max(MARGIN.left, scales.px(peak.median / slopes[0].median)) : MARGIN.left;
    const text = `${limitName("fma")} ${spell(peak.median)} ${peak.unit}`, right = scales.width - MARGIN.right;
    lines.push(roofLine(peak, {x1: start, y1: y, x2: right, y2: y}, "top-roof"));
    labels.push(draw("text", {class: "label", x: right - 6, y: y - 7, "text-anchor": "end"}, text));
    taken.push({x: right - 6 - textWidth(text), y: y - 20, width: textWidth(text), height: 18});
  }
  for (const slope of slopes) {
    const ends = slopeEnds(slope, peak, scales);
    if (!ends) continue;
    lines.push(roofLine(slope, ends, ""));
    const name = limitName(slope.name);
    labels.push(slopeLabel(`${name} ${spell(slope.median)} ${slope.unit}`, ends, taken) ?? slopeLabel(name, ends, taken));
  }
  return {lines, labels};
}

// The names of the layers that take most of the time, where there is room.
function pointLabels(points, scales, taken) {
  const labels = [], count = scales.width < 560 ? 4 : 8;
  for (const point of points.slice(0, count)) {
    const width = textWidth(point.layer.layer), gap = point.radius + 4;
    const places = [[point.px + gap, point.py + 4], [point.px - gap - width, point.py + 4],
      [point.px - width / 2, point.py - gap - 2], [point.px - width / 2, point.py + gap + 11]];
    const place = places.find(([x, y]) => {
      const box = {x: x - 2, y: y - 12, width: width + 4, height: 16};
      return box.x > MARGIN.left && box.x + box.width < scales.width - MARGIN.right && box.y > 0
        && box.y + box.height < scales.height - MARGIN.bottom && !taken.some(other => overlap(box, other));
    });
    if (!place) continue;
    taken.push({x: place[0] - 2, y: place[1] - 12, width: width + 4, height: 16});
    labels.push(draw("text", {class: "label", x: place[0], y: place[1]}, point.layer.layer));
  }
  return labels;
}

function showRoofline(row) {
  const host = $("roofline"), width = Math.max(260, host.clientWidth), height = Math.max(300, Math.min(520, width * .5));
  const total = row.layers.reduce((sum, layer) => sum + layer.time_ns, 0);
  const points = row.layers.filter(placeable).sort((a, b) => b.time_ns - a.time_ns)
    .map(layer => ({layer, x: layer.flops / layer.bytes, y: layer.gflops, radius: 4 + 9 * Math.sqrt(layer.time_ns / total || 0)}));
  const roofs = roofsOf(results.limits ?? []), scales = scalesOf(points, roofs, width, height);
  for (const point of points) Object.assign(point, {px: scales.px(point.x), py: scales.py(point.y)});
  const taken = points.map(({px, py, radius}) => ({x: px - radius, y: py - radius, width: 2 * radius, height: 2 * radius}));
  const {lines, labels} = drawRoofs(roofs, scales, taken);
  const marks = points.map(point => {
    const shape = mark(point.layer.kind, point.px, point.py, point.radius);
    fill(shape, {tabindex: "0", role: "img", "aria-label": `${point.layer.layer}: ${spell(point.y)} GFLOP/s`}, []);
    return withTip(shape, point.layer.layer, layerPairs(point.layer, total));
  });
  host.replaceChildren(draw("svg", {viewBox: `0 0 ${width} ${height}`, height, role: "group",
    "aria-label": `Roofline of ${titleOf(row)}`}, ...axes(scales), ...lines, ...marks, ...labels,
  ...pointLabels(points, scales, taken)));
}
