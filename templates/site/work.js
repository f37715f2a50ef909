// The work on a practised sheet as it is kept on the device: what was typed, and what was seen of the answers.

import { forget as forgetKept, keep, kept as found } from "./cells/keeping.js";
import { written } from "./choice.js";

// Paper and ink change no number, so the work on the same numbers is one.
const nameOf = (choice) => `byhand practise ${written({ ...choice, paper: "a4", ink: "full" })}`;
const list = (value) => (Array.isArray(value) ? value : []);
const object = (value) => (typeof value === "object" && value !== null ? value : {});

/**
 * Work that has not begun: texts by place, the numbers of the steps that were checked, whether a place was right when
 * it was checked first, the places whose solution was shown, and how many hints were given.
 */
export const fresh = () => ({ typed: {}, checked: [], firsts: {}, shown: [], hints: 0 });

/** The work that is kept on a choice; null if this browser keeps nothing. Whatever has another form is left out. */
export function kept(choice) {
    const work = found(nameOf(choice));
    return (
        work && {
            typed: object(work.typed),
            checked: list(work.checked),
            firsts: object(work.firsts),
            shown: list(work.shown),
            hints: Number(work.hints) || 0,
        }
    );
}

/** Keep the work; false if this browser does not. */
export const store = (choice, work) => keep(nameOf(choice), work);

/** Begin again. */
export const forget = (choice) => forgetKept(nameOf(choice));
