// Controls for the parameters of an exercise, made from what the catalogue says they may be.

import { element } from "./dom.js";

function numberInput({ least, greatest, places = 0 }) {
    return element("input", { type: "number", min: least, max: greatest, step: 10 ** -places, required: true });
}

function control(parameter) {
    if (typeof parameter.least === "boolean") {
        return element("input", { type: "checkbox" });
    }
    if (parameter.choices) {
        const options = parameter.choices.map((value) => element("option", { value }, parameter.called[value] ?? value));
        return element("select", {}, ...options);
    }
    return "shortest" in parameter ? element("input", { type: "text" }) : numberInput(parameter);
}

function labelled(parameter, value) {
    const made = control(parameter);
    made.name = parameter.name;
    if (made.type === "checkbox") {
        made.checked = value === "true";
        return element("label", { className: "check" }, made, ` ${parameter.meaning}`);
    }
    made.value = value;
    return element("label", {}, `${parameter.meaning} `, made);
}

/** Put a control for each parameter after the legend of a fieldset. */
export function show(fieldset, exercise, settings) {
    const controls = exercise.parameters.map((parameter) =>
        labelled(parameter, settings[parameter.name] ?? parameter.spelled),
    );
    fieldset.replaceChildren(fieldset.querySelector("legend"), ...controls);
    fieldset.hidden = !controls.length;
}

/** What differs from the defaults, as `--set` spells it. */
export function read(fieldset, exercise) {
    const chosen = {};
    for (const parameter of exercise.parameters) {
        const made = fieldset.querySelector(`[name="${parameter.name}"]`);
        const value = made.type === "checkbox" ? String(made.checked) : made.value.trim();
        if (value && value !== parameter.spelled) {
            chosen[parameter.name] = value;
        }
    }
    return chosen;
}
