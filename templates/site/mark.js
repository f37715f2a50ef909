// Mark: the zip of a class and what it handed in become reports, which stay in this page until they are saved.

import { addressOf, element, save, say } from "./dom.js";
import { bytesOf, chosen, droppable } from "./files.js";
import { Outcome } from "./outcome.js";
import { classDroppableInto } from "./zip.js";

const CLASS = "class.html";
const GRADES = "grades.csv";
const section = document.getElementById("mark");
const form = section.querySelector("form");
const outcome = new Outcome(form);
const marks = section.querySelector(".marks");
const showing = section.querySelector(".showing");
const back = section.querySelector("[name=back]");
const { folder, files, directory, clear, sheets } = form.elements;
let handed = [];
let addresses = new Map();
let frame = null;

function count() {
    section.querySelector(".handed").textContent = say("handed", { count: handed.length });
    clear.hidden = !handed.length;
}

function take(more) {
    handed = [...handed, ...more];
    count();
}

/** The class page with links that lead to the reports in this page; others lead nowhere from here. */
function linked(html) {
    const page = new DOMParser().parseFromString(html, "text/html");
    for (const link of page.querySelectorAll("[href]")) {
        const address = addresses.get(unquoted(link.getAttribute("href")));
        if (address) {
            link.setAttribute("href", address);
        } else {
            link.replaceWith(...link.childNodes);
        }
    }
    return `<!DOCTYPE html>${page.documentElement.outerHTML}`;
}

function unquoted(address) {
    try {
        return decodeURIComponent(address);
    } catch {
        return address;
    }
}

/** Reports lie in a frame where no script runs: neither its sandbox nor the policy of this page, which it inherits, allows any. */
function freshFrame() {
    frame?.remove();
    frame = element("iframe", { className: "report" });
    // The same origin, so that links from report to report work: an address of this page is closed to any other.
    frame.setAttribute("sandbox", "allow-same-origin");
    frame.addEventListener("load", () => {
        const [name] = [...addresses].find(([, address]) => address === frame.contentWindow.location.href) ?? [CLASS];
        back.hidden = name === CLASS;
        showing.textContent = say(back.hidden ? "report_class" : "report_student");
        frame.title = showing.textContent;
    });
    marks.append(frame);
}

function open(name) {
    frame.contentWindow.location.replace(addresses.get(name));
    showing.focus();
}

function row({ id, name, score, points, percent, note, file }) {
    const cell = (textContent, className = "") => element("td", { textContent, className });
    const feedback = element("td");
    const report = `feedback/${id}.html`;
    if (addresses.has(report)) {
        const button = element("button", { type: "button", textContent: say("open"), ariaLabel: say("open_of", { name }) });
        button.addEventListener("click", () => open(report));
        feedback.append(button);
    }
    const numbers = file ? [say("points_of", { score, points }), percent] : ["", ""];
    return element(
        "tr",
        {},
        element("th", { scope: "row", textContent: id }),
        cell(name === id ? "" : name),
        feedback,
        ...numbers.map((text) => cell(text, "number")),
        cell(note),
    );
}

function show({ content, files: made }) {
    addresses.forEach((address) => URL.revokeObjectURL(address));
    const reports = Object.entries(made).filter(([name]) => name.startsWith("feedback/"));
    addresses = new Map(reports.map(([name, bytes]) => [name, addressOf(name, bytes)]));
    const page = linked(new TextDecoder().decode(made[CLASS]));
    addresses.set(CLASS, addressOf(CLASS, new TextEncoder().encode(page)));
    marks.querySelector("tbody").replaceChildren(...content.students.map(row));
    marks.querySelector(".downloads").replaceChildren(
        ...Object.keys(made)
            .filter((name) => name.endsWith(".zip") || name === GRADES)
            .map((name) => download(name, made[name])),
    );
    marks.hidden = false;
    freshFrame();
    frame.src = addresses.get(CLASS);
    const marked = content.students.filter(({ file }) => file);
    return say("class_marked", { count: marked.length, all: content.students.length });
}

function download(name, bytes) {
    const whole = name.endsWith(".zip");
    const button = element("button", { type: "button", className: whole ? "main" : "" });
    button.textContent = whole ? say("save_marks", { file: name }) : name;
    button.addEventListener("click", () => save(name, bytes));
    return button;
}

form.addEventListener("submit", async (event) => {
    event.preventDefault();
    if (!handed.length) {
        outcome.refuse(say("nothing_handed"));
        files.focus();
        return;
    }
    marks.hidden = true;
    const [zip] = folder.files;
    const names = handed.map(({ path }) => path);
    const bytes = await Promise.all(handed.map(async ({ file }, place) => [place, await bytesOf(file)]));
    const content = { folder: zip.name, agreed: false, names, sheets: sheets.checked };
    await outcome.run("mark", content, { folder: await bytesOf(zip), ...Object.fromEntries(bytes) }, show);
});
for (const input of [files, directory]) {
    input.addEventListener("change", () => {
        take(chosen(input));
        input.value = ""; // what was chosen is kept here, so that more can be chosen
    });
}
clear.addEventListener("click", () => {
    handed = [];
    count();
});
back.addEventListener("click", () => open(CLASS));
classDroppableInto(section.querySelector("[data-drop=folder]"), folder);
droppable(section.querySelector("[data-drop=handed]"), take);
count();

/** Show the form. */
export function view() {
    section.hidden = false;
}
