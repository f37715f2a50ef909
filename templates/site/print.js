// Print: a sheet that follows its parameters, and its files.

import * as choices from "./choice.js";
import { drawing, element, language, save, say } from "./dom.js";
import { Refusal, ask } from "./engine.js";
import { catalogue } from "./gallery.js";
import * as parameters from "./parameters.js";

const section = document.getElementById("print");
const form = section.querySelector("form");
const fieldset = section.querySelector(".parameters");
const pages = section.querySelector(".pages");
const alarm = section.querySelector(".alarm");
let choice = null;
let latest = 0;

async function refused(work) {
    try {
        alarm.hidden = true;
        return await work();
    } catch (error) {
        if (!(error instanceof Refusal)) {
            throw error;
        }
        alarm.textContent = error.message;
        alarm.hidden = false;
        return null;
    }
}

async function draw() {
    latest += 1;
    const mine = latest;
    const key = form.elements.key.checked;
    pages.classList.add("waiting");
    const answer = await refused(() => ask("preview", { choice: choices.forEngine(choice, language), key }));
    if (mine !== latest) {
        return; // something else was chosen meanwhile
    }
    pages.classList.remove("waiting");
    if (answer) {
        const drawn = answer.content;
        pages.replaceChildren(
            ...drawn.map((svg, place) => {
                const label = say(key ? "key_page" : "page", { number: place + 1, pages: drawn.length });
                const made = element("div", { className: "paper", role: "img", ariaLabel: label }, drawing(svg));
                return made;
            }),
        );
    }
}

function chosen() {
    const { seed, paper, ink } = form.elements;
    return {
        exercise: choice.exercise,
        settings: parameters.read(fieldset, choice.exercise),
        seed: seed.validity.valid && seed.value ? Number(seed.value) : choice.seed,
        paper: paper.value,
        ink: ink.value,
    };
}

function follow() {
    choice = chosen();
    history.replaceState(null, "", `#${choices.written(choice)}`);
    section.querySelector("[data-class]").href = `#class/${choices.written(choice)}`;
    section.querySelector("[data-practise]").href = `#practise/${choices.written(choice)}`;
    draw();
}

async function file(part) {
    return refused(() => ask("file", { choice: choices.forEngine(choice, language), part }));
}

async function download(part) {
    const answer = await file(part);
    for (const [name, bytes] of Object.entries(answer?.files ?? {})) {
        save(name, bytes);
    }
}

async function print() {
    const answer = await file(form.elements.key.checked ? "keys" : "sheets");
    const [bytes] = Object.values(answer?.files ?? {});
    if (bytes) {
        const address = URL.createObjectURL(new Blob([bytes], { type: "application/pdf" }));
        const frame = element("iframe", { src: address, className: "unseen" });
        frame.addEventListener("load", () => frame.contentWindow.print());
        section.querySelector("iframe")?.remove();
        section.append(frame);
    }
}

form.addEventListener("input", (event) => {
    if (event.target.name === "key") {
        draw();
    } else {
        follow();
    }
});
form.addEventListener("submit", (event) => event.preventDefault());
form.elements.another.addEventListener("click", () => {
    form.elements.seed.value = choices.freshSeed();
    follow();
});
form.elements.print.addEventListener("click", print);
form.elements.link.addEventListener("click", async ({ target }) => {
    await navigator.clipboard.writeText(location.href);
    const before = target.textContent;
    target.textContent = say("copied");
    setTimeout(() => {
        target.textContent = before;
    }, 2000);
});
for (const button of form.querySelectorAll("[data-part]")) {
    button.addEventListener("click", () => download(button.dataset.part));
}

/** Show the sheet of a link such as `lstm?steps=3&seed=7`; false if it names no exercise. */
export async function show(rest) {
    choice = choices.read(rest, await catalogue());
    if (!choice) {
        return false;
    }
    section.querySelector("h1").textContent = choice.exercise.title;
    parameters.show(fieldset, choice.exercise, choice.settings);
    form.elements.seed.value = choice.seed;
    form.elements.paper.value = choice.paper;
    form.elements.ink.value = choice.ink;
    pages.replaceChildren();
    section.hidden = false;
    follow();
    return true;
}
