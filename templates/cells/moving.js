// Moving about: arrows go to the nearest cell on that side, Enter to the next one in the order of reading.

const DIRECTIONS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
const SIDEWAYS = 4; // how much farther a cell seems for being off the line

function nearest(cells, from, [right, down]) {
    const start = from.getBoundingClientRect();
    let best = null;
    let least = Infinity;
    for (const cell of cells) {
        const box = cell.getBoundingClientRect();
        const across = (box.left + box.right - start.left - start.right) / 2;
        const along = (box.top + box.bottom - start.top - start.bottom) / 2;
        const ahead = right * across + down * along;
        const far = ahead + SIDEWAYS * Math.abs(down * across + right * along);
        if (ahead > 1 && far < least) {
            [best, least] = [cell, far];
        }
    }
    return best;
}

function wantsToLeave(cell, key) {
    const whole = cell.selectionStart === 0 && cell.selectionEnd === cell.value.length;
    if (whole || key === "ArrowUp" || key === "ArrowDown") {
        return true;
    }
    const end = key === "ArrowLeft" ? 0 : cell.value.length;
    return cell.selectionStart === end && cell.selectionEnd === end;
}

/** Go where a key that was pressed in one of the cells leads to, if it leads anywhere. */
export function move(cells, event) {
    const cell = event.currentTarget;
    if (event.isComposing || event.altKey || event.ctrlKey || event.metaKey) {
        return;
    }
    let next = null;
    if (event.key === "Enter") {
        next = cells[cells.indexOf(cell) + (event.shiftKey ? -1 : 1)];
    } else if (event.key in DIRECTIONS && !event.shiftKey && wantsToLeave(cell, event.key)) {
        next = nearest(cells, cell, DIRECTIONS[event.key]);
    }
    if (next) {
        event.preventDefault();
        next.focus();
    }
}
