// A class that is dropped: its zip, or its folder, as some browsers unpack it by themselves, which is zipped again.

import { say } from "./dom.js";
import { droppable, put } from "./files.js";

const MOST_BYTES = 256 * 2 ** 20; // what the engine unpacks at most
const VERSION = 20;
const UTF8 = 0x0800;
const FIRST_DAY = 0x21; // of 1980: nobody asks how old the files are

const REMAINDERS = Int32Array.from({ length: 256 }, (_, byte) => {
    let rest = byte;
    for (let bit = 0; bit < 8; bit += 1) {
        rest = rest & 1 ? (rest >>> 1) ^ 0xedb88320 : rest >>> 1;
    }
    return rest;
});

function checksum(bytes) {
    let rest = -1;
    for (const byte of bytes) {
        rest = REMAINDERS[(rest ^ byte) & 255] ^ (rest >>> 8);
    }
    return ~rest;
}

/** Numbers of so many bytes each, the least byte first. */
const record = (...fields) =>
    Uint8Array.from(fields.flatMap(([number, size]) => Array.from({ length: size }, (_, at) => number >> (8 * at))));

/** What is said of a file twice, before it and in the list at the end: how it is kept, which is as it is. */
function description(name, bytes) {
    const kept = [[VERSION, 2], [UTF8, 2], [0, 2], [0, 2], [FIRST_DAY, 2]];
    return [...kept, [checksum(bytes), 4], [bytes.length, 4], [bytes.length, 4], [name.length, 2], [0, 2]];
}

/** A zip of files with paths, named after their folder. */
async function zipped(found) {
    const [files, list] = [[], []];
    let [start, length] = [0, 0];
    for (const { path, file } of found) {
        const name = new TextEncoder().encode(path);
        const bytes = new Uint8Array(await file.arrayBuffer());
        const about = description(name, bytes);
        const before = record([0x04034b50, 4], ...about);
        const entry = record([0x02014b50, 4], [VERSION, 2], ...about, [0, 2], [0, 2], [0, 2], [0, 4], [start, 4]);
        files.push(before, name, bytes);
        list.push(entry, name);
        start += before.length + name.length + bytes.length;
        length += entry.length + name.length;
    }
    const count = [[found.length, 2], [found.length, 2]];
    const end = record([0x06054b50, 4], [0, 2], [0, 2], ...count, [length, 4], [start, 4], [0, 2]);
    const [folder, ...within] = found[0].path.split("/");
    return new File([...files, ...list, end], `${within.length ? folder : "class"}.zip`);
}

/** Let a class be dropped on an element, as if its zip had been chosen in an input. */
export function classDroppableInto(element, input) {
    droppable(element, async (found) => {
        const large = found.reduce((sum, { file }) => sum + file.size, 0) > MOST_BYTES;
        input.setCustomValidity(large ? say("too_large") : "");
        if (large) {
            input.reportValidity();
            return;
        }
        const [{ path, file }] = found;
        put(input, found.length === 1 && path === file.name ? file : await zipped(found));
    });
    input.addEventListener("change", () => input.setCustomValidity(""));
}
