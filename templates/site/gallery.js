// The catalogue as pictures, by family, and what narrows it down.

import { copyOf, element, families, language, say } from "./dom.js";

const section = document.getElementById("gallery");
const filters = section.querySelector("form");
const list = section.querySelector(".families");
let exercises = null;
let goal = "print";

/** Every exercise; the list was written with the page, so that it is there before the engine. */
export async function catalogue() {
    exercises ??= await (await fetch(new URL(`exercises.${language}.json`, import.meta.url))).json();
    return exercises;
}

function matches(exercise) {
    const wanted = Object.fromEntries(new FormData(filters));
    return (
        (!wanted.family || exercise.family === wanted.family) &&
        exercise.level <= Number(wanted.level) &&
        exercise.minutes <= Number(wanted.minutes) &&
        `${exercise.name} ${exercise.title}`.toLowerCase().includes(wanted.text.trim().toLowerCase())
    );
}

function card(exercise) {
    const made = copyOf("card");
    const link = made.querySelector("a");
    link.href = goal === "print" ? `#${exercise.name}` : `#practise/${exercise.name}`;
    made.querySelector("img").src = new URL(`../pictures/${exercise.name}.svg`, import.meta.url).href;
    made.querySelector("b").textContent = exercise.title;
    made.querySelector("span").textContent = `${say("level", exercise)} · ${say("minutes", exercise)}`;
    return made;
}

function fill() {
    const found = exercises.filter(matches);
    const groups = families
        .map(([family, title]) => [title, found.filter((exercise) => exercise.family === family)])
        .filter(([, members]) => members.length);
    list.replaceChildren(
        ...groups.flatMap(([textContent, members]) => [
            element("h2", { textContent }),
            element("ul", { className: "cards" }, ...members.map(card)),
        ]),
    );
    if (!groups.length) {
        list.append(element("p", { className: "quiet", textContent: say("none") }));
    }
}

filters.family.append(
    ...families.map(([value, textContent]) => element("option", { value, textContent })),
);
filters.addEventListener("input", fill);
filters.addEventListener("submit", (event) => event.preventDefault());

/** Show the catalogue, to print or to practise. */
export async function show(purpose) {
    goal = purpose;
    for (const heading of section.querySelectorAll("[data-for]")) {
        heading.hidden = heading.dataset.for !== purpose;
    }
    await catalogue();
    fill();
    section.hidden = false;
}
