/* The chat: asks, shows, stops, asks again; the conversation stays in this browser (store.js). */
import * as store from "./store.js";
import { asMessages, draw, failure, waiting, whenDrawn } from "./drawing.js";
import { closePanel, isOpen, openPanel } from "./panel.js";
import { canSpeak, readAloud, saveAsPicture, saveAsWord } from "./sharing.js";
import { Away, events } from "./stream.js";
import { suggestFor } from "./suggesting.js";
import "./answer_tools.js";

const AGAIN_AFTER_MS = [1000, 3000];
const SLOW_MS = 8000;
const root = document.documentElement;
const byId = (id) => document.getElementById(id);
let running = null;
let shown = 0;
let hideSuggestions = () => {};

/* Called by Gradio's events, which put what is returned into the box or the conversation. */
window.policyChat = {
  ask(text) {
    if (!text.trim()) return text;
    ask(text.trim());
    return "";
  },
  stop,
  messages: () => asMessages(store.turns()),
};

function ask(question) {
  stop();
  hideSuggestions();
  say("");
  answer(store.add(question));
  show();
}

function show() {
  const turns = store.turns();
  root.dataset.talking = String(turns.length > 0);
  byId("chat-tools").querySelector("[data-new]").hidden = !turns.length;
  byId("chat-tools").querySelector("[data-print]").hidden = !turns.length;
  byId("chat-tools").querySelector("[data-history]").hidden = !turns.length && !store.past().length;
  if (turns.length < shown && isOpen()) closePanel();
  const asked = turns.length > shown;
  shown = turns.length;
  draw();
  if (asked) setTimeout(showLast, 80);
}

function showLast() {
  const behavior = matchMedia("(prefers-reduced-motion: reduce)").matches ? "auto" : "smooth";
  const asked = [...document.querySelectorAll("#conversation .asked")];
  if (asked.length > 1) asked.at(-1).scrollIntoView({ block: "start", behavior });
  else scrollTo({ top: 0, behavior });
}

async function answer(turn) {
  const control = new AbortController();
  running = { turn, control };
  root.dataset.busy = "true";
  Object.assign(turn, { waiting: true, failed: false, html: waiting("正在读懂您的问题……") });
  const slow = setTimeout(() => put(turn, waiting("还在查找，请再等一会儿……")), SLOW_MS);
  for (let attempt = 0; ; attempt += 1) {
    try {
      await receive(turn, control.signal);
      turn.waiting = false;
      break;
    } catch (problem) {
      if (control.signal.aborted) break;
      const pause = problem instanceof Away ? AGAIN_AFTER_MS[attempt] : undefined;
      if (pause === undefined) {
        fail(turn, problem);
        break;
      }
      put(turn, waiting("连接中断，正在重新连接……"));
      await new Promise((done) => setTimeout(done, pause));
      if (control.signal.aborted) break;
    }
  }
  clearTimeout(slow);
  if (running?.turn !== turn) return;
  running = null;
  root.dataset.busy = "false";
  store.changed();
  show();
  setTimeout(() => announce(turn), 100);
}

async function receive(turn, signal) {
  for await (const { name, data } of events(turn.question, store.history(turn), signal)) {
    if (name === "turn") Object.assign(turn, data);
    else put(turn, data.html);
  }
  draw();
}

function put(turn, html) {
  turn.html = html;
  draw();
}

function fail(turn, problem) {
  const away = problem instanceof Away;
  const text = away
    ? "连接不上服务，可能是网络断开了。您的问题还在这里，网络恢复后会自动再问一次。"
    : problem.message || "没能回答，请稍后再试。";
  Object.assign(turn, { waiting: false, failed: true, away, html: failure(text, "再试一次") });
}

function stop() {
  if (!running) return;
  const { turn, control } = running;
  control.abort();
  running = null;
  root.dataset.busy = "false";
  Object.assign(turn, { waiting: false, failed: true, away: false, html: failure("已停止。", "重新回答") });
  store.changed();
  show();
  document.querySelector("#ask-box textarea")?.focus();
}

function again(turn) {
  if (!turn) return;
  stop();
  for (const name of ["answer", "state", "record", "copy"]) delete turn[name];
  answer(turn);
  show();
}

/* The last question goes back into the box; its answer goes when it is sent anew. */
function edit() {
  const turn = store.turns().at(-1);
  if (!turn) return;
  stop();
  store.dropFrom(turn);
  show();
  fill(turn.question);
}

function fill(text) {
  const box = document.querySelector("#ask-box textarea");
  box.value = text;
  box.dispatchEvent(new Event("input", { bubbles: true }));
  hideSuggestions();
  box.focus();
}

function startAnew() {
  stop();
  if (!store.putAway()) return;
  show();
  byId("history").hidden = true;
  say("已开始新对话。", "撤销", () => {
    store.takeOut(0);
    say("");
    show();
  });
  document.querySelector("#ask-box textarea")?.focus();
}

function clearAll() {
  stop();
  store.clear();
  byId("history").hidden = true;
  show();
  say("这台设备上的对话记录已清除。");
}

/* A note below the box, with at most one thing to do. */
function say(text, button, act) {
  const note = byId("chat-note");
  note.replaceChildren(text);
  if (!button) return;
  const element = document.createElement("button");
  element.type = "button";
  element.className = "plain-tool";
  element.textContent = button;
  element.addEventListener("click", act);
  note.append(element);
}

function toggleHistory(button) {
  const section = byId("history");
  section.hidden = !section.hidden;
  button.setAttribute("aria-expanded", String(!section.hidden));
  if (section.hidden) return;
  const heading = document.createElement("h2");
  heading.textContent = "历史记录";
  const hint = document.createElement("p");
  hint.textContent = "只保存在这台设备的浏览器里。";
  const list = document.createElement("ul");
  store.past().forEach((conversation, index) => {
    const item = document.createElement("li");
    const open = document.createElement("button");
    open.type = "button";
    open.className = "history-item";
    const when = new Date(conversation.at).toLocaleString("zh-CN", { month: "numeric", day: "numeric", hour: "2-digit", minute: "2-digit" });
    open.textContent = `${conversation.turns[0]?.question || ""}（${conversation.turns.length}个问题，${when}）`;
    open.addEventListener("click", () => {
      stop();
      store.takeOut(index);
      section.hidden = true;
      show();
      resume();
    });
    item.append(open);
    list.append(item);
  });
  const clear = document.createElement("button");
  clear.type = "button";
  clear.className = "plain-tool";
  clear.textContent = "清除全部记录";
  clear.addEventListener("click", clearAll);
  section.replaceChildren(heading, hint, list, clear);
  (list.querySelector("button") || clear).focus();
}

/* A question that was on its way when the page was left, or when the connection broke, is asked again. */
function resume() {
  const last = store.turns().at(-1);
  if (last && !running && (!last.html || last.away)) again(last);
}

/* The words appear piece by piece; a screen reader hears them once, when they are complete. */
function announce(turn) {
  const answers = document.querySelectorAll("#conversation .answer");
  const body = answers[answers.length - 1]?.querySelector(".answer-body");
  if (!body || !store.has(turn)) return;
  const spoken = body.cloneNode(true);
  for (const cite of spoken.querySelectorAll(".cite")) cite.remove();
  byId("announcer").textContent = spoken.textContent;
}

function replyWith(input) {
  if (!input.value || !input.checkValidity()) {
    input.reportValidity();
    input.focus();
    return;
  }
  const [year, month, day] = input.value.split("-").map(Number);
  ask(input.type === "date" ? `${year}年${month}月${day}日` : `${input.value}${input.dataset.unit || ""}`);
}

const actions = {
  "[data-close-panel]": closePanel,
  "[data-print]": () => print(),
  "[data-new]": startAnew,
  "[data-history]": toggleHistory,
  "[data-edit]": edit,
  "[data-again]": () => again(store.turns().at(-1)),
  "[data-speak]": readAloud,
  "[data-picture]": (button) => saveAsPicture(button.closest(".answer")),
  "[data-word]": (button) => saveAsWord(button.closest(".answer")),
  "[data-reply-input]": (button) => replyWith(button.closest(".quick-reply").querySelector("input")),
  "[data-ask]": (button) => ask(button.dataset.ask),
};

document.addEventListener("click", (event) => {
  const link = event.target.closest("a[data-start]");
  if (link && !event.ctrlKey && !event.metaKey && !event.shiftKey) {
    event.preventDefault();
    openPanel(link);
    return;
  }
  for (const [selector, act] of Object.entries(actions)) {
    const button = event.target.closest(selector);
    if (!button) continue;
    event.preventDefault();
    act(button);
    return;
  }
});
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && isOpen()) closePanel();
  if (event.key === "Enter" && event.target.matches(".quick-reply input")) replyWith(event.target);
});
addEventListener("online", resume);
addEventListener("pagehide", () => window.speechSynthesis?.cancel());
const showVoice = () => (root.dataset.voice = String(canSpeak()));
window.speechSynthesis?.addEventListener("voiceschanged", showVoice);
showVoice();

whenDrawn((box) => {
  const plain = byId("plain-question");
  const focused = document.activeElement === plain;
  root.dataset.ready = "true";
  byId("chat-column").removeAttribute("role"); /* Gradio brings a main of its own. */
  document.dispatchEvent(new CustomEvent("buttons-drawn"));
  box.setAttribute("enterkeyhint", "send");
  if (plain.value) fill(plain.value);
  if (focused) box.focus();
  hideSuggestions = suggestFor(box, ask);
  const log = document.querySelector('#conversation [role="log"]');
  log?.setAttribute("aria-label", "对话");
  log?.setAttribute("aria-live", "off");
  shown = store.turns().length;
  show();
  if (shown) setTimeout(showLast, 150);
  resume();
});
