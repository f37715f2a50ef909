// A sheet on the screen: pictures of its pages and, over them, cells to type into and words to be read aloud.

import { drawing, element, say } from "./dom.js";

const LEAST_SIGN = "15px"; // a sign can be told from another one also on a sheet with small cells
const LEAST_DIGITS = 13; // pixels of what is typed: a sheet with smaller cells is wider than its frame, and scrolls in it

function placed(made, [left, top, width, height], size) {
    const lengths = Object.entries({ left, top, width, height }).map(([name, length]) => [name, `${length}%`]);
    Object.assign(made.style, Object.fromEntries(lengths), { fontSize: `${size}cqw` });
    return made;
}

/** An input for a cell: its line and column on the answer sheet, what it asks for, and what it is called aloud. */
export function blank({ line, column, kind, label, covered = false }) {
    const made = element("input", {
        className: "blank",
        inputMode: kind === "word" ? "text" : "decimal",
        maxLength: 100,
        autocomplete: "off",
        autocapitalize: "off",
        spellcheck: false,
        enterKeyHint: "next",
        ariaLabel: label,
        placeholder: covered ? "?" : "",
    });
    Object.assign(made.dataset, { line, column, kind, label });
    return made;
}

function copy({ line, column }) {
    const made = element("span", { className: "copy", ariaHidden: "true" });
    Object.assign(made.dataset, { line, column });
    return made;
}

function shown(item) {
    if (typeof item === "string") {
        return [element("p", { className: "aloud", textContent: item })];
    }
    if (item.copy) {
        return [placed(copy(item), item.box, item.size)];
    }
    const sign = element("span", { className: "sign", ariaHidden: "true" });
    placed(sign, item.box, item.size).style.fontSize = `max(${item.size}cqw, ${LEAST_SIGN})`;
    return [placed(blank(item), item.box, item.size), sign];
}

/** How many pixels wide the pages have to be so that the numbers in all cells can be read. */
function legible(pages) {
    const items = pages.flatMap((one) => one.items).filter((item) => typeof item === "object");
    return (100 * LEAST_DIGITS) / Math.min(...items.map(({ size }) => size));
}

function page({ title, picture, points, items }, number, pages) {
    const over = element("div", { className: "page" });
    over.style.setProperty("--points", points);
    over.append(element("div", { ariaHidden: "true" }, drawing(picture)), ...items.flatMap(shown));
    const label = `${title}, ${say("page", { number: number + 1, pages: pages.length })}`;
    return element("section", { ariaLabel: label }, element("div", { className: "paper" }, over));
}

// Where a page is wider than the window, what is seen first is where one begins to type, not an empty margin.
function showFirstCell(paper) {
    const first = paper.querySelector(".blank");
    if (first) {
        paper.scrollLeft = first.offsetLeft + first.offsetWidth / 2 - paper.clientWidth / 2;
    }
}

/** Show the pages in an element; its cells and their dashed copies, in the order of reading. */
export function show(place, pages) {
    place.style.setProperty("--legible", `${legible(pages)}px`);
    place.replaceChildren(...pages.map((one, number) => page(one, number, pages)));
    place.querySelectorAll(".paper").forEach(showFirstCell);
    return { blanks: [...place.querySelectorAll(".blank")], copies: [...place.querySelectorAll(".copy")] };
}
