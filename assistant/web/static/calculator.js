/* The calculator works without this: it only saves typing, copies the address and prints. */
(() => {
  document.addEventListener("click", async (event) => {
    const toggle = event.target.closest("[data-toggle-month]");
    if (toggle) {
      const input = document.getElementById(toggle.dataset.toggleMonth);
      const toMonth = input.type === "date";
      const value = input.value;
      input.type = toMonth ? "month" : "date";
      input.min = toMonth ? "1990-01" : "1990-01-01";
      input.value = toMonth ? value.slice(0, 7) : value && `${value}-01`;
      toggle.textContent = toMonth ? "填到日" : "只知道年月";
      input.focus();
    }
    if (event.target.closest("[data-print]")) print();
    if (event.target.closest("[data-copy-address]")) {
      const note = document.querySelector(".share .tool-note");
      try {
        await navigator.clipboard.writeText(location.href);
        note.textContent = "已复制";
      } catch {
        note.textContent = "请从地址栏复制";
      }
    }
  });

  const result = document.querySelector(".calc-result");
  if (innerWidth <= 820 && result?.querySelector(".calc, .checklist, .problem")) result.scrollIntoView();

  /* Empty fields stay out of the address. */
  document.querySelector(".calc-form")?.addEventListener("formdata", (event) => {
    for (const [name, value] of [...event.formData]) if (!value) event.formData.delete(name);
  });
})();
