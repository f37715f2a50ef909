// What a link chooses: an exercise, its parameters, a seed and the paper, as in `#lstm?steps=3&seed=7`.

const LARGEST_SEED = 999_999_999;
const USUAL = { paper: "a4", ink: "full" };

/** A seed that nobody chose. */
export const freshSeed = () => 1 + Math.floor(Math.random() * 9999);

/** The choice that the rest of a link says, for one of the exercises; null if it names none of them. */
export function read(rest, exercises) {
    const [name, query = ""] = rest.split("?");
    const exercise = exercises.find((one) => one.name === decodeURIComponent(name));
    if (!exercise) {
        return null;
    }
    const said = new URLSearchParams(query);
    const known = new Set(exercise.parameters.map((parameter) => parameter.name));
    const seed = Number(said.get("seed") ?? NaN);
    return {
        exercise,
        settings: Object.fromEntries([...said].filter(([key]) => known.has(key))),
        seed: Number.isInteger(seed) && seed >= 0 && seed <= LARGEST_SEED ? seed : freshSeed(),
        paper: said.get("paper") === "letter" ? "letter" : USUAL.paper,
        ink: said.get("ink") === "low" ? "low" : USUAL.ink,
    };
}

/** The link that says a choice; what is usual is left out. */
export function written(choice) {
    const query = new URLSearchParams({ ...choice.settings, seed: choice.seed });
    for (const [key, value] of Object.entries(USUAL)) {
        if (choice[key] !== value) {
            query.set(key, choice[key]);
        }
    }
    return `${choice.exercise.name}?${query}`;
}

/** A choice as the engine takes it. */
export const forEngine = ({ exercise, ...choice }, language) => ({ ...choice, exercise: exercise.name, language });
