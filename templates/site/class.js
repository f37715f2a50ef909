// Class: sheets for everybody, in a zip that is the assignment folder, and more students later.

import * as choices from "./choice.js";
import { copyOf, element, families, language, save, say } from "./dom.js";
import { bytesOf, droppableInto } from "./files.js";
import { catalogue } from "./gallery.js";
import { Outcome } from "./outcome.js";
import * as parameters from "./parameters.js";
import * as students from "./students.js";
import { classDroppableInto } from "./zip.js";

const section = document.getElementById("class");
const [fresh, more] = ["[data-new]", "[data-more]"].map((name) => section.querySelector(name));
const outcomes = new Map([fresh, more].map((form) => [form, new Outcome(form)]));
const tasks = section.querySelector(".tasks");
const field = (name) => section.querySelector(`[name="${name}"]`);
const chosen = new Map();
let unsaved = false;

function add(exercise, settings) {
    const made = copyOf("task");
    made.querySelector("b").textContent = exercise.title;
    parameters.show(made.querySelector("fieldset"), exercise, settings);
    const remove = made.querySelector("button");
    remove.setAttribute("aria-label", say("remove", exercise));
    remove.addEventListener("click", () => {
        chosen.delete(made);
        made.remove();
        field("class-add").focus();
    });
    chosen.set(made, exercise);
    tasks.append(made);
}

const exercises = () =>
    [...chosen].map(([made, exercise]) => ({
        name: exercise.name,
        settings: parameters.read(made.querySelector("fieldset"), exercise),
        points: made.querySelector("[data-points]").value,
    }));

/** The due date: with a time as byhand reads times, without one as words to print. */
function due() {
    const [date, time] = [field("class-date").value, field("class-time").value];
    if (!date) {
        return "";
    }
    const moment = new Date(`${date}T${time || "12:00"}`);
    if (!time) {
        return new Intl.DateTimeFormat(field("class-language").value, { dateStyle: "long" }).format(moment);
    }
    const minutes = -moment.getTimezoneOffset();
    const digits = (number) => String(Math.floor(number)).padStart(2, "0");
    const zone = `${minutes < 0 ? "-" : "+"}${digits(Math.abs(minutes) / 60)}:${digits(Math.abs(minutes) % 60)}`;
    return `${date}T${time}:00${zone}`;
}

function handOut(form, { content, files }) {
    const place = form.querySelector(".downloads");
    place.replaceChildren(
        ...Object.entries(files).map(([name, bytes]) => {
            const whole = name.endsWith(".zip");
            const button = element("button", { type: "button", className: whole ? "main" : "" });
            button.textContent = whole ? say("save_class", { file: name }) : name;
            button.addEventListener("click", () => {
                save(name, bytes);
                unsaved &&= !whole;
            });
            return button;
        }),
    );
    place.hidden = false;
    unsaved = true;
    return say("class_made", content.sheets);
}

async function run(form, content, files) {
    await outcomes.get(form).run("class", content, files, (answer) => handOut(form, answer));
}

for (const form of [fresh, more]) {
    form.addEventListener("submit", () => {
        form.querySelector(".downloads").hidden = true; // at once: they are those of an earlier class
    });
}

fresh.addEventListener("submit", async (event) => {
    event.preventDefault();
    if (!chosen.size) {
        outcomes.get(fresh).refuse(say("no_exercise"));
        field("class-add").focus();
        return;
    }
    const { content, files } = await students.read(fresh.querySelector(".students"));
    const [logo] = field("class-logo").files;
    const heading = { title: field("class-title").value, due: due() };
    const printing = { language: field("class-language").value, paper: field("class-paper").value };
    await run(fresh, { ...content, ...heading, ...printing, exercises: exercises() }, {
        ...files,
        ...(logo && { logo: await bytesOf(logo) }),
    });
});

more.addEventListener("submit", async (event) => {
    event.preventDefault();
    const [folder] = field("more-folder").files;
    const { content, files } = await students.read(more.querySelector(".students"));
    await run(more, { ...content, folder: folder.name, agreed: false }, { ...files, folder: await bytesOf(folder) });
});

field("class-add").addEventListener("change", async ({ target }) => {
    const exercise = (await catalogue()).find((one) => one.name === target.value);
    target.value = "";
    if (exercise) {
        add(exercise, {});
    }
});
section.querySelectorAll(".students").forEach(students.prepare);
droppableInto(fresh.querySelector("[data-drop]"), field("class-logo"));
classDroppableInto(more.querySelector("[data-drop]"), field("more-folder"));

addEventListener("beforeunload", (event) => {
    if (unsaved) {
        event.preventDefault(); // the zip is the only record of what was handed out
    }
});

async function fill() {
    if (field("class-add").length > 1) {
        return;
    }
    const all = await catalogue();
    const named = new Intl.Collator(language);
    for (const [family, label] of families) {
        const members = all.filter((one) => one.family === family).sort((one, other) => named.compare(one.title, other.title));
        const options = members.map(({ name, title }) => element("option", { value: name, textContent: title }));
        field("class-add").append(element("optgroup", { label }, ...options));
    }
}

/** Show the form; an exercise of a link such as `lstm?steps=3` is added to the class. */
export async function show(rest) {
    await fill();
    const choice = rest && choices.read(rest, await catalogue());
    if (choice) {
        add(choice.exercise, choice.settings);
        field("class-paper").value = choice.paper;
        history.replaceState(null, "", "#class"); // or else it would be added again with every step back
    }
    section.hidden = false;
}
