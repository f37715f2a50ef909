// How Python starts: the same in the browser and in Node, which keeps its memory when the site is written.

import createModule from "../engine/pyodide.asm.mjs";
import { loadPyodide } from "../engine/pyodide.mjs";

const PACKAGES = "/lib/python3.14/site-packages";
const LIBRARIES = "/lib/libraries.zip";
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

/** Give Python what it works with: libraries, which it reads from their pack, and byhand itself. */
export function furnish(python, libraries, own) {
    python.FS.writeFile(LIBRARIES, libraries);
    unpack(python, own);
    python.runPython(`
import importlib, sys
importlib.invalidate_caches()
if "${LIBRARIES}" not in sys.path:
    sys.path.append("${LIBRARIES}")
`);
}
