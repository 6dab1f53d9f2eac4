/* Display preferences, kept in this browser only. Runs before the page is drawn. */
(() => {
  const KEY = "policy.display";
  const OFF = { size: "normal", contrast: "normal", theme: "light", script: "hans" };
  const ON = { size: "large", contrast: "high", theme: "dark", script: "hant" };
  const root = document.documentElement;
  root.dataset.scripts = "true";
  if (new URLSearchParams(location.search).has("embedded")) root.dataset.embedded = "true";
  let chosen = {};
  try {
    chosen = JSON.parse(localStorage.getItem(KEY) || "{}");
  } catch {
    chosen = {};
  }
  const prefersDark = matchMedia("(prefers-color-scheme: dark)").matches;
  const value = (name) => chosen[name] || (name === "theme" && prefersDark ? "dark" : OFF[name]);

  function apply() {
    for (const name of Object.keys(OFF)) root.dataset[name] = value(name);
    root.lang = value("script") === "hant" ? "zh-Hant" : "zh-CN";
    if (document.body) document.body.classList.toggle("dark", value("theme") === "dark");
    for (const button of document.querySelectorAll("[data-preference]")) {
      const name = button.dataset.preference;
      button.setAttribute("aria-pressed", String(value(name) === ON[name]));
      if (name === "script") button.textContent = value(name) === "hant" ? "简体" : "繁體";
    }
    document.dispatchEvent(new CustomEvent("preferences"));
  }

  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-preference]");
    if (!button) return;
    const name = button.dataset.preference;
    chosen[name] = value(name) === ON[name] ? OFF[name] : ON[name];
    try {
      localStorage.setItem(KEY, JSON.stringify(chosen));
    } catch {
      /* Private windows may forbid it; the choice then lasts until the page is left. */
    }
    apply();
  });
  apply();
  document.addEventListener("DOMContentLoaded", apply);
  document.addEventListener("buttons-drawn", apply);
})();
