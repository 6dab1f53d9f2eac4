/* Marks the quote that the address names (#c733-825), also where it is no whole sentence. */
(() => {
  function unmark() {
    for (const mark of document.querySelectorAll(".policy mark")) {
      mark.replaceWith(...mark.childNodes);
    }
    document.querySelector(".policy")?.normalize();
  }

  function mark(start, end) {
    const marked = [];
    for (const span of document.querySelectorAll(".policy [data-start]")) {
      const from = Number(span.dataset.start);
      const to = Number(span.dataset.end);
      if (to <= start || from >= end || !span.firstChild) continue;
      const characters = [...span.textContent];
      const low = Math.max(0, start - from);
      const high = Math.min(characters.length, end - from);
      const element = document.createElement("mark");
      element.textContent = characters.slice(low, high).join("");
      span.replaceChildren(characters.slice(0, low).join(""), element, characters.slice(high).join(""));
      marked.push(element);
    }
    return marked;
  }

  function follow() {
    unmark();
    const place = /^#c(\d+)-(\d+)$/.exec(location.hash);
    if (!place) return;
    const marked = mark(Number(place[1]), Number(place[2]));
    if (marked.length) marked[0].scrollIntoView({ block: "center" });
  }

  document.addEventListener("click", (event) => {
    if (event.target.closest("[data-print]")) print();
  });
  addEventListener("hashchange", follow);
  follow();
})();
