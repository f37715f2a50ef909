// Typing into the cells of a sheet: dashed copies repeat a cell, what cannot be read is marked, keys move about.

import { move } from "./moving.js";
import { MOST_LETTERS, isBlank, isNumber } from "./numbers.js";

/** Where a cell is on the answer sheet. */
export const placeOf = (cell) => `${cell.dataset.line}/${cell.dataset.column}`;

/** Whether something was typed into a cell that is not the number that it asks for. */
export const isUnread = (cell) => cell.dataset.kind === "number" && !isBlank(cell.value) && !isNumber(cell.value);

/**
 * Cells and their copies become something to type into. `typed` is called for a cell whose text a person changed,
 * `entered` when one is entered, finished or left; `advice` is the id of the element that says what a number looks like.
 */
export function typing(cells, copies, { typed, entered, advice }) {
    const repeats = new Map();
    for (const copy of copies) {
        repeats.set(placeOf(copy), [...(repeats.get(placeOf(copy)) ?? []), copy]);
    }
    let last = cells[0];

    function show(cell) {
        for (const copy of repeats.get(placeOf(cell)) ?? []) {
            copy.textContent = cell.value;
        }
        if (isUnread(cell)) {
            cell.setAttribute("aria-invalid", "true");
            cell.setAttribute("aria-describedby", advice);
        } else {
            cell.removeAttribute("aria-invalid");
            cell.removeAttribute("aria-describedby");
        }
    }

    function type(cell) {
        show(cell);
        typed(cell);
    }

    // The number pads of some phones lack these two signs.
    function write(change) {
        last.focus();
        last.value = change(last.value).slice(0, MOST_LETTERS);
        last.setSelectionRange(last.value.length, last.value.length);
        type(last);
    }

    for (const cell of cells) {
        cell.addEventListener("input", () => type(cell));
        cell.addEventListener("keydown", (event) => move(cells, event));
        cell.addEventListener("focus", () => {
            last = cell;
            cell.select();
            entered(cell);
        });
        cell.addEventListener("change", () => entered(cell)); // also Enter in the last cell
        cell.addEventListener("blur", () => entered(cell));
    }

    return {
        /** The cell that was entered last. */
        last: () => last,
        /** Texts by place; a cell without one becomes empty. */
        fill(texts) {
            for (const cell of cells) {
                const text = texts[placeOf(cell)];
                cell.value = typeof text === "string" ? text : "";
                show(cell);
            }
        },
        /** What was typed, by place. */
        texts: () => Object.fromEntries(cells.filter((cell) => cell.value).map((cell) => [placeOf(cell), cell.value])),
        minus: () => write((text) => (/^[-−]/.test(text) ? text.slice(1) : `-${text}`)),
        slash: () => write((text) => `${text}/`),
        unread: () => cells.filter(isUnread),
    };
}
