/* The nearest passages are fetched when a question is opened. */
document.addEventListener(
  "toggle",
  async (event) => {
    const address = event.target.dataset?.near;
    const place = event.target.querySelector("div");
    if (!address || !event.target.open || place.children.length) return;
    const response = await fetch(address).catch(() => null);
    if (response?.status === 401) location.assign("/desk/login");
    else if (response?.ok) place.innerHTML = await response.text();
    else place.textContent = "暂时查不到，请稍后再试。";
  },
  true,
);
