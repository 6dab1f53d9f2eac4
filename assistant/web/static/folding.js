/* Long lists that a desktop shows open are folded on a phone: <details data-fold-on-phone open>. */
(() => {
  const phone = matchMedia("(max-width: 820px)");
  function fold() {
    for (const list of document.querySelectorAll("[data-fold-on-phone]")) list.open = !phone.matches;
  }
  phone.addEventListener("change", fold);
  fold();
})();
