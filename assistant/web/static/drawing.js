/* The conversation as Gradio's chatbot shows it: one message for the question, one for the answer. */
const escapes = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" };

/* Control characters, and those that turn the direction of writing or draw nothing. */
const UNSEEN = /[\p{Cc}\p{Cf}\p{Cs}\p{Co}]/gu;
const escaped = (text) => text.replace(UNSEEN, "").replace(/[&<>"']/g, (sign) => escapes[sign]);

export const waiting = (note) => `<article class="answer waiting"><p>${escaped(note)}</p></article>`;

/* What stands in the answer's place where there is none, with a way on. */
export const failure = (text, button) =>
  `<article class="answer status-error"><div class="answer-body"><p>${escaped(text)}</p></div>` +
  `<div class="quick-reply"><button type="button" class="reply" data-again>${button}</button></div></article>`;

export function asMessages(turns) {
  return turns.flatMap((turn, index) => [
    message("user", question(turn, index === turns.length - 1)),
    message("assistant", turn.html || waiting("正在读懂您的问题……")),
  ]);
}

function message(role, text) {
  return { role, content: [{ type: "text", text }], metadata: { title: null }, options: null };
}

function question(turn, last) {
  const words = turn.question.split(/\r?\n/).map(escaped).join("<br>");
  const tools =
    '<div class="question-tools"><button type="button" data-edit>修改问题</button>' +
    '<button type="button" data-again>重新回答</button></div>';
  return `<div class="asked"><h2 class="question">${words}</h2>${last ? tools : ""}</div>`;
}

/* Asks Gradio to draw what `policyChat.messages()` gives, at most thirty times a second. */
const FRAME_MS = 33;
let asked = false;
export function draw() {
  if (asked) return;
  asked = true;
  setTimeout(() => {
    asked = false;
    document.getElementById("draw")?.click();
  }, FRAME_MS);
}

/* Calls `then` when Gradio's part of the page is there. */
export function whenDrawn(then) {
  const box = () => document.querySelector("#ask-box textarea");
  if (box()) return then(box());
  const observer = new MutationObserver(() => {
    if (!box()) return;
    observer.disconnect();
    then(box());
  });
  observer.observe(document.querySelector("gradio-app"), { childList: true, subtree: true });
}
