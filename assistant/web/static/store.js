/* The conversations of this browser. They lie in its own storage only; one call deletes them all.
   A turn: { question, html, answer, state, copy, status, record } — without `html` it has no answer yet. */
const KEY = "policy.conversations";
const MOST_TURNS = 20;
const MOST_PAST = 12;

function load() {
  try {
    const kept = JSON.parse(localStorage.getItem(KEY) || "{}");
    return { turns: kept.turns || [], past: kept.past || [] };
  } catch {
    return { turns: [], past: [] };
  }
}

const kept = load();

/* Storage may be full or forbidden: older conversations go first, then it lasts as long as the page. */
function save() {
  for (;;) {
    try {
      localStorage.setItem(KEY, JSON.stringify({ turns: kept.turns.map(storable), past: kept.past }));
      return;
    } catch {
      if (!kept.past.length) return;
      kept.past.pop();
    }
  }
}

/* What is only on its way is not kept: it is asked again. */
function storable(turn) {
  const { waiting, failed, ...rest } = turn;
  return waiting || failed ? { question: turn.question } : rest;
}

export const turns = () => kept.turns;
export const past = () => kept.past;

export function add(question) {
  const turn = { question, waiting: true };
  kept.turns = [...kept.turns, turn].slice(-MOST_TURNS);
  save();
  return turn;
}

/* Whether the turn is still part of what is shown. */
export const has = (turn) => kept.turns.includes(turn);

export function changed() {
  save();
}

/* The turn and all after it are taken back. */
export function dropFrom(turn) {
  const at = kept.turns.indexOf(turn);
  if (at >= 0) kept.turns = kept.turns.slice(0, at);
  save();
}

/* The conversation is put away; true where there was one. */
export function putAway() {
  if (!kept.turns.length) return false;
  kept.past = [{ at: Date.now(), turns: kept.turns.map(storable) }, ...kept.past].slice(0, MOST_PAST);
  kept.turns = [];
  save();
  return true;
}

/* A conversation that was put away is shown again; what is shown now is put away. */
export function takeOut(index) {
  const [wanted] = kept.past.splice(index, 1);
  if (!wanted) return;
  const present = kept.turns;
  kept.turns = wanted.turns;
  if (present.length) kept.past.unshift({ at: Date.now(), turns: present.map(storable) });
  save();
}

export function clear() {
  kept.turns = [];
  kept.past = [];
  try {
    localStorage.removeItem(KEY);
  } catch {
    /* Nothing was kept. */
  }
}

/* What goes to the server with the next question: the answered turns before it. */
export function history(turn) {
  const before = kept.turns.slice(0, Math.max(0, kept.turns.indexOf(turn)));
  return before
    .filter((earlier) => earlier.answer !== undefined)
    .map(({ question, answer, state }) => ({ question, answer, state: state || null }));
}
