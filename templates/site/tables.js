// An answer sheet without a picture: a table for each grid, in the order of the file.

import { element, say } from "./dom.js";
import { blank } from "./sheet.js";

const LABELS = 7; // the columns before the numbered ones
const NOTHING = "-";

function cell(text, place, kind) {
    return element("td", {}, ...(text === NOTHING ? [] : [blank({ ...place, kind })]));
}

function tableOf(lines, worded) {
    const [exercise, step, title, , grid] = lines[0].row;
    const kind = worded.includes(grid.toLowerCase()) ? "word" : "number";
    const made = element("table", {}, element("caption", { textContent: `${exercise} · ${step} ${title} · ${grid}` }));
    for (const { row, line } of lines) {
        const number = row[LABELS - 2];
        const cells = row.slice(LABELS - 1).map((text, place) => {
            const label = say("cell", { grid, row: number, column: place + 1 });
            return cell(text, { line, column: LABELS + place, label }, kind);
        });
        made.append(element("tr", {}, element("th", { scope: "row", textContent: number }), ...cells));
    }
    return element("div", { className: "paper table" }, made);
}

/** Show the lines of an answer sheet in an element; its cells, in the order of the file. */
export function show(place, { table, worded }) {
    const groups = new Map();
    for (const [line, row] of table.rows.entries()) {
        const name = JSON.stringify([row[0], row[4]]);
        groups.set(name, [...(groups.get(name) ?? []), { row, line }]);
    }
    place.replaceChildren(...[...groups.values()].map((lines) => tableOf(lines, worded)));
    return { blanks: [...place.querySelectorAll(".blank")], copies: [] };
}
