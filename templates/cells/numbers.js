// Reading a number: the forms that `byhand check` takes.

export const MOST_LETTERS = 100;
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

/** Whether nothing was typed that could be read. */
export const isBlank = (raw) => plain(raw) === "";

/** Whether a text is a number. */
export function isNumber(raw) {
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
