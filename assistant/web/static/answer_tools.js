/* Copying an answer, judging it, what stands near. Loaded by the chat and the desk. */
(() => {
  function say(button, text) {
    const note = button.closest("[data-record], .desk-card, .calc-page")?.querySelector(".tool-note");
    if (!note) return;
    note.textContent = text;
    setTimeout(() => {
      if (note.textContent === text) note.textContent = "";
    }, 4000);
  }

  async function copy(text) {
    if (navigator.clipboard && isSecureContext) {
      await navigator.clipboard.writeText(text);
      return true;
    }
    const area = document.createElement("textarea");
    area.value = text;
    area.setAttribute("readonly", "");
    area.className = "off-screen";
    document.body.append(area);
    area.select();
    const done = document.execCommand("copy");
    area.remove();
    return done;
  }

  window.copyText = copy;

  async function judge(article, helpful, reason = "", comment = "") {
    const response = await fetch("/api/feedback", {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ record_id: article.dataset.record, helpful, reason, comment }),
    });
    return (await response.json()).message;
  }

  document.addEventListener("click", async (event) => {
    const button = event.target.closest("[data-copy], [data-verdict]");
    if (!button) return;
    if (button.dataset.copy !== undefined) {
      try {
        say(button, (await copy(button.dataset.copy)) ? "已复制" : "复制失败，请手动选择文字");
      } catch {
        say(button, "复制失败，请手动选择文字");
      }
      return;
    }
    const article = button.closest("[data-record]");
    const form = article.querySelector(".feedback-form");
    if (button.dataset.verdict === "down") {
      form.hidden = !form.hidden;
      button.setAttribute("aria-expanded", String(!form.hidden));
      if (!form.hidden) form.querySelector("input").focus();
      return;
    }
    form.hidden = true;
    say(button, await judge(article, true));
    button.setAttribute("aria-pressed", "true");
    for (const other of article.querySelectorAll("[data-verdict]")) other.disabled = true;
  });

  /* Passages that stand near are fetched when they are asked for. */
  document.addEventListener(
    "toggle",
    async (event) => {
      const { related, cited } = event.target.dataset;
      const list = event.target.querySelector("ul");
      if (related === undefined || !event.target.open || list.children.length) return;
      const response = await fetch(`/chat/related?${new URLSearchParams({ q: related.slice(0, 1000), cited })}`).catch(() => null);
      list.innerHTML = response?.ok ? await response.text() : "<li>暂时查不到，请稍后再试。</li>";
    },
    true,
  );

  document.addEventListener("submit", async (event) => {
    const form = event.target.closest(".feedback-form");
    if (!form) return;
    event.preventDefault();
    const article = form.closest("[data-record]");
    const reason = form.querySelector("input:checked")?.value || "";
    const message = await judge(article, false, reason, form.querySelector("textarea").value.trim());
    form.hidden = true;
    const button = article.querySelector('[data-verdict="down"]');
    button.setAttribute("aria-pressed", "true");
    button.setAttribute("aria-expanded", "false");
    for (const other of article.querySelectorAll("[data-verdict]")) other.disabled = true;
    say(button, message);
  });
})();
