/* The quoted original beside the conversation. */
let opener = null;
const panel = () => document.getElementById("source-panel");

export const isOpen = () => !panel().hidden;

export async function openPanel(link) {
  const { document: id, start, end, parts = "" } = link.dataset;
  const body = panel().querySelector(".panel-body");
  opener = link;
  unmark();
  let html;
  try {
    const query = new URLSearchParams({ start, end, ...(parts && { parts }) });
    const response = await fetch(`/passages/${encodeURIComponent(id)}?${query}`);
    html = await response.text();
    if (!response.ok && response.status !== 404) throw new Error(String(response.status));
  } catch {
    html = "<p>原文暂时打不开，请稍后再试。</p>";
  }
  body.innerHTML = html;
  panel().hidden = false;
  document.documentElement.dataset.panel = "open";
  if (link.classList.contains("cite")) link.setAttribute("aria-expanded", "true");
  const mark = body.querySelector("mark");
  if (mark) {
    const offset = mark.getBoundingClientRect().top - body.getBoundingClientRect().top;
    body.scrollTop += offset - body.clientHeight / 3;
  }
  body.querySelector(".passage-label")?.focus({ preventScroll: true });
}

export function closePanel() {
  panel().hidden = true;
  delete document.documentElement.dataset.panel;
  unmark();
  if (opener?.isConnected) opener.focus();
}

function unmark() {
  for (const link of document.querySelectorAll('.cite[aria-expanded="true"]')) link.removeAttribute("aria-expanded");
}
