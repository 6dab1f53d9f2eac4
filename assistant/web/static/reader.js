/* Marks the quote that the address names (#c733-825, or #c733-760,790-825), also where it is no whole sentence. */
(() => {
  function unmark() {
    for (const mark of document.querySelectorAll(".policy mark")) {
      mark.replaceWith(...mark.childNodes);
    }
    document.querySelector(".policy")?.normalize();
  }

  function mark(ranges) {
    for (const span of document.querySelectorAll(".policy [data-start]")) {
      const from = Number(span.dataset.start);
      const characters = [...span.textContent];
      const inside = ranges
        .map(([start, end]) => [Math.max(0, start - from), Math.min(characters.length, end - from)])
        .filter(([low, high]) => low < high);
      if (!inside.length) continue;
      const pieces = [];
      let done = 0;
      for (const [low, high] of inside) {
        const element = document.createElement("mark");
        element.textContent = characters.slice(low, high).join("");
        pieces.push(characters.slice(done, low).join(""), element);
        done = high;
      }
      span.replaceChildren(...pieces, characters.slice(done).join(""));
    }
    return document.querySelector(".policy mark");
  }

  function follow() {
    unmark();
    if (!/^#c\d+-\d+(,\d+-\d+)*$/.test(location.hash)) return;
    const ranges = location.hash.slice(2).split(",").map((range) => range.split("-").map(Number));
    mark(ranges)?.scrollIntoView({ block: "center" });
  }

  document.addEventListener("click", (event) => {
    if (event.target.closest("[data-print]")) print();
  });
  addEventListener("hashchange", follow);
  follow();
})();
