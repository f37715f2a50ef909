// The answer sheet: the table that is handed in, as CSV with what was typed.

function quoted(text, separator) {
    return /["\r\n]/.test(text) || text.includes(separator) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** The CSV of a blank table, whose rows begin with the id of the worksheet, filled with texts by `line/column`. */
export function answerSheet({ labels, rows, separator }, worksheet, texts) {
    const filled = rows.map((row) => [worksheet, ...row]);
    for (const [place, text] of Object.entries(texts)) {
        const [line, column] = place.split("/");
        filled[line][column] = text;
    }
    return [labels, ...filled].map((row) => `${row.map((text) => quoted(text, separator)).join(separator)}\n`).join("");
}
