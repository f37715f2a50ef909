// The students of a class: a pasted list, a file, or a number.

import { bytesOf, droppableInto } from "./files.js";

const kindOf = (fieldset) => fieldset.querySelector("input[type=radio]:checked").value;

function follow(fieldset) {
    for (const label of fieldset.querySelectorAll("[data-kind]")) {
        label.hidden = label.dataset.kind !== kindOf(fieldset);
    }
}

/** Let a list be dropped, and show what belongs to the kind that is chosen. */
export function prepare(fieldset) {
    fieldset.addEventListener("change", () => follow(fieldset));
    droppableInto(fieldset, fieldset.querySelector("input[type=file]"), () => {
        fieldset.querySelector("input[value=file]").checked = true;
        follow(fieldset);
    });
    follow(fieldset); // after going back, browsers check what was checked before
}

/** What the engine is asked with: a number, or a list by name and its bytes; neither if nothing is given. */
export async function read(fieldset) {
    const kind = kindOf(fieldset);
    if (kind === "count") {
        return { content: { count: Number(fieldset.querySelector("input[type=number]").value) || null }, files: {} };
    }
    const [file] = fieldset.querySelector("input[type=file]").files;
    const text = fieldset.querySelector("textarea").value;
    const content = { count: null, roster: kind === "file" && file ? file.name : "roster.csv" };
    if (kind === "file") {
        return { content, files: file ? { roster: await bytesOf(file) } : {} };
    }
    return { content, files: text.trim() ? { roster: new TextEncoder().encode(text) } : {} };
}
