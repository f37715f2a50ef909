// How far a practised sheet is: the sign at every cell, the state of every step, and what is said of one of them.
//
// `at` is the sheet that is practised: its steps, the cells by place, the work, the verdicts by place, the last hint,
// the step that is worked on, and the one whose verdict is shown.

import { isBlank } from "./cells/numbers.js";
import { element, faults, notated, say } from "./dom.js";

const SIGNS = { correct: "✓", "follow-through": "✓", incorrect: "✗", unreadable: "?", shown: "◇" };
const list = document.querySelector("#practise .steps");
const said = document.querySelector("#practise .said");
const progress = document.querySelector("#practise .progress");

export const isRight = (at, place) => ["correct", "follow-through"].includes(at.verdicts[place]?.verdict);
export const isFull = (at, step) => step.places.every((place) => !isBlank(at.cells.get(place).value));
export const isChecked = (at, step) => at.work.checked.includes(step.number);
const count = (step, test) => step.places.filter(test).length;
const rightIn = (at, step) => (isChecked(at, step) ? count(step, (place) => isRight(at, place)) : 0);
const isDone = (at, step) => rightIn(at, step) === step.places.length;

function shownVerdict(at, step, place) {
    const found = isChecked(at, step) ? at.verdicts[place]?.verdict : undefined;
    return found === "correct" && at.work.shown.includes(place) ? "shown" : found;
}

/** Show the verdict on a cell, as a sign and in what it is called aloud. */
export function showCell(at, step, place) {
    const cell = at.cells.get(place);
    const verdict = shownVerdict(at, step, place);
    const sign = SIGNS[verdict] ?? "";
    cell.dataset.verdict = sign ? verdict : "";
    cell.ariaLabel = sign ? `${cell.dataset.label}: ${say(verdict)}` : cell.dataset.label;
    cell.nextElementSibling.textContent = sign;
    cell.nextElementSibling.className = `sign ${sign ? verdict : ""}`;
}

function stateOf(at, step) {
    const cells = step.places.length;
    if (!isChecked(at, step)) {
        const filled = count(step, (place) => !isBlank(at.cells.get(place).value));
        return { sign: "", words: say("step_filled", { count: filled, cells }) };
    }
    return isDone(at, step)
        ? { sign: "✓", look: "correct", words: say("step_right") }
        : { sign: "✗", look: "incorrect", words: say("step_partly", { count: rightIn(at, step), cells }) };
}

/** Show the state of every step, and of the sheet. */
export function showSteps(at) {
    for (const [place, step] of at.steps.entries()) {
        const { sign, look = "", words } = stateOf(at, step);
        const item = list.children[place];
        const state = item.querySelector(".state");
        state.textContent = sign;
        state.className = `state ${look}`;
        item.querySelector("small").textContent = words;
        if (step === at.step) {
            item.setAttribute("aria-current", "step");
        } else {
            item.removeAttribute("aria-current");
        }
    }
    const cells = at.cells.size;
    const right = at.steps.reduce((sum, step) => sum + rightIn(at, step), 0);
    progress.textContent = say("progress", { count: right, cells, hints: at.work.hints });
}

function remarks(at, step) {
    const found = step.places.map((place) => at.verdicts[place]).filter(Boolean);
    const lines = found.flatMap(({ grid, slip, remark, fault }) => [
        slip && say("probably", { place: grid, slip }),
        remark && say("about", { grid, remark }),
        fault && `${grid}: ${faults[fault]}`,
    ]);
    return [...new Set(lines.filter(Boolean))].map((textContent) => element("p", { className: "slip", textContent }));
}

function verdictOn(at, step) {
    if (!isChecked(at, step)) {
        return [];
    }
    const { sign, look, words } = stateOf(at, step);
    const textContent = `${sign} ${say("step", step)}. ${words}`;
    return [element("p", { className: look, textContent }), ...remarks(at, step)];
}

function hintFor(at, step) {
    const { hint } = at;
    if (!hint || !step.places.includes(hint.place) || isRight(at, hint.place)) {
        return [];
    }
    const how = notated(hint.arithmetic.length ? hint.arithmetic : hint.instruction);
    return [element("p", { className: "arithmetic" }, `${say("cell", hint)}: `, ...how)];
}

function ending(at) {
    if (!at.steps.every((step) => isDone(at, step))) {
        return [];
    }
    const first = [...at.cells.keys()].filter((place) => at.work.firsts[place] === true).length;
    const words = say("finished", { count: first, cells: at.cells.size, hints: at.work.hints });
    return [element("p", { className: "finished", textContent: words })];
}

/** Say what there is to say of the step that was checked, and the hint for the one that is worked on. */
export function showSaid(at) {
    const now = element("div", {}, ...verdictOn(at, at.reported), ...hintFor(at, at.step), ...ending(at));
    if (now.innerHTML !== said.firstElementChild?.innerHTML) {
        said.replaceChildren(now); // what has not changed is not read aloud again
    }
}

/** Show everything. */
export function show(at) {
    for (const step of at.steps) {
        step.places.forEach((place) => showCell(at, step, place));
    }
    showSteps(at);
    showSaid(at);
}

/** Show the steps of a sheet as buttons that `go` to one. */
export function begin(steps, go) {
    const items = steps.map((step) => {
        const title = element("span", { textContent: say("step", step) });
        const state = element("span", { className: "state" });
        const button = element("button", { type: "button" }, state, title, element("small"));
        button.addEventListener("click", () => go(step));
        return element("li", {}, button);
    });
    list.replaceChildren(...items);
}

/** Show nothing, as before a sheet is there. */
export function clear() {
    list.replaceChildren();
    said.replaceChildren();
    progress.textContent = "";
}
