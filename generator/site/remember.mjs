// Starts the engine of a site in Node, loads what every sheet needs, and writes what it then has in its memory.

import crypto from "node:crypto";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

const [LARGEST, SMALLEST] = [2 ** 20, 2 ** 6];

/** Wipe what was used and given back: it would be kept as well, and is hard to compress. */
function wipe({ _malloc, _free, _sbrk, HEAPU8 }) {
    const end = _sbrk(0);
    const taken = [];
    for (let size = LARGEST; size >= SMALLEST; size /= 2) {
        for (;;) {
            const place = _malloc(size);
            taken.push(place);
            if (_sbrk(0) > end) {
                break; // nothing of this size was left
            }
            HEAPU8.fill(0, place, place + size);
        }
    }
    taken.forEach((place) => _free(place));
}

/** Without a clock, chance and the name of this file, which memory would keep, it is the same on every computer. */
function forgetWhereAndWhen() {
    Date.now = () => Date.UTC(1980, 0, 1);
    performance.now = () => 0;
    // Nothing secret comes from it: byhand asks the browser for each secret when it needs one.
    crypto.randomFillSync = (array) => array.fill(0);
    globalThis.crypto.getRandomValues = crypto.randomFillSync;
    process.argv[1] = "byhand";
}

async function remember(site, target) {
    forgetWhereAndWhen();
    const engine = (name) => join(site, "engine", name);
    const pack = async (name) => new Uint8Array(await readFile(engine(name)));
    const { begun, furnish } = await import(pathToFileURL(join(site, "page", "start.mjs")));
    const python = await begun(engine(""), { _makeSnapshot: true });
    furnish(python, await pack("libraries.zip"), await pack("byhand.zip"));
    python.runPython("from grader.browser.loading import load; load()");
    wipe(python._module);
    await writeFile(target, python.makeMemorySnapshot());
}

remember(...process.argv.slice(2)).catch((error) => {
    console.error(String(error.message ?? error).trim().split("\n").at(-1)); // Node would show a million letters of code
    process.exitCode = 1;
});
