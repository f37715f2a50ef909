// What came of a long question: how far it is, what was said, and what a person has to correct or agree to.

import { element, say } from "./dom.js";
import { Refusal, ask } from "./engine.js";

/** The place of a form where outcomes are shown. */
export class Outcome {
    constructor(form) {
        this.form = form;
        const place = form.querySelector(".outcome");
        this.alarm = place.querySelector(".alarm");
        this.programs = place.querySelector(".programs");
        this.doing = place.querySelector(".doing");
        this.done = place.querySelector(".done");
        this.details = place.querySelector("details");
    }

    /** Show what is wrong. */
    refuse(text) {
        this.alarm.textContent = text;
        this.alarm.hidden = false;
    }

    #progress({ doing, done, all }) {
        this.doing.querySelector("span").textContent = say(`progress_${doing}`, { done, all });
        Object.assign(this.doing.querySelector("progress"), { max: all, value: done });
    }

    #begin() {
        for (const part of [this.alarm, this.programs, this.details]) {
            part.hidden = true;
        }
        this.done.textContent = "";
        this.doing.hidden = false;
        this.doing.querySelector("span").textContent = say("working");
        this.doing.querySelector("progress").removeAttribute("value"); // nobody knows yet how long it takes
        this.form.querySelector("button.main").disabled = true;
    }

    /** Ask, and hand the answer to `show`, which says what came of it. A folder that brings programs along is asked for again once they are agreed to. */
    async run(question, content, files, show) {
        this.#begin();
        try {
            const answer = await ask(question, content, files, (progress) => this.#progress(progress));
            if (answer.content.programs) {
                this.#confirm(answer.content.programs, () => this.run(question, { ...content, agreed: true }, files, show));
                return;
            }
            this.#show(answer.content, show(answer));
        } catch (error) {
            this.refuse(error.message);
            if (!(error instanceof Refusal)) {
                throw error;
            }
        } finally {
            this.doing.hidden = true;
            this.form.querySelector("button.main").disabled = false;
        }
    }

    /** The outcome in words of the page; what the command line says is English, and open where a person should look. */
    #show({ said, look }, outcome) {
        this.done.textContent = look ? `${outcome} ${say("look")}` : outcome;
        this.details.querySelector(".said").textContent = said;
        this.details.open = look;
        this.details.hidden = false;
    }

    #confirm(programs, goOn) {
        const list = this.programs.querySelector("ul");
        list.replaceChildren(...programs.map((textContent) => element("li", { textContent })));
        this.programs.querySelector("button").onclick = goOn;
        this.programs.hidden = false;
    }
}
