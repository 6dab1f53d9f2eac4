/* What can be done with an answer on this device: read aloud, saved as a picture or a Word file. */
import { turns } from "./store.js";

/* The browser's own voice; no sound leaves the device. */
export function readAloud(button) {
  const speaking = button.getAttribute("aria-pressed") === "true";
  speechSynthesis.cancel();
  for (const other of document.querySelectorAll("[data-speak]")) other.setAttribute("aria-pressed", "false");
  if (speaking) return;
  const body = button.closest(".answer").querySelector(".answer-body").cloneNode(true);
  for (const cite of body.querySelectorAll(".cite")) cite.remove();
  const spoken = new SpeechSynthesisUtterance(body.innerText);
  spoken.lang = "zh-CN";
  const voice = speechSynthesis.getVoices().find((one) => one.localService && one.lang.startsWith("zh"));
  if (voice) spoken.voice = voice;
  spoken.onend = () => button.setAttribute("aria-pressed", "false");
  button.setAttribute("aria-pressed", "true");
  speechSynthesis.speak(spoken);
}

/* Whether the browser can read aloud without sending the words anywhere. */
export const canSpeak = () =>
  "speechSynthesis" in window && speechSynthesis.getVoices().some((voice) => voice.localService && voice.lang.startsWith("zh"));

export async function saveAsWord(article) {
  const turn = turns().find((one) => one.record === article.dataset.record);
  if (!turn) return;
  const response = await fetch("/chat/word", {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ text: turn.copy }),
  });
  if (!response.ok) throw new Error((await response.json()).message);
  save(await response.blob(), "政策问答.docx");
}

const WIDTH = 750;
const MARGIN = 48;
const SIZE = 26;
const LINE = 42;

/* The answer's text on a plain sheet, drawn here. */
export async function saveAsPicture(article) {
  const turn = turns().find((one) => one.record === article.dataset.record);
  if (!turn) return;
  const canvas = document.createElement("canvas");
  const pen = canvas.getContext("2d");
  const font = `${SIZE}px ${getComputedStyle(document.body).fontFamily}`;
  pen.font = font;
  const lines = turn.copy.split("\n").flatMap((line) => wrapped(pen, line));
  canvas.width = WIDTH;
  canvas.height = MARGIN * 2 + LINE * (lines.length + 2);
  pen.fillStyle = "#fff";
  pen.fillRect(0, 0, canvas.width, canvas.height);
  pen.fillStyle = "#17252b";
  pen.font = font;
  lines.forEach((line, index) => pen.fillText(line, MARGIN, MARGIN + LINE * (index + 1)));
  pen.fillStyle = "#4d5f68";
  pen.fillText(`${document.querySelector(".site-name").innerText.trim()} ${location.host}`, MARGIN, canvas.height - MARGIN);
  save(await new Promise((done) => canvas.toBlob(done, "image/png")), "政策问答.png");
}

const NOT_FIRST = "，。；：！？、）」》”%";

function wrapped(pen, text) {
  const lines = [];
  let line = "";
  for (const sign of text) {
    if (pen.measureText(line + sign).width > WIDTH - MARGIN * 2 && !NOT_FIRST.includes(sign)) {
      lines.push(line);
      line = "";
    }
    line += sign;
  }
  return [...lines, line];
}

function save(blob, name) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 1000);
}
