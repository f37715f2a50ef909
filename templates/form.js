// The form of an answer sheet: reads what is typed, keeps it on this device, and saves it as the CSV file to hand in.

import { forget, keep, kept } from "./cells/keeping.js";
import { isBlank } from "./cells/numbers.js";
import { answerSheet } from "./cells/table.js";
import { typing } from "./cells/typing.js";

const page = document.body.dataset;
const table = JSON.parse(document.getElementById("table").textContent);
const blanks = [...document.querySelectorAll(".blank")];
const count = document.getElementById("count");
const hint = document.getElementById("hint");
const name = `byhand ${page.worksheet}`;
const before = kept(name);
let keeps = before !== null;
const typed = () => {
    keeps = keep(name, cells.texts());
    tell();
};
const cells = typing(blanks, [...document.querySelectorAll(".copy")], { typed, entered: () => tell(), advice: "hint" });

function tell() {
    const empty = blanks.filter((cell) => isBlank(cell.value)).length;
    const faults = cells.unread().length;
    const said = [empty ? count.dataset.blank.replace("{count}", empty) : count.dataset.full];
    if (faults) {
        said.push(count.dataset.unread.replace("{count}", faults));
    }
    count.textContent = said.join(" · ");
    document.getElementById("unread").hidden = !faults;
    const faulty = document.activeElement?.getAttribute("aria-invalid");
    hint.textContent = faulty ? hint.dataset.unread : keeps ? "" : hint.dataset.kept;
}

function clear() {
    if (confirm(document.getElementById("clear").dataset.question)) {
        keeps = forget(name);
        cells.fill({});
        tell();
    }
}

function save() {
    const link = document.createElement("a");
    const text = answerSheet(table, page.worksheet, cells.texts());
    link.href = URL.createObjectURL(new Blob([text], { type: "text/csv;charset=utf-8" }));
    link.download = page.file;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}

function nextUnread() {
    const unread = cells.unread();
    const after = unread.find((cell) => blanks.indexOf(cell) > blanks.indexOf(cells.last()));
    (after ?? unread[0])?.focus();
}

const actions = {
    minus: cells.minus,
    slash: cells.slash,
    unread: nextUnread,
    clear,
    print: () => window.print(),
    save,
};
for (const [id, action] of Object.entries(actions)) {
    document.getElementById(id).addEventListener("click", action);
}
cells.fill(before ?? {});
tell();
