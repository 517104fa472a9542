// One chart of a page. It stays mounted while its data changes: Plotly.react draws the difference.
const PRINT_WIDTH = 680;
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
    <div class="plot" role="img"></div><div class="cells" role="group"></div><div class="save"></div><p class="used"></p>`;
  parent.append(root); // beside the style sheet that Streamlit put there
  const state = {
    root, plot: root.querySelector(".plot"), cells: root.querySelector(".cells"),
    title: root.querySelector("strong"), subtitle: root.querySelector("span"), save: root.querySelector(".save"),
    used: root.querySelector(".used"), drawn: Promise.resolve(),
  };
  state.observer = new ResizeObserver(() => {
    const width = Math.round(state.root.clientWidth);
    if (width > 0 && width !== state.width) draw(state);
  });
  state.observer.observe(state.root);
  state.before = () => draw(state, PRINT_WIDTH);
  state.after = () => draw(state);
  window.addEventListener("beforeprint", state.before);
  window.addEventListener("afterprint", state.after);
  return state;
}

function draw(state, forced) {
  const { data } = state;
  const room = forced ?? Math.round(state.root.clientWidth);
  if (!data || room <= 0) return;
  state.width = room;
  // of several drawings only the end of the last one ends the waiting
  const turn = state.turn = (state.turn ?? 0) + 1;
  state.root.dataset.waiting = "";
  const { min_width: wide = 0, cells_width: cells, panels } = data.layout.meta ?? {};
  const isList = cells > room - LEAST_NAMES;
  state.plot.hidden = isList;
  state.cells.replaceChildren(...(isList ? rowsOfCells(state) : []));
  if (isList) {
    drawn(state, turn);
    return;
  }
  // what cannot be read when squeezed is scrolled on a small screen; on paper it is squeezed
  const width = forced ?? Math.max(room, panels && room < NARROW ? 0 : wide);
  const fit = fitted(structuredClone(data.layout), width);
  const layout = shortened(legended(fit, data.data, width), width);
  // what is scrolled must be reachable by keyboard
  if (width > room) state.plot.setAttribute("tabindex", "0");
  else state.plot.removeAttribute("tabindex");
  state.plot.style.minHeight = `${layout.height}px`;
  const config = { displayModeBar: false, scrollZoom: false, doubleClick: false, responsive: false };
  state.drawn = plotly(data.library).then(async (Plotly) => {
    const react = () => Plotly.react(state.plot, labelled(data.data, data.layout.meta, width), layout, config);
    await react();
    // at a new width plotly places the legend by the height that it had before
    if (layout.showlegend && state.placed !== width) await react();
    state.placed = width;
    if (!state.listens) {
      state.listens = true;
      state.plot.on("plotly_click", (event) => picked(state, event));
    }
    drawn(state, turn);
  });
}

function drawn(state, turn) {
  if (state.turn === turn) delete state.root.dataset.waiting;
  state.root.dataset.drawn = String(Number(state.root.dataset.drawn ?? 0) + 1);
}

function picked(state, event) {
  if (!state.data.pick) return;
  const point = event.points[0];
  const carried = point.customdata ?? state.data.data[point.curveNumber]?.customdata?.[0];
  const code = Array.isArray(carried) ? carried[0] : carried;
  if (code) state.send("picked", code);
}

function exported(data) {
  const whole = structuredClone(data.layout);
  const { cells_width: cells = 0, row_names_width: names = 0 } = whole.meta ?? {};
  const width = Math.max(1200, cells + names + 40);
  const layout = whole.meta?.panels ? panelled(whole, width) : flattened(whole, width);
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
  // what stands at the foot of the chart stands above the lines under it
  if (layout.legend?.yref === "container") layout.legend.y = foot / layout.height;
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
  state.cells.setAttribute("aria-label", data.alt);
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
