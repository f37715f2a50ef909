// Small helpers for the page: words in its language, elements, files to download.

const said = JSON.parse(document.getElementById("words").textContent);

/** The sentence with this name in the language of the page; `{name}` is replaced by a value. */
export function say(name, values = {}) {
    return said[name].replace(/\{(\w+)\}/g, (_, key) => values[key]);
}

/** Why a text is not what its cell asks for, by the engine's name for it. */
export const faults = said.faults;

/** The families of exercises, in their order: name and what it is called. */
export const families = said.families;
export const language = document.documentElement.lang;

/** A copy of the content of a `template`. */
export const copyOf = (id) => document.getElementById(id).content.firstElementChild.cloneNode(true);

/** An element with properties and children; text is text, never markup. */
export function element(tag, properties = {}, ...children) {
    const made = Object.assign(document.createElement(tag), properties);
    made.append(...children);
    return made;
}

const SCRIPTS = { [-1]: "sub", 0: "span", 1: "sup" };

/** A line of the engine's with its small figures: each text with -1 below the line, 1 above it, or 0. */
export const notated = (spans) => spans.map(([textContent, script]) => element(SCRIPTS[script], { textContent }));

/** A picture of the engine's as an element: it is parsed as SVG, not as HTML. */
export function drawing(svg) {
    const parsed = new DOMParser().parseFromString(
        svg.replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" '),
        "image/svg+xml",
    );
    return document.importNode(parsed.documentElement, true);
}

const KINDS = { pdf: "application/pdf", csv: "text/csv", zip: "application/zip", html: "text/html" };

/** The address of a file's bytes in this page. */
export function addressOf(name, bytes) {
    const type = KINDS[name.split(".").at(-1)] ?? "application/octet-stream";
    return URL.createObjectURL(new Blob([bytes], { type }));
}

/** Offer a file to be saved. */
export function save(name, bytes) {
    const link = element("a", { href: addressOf(name, bytes), download: name });
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}
