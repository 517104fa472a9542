// How the layout of a chart fits the width it has. Sent to the browser together with chart.js.
const NARROW = 560;
const TINY = 420;
const SMALL = 9;
const LABELS = 1.2;
const TINY_MAP = 1.15;

// A small screen gets a lower chart, smaller words on the map and fewer ticks.
function fitted(layout, width) {
  const meta = layout.meta ?? {};
  const fit = { ...layout, width, autosize: false };
  if (meta.aspect) fit.height = Math.min(layout.height, Math.round(width * meta.aspect) + meta.extra);
  if (meta.panels) return panelled(fit, width);
  if (meta.short) fit.annotations = layout.annotations.map((note, place) => placed(note, meta.short[place], width));
  if (width >= NARROW) return fit;
  if (meta.names_above) return namedAbove(fit, width);
  if (meta.narrow_height) fit.height = meta.narrow_height;
  if (meta.label_room) {
    // the names take half, and the labels beside the longest bars what they need of the rest
    const bars = Math.max(60, width / 2 - meta.label_room);
    fit.xaxis = { ...layout.xaxis, range: [0, (layout.xaxis.range[1] / LABELS) * Math.max(LABELS, (width / 2) / bars)] };
  }
  if (layout.annotations && width < TINY) {
    fit.annotations = fit.annotations.map((note) => ({ ...note, font: { ...note.font, size: SMALL } }));
  }
  const ticks = layout.xaxis?.tickvals;
  if (ticks && ticks.length > 5 && layout.xaxis.type === "category") {
    const step = Math.ceil(ticks.length / 4);
    const some = (values) => values?.filter((_, place) => place % step === 0);
    fit.xaxis = { ...layout.xaxis, tickvals: some(ticks), ticktext: some(layout.xaxis.ticktext) };
  }
  return fit;
}

// A name that is wider than its area is written smaller; one that would still stand on its neighbours gives way: the
// figure stays, the list beside the map has the name.
function placed(note, short, width) {
  if (!short) return note;
  // on a phone two lines of text are higher than the place that was measured
  const room = (short.share * width) / (width < TINY ? TINY_MAP : 1);
  const size = room < short.needs * note.font.size || width < TINY ? SMALL : note.font.size;
  return { ...note, text: room < short.needs * size ? short.text : note.text, font: { ...note.font, size } };
}

// Small multiples stand two beside each other on a small screen; a name never runs into the panel beside it.
function panelled(layout, width) {
  const { panels, columns: most, gap, panel_height: high } = layout.meta;
  const columns = width < NARROW ? Math.min(2, most) : most;
  const rows = Math.ceil(panels / columns);
  const share = (1 - gap * (columns - 1)) / columns;
  const letters = (share * (width - PANEL_AXIS)) / PANEL_LETTER - 1;
  const annotations = layout.annotations.slice(0, panels);
  const parts = annotations.map((note) => note.text.match(/^<b>(.*)<\/b>(.*)$/).slice(1));
  // where a name has no room beside its total, the total stands in a line of its own, and the name in up to two
  const isDeep = parts.some(([name, total]) => wide(name) + wide(total) > letters);
  const names = parts.map(([name]) => (isDeep ? lines(name, Math.max(4, letters), 2) : [name]));
  const above = isDeep ? PANEL_LINE * Math.max(...names.map((one) => one.length)) : 0;
  const row_height = high + above;
  const fit = { ...layout, height: layout.height + rows * row_height - Math.ceil(panels / most) * high };
  annotations.forEach((note, place) => {
    const [column, row, number] = [place % columns, Math.floor(place / columns), place ? place + 1 : ""];
    const [left, top] = [column * (share + gap), 1 - row / rows];
    const total = parts[place][1];
    note.text = `<b>${names[place].join("<br>")}</b>${isDeep ? `<br>${total.trim()}` : total}`;
    const head = above / row_height;
    Object.assign(note, { x: left, y: top - (0.06 + head) / rows, align: "left" });
    const xaxis = layout[`xaxis${number}`];
    const title = { ...xaxis.title, text: column || row < rows - 1 ? "" : layout.meta.bottom_title };
    fit[`xaxis${number}`] = { ...xaxis, domain: [left, left + share], title };
    const domain = [Math.max(0, top - (0.66 * high) / row_height / rows - head / rows), top - (0.08 + head) / rows];
    fit[`yaxis${number}`] = { ...layout[`yaxis${number}`], domain, showticklabels: column === 0 };
  });
  return { ...fit, annotations };
}

// On a small screen the name of a row stands above its mark, so that marks and labels have the whole width.
function namedAbove(layout, width) {
  const { ticktext: names, tickvals: places, tickfont: font } = layout.yaxis;
  const above = names.map((text, at) => ({
    xref: "paper", x: 0, xanchor: "left", y: places[at], yshift: NAMED_ROW / 2 - 4, yanchor: "middle", text,
    // the line of no difference passes behind the name
    showarrow: false, font: { ...font, size: 11 }, bgcolor: layout.meta.background, borderpad: 0,
  }));
  const labels = (layout.annotations ?? []).map((note) => ({ ...note, font: { ...note.font, size: 11 } }));
  const range = layout.yaxis.range && [layout.yaxis.range[0], layout.yaxis.range[1] - 0.2];
  return {
    ...layout, height: 46 + NAMED_ROW * names.length, annotations: [...labels, ...above],
    xaxis: spaced(layout.xaxis, width * layout.meta.names_above, layout.meta.reference),
    yaxis: { ...layout.yaxis, range, showticklabels: false, automargin: false },
  };
}

// Ticks whose labels would lie over each other give way; the value that means "no difference" stays.
function spaced(axis, room, reference) {
  const scale = (value) => (axis.type === "log" ? Math.log10(value) : value);
  const [low, high] = axis.range;
  const at = (value) => ((scale(value) - low) / (high - low)) * room;
  const kept = axis.tickvals.filter((value) => value === reference);
  for (const value of axis.tickvals) {
    if (kept.every((other) => Math.abs(at(other) - at(value)) >= LEAST_TICK)) kept.push(value);
  }
  const keep = (values) => values?.filter((_, place) => kept.includes(axis.tickvals[place]));
  return { ...axis, tickvals: keep(axis.tickvals), ticktext: keep(axis.ticktext) };
}

// The names under a chart take as many lines as they need; the chart keeps its height.
const LEGEND_LINE = 19;
const LEGEND_SYMBOL = 50;
function legended(layout, data, width) {
  const { legend, margin, xaxis } = layout;
  if (!layout.showlegend || !(legend?.y <= 0) || layout.meta?.panels) return layout;
  const pen = document.createElement("canvas").getContext("2d");
  pen.font = `12px ${layout.font.family}`;
  const entries = data.map((trace) => pen.measureText(trace.name).width + LEGEND_SYMBOL);
  const room = width - margin.l - margin.r - 40;
  const fits = entries.reduce((sum, one) => sum + one, 0) <= room;
  const rows = fits ? 1 : Math.ceil(entries.length / Math.max(1, Math.floor(room / Math.max(...entries))));
  const gap = xaxis.showticklabels === false ? 14 : xaxis.title?.text ? 44 : 30;
  const b = gap + LEGEND_LINE * rows + 4;
  const height = layout.height + LEGEND_LINE * (rows - 1);
  // some stand at the foot of the chart anyway
  if (legend.yref === "container") return { ...layout, height, margin: { ...margin, b } };
  return { ...layout, height, margin: { ...margin, b }, legend: { ...legend, y: -gap / (height - margin.t - b) } };
}

// The names over the cells lie flat where their columns are wide enough for them in a few lines; else they stand upright.
const FLAT_LINE = 14;
const FLAT_LETTER = 11.4;
const MOST_FLAT_LINES = 3;
function flattened(layout, width) {
  const { cells_width: cells, row_names_width: beside, names_height: upright } = layout.meta ?? {};
  if (!cells) return layout;
  const names = layout.xaxis.ticktext;
  const letters = ((width - beside - layout.margin.r) / names.length - 8) / FLAT_LETTER;
  const written = names.map((name) => lines(name, letters));
  const high = FLAT_LINE * Math.max(...written.map((parts) => parts.length)) + 4;
  const fits = written.every((parts) => parts.length <= MOST_FLAT_LINES && parts.every((part) => wide(part) <= letters));
  if (!fits || high >= upright) return layout;
  return {
    ...layout, height: layout.height + high - upright, margin: { ...layout.margin, t: high + 8 },
    meta: { ...layout.meta, names_height: high },
    xaxis: { ...layout.xaxis, tickangle: 0, ticktext: written.map((parts) => parts.join("<br>")) },
  };
}

// On a small screen the names of flat bars take at most half of the width: longer ones go on in the next line.
const LINE_HEIGHT = 13;
const MOST_LINES = 4;
const CELL_ROW = 26;
const NAMED_ROW = 40;
const LEAST_TICK = 30;
const PANEL_LETTER = 11.4;
const PANEL_AXIS = 40;
const PANEL_LINE = 14;
function shortened(layout, width) {
  const names = layout.yaxis?.ticktext;
  if (!names) return layout;
  const { cells_width: cells, row_names_width: wanted } = layout.meta ?? {};
  if (cells && wanted + cells <= width) return flattened(layout, width);
  if (cells) {
    // the cells keep their room, the names go on in the next line; small letters keep the rows low
    const written = (size) => names.map((name) => lines(name, Math.floor((width - cells - 14) / size)));
    const deepest = (parts) => Math.max(...parts.map((one) => one.length));
    const size = deepest(written(11)) > 2 ? 9 : 11;
    const parts = written(size);
    const row = Math.max(CELL_ROW - 6, (size + 1) * deepest(parts) + 2);
    const yaxis = { ...layout.yaxis, ticktext: parts.map((one) => one.join("<br>")), tickfont: { ...layout.yaxis.tickfont, size } };
    return { ...layout, height: layout.height + (row - CELL_ROW) * names.length, yaxis };
  }
  if (width >= NARROW || layout.meta?.names_above) return layout;
  const most = Math.max(6, Math.floor(width / 27));
  const wrapped = names.map((name) => lines(name, most));
  const deepest = Math.max(1, ...wrapped.map((parts) => parts.length));
  if (deepest === 1) return layout;
  const row = LINE_HEIGHT * deepest + 8;
  const height = Math.max(layout.height, 18 + row * names.length);
  const tickfont = { ...layout.yaxis.tickfont, size: 11 };
  return { ...layout, height, yaxis: { ...layout.yaxis, tickfont, ticktext: wrapped.map((parts) => parts.join("<br>")) } };
}

// A Latin letter is about half as wide as a Chinese one.
function wide(text) {
  return [...text].reduce((sum, letter) => sum + (letter > "\u2e80" ? 1 : 0.52), 0);
}

// Latin words stay whole; between Chinese characters a line may end anywhere.
function lines(name, longest, most_lines = MOST_LINES) {
  const broken = (most) => {
    const parts = [""];
    for (const piece of name.match(/[^\s\u2e80-\uffff]+\s*|\s+|[\u2e80-\uffff]\s*/g) ?? []) {
      const last = parts[parts.length - 1];
      if (last && wide(last + piece.trimEnd()) > most) parts.push(piece);
      else parts[parts.length - 1] = last + piece;
    }
    return parts.map((part) => part.trim());
  };
  // lines of about equal length, unless that takes one more
  const count = Math.ceil(wide(name) / longest);
  const even = broken(Math.min(longest, Math.ceil(wide(name) / count) + 1));
  const shown = count > 1 && most_lines > 1 && even.length <= count ? even : broken(longest);
  return shown.length <= most_lines ? shown : [...shown.slice(0, most_lines - 1), `${shown[most_lines - 1]}…`];
}

// On a small screen the labels of side-by-side bars would lie over each other: the first kind keeps its own.
function labelled(traces, meta, width) {
  const data = structuredClone(traces);
  if (meta?.first_labels && width < NARROW) data.slice(meta.first_labels).forEach((trace) => delete trace.text);
  return data;
}
