// How Python starts: the same in the browser and in Node, which keeps its memory when the site is written.

import createModule from "../engine/pyodide.asm.mjs";
import { loadPyodide } from "../engine/pyodide.mjs";

const PACKAGES = "/lib/python3.14/site-packages";
const SETTINGS = { env: { HOME: "/home/byhand", PYTHONHASHSEED: "0" } };

/** Python as it begins, or as it was when its memory was kept. */
export async function begun(indexURL, { memory, ...settings } = {}) {
    if (!memory) {
        return loadPyodide({ indexURL, ...SETTINGS, ...settings });
    }
    const createPyodideModule = async (options) => {
        const module = await createModule(options);
        module._malloc(memory.length - module._sbrk(0)); // room, which is then written over: the runtime makes none
        return module;
    };
    return loadPyodide({ indexURL, ...SETTINGS, ...settings, _loadSnapshot: memory, createPyodideModule });
}

/** Unpack a pack of files among Python's packages. */
export const unpack = (python, pack) => python.unpackArchive(pack, "zip", { extractDir: PACKAGES });

/** Let Python read packages from their pack, as it is. */
export function add(python, name, pack) {
    const path = `/lib/${name}`;
    python.FS.writeFile(path, pack);
    python.runPython(`
import importlib, sys
importlib.invalidate_caches()
if "${path}" not in sys.path:
    sys.path.append("${path}")
`);
}

/** Give Python what it works with: libraries, and byhand itself. */
export function furnish(python, libraries, own) {
    unpack(python, own);
    add(python, "libraries.zip", libraries);
}
