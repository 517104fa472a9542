// One chart of a page. It stays mounted while its data changes: Plotly.react draws the difference.
const PRINT_WIDTH = 680;
const NARROW = 560;
const TINY = 420;
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
  if (width >= NARROW) return fit;
  if (meta.narrow_height) fit.height = meta.narrow_height;
  if (layout.annotations && width < TINY) {
    fit.annotations = layout.annotations.map((note) => ({ ...note, font: { ...note.font, size: 9 } }));
  }
  const ticks = layout.xaxis?.tickvals;
  if (ticks && ticks.length > 5 && layout.xaxis.type === "category") {
    const step = Math.ceil(ticks.length / 4);
    fit.xaxis = { ...layout.xaxis, tickvals: ticks.filter((_, place) => place % step === 0) };
  }
  return fit;
}

// The category labels of flat bars may take at most half of the width.
function shortened(layout, width) {
  const names = layout.yaxis?.ticktext;
  if (!names || width >= NARROW || layout.meta?.min_width) return layout;
  const most = Math.max(6, Math.floor(width / 30));
  return { ...layout, yaxis: { ...layout.yaxis, ticktext: names.map((name) => cut(name, most)) } };
}

// A Latin letter is about half as wide as a Chinese character.
function cut(name, most) {
  let used = 0;
  const letters = [...name];
  const place = letters.findIndex((letter) => (used += letter > "\u2e80" ? 1 : 0.55) > most);
  return place < 0 ? name : `${letters.slice(0, place - 1).join("")}…`;
}

function draw(state, forced) {
  const { data } = state;
  const room = forced ?? Math.round(state.plot.clientWidth);
  if (!data || room <= 0) return;
  state.width = room;
  // what cannot be read when squeezed is scrolled on a small screen; on paper it is squeezed
  const width = forced ?? Math.max(room, data.layout.meta?.min_width ?? 0);
  const layout = shortened(fitted(structuredClone(data.layout), width), width);
  state.plot.style.minHeight = `${layout.height}px`;
  const config = { displayModeBar: false, scrollZoom: false, doubleClick: false, responsive: false };
  state.drawn = plotly(data.library).then(async (Plotly) => {
    await Plotly.react(state.plot, structuredClone(data.data), layout, config);
    if (!state.listens) {
      state.listens = true;
      state.plot.on("plotly_click", (event) => picked(state, event));
    }
    state.root.dataset.drawn = String(Number(state.root.dataset.drawn ?? 0) + 1);
  });
}

function picked(state, event) {
  if (!state.data.pick) return;
  const point = event.points[0];
  const carried = point.customdata ?? state.data.data[point.curveNumber]?.customdata?.[0];
  const code = Array.isArray(carried) ? carried[0] : carried;
  if (code) state.send("picked", code);
}

function exported(data) {
  const layout = structuredClone(data.layout);
  const width = 1200;
  const margin = layout.margin ?? {};
  const height = layout.meta?.aspect ? Math.round(width * layout.meta.aspect) + layout.meta.extra : layout.height;
  const credits = data.used ? [data.used, ...data.credits] : data.credits;
  const foot = 18 * credits.length + 14;
  layout.title = {
    text: `<b>${data.title}</b><br><span style="font-size:13px">${data.subtitle}</span>`,
    x: 0, xref: "container", xanchor: "left", y: 1, yref: "container", yanchor: "top",
    pad: { t: 30, l: 16 }, font: { size: 19 },
  };
  layout.margin = { ...margin, l: Math.max(margin.l ?? 0, 16), t: 82, b: (margin.b ?? 8) + foot };
  layout.annotations = [...(layout.annotations ?? []), {
    text: credits.join("<br>"), align: "left", showarrow: false, xref: "paper", yref: "paper",
    x: 0, y: 0, xanchor: "left", yanchor: "top", yshift: -((margin.b ?? 8) + 6), font: { size: 12 },
  }];
  layout.paper_bgcolor = data.background;
  layout.width = width;
  layout.height = height + 60 + foot;
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
  state.title.textContent = data.title;
  state.subtitle.textContent = data.subtitle;
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
