// What was typed stays in this browser, under a name; a browser that keeps nothing says so by false.

/** What is kept under a name: an object, empty if there is nothing or something else; null if nothing can be kept. */
export function kept(name) {
    let text = null;
    try {
        text = localStorage.getItem(name);
    } catch {
        return null;
    }
    try {
        const found = JSON.parse(text ?? "{}");
        return typeof found === "object" && found !== null ? found : {};
    } catch {
        return {};
    }
}

/** Keep an object under a name; false if this browser does not. */
export function keep(name, content) {
    try {
        localStorage.setItem(name, JSON.stringify(content));
        return true;
    } catch {
        return false;
    }
}

/** Keep nothing under a name any more; false if this browser keeps nothing at all. */
export function forget(name) {
    try {
        localStorage.removeItem(name);
        return true;
    } catch {
        return false;
    }
}
