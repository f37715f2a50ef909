// Where everything begins: the part of the address after `#` chooses what is shown.

import * as classes from "./class.js";
import * as fill from "./fill.js";
import * as gallery from "./gallery.js";
import * as marking from "./mark.js";
import * as practise from "./practise.js";
import * as print from "./print.js";

const VIEWS = {
    print: () => gallery.show("print"),
    practise: () => gallery.show("practise"),
    fill: () => fill.show(),
    class: () => classes.show(""),
    mark: () => marking.view(),
};
/** What some views show of one exercise: `#practise/lstm?seed=7`. */
const OF_EXERCISE = {
    practise: async (rest) => (await practise.show(rest)) || (await gallery.show("practise")),
    fill: (rest) => fill.show(rest),
    class: (rest) => classes.show(rest),
};

let latest = 0;

async function go() {
    latest += 1;
    const mine = latest;
    await gallery.catalogue();
    if (mine !== latest) {
        return; // another view was chosen meanwhile; from here on nothing waits before a view is shown
    }
    const address = location.hash.slice(1);
    const [view, rest] = address.includes("/") ? address.split(/\/(.*)/s) : [address, ""];
    for (const section of document.querySelectorAll("main > section")) {
        section.hidden = true;
    }
    const known = rest ? OF_EXERCISE[view] : VIEWS[view];
    const shown = known ? view : "print";
    for (const link of document.querySelectorAll("nav a")) {
        if (link.dataset.view === shown) {
            link.setAttribute("aria-current", "page");
        } else {
            link.removeAttribute("aria-current");
        }
    }
    for (const link of document.querySelectorAll("a.language")) {
        link.hash = location.hash; // the same view in the other language
    }
    if (known) {
        await known(rest);
    } else if (!(await print.show(address))) {
        await gallery.show("print");
    }
    if (mine === latest) {
        const heading = document.querySelector("main > section:not([hidden]) h1:not([hidden])");
        document.title = `${heading.textContent} · byhand`;
        // After the browser has gone to the section that is named like the address, under the header.
        requestAnimationFrame(() => scrollTo(0, 0));
    }
}

addEventListener("hashchange", go);
document.querySelector(".skip").addEventListener("click", (event) => {
    event.preventDefault(); // the address says what is shown, so it cannot also name a place on the page
    document.getElementById("view").focus();
});
go();

if ("serviceWorker" in navigator) {
    // It keeps the page for a visit without a network.
    navigator.serviceWorker.register("service-worker.js");
    navigator.serviceWorker.ready.then((registration) => registration.active.postMessage("rest"));
}
