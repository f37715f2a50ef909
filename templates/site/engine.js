// The engine as the page sees it: questions go to the worker, answers and files come back.

import { language, say } from "./dom.js";

/** What the engine says when something can be corrected by the user. */
export class Refusal extends Error {}

const waiting = new Map();
const state = document.getElementById("state");
let worker = null;
let asked = 0;

function show(text) {
    state.textContent = text;
    state.hidden = !text;
}

function started() {
    // A worker made from text keeps to the page's Content-Security-Policy; one from an address would have its own.
    const address = new URL("worker.js", import.meta.url).href;
    const text = new Blob([`import ${JSON.stringify(address)};`], { type: "text/javascript" });
    const made = new Worker(URL.createObjectURL(text), { type: "module" });
    made.addEventListener("message", ({ data }) => {
        if (data.state !== undefined) {
            show(data.state && say(data.state, data));
            return;
        }
        const { resolve, reject, progress } = waiting.get(data.number);
        if (data.progress) {
            progress(data.progress);
            return;
        }
        waiting.delete(data.number);
        if (data.failed) {
            reject(new Error(data.failed));
        } else if (data.lacking) {
            reject(new Refusal(say("lacking")));
        } else if (data.error) {
            reject(new Refusal(data.error));
        } else {
            resolve(data);
        }
    });
    made.addEventListener("error", (event) => show(say("failed", { reason: event.message ?? "" })));
    return made;
}

/**
 * Ask the engine; the answer has `content`, and `files`: bytes by name. A Refusal says what to correct.
 * `progress` is called with what is being done, how much is done, and of how much.
 */
export function ask(question, content = {}, files = {}, progress = () => {}) {
    worker ??= started();
    asked += 1;
    const number = asked;
    return new Promise((resolve, reject) => {
        waiting.set(number, { resolve, reject, progress });
        worker.postMessage({ number, question, content: JSON.stringify({ ...content, page: language }), files });
    });
}
