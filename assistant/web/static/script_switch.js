/* Shows the page in traditional characters. The words are converted by the server, text by text. */
(() => {
  const known = new Map();
  const originals = new WeakMap();
  const HAN = /[\u4e00-\u9fff]/;
  const SKIPPED = "script, style, textarea, input, [data-keep-script]";
  let observer = null;
  let timer = 0;
  const wanted = () => document.documentElement.dataset.script === "hant";

  /* A placeholder is shown like a text: it takes part as one. */
  class Placeholder {
    constructor(element) {
      this.element = element;
    }
    get data() {
      return this.element.placeholder;
    }
    set data(text) {
      this.element.placeholder = text;
    }
  }
  const placeholders = new WeakMap();

  function texts() {
    const found = [];
    for (const element of document.querySelectorAll("[placeholder]")) {
      if (!placeholders.has(element)) placeholders.set(element, new Placeholder(element));
      if (HAN.test(element.placeholder)) found.push(placeholders.get(element));
    }
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      if (HAN.test(node.data) && !node.parentElement.closest(SKIPPED)) found.push(node);
    }
    return found;
  }

  function original(node) {
    const kept = originals.get(node);
    return kept && kept.shown === node.data ? kept.text : node.data;
  }

  function show(node) {
    const text = original(node);
    const converted = known.get(text);
    if (converted === undefined) return false;
    if (node.data !== converted) node.data = converted;
    originals.set(node, { text, shown: converted });
    return true;
  }

  async function convert() {
    if (!wanted()) return;
    const missing = new Set();
    for (const node of texts()) if (!show(node)) missing.add(original(node));
    observer.takeRecords();
    if (!missing.size) return;
    const batch = [...missing].slice(0, 1000);
    const response = await fetch("/api/traditional", {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ texts: batch }),
    });
    if (!response.ok) return;
    const converted = (await response.json()).texts;
    batch.forEach((text, index) => known.set(text, converted[index]));
    for (const node of texts()) show(node);
    observer.takeRecords();
  }

  function restore() {
    for (const node of texts()) {
      const kept = originals.get(node);
      if (kept && kept.shown === node.data) node.data = kept.text;
      originals.delete(node);
    }
  }

  function soon() {
    clearTimeout(timer);
    timer = setTimeout(convert, 80);
  }

  function update() {
    if (wanted() && !observer) {
      observer = new MutationObserver(soon);
      observer.observe(document.body, { childList: true, subtree: true, characterData: true });
      convert();
    } else if (!wanted() && observer) {
      observer.disconnect();
      observer = null;
      restore();
    }
  }

  document.addEventListener("preferences", update);
  update();
})();
