// Files from outside: chosen, dropped, or in folders that were dropped, each with the path that it has there.

const MOST_FILES = 20_000;
/** More than any file but an archive may have: of what is larger, only this much is read, and refused as too large. */
const MOST_BYTES = 16 * 2 ** 20;

/** The bytes of a file, as far as they are needed. */
export async function bytesOf(file) {
    const whole = file.name.toLowerCase().endsWith(".zip");
    return new Uint8Array(await (whole ? file : file.slice(0, MOST_BYTES)).arrayBuffer());
}

/** Files of an input, with their paths below the folder that was chosen. */
export const chosen = (input) => [...input.files].map((file) => ({ path: file.webkitRelativePath || file.name, file }));

const promised = (call) => new Promise((resolve, reject) => call(resolve, reject));

async function* below(entry, folder) {
    const path = `${folder}${entry.name}`;
    if (entry.isFile) {
        yield { path, file: await promised((...both) => entry.file(...both)) };
        return;
    }
    const reader = entry.createReader();
    for (;;) {
        const some = await promised((...both) => reader.readEntries(...both)); // at most a hundred at once
        if (!some.length) {
            return;
        }
        for (const one of some) {
            yield* below(one, `${path}/`);
        }
    }
}

async function dropped(transfer) {
    // All entries are taken at once: after the first pause, the browser takes them away.
    const files = [...transfer.items].filter((item) => item.kind === "file");
    const entries = files.map((item) => item.webkitGetAsEntry() ?? item.getAsFile());
    const found = [];
    for (const entry of entries) {
        if (entry instanceof File) {
            found.push({ path: entry.name, file: entry });
            continue;
        }
        for await (const one of below(entry, "")) {
            found.push(one);
            if (found.length >= MOST_FILES) {
                return found;
            }
        }
    }
    return found;
}

/** Let files be dropped on an element; `take` gets them. */
export function droppable(element, take) {
    const hold = (event) => {
        event.preventDefault(); // or else the browser leaves the page and shows the file
        element.classList.toggle("over", event.type === "dragover");
    };
    element.addEventListener("dragover", hold);
    element.addEventListener("dragleave", hold);
    element.addEventListener("drop", async (event) => {
        hold(event);
        const found = await dropped(event.dataTransfer);
        if (found.length) {
            take(found);
        }
    });
}

/** Put a file into an input, as if it had been chosen there. */
export function put(input, file) {
    const list = new DataTransfer();
    list.items.add(file);
    input.files = list.files;
}

/** Let a single file be dropped on an element, as if it had been chosen in its input. */
export function droppableInto(element, input, taken = () => {}) {
    droppable(element, ([{ file }]) => {
        put(input, file);
        taken();
    });
}

for (const type of ["dragover", "drop"]) {
    addEventListener(type, (event) => event.preventDefault()); // a file that misses its place must not replace the page
}
