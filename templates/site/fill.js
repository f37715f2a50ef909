// Fill in: an answer sheet that was handed out, its cells over a picture of the sheet, saved as the file to hand in.

import { forget, keep, kept } from "./cells/keeping.js";
import { isBlank } from "./cells/numbers.js";
import { answerSheet } from "./cells/table.js";
import { placeOf, typing } from "./cells/typing.js";
import * as choices from "./choice.js";
import { element, faults, language, save, say } from "./dom.js";
import { Refusal, ask } from "./engine.js";
import { catalogue } from "./gallery.js";
import * as sheet from "./sheet.js";
import * as tables from "./tables.js";

const LAST = "byhand fill"; // the answer sheet that was opened last, to come back to
const part = (selector) => document.querySelector(`#fill ${selector}`);
const button = (name) => part(`button[name=${name}]`);
const count = part(".count");
const hint = part(".hint");
const alarm = part("> .alarm");
let opened = null;
let cells = null;
let blanks = [];
let keeps = true;
let asked = 0;

const nameOf = (worksheet) => `byhand ${worksheet}`;

function complain(text) {
    alarm.textContent = text;
    alarm.hidden = !text;
}

function tell() {
    if (!cells) {
        return; // the sheet is being put away
    }
    const empty = blanks.filter((cell) => isBlank(cell.value)).length;
    const unread = cells.unread().length;
    const said = [empty ? say("blank", { count: empty }) : say("full")];
    if (unread) {
        said.push(say("unread", { count: unread }));
    }
    count.textContent = said.join(" · ");
    button("unread").hidden = !unread;
    const faulty = document.activeElement?.getAttribute("aria-invalid");
    hint.textContent = faulty ? hint.dataset.unread : keeps ? "" : say("keeps_nothing");
    hint.hidden = !hint.textContent;
}

function typed() {
    keeps = keep(nameOf(opened.worksheet), cells.texts());
    tell();
}

// Opening a sheet: what the engine found of it, and what was typed into it on this device.

function start(content, texts) {
    opened = content;
    part(".opening").hidden = true;
    part(".opened").hidden = false;
    part(".name").textContent = content.file;
    part(".identity").textContent = content.worksheet;
    part(".paper-note").hidden = content.numbered || !content.pages;
    part(".table-note").hidden = Boolean(content.pages);
    const remarks = content.worksheet ? content.remarks : [say("no_id"), ...content.remarks];
    part(".remarks").replaceChildren(...remarks.map((textContent) => element("li", { textContent })));
    part(".faults").replaceChildren();
    const shown = content.pages ? sheet.show(part(".pages"), content.pages) : tables.show(part(".pages"), content);
    blanks = shown.blanks;
    cells = typing(blanks, shown.copies, { typed, entered: tell, advice: "fill-hint" });
    cells.fill(texts);
    tell();
}

async function opening(question, content, files, texts) {
    complain("");
    asked += 1;
    const mine = asked;
    try {
        const answer = await ask(question, content, files);
        if (mine === asked) {
            start(answer.content, texts(answer.content));
        }
    } catch (error) {
        if (!(error instanceof Refusal)) {
            throw error;
        }
        complain(error.message);
    }
}

/** Where a file and this device say different things, the file is what was opened, and so it is right. */
const filedOver = ({ worksheet, typed: filed }) => ({ ...kept(nameOf(worksheet)), ...filed });

async function openFile(file) {
    const bytes = new Uint8Array(await file.arrayBuffer());
    await opening("open file", { language }, { [file.name]: bytes }, filedOver);
    if (opened?.file === file.name) {
        keeps = keep(LAST, { name: file.name, bytes: [...bytes] }) && keep(nameOf(opened.worksheet), cells.texts());
        tell();
    }
}

async function openLink(rest) {
    const choice = choices.read(rest, await catalogue());
    if (!choice) {
        complain(say("no_sheet", { example: "#lstm?steps=3&seed=7" }));
        return;
    }
    history.replaceState(null, "", `#fill/${choices.written(choice)}`);
    await opening("open chosen", { choice: choices.forEngine(choice, language) }, {}, filedOver);
}

/** What was opened last is opened again, with what was typed since. */
async function reopen() {
    const last = kept(LAST);
    if (typeof last?.name === "string" && Array.isArray(last.bytes)) {
        const files = { [last.name]: Uint8Array.from(last.bytes) };
        await opening("open file", { language }, files, ({ worksheet }) => kept(nameOf(worksheet)) ?? {});
    }
}

function close() {
    asked += 1;
    opened = null;
    cells = null;
    blanks = [];
    part(".pages").replaceChildren();
    part(".opened").hidden = true;
    part(".opening").hidden = false;
    complain("");
}

// The buttons.

function nextUnread() {
    const unread = cells.unread();
    const after = unread.find((cell) => blanks.indexOf(cell) > blanks.indexOf(cells.last()));
    (after ?? unread[0])?.focus();
}

function fault(cell, name) {
    const go = element("button", { type: "button", textContent: cell.dataset.label });
    go.addEventListener("click", () => cell.focus());
    return element("li", {}, go, ` ${cell.value}: ${faults[name]}`);
}

async function saveAnswers() {
    const text = answerSheet(opened.table, opened.worksheet, cells.texts());
    const file = `${opened.file.replace(/\.[^.]*$/, "")}.csv`;
    save(file, new TextEncoder().encode(text));
    const numbers = blanks.filter((cell) => cell.dataset.kind === "number" && cell.value);
    const mine = asked;
    const texts = Object.fromEntries(numbers.map((cell) => [placeOf(cell), cell.value]));
    const { content } = await ask("faults", { typed: texts });
    if (mine === asked) {
        const found = numbers.filter((cell) => content[placeOf(cell)]);
        part(".faults").replaceChildren(...found.map((cell) => fault(cell, content[placeOf(cell)])));
        tell();
        count.textContent = `${say("saved", { file })} ${count.textContent}`;
    }
}

function clear() {
    if (confirm(say("clear"))) {
        keeps = forget(nameOf(opened.worksheet));
        cells.fill({});
        tell();
    }
}

const drop = part(".drop");
part("[name=file]").addEventListener("change", ({ target }) => {
    if (target.files.length) {
        openFile(target.files[0]);
        target.value = "";
    }
});
drop.addEventListener("dragover", (event) => event.preventDefault());
drop.addEventListener("drop", (event) => {
    event.preventDefault();
    if (event.dataTransfer.files.length) {
        openFile(event.dataTransfer.files[0]);
    }
});
part("form").addEventListener("submit", (event) => {
    event.preventDefault();
    const link = event.target.elements.link.value.trim();
    location.hash = `#fill/${link.replace(/^.*#/, "").replace(/^(fill|practise)\//, "")}`;
});
button("minus").addEventListener("click", () => cells.minus());
button("slash").addEventListener("click", () => cells.slash());
button("unread").addEventListener("click", nextUnread);
button("clear").addEventListener("click", clear);
button("save").addEventListener("click", saveAnswers);
button("other").addEventListener("click", () => {
    forget(LAST);
    if (location.hash === "#fill") {
        close();
    } else {
        location.hash = "#fill";
    }
});

/** Show what was opened last, or the sheet of a link such as `lstm?seed=7`, or else what can be opened. */
export async function show(rest = "") {
    close();
    document.getElementById("fill").hidden = false;
    await (rest ? openLink(rest) : reopen());
}
