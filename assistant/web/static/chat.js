/* The chat page: quick questions, the panel with the quoted original, printing. */
(() => {
  const panel = () => document.getElementById("source-panel");
  let opener = null;

  function ask(text) {
    const box = document.querySelector("#ask-box textarea");
    const send = document.getElementById("ask-send");
    if (!box || !send) return;
    box.value = text;
    box.dispatchEvent(new Event("input", { bubbles: true }));
    requestAnimationFrame(() => requestAnimationFrame(() => send.click()));
  }

  function chineseDate(value) {
    const [year, month, day] = value.split("-").map(Number);
    return `${year}年${month}月${day}日`;
  }

  async function openPanel(link) {
    const { document: id, start, end } = link.dataset;
    const aside = panel();
    const body = aside.querySelector(".panel-body");
    opener = link;
    document.querySelectorAll('.cite[aria-expanded="true"]').forEach((other) => other.removeAttribute("aria-expanded"));
    let html;
    try {
      const response = await fetch(`/passages/${encodeURIComponent(id)}?start=${start}&end=${end}`);
      html = await response.text();
      if (!response.ok && response.status !== 404) throw new Error(String(response.status));
    } catch {
      html = "<p>原文暂时打不开，请稍后再试。</p>";
    }
    body.innerHTML = html;
    aside.hidden = false;
    document.documentElement.dataset.panel = "open";
    if (link.classList.contains("cite")) link.setAttribute("aria-expanded", "true");
    const mark = body.querySelector("mark");
    if (mark) {
      const offset = mark.getBoundingClientRect().top - body.getBoundingClientRect().top;
      body.scrollTop += offset - body.clientHeight / 3;
    }
    body.querySelector(".passage-label")?.focus({ preventScroll: true });
  }

  function closePanel() {
    panel().hidden = true;
    delete document.documentElement.dataset.panel;
    document.querySelectorAll('.cite[aria-expanded="true"]').forEach((link) => link.removeAttribute("aria-expanded"));
    if (opener?.isConnected) opener.focus();
  }

  document.addEventListener("click", (event) => {
    const target = event.target;
    const link = target.closest("a[data-start]");
    if (link && !event.ctrlKey && !event.metaKey && !event.shiftKey) {
      event.preventDefault();
      openPanel(link);
      return;
    }
    if (target.closest("[data-close-panel]")) closePanel();
    if (target.closest("[data-print]")) print();
    const quick = target.closest("[data-ask]");
    if (quick) ask(quick.dataset.ask);
    const confirm = target.closest("[data-reply-input]");
    if (confirm) replyWithInput(confirm.closest(".quick-reply").querySelector("input"));
  });

  function replyWithInput(input) {
    if (!input.value || !input.checkValidity()) {
      input.reportValidity();
      input.focus();
      return;
    }
    ask(input.type === "date" ? chineseDate(input.value) : `${input.value}${input.dataset.unit || ""}`);
  }

  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && !panel()?.hidden) closePanel();
    if (event.key === "Enter" && event.target.matches(".quick-reply input")) replyWithInput(event.target);
  });

  /* While the conversation grows: show its end, and say what the state is. */
  function follow() {
    const conversation = document.getElementById("conversation");
    if (!conversation) {
      setTimeout(follow, 100);
      return;
    }
    document.dispatchEvent(new CustomEvent("buttons-drawn"));
    const box = document.querySelector("#ask-box textarea");
    box?.setAttribute("enterkeyhint", "send");
    conversation.querySelector('[role="log"]')?.setAttribute("aria-live", "off");
    let questions = 0;
    let announced = null;
    const observer = new MutationObserver(() => {
      const asked = conversation.querySelectorAll(".question");
      document.documentElement.dataset.talking = String(asked.length > 0);
      if (asked.length > questions) {
        asked[asked.length - 1].scrollIntoView({ block: "start", behavior: "smooth" });
      }
      if (asked.length < questions && !panel().hidden) closePanel();
      questions = asked.length;
      const answers = conversation.querySelectorAll(".answer[data-record]");
      const last = answers[answers.length - 1];
      if (last && last !== announced && answers.length === asked.length) {
        announced = last;
        announce(last);
      }
    });
    observer.observe(conversation, { childList: true, subtree: true });
  }
  /* The words appear piece by piece; a screen reader hears them once, when they are complete. */
  function announce(answer) {
    const spoken = answer.querySelector(".answer-body").textContent;
    const sources = answer.querySelectorAll(".source-list li").length;
    document.getElementById("announcer").textContent = spoken + (sources ? `。出处${sources}条。` : "");
  }
  follow();
})();
