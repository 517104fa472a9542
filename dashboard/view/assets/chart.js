// One chart of a page. It stays mounted while its data changes: Plotly.react draws the difference.
const PRINT_WIDTH = 680;
const NARROW = 560;
const TINY = 420;
const LABELS = 1.2;
const states = new WeakMap();
let loading;

function plotly(url) {
  if (window.Plotly) return Promise.resolve(window.Plotly);
  loading ??= new Promise((resolve, reject) => {
    // the page's head may have asked for the file already
    let script = document.getElementById("plotly-js");
    if (!script) {
      script = document.createElement("script");
      script.id = "plotly-js";
      script.src = new URL(url, document.baseURI).href;
      document.head.append(script);
    }
    script.addEventListener("load", () => resolve(window.Plotly));
    script.addEventListener("error", reject);
  });
  return loading;
}

function build(parent) {
  const root = document.createElement("figure");
  root.className = "chart";
  root.innerHTML = `<figcaption><strong></strong><span></span></figcaption>
    <div class="plot" role="img"></div><div class="save"></div><p class="used"></p>`;
  parent.append(root); // beside the style sheet that Streamlit put there
  const state = {
    root, plot: root.querySelector(".plot"), title: root.querySelector("strong"),
    subtitle: root.querySelector("span"), save: root.querySelector(".save"),
    used: root.querySelector(".used"), drawn: Promise.resolve(),
  };
  state.observer = new ResizeObserver(() => {
    const width = Math.round(state.plot.clientWidth);
    if (width > 0 && width !== state.width) draw(state);
  });
  state.observer.observe(state.plot);
  state.before = () => draw(state, PRINT_WIDTH);
  state.after = () => draw(state);
  window.addEventListener("beforeprint", state.before);
  window.addEventListener("afterprint", state.after);
  return state;
}

// A small screen gets a lower chart, smaller words on the map and fewer ticks.
function fitted(layout, width) {
  const meta = layout.meta ?? {};
  const fit = { ...layout, width, autosize: false };
  if (meta.aspect) fit.height = Math.min(layout.height, Math.round(width * meta.aspect) + meta.extra);
  if (meta.panels) return panelled(fit, width);
  if (width >= NARROW) return fit;
  if (meta.names_above) return namedAbove(fit, width);
  if (meta.narrow_height) fit.height = meta.narrow_height;
  if (meta.label_room) {
    // the names take half, and the labels beside the longest bars what they need of the rest
    const bars = Math.max(60, width / 2 - meta.label_room);
    fit.xaxis = { ...layout.xaxis, range: [0, (layout.xaxis.range[1] / LABELS) * Math.max(LABELS, (width / 2) / bars)] };
  }
  if (layout.annotations && width < TINY) {
    fit.annotations = layout.annotations.map((note) => ({ ...note, font: { ...note.font, size: 9 } }));
  }
  const ticks = layout.xaxis?.tickvals;
  if (ticks && ticks.length > 5 && layout.xaxis.type === "category") {
    const step = Math.ceil(ticks.length / 4);
    const some = (values) => values?.filter((_, place) => place % step === 0);
    fit.xaxis = { ...layout.xaxis, tickvals: some(ticks), ticktext: some(layout.xaxis.ticktext) };
  }
  return fit;
}

// Small multiples stand two beside each other on a small screen; a name never runs into the panel beside it.
function panelled(layout, width) {
  const { panels, columns: most, gap, panel_height: high } = layout.meta;
  const columns = width < NARROW ? Math.min(2, most) : most;
  const rows = Math.ceil(panels / columns);
  const share = (1 - gap * (columns - 1)) / columns;
  const letters = (share * width) / PANEL_LETTER;
  const annotations = layout.annotations.slice(0, panels);
  const fit = { ...layout, height: layout.height + (rows - Math.ceil(panels / most)) * high };
  annotations.forEach((note, place) => {
    const [column, row, number] = [place % columns, Math.floor(place / columns), place ? place + 1 : ""];
    const [left, top] = [column * (share + gap), 1 - row / rows];
    const [, name, total] = note.text.match(/^<b>(.*)<\/b>(.*)$/);
    const [shown] = lines(name, Math.max(4, letters - total.length * 0.55), 1);
    note.text = `<b>${shown}</b>${total}`;
    Object.assign(note, { x: left, y: top - 0.06 / rows });
    const xaxis = layout[`xaxis${number}`];
    const title = { ...xaxis.title, text: column || row < rows - 1 ? "" : layout.meta.bottom_title };
    fit[`xaxis${number}`] = { ...xaxis, domain: [left, left + share], title };
    const domain = [Math.max(0, top - 0.66 / rows), top - 0.08 / rows];
    fit[`yaxis${number}`] = { ...layout[`yaxis${number}`], domain, showticklabels: column === 0 };
  });
  return { ...fit, annotations };
}

// On a small screen the name of a row stands above its mark, so that marks and labels have the whole width.
function namedAbove(layout, width) {
  const { ticktext: names, tickvals: places, tickfont: font } = layout.yaxis;
  const above = names.map((text, at) => ({
    xref: "paper", x: 0, xanchor: "left", y: places[at], yshift: NAMED_ROW / 2 - 4, yanchor: "middle", text,
    showarrow: false, font: { ...font, size: 11 },
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

// On a small screen the names of flat bars take at most half of the width: longer ones go on in the next line.
const LINE_HEIGHT = 13;
const MOST_LINES = 4;
const NAMES_OF_CELLS = 130;
const NAMED_ROW = 40;
const LEAST_TICK = 30;
const PANEL_LETTER = 11.4;
function shortened(layout, width) {
  const names = layout.yaxis?.ticktext;
  if (!names || width >= NARROW || layout.meta?.names_above) return layout;
  if (layout.meta?.min_width) {
    const ticktext = names.map((name) => lines(name, 10).slice(0, 2).join("<br>"));
    return { ...layout, yaxis: { ...layout.yaxis, ticktext, tickfont: { ...layout.yaxis.tickfont, size: 10 } } };
  }
  const most = Math.max(6, Math.floor(width / 27));
  const wrapped = names.map((name) => lines(name, most));
  const deepest = Math.max(1, ...wrapped.map((parts) => parts.length));
  if (deepest === 1) return layout;
  const row = LINE_HEIGHT * deepest + 8;
  const height = Math.max(layout.height, 18 + row * names.length);
  const tickfont = { ...layout.yaxis.tickfont, size: 11 };
  return { ...layout, height, yaxis: { ...layout.yaxis, tickfont, ticktext: wrapped.map((parts) => parts.join("<br>")) } };
}

// Latin words stay whole; between Chinese characters a line may end anywhere. A Latin letter is about half as wide.
function lines(name, longest, most_lines = MOST_LINES) {
  const width = (text) => [...text].reduce((sum, letter) => sum + (letter > "\u2e80" ? 1 : 0.52), 0);
  // lines of about equal length
  const count = Math.ceil(width(name) / longest);
  const even = count > 1 && most_lines > 1;
  const most = even ? Math.min(longest, Math.ceil(width(name) / count) + 1) : longest;
  const parts = [""];
  for (const piece of name.match(/[^\s\u2e80-\uffff]+\s*|\s+|[\u2e80-\uffff]\s*/g) ?? []) {
    const last = parts[parts.length - 1];
    if (last && width(last + piece.trimEnd()) > most) parts.push(piece);
    else parts[parts.length - 1] = last + piece;
  }
  const shown = parts.map((part) => part.trim());
  return shown.length <= most_lines ? shown : [...shown.slice(0, most_lines - 1), `${shown[most_lines - 1]}…`];
}

function draw(state, forced) {
  const { data } = state;
  const room = forced ?? Math.round(state.plot.clientWidth);
  if (!data || room <= 0) return;
  state.width = room;
  // what cannot be read when squeezed is scrolled on a small screen; on paper it is squeezed
  const { min_width: wide = 0, cells_width: cells, panels } = data.layout.meta ?? {};
  const least = panels && room < NARROW ? 0 : wide;
  const width = forced ?? Math.max(room, room < NARROW && cells ? cells + NAMES_OF_CELLS : least);
  const layout = shortened(fitted(structuredClone(data.layout), width), forced ?? room);
  // what is scrolled must be reachable by keyboard
  if (width > room) state.plot.setAttribute("tabindex", "0");
  else state.plot.removeAttribute("tabindex");
  state.plot.style.minHeight = `${layout.height}px`;
  const config = { displayModeBar: false, scrollZoom: false, doubleClick: false, responsive: false };
  state.drawn = plotly(data.library).then(async (Plotly) => {
    await Plotly.react(state.plot, labelled(data.data, data.layout.meta, width), layout, config);
    if (!state.listens) {
      state.listens = true;
      state.plot.on("plotly_click", (event) => picked(state, event));
    }
    state.root.dataset.drawn = String(Number(state.root.dataset.drawn ?? 0) + 1);
  });
}

// On a small screen the labels of side-by-side bars would lie over each other: the first kind keeps its own.
function labelled(traces, meta, width) {
  const data = structuredClone(traces);
  if (meta?.first_labels && width < NARROW) data.slice(meta.first_labels).forEach((trace) => delete trace.text);
  return data;
}

function picked(state, event) {
  if (!state.data.pick) return;
  const point = event.points[0];
  const carried = point.customdata ?? state.data.data[point.curveNumber]?.customdata?.[0];
  const code = Array.isArray(carried) ? carried[0] : carried;
  if (code) state.send("picked", code);
}

function exported(data) {
  const width = 1200;
  const whole = structuredClone(data.layout);
  const layout = whole.meta?.panels ? panelled(whole, width) : whole;
  const margin = layout.margin ?? {};
  const height = layout.meta?.aspect ? Math.round(width * layout.meta.aspect) + layout.meta.extra : layout.height;
  const credits = data.used ? [data.used, ...data.credits] : data.credits;
  const foot = 18 * credits.length + 14;
  // what stands between the chart and its title, or the lines under it
  const above = layout.meta?.names_height ?? 0;
  const below = layout.showlegend && layout.legend?.y < 0 ? 30 : 0;
  if (above) layout.xaxis.automargin = false;
  layout.title = {
    text: `<b>${data.title}</b><br><span style="font-size:13px">${data.subtitle}</span>`,
    x: 0, xref: "container", xanchor: "left", y: 1, yref: "container", yanchor: "top",
    pad: { t: 30, l: 16 }, font: { size: 19 },
  };
  layout.margin = { ...margin, l: Math.max(margin.l ?? 0, 16), t: 82 + above, b: (margin.b ?? 8) + below + foot };
  layout.annotations = [...(layout.annotations ?? []), {
    text: credits.join("<br>"), align: "left", showarrow: false, xref: "paper", yref: "paper",
    x: 0, y: 0, xanchor: "left", yanchor: "top", yshift: -((margin.b ?? 8) + below + 6), font: { size: 12 },
  }];
  layout.paper_bgcolor = data.background;
  layout.width = width;
  layout.height = height + 60 + below + foot;
  return { data: structuredClone(data.data), layout };
}

async function download(state, format) {
  const { data } = state;
  const Plotly = await plotly(data.library);
  const figure = exported(data);
  const { width, height } = figure.layout;
  const url = await Plotly.toImage(figure, { format, width, height, scale: format === "png" ? 2 : 1 });
  const link = document.createElement("a");
  link.href = url;
  link.download = `${data.name}.${format}`;
  link.click();
}

// A date is never cut at the end of a line: a word joiner follows its hyphens.
function unbroken(text) {
  return text.replace(/(\d-)(?=\d)/g, "$1\u2060");
}

function buttons(state) {
  const wanted = Object.entries(state.data.save);
  state.save.replaceChildren(...wanted.map(([format, label]) => {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = format.toUpperCase();
    button.setAttribute("aria-label", `${label}: ${state.data.title}`);
    button.onclick = () => download(state, format);
    return button;
  }));
}

export default function ({ data, parentElement, setTriggerValue }) {
  let state = states.get(parentElement);
  if (!state) {
    state = build(parentElement);
    states.set(parentElement, state);
  }
  state.data = data;
  state.send = setTriggerValue;
  state.title.textContent = unbroken(data.title);
  state.subtitle.textContent = unbroken(data.subtitle);
  state.used.textContent = data.used;
  state.plot.setAttribute("aria-label", data.alt);
  state.plot.classList.toggle("pickable", data.pick);
  buttons(state);
  draw(state);
  return () => {
    if (parentElement.isConnected) return;
    state.observer.disconnect();
    window.removeEventListener("beforeprint", state.before);
    window.removeEventListener("afterprint", state.after);
    window.Plotly?.purge(state.plot);
    states.delete(parentElement);
  };
}
