/* Whole questions offered while one is typed: the arrow down goes to them, Escape puts them away. */
const DELAY_MS = 120;
const LEAST = 2;
let timer = 0;
let latest = 0;

export function suggestFor(box, choose) {
  const list = document.getElementById("suggested");
  const hide = () => {
    latest += 1;
    clearTimeout(timer);
    list.hidden = true;
    list.replaceChildren();
  };
  box.addEventListener("input", () => {
    clearTimeout(timer);
    if (box.value.trim().length < LEAST) return hide();
    timer = setTimeout(() => offer(box, list, choose, hide), DELAY_MS);
  });
  box.addEventListener("keydown", (event) => {
    if (event.key === "Enter") hide();
    if (event.key === "Escape") hide();
    if (event.key === "ArrowDown" && !list.hidden) {
      event.preventDefault();
      list.querySelector("button")?.focus();
    }
  });
  list.addEventListener("keydown", (event) => {
    const buttons = [...list.querySelectorAll("button")];
    const at = buttons.indexOf(document.activeElement);
    if (event.key === "ArrowDown") buttons[Math.min(at + 1, buttons.length - 1)].focus();
    else if (event.key === "ArrowUp") (buttons[at - 1] || box).focus();
    else if (event.key === "Escape") {
      hide();
      box.focus();
    } else return;
    event.preventDefault();
  });
  document.addEventListener("click", (event) => {
    if (!event.target.closest("#suggested, #ask-box")) hide();
  });
  return hide;
}

async function offer(box, list, choose, hide) {
  const turn = ++latest;
  const typed = box.value.trim();
  let found = [];
  try {
    const response = await fetch(`/chat/suggest?${new URLSearchParams({ q: typed.slice(0, 100) })}`);
    if (response.ok) found = (await response.json()).questions;
  } catch {
    /* Without suggestions the box works as before. */
  }
  if (turn !== latest || box.value.trim() !== typed) return;
  if (!found.length) return hide();
  list.replaceChildren(
    ...found.map((question) => {
      const button = document.createElement("button");
      button.type = "button";
      button.textContent = question;
      button.addEventListener("click", () => {
        hide();
        choose(question);
      });
      return button;
    }),
  );
  list.hidden = false;
}
