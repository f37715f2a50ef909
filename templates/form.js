// The form of an answer sheet: reads what is typed, keeps it on this device, and saves it as the CSV file to hand in.
"use strict";

(() => {
    const page = document.body.dataset;
    const table = JSON.parse(document.getElementById("table").textContent);
    const blanks = [...document.querySelectorAll(".blank")];
    const copies = [...document.querySelectorAll(".copy")];
    const count = document.getElementById("count");
    const hint = document.getElementById("hint");
    const kept = `byhand ${page.worksheet}`;
    let keeps = true;
    let last = blanks[0];

    const placeOf = (cell) => `${cell.dataset.line}/${cell.dataset.column}`;
    const repeats = new Map();
    for (const copy of copies) {
        repeats.set(placeOf(copy), [...(repeats.get(placeOf(copy)) ?? []), copy]);
    }

    // Reading a number: the forms that `byhand check` takes.

    const MOST_LETTERS = 100;
    const NUMBERS = [
        /^(\d{1,40}[.,]?\d{0,40}|[.,]\d{1,40})$/, // 3, 0.5, 0,5, .5
        /^\d{1,3}(\.\d{3})*,\d*$/, // 1.234,5
        /^\d{1,3}(,\d{3})*\.\d*$/, // 1,234.5
        /^\d{1,3}('\d{3})+([.,]\d*)?$/, // 1'234.5
        /^\d{1,3}( \d{3})+[.,]\d+$/, // 1 234,5
        /^\d*[.,]\d*\(\d+\)$/, // 1.(6)
    ];
    const FRACTION = /^(?:\d+ +)?\d+ *\/ *(?:(\d+)|\( *(\d+) *\))$/;
    const SIGNED_FRACTION = /^\d+ *\/ *(?:- *(\d+)|\( *- *(\d+) *\))$/;
    const REMARKS = /\((rounded|exact|exactly|approx|gerundet|genau|exakt|circa|ca|arrondi)\.?\)$/i;
    const EARLIEST_DATE = 36526; // a spreadsheet's numbers for the days of 2000 to 2099
    const LATEST_DATE = 73050;

    function plain(raw) {
        let text = raw
            .replace(/10([⁺⁻]?[⁰¹²³⁴⁵⁶⁷⁸⁹]{1,2})\s*$/, (_, power) => `10^${power.normalize("NFKC")}`)
            .replace(/\p{No}/gu, (sign) => {
                const meaning = sign.normalize("NFKC");
                return meaning.includes("⁄") ? ` ${meaning}` : "?";
            })
            .replace(/[⁄∕÷]/g, "/")
            .replace(/٫/g, ",")
            .replace(/[−‐‑‒–—﹣－]/g, "-")
            .replace(/[“”„‟«»]/g, '"')
            .replace(/[‘’‚‛‹›]/g, "'")
            .replace(/[\t\r\n\u0085]/g, " ")
            .replace(/[\p{Cf}\p{Cc}]/gu, "")
            .normalize("NFKC")
            .replace(/[^\P{Nd}0-9]/gu, "1") // whatever digit of another script it is
            .trim()
            .replace(/^'/, "")
            .replace(/^=/, "")
            .trim();
        if (/^(["']).*\1$/.test(text) && text.length > 1) {
            text = text.slice(1, -1).trim();
        }
        text = text
            .replace(/'+$/, "")
            .replace(/^\p{L}[\p{L}\p{N}_]{0,9}\s*[=≈](?=\s*\S)/u, "")
            .replace(/^[\s≈~]+/, "")
            .replace(REMARKS, "")
            .trim();
        return /^\([^(]*\)$/.test(text) ? text.slice(1, -1).trim() : text;
    }

    function withoutExponent(body) {
        const power = /\s*[×*·x]\s*10\^(?:\(([-+]?\d{1,2})\)|([-+]?\d{1,2}))\s*$/.exec(body);
        const spelled = power ? `${body.slice(0, power.index)}e${power[1] ?? power[2]}` : body;
        const [whole, mantissa, exponent] = /^([^eE/]*)[eE]([-+]?\d{1,2})$/.exec(spelled) ?? [spelled, spelled, "0"];
        return Math.abs(Number(exponent)) <= 20 ? mantissa : whole;
    }

    function isNumber(raw) {
        if (raw.length > MOST_LETTERS) {
            return false;
        }
        const text = plain(raw).replace(/%$/, "").trim();
        let body = withoutExponent(text.replace(/^[-+]/, "").trim());
        body = body.replace(/(?:\d[\u0305\u0304\u0307])+$/, (digits) => `(${digits.replace(/\D/g, "")})`);
        body = body.replace(/\.\.\.+$/, "");
        body = /[.,].*\.$/.test(body) ? body.slice(0, -1) : body; // the full stop of a sentence
        const fraction = FRACTION.exec(body) ?? SIGNED_FRACTION.exec(body);
        if (fraction) {
            return Number(fraction[1] ?? fraction[2]) !== 0;
        }
        const value = Number(body);
        const date = Number.isInteger(value) && value >= EARLIEST_DATE && value <= LATEST_DATE && !text.startsWith("-");
        return !date && !/\d{41}/.test(body) && NUMBERS.some((form) => form.test(body));
    }

    // What a cell shows.

    const isBlank = (cell) => plain(cell.value) === "";
    const isUnread = (cell) => cell.dataset.kind === "number" && !isBlank(cell) && !isNumber(cell.value);

    function show(cell) {
        for (const copy of repeats.get(placeOf(cell)) ?? []) {
            copy.textContent = cell.value;
        }
        if (isUnread(cell)) {
            cell.setAttribute("aria-invalid", "true");
            cell.setAttribute("aria-describedby", "hint");
        } else {
            cell.removeAttribute("aria-invalid");
            cell.removeAttribute("aria-describedby");
        }
    }

    const unread = () => blanks.filter((cell) => cell.getAttribute("aria-invalid"));

    function tell() {
        const empty = blanks.filter(isBlank).length;
        const faults = unread().length;
        const said = [empty ? count.dataset.blank.replace("{count}", empty) : count.dataset.full];
        if (faults) {
            said.push(count.dataset.unread.replace("{count}", faults));
        }
        count.textContent = said.join(" · ");
        document.getElementById("unread").hidden = !faults;
        const faulty = document.activeElement?.getAttribute("aria-invalid");
        hint.textContent = faulty ? hint.dataset.unread : keeps ? "" : hint.dataset.kept;
    }

    // What was typed stays in this browser, under the worksheet's id.

    function keep() {
        try {
            const typed = blanks.filter((cell) => cell.value).map((cell) => [placeOf(cell), cell.value]);
            localStorage.setItem(kept, JSON.stringify(Object.fromEntries(typed)));
        } catch {
            keeps = false;
        }
    }

    function restore() {
        let typed = {};
        try {
            typed = JSON.parse(localStorage.getItem(kept) ?? "{}");
        } catch {
            keeps = false;
        }
        for (const cell of blanks) {
            const text = typed?.[placeOf(cell)];
            cell.value = typeof text === "string" ? text : "";
            show(cell);
        }
        tell();
    }

    function clear() {
        if (confirm(document.getElementById("clear").dataset.question)) {
            try {
                localStorage.removeItem(kept);
            } catch {
                keeps = false;
            }
            for (const cell of blanks) {
                cell.value = "";
                show(cell);
            }
            tell();
        }
    }

    // The answer sheet.

    function quoted(text) {
        return /["\r\n]/.test(text) || text.includes(table.separator) ? `"${text.replaceAll('"', '""')}"` : text;
    }

    function answerSheet() {
        const rows = table.rows.map((row) => [page.worksheet, ...row]);
        for (const cell of blanks) {
            rows[cell.dataset.line][cell.dataset.column] = cell.value;
        }
        return [table.labels, ...rows].map((row) => `${row.map(quoted).join(table.separator)}\n`).join("");
    }

    function save() {
        const link = document.createElement("a");
        link.href = URL.createObjectURL(new Blob([answerSheet()], { type: "text/csv;charset=utf-8" }));
        link.download = page.file;
        link.click();
        setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
    }

    // Moving about: arrows go to the nearest cell on that side, Enter to the next one in the order of reading.

    const DIRECTIONS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
    const SIDEWAYS = 4; // how much farther a cell seems for being off the line

    function nearest(from, [right, down]) {
        const start = from.getBoundingClientRect();
        let best = null;
        let least = Infinity;
        for (const cell of blanks) {
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

    function press(event) {
        const cell = event.currentTarget;
        if (event.isComposing || event.altKey || event.ctrlKey || event.metaKey) {
            return;
        }
        let next = null;
        if (event.key === "Enter") {
            next = blanks[blanks.indexOf(cell) + (event.shiftKey ? -1 : 1)];
        } else if (event.key in DIRECTIONS && !event.shiftKey && wantsToLeave(cell, event.key)) {
            next = nearest(cell, DIRECTIONS[event.key]);
        }
        if (next) {
            event.preventDefault();
            next.focus();
        }
    }

    // The two signs that the number pads of some phones lack.

    function write(change) {
        last.focus();
        last.value = change(last.value).slice(0, MOST_LETTERS);
        last.setSelectionRange(last.value.length, last.value.length);
        type(last);
    }

    function type(cell) {
        show(cell);
        keep();
        tell();
    }

    for (const cell of blanks) {
        cell.addEventListener("input", () => type(cell));
        cell.addEventListener("keydown", press);
        cell.addEventListener("focus", () => {
            last = cell;
            cell.select();
            tell();
        });
        cell.addEventListener("blur", () => tell());
    }
    const actions = {
        minus: () => write((text) => (/^[-−]/.test(text) ? text.slice(1) : `-${text}`)),
        slash: () => write((text) => `${text}/`),
        unread: () => (unread().find((cell) => blanks.indexOf(cell) > blanks.indexOf(last)) ?? unread()[0])?.focus(),
        clear,
        print: () => window.print(),
        save,
    };
    for (const [id, action] of Object.entries(actions)) {
        document.getElementById(id).addEventListener("click", action);
    }
    restore();
})();
