// The worker: starts Python in the browser, unpacks byhand into it, and passes questions on, one after the other.

import { loadPyodide } from "../engine/pyodide.mjs";

const ENGINE = new URL("../engine/", import.meta.url).href;
const PACKAGES = "/lib/python3.14/site-packages";
const MORE = { mark: "mark.zip", class: "mark.zip" };
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

async function answer({ question, content, files }) {
    const { python, desk } = await started;
    if (MORE[question]) {
        await unpack(python, MORE[question]);
    }
    const given = python.toPy(files);
    const reply = desk.ask(question, content, given);
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
