/* An answer from the server, event by event. */
const SILENCE_MS = 75_000;

/* The server could not be reached, or went away before the answer was complete. */
export class Away extends Error {}

/* Yields { name, data }. Throws Away, or an Error with the server's own Chinese message. */
export async function* events(question, history, signal) {
  const silence = new AbortController();
  let timer = setTimeout(() => silence.abort(), SILENCE_MS);
  const heard = () => {
    clearTimeout(timer);
    timer = setTimeout(() => silence.abort(), SILENCE_MS);
  };
  try {
    let response;
    try {
      response = await fetch("/chat/ask", {
        method: "POST",
        headers: { "Content-Type": "application/json" },
        body: JSON.stringify({ question, history }),
        signal: AbortSignal.any([signal, silence.signal]),
      });
    } catch (problem) {
      throw signal.aborted ? problem : new Away();
    }
    if (!response.ok) throw await refusal(response);
    let complete = false;
    for await (const event of parsed(response.body, heard, signal)) {
      complete ||= event.name === "turn";
      yield event;
    }
    if (!complete) throw new Away();
  } finally {
    clearTimeout(timer);
  }
}

async function refusal(response) {
  if (response.status >= 502) return new Away();
  try {
    return new Error((await response.json()).message);
  } catch {
    return new Away();
  }
}

async function* parsed(body, heard, signal) {
  const reader = body.pipeThrough(new TextDecoderStream()).getReader();
  let text = "";
  for (;;) {
    let part;
    try {
      part = await reader.read();
    } catch (problem) {
      throw signal.aborted ? problem : new Away();
    }
    heard();
    text += part.value || "";
    const blocks = text.split(/\r?\n\r?\n/);
    text = blocks.pop();
    for (const block of blocks) {
      const name = /^event: ?(.*)$/m.exec(block)?.[1];
      const data = /^data: ?(.*)$/m.exec(block)?.[1];
      if (name && data) yield { name, data: JSON.parse(data) };
    }
    if (part.done) return;
  }
}
