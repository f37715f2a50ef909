// Practise: a sheet whose steps are checked as soon as they are full, with hints and solutions.

import { isBlank } from "./cells/numbers.js";
import { placeOf, typing } from "./cells/typing.js";
import * as choices from "./choice.js";
import { language, say } from "./dom.js";
import { Refusal, ask } from "./engine.js";
import { catalogue } from "./gallery.js";
import * as progress from "./progress.js";
import * as sheet from "./sheet.js";
import * as works from "./work.js";

const PAUSE = 2000; // somebody who stops typing for so long wants to know
const section = document.getElementById("practise");
const alarm = section.querySelector(".panel > .alarm");
const pages = section.querySelector(".pages");
const button = (name) => section.querySelector(`[name=${name}]`);

let choice = null;
let at = null; // the sheet that is practised, as progress.js shows it
let cells = null;
let asked = 0;
let changed = false;
let judging = false;
let pause = 0;

const engine = (question, more = {}) => ask(question, { choice: choices.forEngine(choice, language), ...more });
const stepWith = (place) => at.steps.find((step) => step.places.includes(place));

function complain(text) {
    alarm.textContent = text;
    alarm.hidden = !text;
}

function store() {
    at.work.typed = cells.texts();
    complain(works.store(choice, at.work) ? "" : say("keeps_nothing"));
}

// Checking: the whole sheet is judged, and what is said is of steps that are or were full.

async function check(unfinished = null) {
    changed = false;
    clearTimeout(pause);
    if (!at.steps.some((step) => progress.isFull(at, step) || progress.isChecked(at, step))) {
        return;
    }
    asked += 1;
    const mine = asked;
    const full = at.steps.filter((step) => progress.isFull(at, step));
    const texts = cells.texts();
    judging = true;
    const { content } = await engine("judge", { typed: texts });
    if (mine !== asked) {
        return; // another question was asked meanwhile, or another sheet is shown
    }
    judging = false;
    const stillThere = ([place]) => (texts[place] ?? "") === at.cells.get(place).value;
    at.verdicts = Object.fromEntries(Object.entries(content).filter(stillThere));
    const checked = at.steps.filter((step) => progress.isChecked(at, step) || full.includes(step));
    at.work.checked = checked.map((step) => step.number);
    for (const place of full.flatMap((step) => step.places)) {
        const right = progress.isRight(at, place);
        if (right || (at.verdicts[place] && place !== unfinished)) {
            at.work.firsts[place] ??= right && !at.work.shown.includes(place);
        }
    }
    store();
    progress.show(at);
}

function type(cell) {
    const place = placeOf(cell);
    changed = true;
    at.reported = stepWith(place);
    at.work.shown = at.work.shown.filter((other) => other !== place);
    delete at.verdicts[place];
    store();
    progress.showCell(at, stepWith(place), place);
    progress.showSteps(at);
    if (progress.isChecked(at, at.reported)) {
        progress.showSaid(at); // what was said of the step is no longer so
    }
    clearTimeout(pause);
    pause = setTimeout(() => check(place), PAUSE);
}

function enter() {
    if (!at) {
        return; // the sheet is being put away
    }
    if (changed) {
        check();
    }
    at.step = stepWith(placeOf(cells.last()));
    if (!judging && progress.isChecked(at, at.step)) {
        at.reported = at.step; // otherwise what was just found is said, though the next step has been entered
    }
    progress.showSteps(at);
    progress.showSaid(at);
}

// The buttons.

const isOpen = (place) => isBlank(at.cells.get(place).value) || !progress.isRight(at, place);
const openIn = (step) => step.places.find(isOpen);

function placeForHint() {
    const here = placeOf(cells.last());
    const other = openIn(at.step) ?? at.steps.map(openIn).find(Boolean);
    return progress.isChecked(at, at.step) && !isOpen(here) ? other : here;
}

async function giveHint() {
    const place = placeForHint();
    if (!place) {
        return; // everything is right
    }
    const sheetThen = at;
    const { content } = await engine("hint", { typed: cells.texts(), place });
    if (at === sheetThen) {
        at.work.hints += 1;
        at.hint = { place, ...content };
        store();
        at.cells.get(place).focus();
        progress.show(at);
    }
}

async function solve() {
    const { step } = at;
    const sheetThen = at;
    const { content } = await engine("solution", { step: step.number });
    if (at === sheetThen) {
        const open = step.places.filter(isOpen);
        at.reported = step;
        at.work.shown = [...new Set([...at.work.shown, ...open])];
        cells.fill({ ...cells.texts(), ...Object.fromEntries(open.map((place) => [place, content[place]])) });
        await check();
    }
}

function clear() {
    if (confirm(say("clear"))) {
        asked += 1;
        judging = false;
        works.forget(choice);
        Object.assign(at, { work: works.fresh(), verdicts: {}, hint: null });
        cells.fill({});
        progress.show(at);
    }
}

const actions = { minus: () => cells.minus(), slash: () => cells.slash(), hint: giveHint, solution: solve, clear };
for (const [name, action] of Object.entries(actions)) {
    button(name).addEventListener("click", () => at && action());
}
button("another").addEventListener("click", () => {
    location.hash = `#practise/${choices.written({ ...choice, seed: choices.freshSeed() })}`;
});

// A sheet is shown.

function goTo(step) {
    at.cells.get(openIn(step) ?? step.places[0]).focus();
    at.reported = step; // whoever asks for a step sees its result, also while the sheet is being judged
    progress.showSaid(at);
}

function start(practice, kept) {
    const { blanks, copies } = sheet.show(pages, practice.pages);
    at = {
        steps: practice.steps,
        cells: new Map(blanks.map((cell) => [placeOf(cell), cell])),
        work: kept ?? works.fresh(),
        verdicts: {},
        hint: null,
        step: practice.steps[0],
        reported: practice.steps[0],
    };
    cells = typing(blanks, copies, { typed: type, entered: enter, advice: "practise-hint" });
    cells.fill(at.work.typed);
    progress.begin(at.steps, goTo);
    complain(kept ? "" : say("keeps_nothing"));
    progress.show(at);
    check();
}

function leave() {
    clearTimeout(pause);
    asked += 1;
    at = null;
    cells = null;
    changed = false;
    judging = false;
    pages.replaceChildren();
    progress.clear();
    complain("");
}

/** Show the sheet of a link such as `lstm?steps=3&seed=7`, as far as it was worked; false if it names no exercise. */
export async function show(rest) {
    const found = choices.read(rest, await catalogue());
    if (!found) {
        return false;
    }
    leave();
    choice = found;
    const mine = asked;
    const link = choices.written(choice);
    history.replaceState(null, "", `#practise/${link}`);
    section.querySelector("h1").textContent = choice.exercise.title;
    section.querySelector("[data-print]").href = `#${link}`;
    section.hidden = false;
    try {
        const { content } = await engine("practice");
        if (mine === asked) {
            start(content, works.kept(choice));
        }
    } catch (error) {
        if (!(error instanceof Refusal)) {
            throw error;
        }
        complain(error.message);
    }
    return true;
}
