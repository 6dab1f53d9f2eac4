/* The desk: results while the caller speaks, the reply ready to copy, keys for everything. */
(() => {
  const byId = (id) => document.getElementById(id);
  const query = byId("desk-query");
  const list = byId("desk-results");
  const reply = byId("desk-reply");
  const PINNED = "policy.desk.pinned";
  const RECENT = "policy.desk.recent";
  const DELAY_MS = 60;
  const KEPT = 12;
  let results = [];
  let selected = -1;
  let chosen = null;
  let basis = [];
  let asking = 0;
  let askedFor = "";
  let timer = 0;
  let latest = 0;

  const read = (key) => {
    try {
      return JSON.parse(localStorage.getItem(key) || "[]");
    } catch {
      return [];
    }
  };
  const write = (key, items) => localStorage.setItem(key, JSON.stringify(items));
  const sameMeasure = (a, b) => a.document === b.document && a.anchor === b.anchor;

  async function get(address) {
    const response = await fetch(address);
    if (response.status === 401) location.assign("/desk/login");
    return response;
  }

  function search() {
    clearTimeout(timer);
    return find();
  }

  async function find() {
    const turn = ++latest;
    const parameters = new URLSearchParams({ q: query.value });
    for (const name of ["document", "section", "unit"]) {
      const value = byId(`filter-${name}`).value;
      if (value) parameters.set(name, value);
    }
    const response = await get(`/desk/search?${parameters}`);
    if (turn !== latest) return;
    if (!response.ok) {
      byId("desk-count").textContent = (await response.json()).message;
      return;
    }
    results = (await response.json()).results;
    byId("desk-count").textContent = query.value.trim() ? `找到${results.length}条` : `共${results.length}条`;
    list.replaceChildren(...results.map(item));
    selected = -1;
    if (query.value.trim() && query.value.trim() !== askedFor && results.length) select(0);
  }

  function item(result, index) {
    const element = document.createElement("li");
    element.id = `result-${index}`;
    element.setAttribute("role", "option");
    element.setAttribute("aria-selected", "false");
    const label = document.createElement("strong");
    label.textContent = result.label;
    const quote = document.createElement("span");
    quote.textContent = result.quote;
    element.append(label, quote);
    element.addEventListener("click", () => select(index, true));
    return element;
  }

  function select(index, remembered = false) {
    if (!results[index]) return;
    selected = index;
    [...list.children].forEach((element, at) => element.setAttribute("aria-selected", String(at === index)));
    list.children[index].scrollIntoView({ block: "nearest" });
    query.setAttribute("aria-activedescendant", `result-${index}`);
    show(results[index]);
    if (remembered) remember(results[index]);
  }

  async function show(result) {
    chosen = result;
    asking += 1;
    byId("desk-answer").hidden = true;
    setReply(result.script, [result.citation]);
    const address = `/passages/${encodeURIComponent(result.document)}?start=${result.start}&end=${result.end}`;
    const html = await (await get(address)).text();
    if (chosen !== result) return;
    byId("desk-passage").innerHTML = html;
    showPin();
  }

  function setReply(text, lines) {
    reply.value = text;
    basis = lines;
    byId("desk-basis").replaceChildren(
      ...lines.map((line) => {
        const element = document.createElement("li");
        element.textContent = line;
        return element;
      }),
    );
  }

  /* What is copied is what stands there now. */
  async function copyReply() {
    const done = await window.copyText([reply.value, ...(basis.length ? ["依据：", ...basis] : [])].join("\n"));
    byId("desk-reply-card").querySelector(".tool-note").textContent = done ? "已复制" : "复制失败，请手动选择文字";
  }

  async function ask() {
    const text = query.value.trim();
    if (!text) return;
    const turn = ++asking;
    askedFor = text;
    const card = byId("desk-answer");
    card.hidden = false;
    card.innerHTML = '<article class="answer waiting"><p>正在查找和核对……</p></article>';
    setReply("", []);
    let response;
    let answer;
    try {
      response = await fetch("/desk/ask", {
        method: "POST",
        headers: { "Content-Type": "application/json" },
        body: JSON.stringify({ question: text }),
      });
      if (response.status === 401) location.assign("/desk/login");
      answer = await response.json();
    } catch {
      answer = { message: "连接不上服务，请检查网络后再按 Enter。" };
    }
    if (turn !== asking) return;
    if (!response?.ok) {
      card.textContent = answer.message;
      return;
    }
    card.innerHTML = answer.html;
    setReply(answer.script, answer.basis);
    if (chosen) remember(chosen);
  }

  function remember(result) {
    write(RECENT, [result, ...read(RECENT).filter((kept) => !sameMeasure(kept, result))].slice(0, KEPT));
    drawKept();
  }

  function pin() {
    if (!chosen) return;
    const pinned = read(PINNED);
    const without = pinned.filter((kept) => !sameMeasure(kept, chosen));
    write(PINNED, without.length < pinned.length ? without : [chosen, ...pinned].slice(0, KEPT));
    showPin();
    drawKept();
  }

  function showPin() {
    const isPinned = chosen && read(PINNED).some((kept) => sameMeasure(kept, chosen));
    byId("pin").firstElementChild.textContent = isPinned ? "取消收藏" : "收藏";
  }

  function drawKept() {
    for (const [key, id] of [[PINNED, "desk-pinned"], [RECENT, "desk-recent"]]) {
      byId(id).replaceChildren(
        ...read(key).map((result) => {
          const element = document.createElement("li");
          const button = document.createElement("button");
          button.type = "button";
          button.textContent = result.label;
          button.addEventListener("click", () => show(result));
          element.append(button);
          return element;
        }),
      );
    }
  }

  /* The pinned ones are counted first, then the recent ones, as they stand on the page. */
  function openKept(number) {
    document.querySelectorAll(".desk-kept button")[number - 1]?.click();
  }

  async function exportCase(format) {
    const figures = byId("desk-calculator-body").querySelector(".calc");
    const body = {
      format,
      question: query.value.trim(),
      reply: reply.value,
      citations: basis,
      calculation: figures ? calculationText(figures) : "",
      notes: byId("desk-notes").value,
    };
    const response = await fetch("/desk/export", {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify(body),
    });
    const note = byId("desk-reply-card").querySelector(".tool-note");
    if (!response.ok) {
      note.textContent = (await response.json()).message;
      return;
    }
    const name = /filename="([^"]+)"/.exec(response.headers.get("Content-Disposition"))[1];
    const link = document.createElement("a");
    link.href = URL.createObjectURL(await response.blob());
    link.download = name;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 1000);
    note.textContent = "已导出";
  }

  function calculationText(card) {
    const parts = [...card.querySelectorAll(".calc-title, .calc-outcome, .calc-figure, .calc-summary, details ol li, .calc-foot")];
    return parts.map((part) => part.textContent.trim()).filter(Boolean).join("\n");
  }

  async function calculate(form) {
    const parameters = new URLSearchParams();
    for (const [name, value] of new FormData(form)) if (value) parameters.append(name, value);
    const html = await (await get(`/desk/calculator?${parameters}`)).text();
    byId("desk-calculator-body").innerHTML = html;
  }

  query.addEventListener("input", () => {
    askedFor = "";
    clearTimeout(timer);
    timer = setTimeout(search, DELAY_MS);
  });
  for (const name of ["document", "section", "unit"]) byId(`filter-${name}`).addEventListener("change", search);
  byId("copy-reply").addEventListener("click", copyReply);
  byId("pin").addEventListener("click", pin);
  document.addEventListener("click", (event) => {
    const format = event.target.closest("[data-export]")?.dataset.export;
    if (format) exportCase(format);
    const toggle = event.target.closest("[data-toggle-month]");
    if (toggle) {
      const input = byId(toggle.dataset.toggleMonth);
      input.type = input.type === "date" ? "month" : "date";
      toggle.textContent = input.type === "month" ? "填到日" : "只知道年月";
    }
    const suggestion = event.target.closest("[data-ask]");
    if (suggestion) {
      query.value = suggestion.dataset.ask;
      ask();
    }
  });
  byId("desk-calculator-body").addEventListener("submit", (event) => {
    event.preventDefault();
    calculate(event.target);
  });
  byId("desk-calculator-body").addEventListener("change", (event) => {
    if (event.target.id !== "desk-rule") return;
    get(`/desk/calculator?rule=${event.target.value}`).then(async (response) => {
      byId("desk-calculator-body").innerHTML = await response.text();
      byId("desk-rule").focus();
    });
  });
  document.addEventListener("keydown", (event) => {
    const typing = event.target.matches("input, textarea, select");
    const choosing = event.target === query || event.target === list;
    if (event.key === "/" && !typing) {
      event.preventDefault();
      query.focus();
      query.select();
    } else if (choosing && event.key === "ArrowDown") {
      event.preventDefault();
      select(Math.min(selected + 1, results.length - 1), true);
    } else if (choosing && event.key === "ArrowUp") {
      event.preventDefault();
      select(Math.max(selected - 1, 0), true);
    } else if (choosing && event.key === "Enter" && !event.isComposing) {
      ask();
    } else if (event.key === "Escape") {
      query.value = "";
      query.focus();
      search();
    } else if (event.altKey && !event.ctrlKey && !event.metaKey) {
      const actions = {
        KeyC: () => byId("copy-reply").click(),
        KeyP: pin,
        KeyK: () => byId("desk-rule").focus(),
        KeyF: () => byId("filter-section").focus(),
        KeyN: () => byId("desk-notes").focus(),
        KeyE: () => exportCase("txt"),
        KeyW: () => exportCase("docx"),
      };
      const kept = /^Digit([1-9])$/.exec(event.code);
      const act = kept ? () => openKept(Number(kept[1])) : actions[event.code];
      if (act) {
        event.preventDefault();
        act();
      }
    }
  });
  drawKept();
  search();
})();
