// The worker: starts Python in the browser, gives byhand to it, and passes questions on, one after the other.

import { add, begun, furnish, unpack } from "./start.mjs";

const ENGINE = new URL("../engine/", import.meta.url).href;
/** What some questions need besides, and how Python is given it: what is compiled has to be unpacked. */
const MORE = { mark: "mark.zip", class: "mark.zip" };
const PACKS = {
    "mark.zip": unpack,
    "world.zip": (python, pack) => add(python, "world.zip", pack),
};
/** Milliseconds between two reports of progress. */
const LEAST_PAUSE = 60;
const given = new Set();

/** A pack that cannot be fetched: everything else goes on. */
class Lacking extends Error {}


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

/** Give Python another pack, once. */
async function give(python, name) {
    if (!given.has(name)) {
        const pack = await fetched(name).catch((error) => {
            throw new Lacking(error.message);
        });
        PACKS[name](python, pack);
        given.add(name);
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

function asked(python, desk, { number, question, content, files }) {
    const taken = python.toPy(files);
    const reply = desk.ask(question, content, taken, reporting(number));
    const made = { ...JSON.parse(reply.text), files: reply.files.toJs({ dict_converter: Object.fromEntries }) };
    taken.destroy();
    reply.destroy();
    return made;
}

async function answer(data) {
    const { python, desk } = await started;
    if (MORE[data.question]) {
        await give(python, MORE[data.question]);
    }
    const made = asked(python, desk, data);
    if (!made.content?.needs) {
        return made;
    }
    tell("fonts");
    try {
        await give(python, made.content.needs);
    } finally {
        tell("");
    }
    return asked(python, desk, data);
}

let before = started;
self.addEventListener("message", ({ data }) => {
    const { number } = data;
    before = before
        .catch(() => {})
        .then(() => answer(data))
        .then((reply) => postMessage({ number, ...reply }))
        .catch((error) => {
            if (error instanceof Lacking) {
                postMessage({ number, lacking: true });
                return;
            }
            tell("failed", { reason: String(error.message ?? error).trim().split("\n").at(-1) });
            postMessage({ number, failed: String(error.message ?? error) });
        });
});
