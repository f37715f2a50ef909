// The worker: starts Python in the browser, gives byhand to it, and passes questions on, one after the other.

import { begun, furnish, unpack } from "./start.mjs";

const ENGINE = new URL("../engine/", import.meta.url).href;
const MORE = { mark: "mark.zip", class: "mark.zip" };
/** Milliseconds between two reports of progress. */
const LEAST_PAUSE = 60;
const unpacked = new Set();

const tell = (state, values = {}) => postMessage({ state, ...values });

const bytesOf = async (response) => new Uint8Array(await response.arrayBuffer());

async function fetched(name) {
    const response = await fetch(`${ENGINE}${name}`);
    if (!response.ok) {
        throw new Error(`${name}: ${response.status}`);
    }
    return bytesOf(response);
}

/** What was in Python's memory when it had started, if an earlier visit has kept it: too much to wait for it now. */
async function remembered() {
    const found = await self.caches?.match(`${ENGINE}memory.bin`);
    return found && bytesOf(new Response(found.body.pipeThrough(new DecompressionStream("deflate"))));
}

async function add(python, name) {
    if (!unpacked.has(name)) {
        unpack(python, await fetched(name));
        unpacked.add(name);
    }
}

async function start() {
    tell("starting");
    const packs = Promise.all(["libraries.zip", "byhand.zip"].map(fetched));
    const python = await remembered()
        .then((memory) => begun(ENGINE, { memory }))
        .catch(() => begun(ENGINE)); // a browser that cannot use the memory starts as on the first visit
    tell("unpacking");
    furnish(python, ...(await packs));
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
        await add(python, MORE[question]);
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
