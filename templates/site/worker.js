// The worker: starts Python in the browser, unpacks byhand into it, and passes questions on, one after the other.

import { loadPyodide } from "../engine/pyodide.mjs";

const ENGINE = new URL("../engine/", import.meta.url).href;
const PACKAGES = "/lib/python3.14/site-packages";
const MORE = { mark: "mark.zip", class: "mark.zip" };
/** Milliseconds between two reports of progress. */
const LEAST_PAUSE = 60;
const unpacked = new Set();

const tell = (state, values = {}) => postMessage({ state, ...values });

async function fetched(name) {
    const response = await fetch(`${ENGINE}${name}`);
    if (!response.ok) {
        throw new Error(`${name}: ${response.status}`);
    }
    return new Uint8Array(await response.arrayBuffer());
}

async function unpack(python, name) {
    if (!unpacked.has(name)) {
        python.unpackArchive(await fetched(name), "zip", { extractDir: PACKAGES });
        unpacked.add(name);
    }
}

async function start() {
    tell("starting");
    const archive = fetched("print.zip");
    const python = await loadPyodide({ indexURL: ENGINE, env: { HOME: "/home/byhand", PYTHONHASHSEED: "0" } });
    tell("unpacking");
    python.unpackArchive(await archive, "zip", { extractDir: PACKAGES });
    const desk = python.pyimport("grader.browser.desk");
    tell("");
    return { python, desk };
}

const started = start();

/** What tells the page how far a question is, but not more often than it can be seen. */
function reporting(number) {
    let last = 0;
    return (doing, done, all) => {
        const now = performance.now();
        if (done === all || now - last > LEAST_PAUSE) {
            last = now;
            postMessage({ number, progress: { doing, done, all } });
        }
    };
}

async function answer({ number, question, content, files }) {
    const { python, desk } = await started;
    if (MORE[question]) {
        await unpack(python, MORE[question]);
    }
    const given = python.toPy(files);
    const reply = desk.ask(question, content, given, reporting(number));
    const made = reply.files.toJs({ dict_converter: Object.fromEntries });
    const text = reply.text;
    given.destroy();
    reply.destroy();
    return { ...JSON.parse(text), files: made };
}

let before = started;
self.addEventListener("message", ({ data }) => {
    const { number } = data;
    before = before
        .catch(() => {})
        .then(() => answer(data))
        .then((reply) => postMessage({ number, ...reply }))
        .catch((error) => {
            tell("failed", { reason: String(error.message ?? error).trim().split("\n").at(-1) });
            postMessage({ number, failed: String(error.message ?? error) });
        });
});
