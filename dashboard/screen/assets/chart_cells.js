// A heat map as rows of cells. Sent to the browser together with chart.js.
const LEAST_NAMES = 100;
// A heat map without room for its grid: one block a row, its cells from the largest down, each a button as in the grid.
const ROWS_AT_ONCE = 8;
const CELLS_AT_ONCE = 6;
function rowsOfCells({ data, send }) {
  const [trace] = data.data;
  const highest = Math.max(0, ...trace.z.flat().filter((value) => value !== null));
  const steps = trace.colorscale;
  const blocks = data.layout.yaxis.ticktext.map((name, row) => {
    const cells = data.layout.xaxis.ticktext
      .map((column, place) => ({ column, value: trace.z[row][place], text: trace.text[row][place],
        code: trace.customdata[row][place][0] }))
      .filter((cell) => cell.value !== null)
      .sort((a, b) => b.value - a.value)
      .map(({ column, value, text, code }) => {
        const cell = document.createElement(data.pick ? "button" : "span");
        cell.className = "cell";
        const step = highest ? Math.round((value / highest) * (steps.length - 1)) : 0;
        cell.style.background = steps[step][1];
        cell.style.color = trace.textfont.color;
        cell.append(`${column} `, Object.assign(document.createElement("b"), { textContent: text }));
        if (data.pick) Object.assign(cell, { type: "button", onclick: () => send("picked", code) });
        return cell;
      });
    const block = document.createElement("section");
    block.append(Object.assign(document.createElement("strong"), { textContent: name }),
      ...folded(cells, CELLS_AT_ONCE, data.more.cells));
    return block;
  });
  return folded(blocks, ROWS_AT_ONCE, data.more.rows);
}

function folded(parts, most, words) {
  if (parts.length <= most + 1) return parts;
  const rest = document.createElement("details");
  const summary = Object.assign(document.createElement("summary"), { textContent: words.replace("#", parts.length - most) });
  rest.append(summary, ...parts.slice(most));
  return [...parts.slice(0, most), rest];
}
