/* Runs before the page is drawn: whether a conversation is kept here, so that nothing jumps later. */
(() => {
  let talking = false;
  try {
    talking = Boolean(JSON.parse(localStorage.getItem("policy.conversations") || "{}").turns?.length);
  } catch {
    /* No storage, no conversation. */
  }
  document.documentElement.dataset.talking = String(talking);
  history.scrollRestoration = "manual";
})();

/* Gradio's progress timer asks for every frame of the screen for as long as the page is open, also when
   nothing is in progress. A loop of frames that has run for some seconds gets one frame a second. */
(() => {
  const LONG = 300;
  const GAP_MS = 500;
  const SLOW_MS = 1000;
  const native = window.requestAnimationFrame.bind(window);
  const loops = new Map();
  window.requestAnimationFrame = (callback) => {
    const now = performance.now();
    const loop = String(callback);
    const { frames = 0, last = 0 } = loops.get(loop) || {};
    const running = frames >= LONG || now - last < GAP_MS ? frames + 1 : 1;
    loops.set(loop, { frames: running, last: now });
    if (running < LONG) return native(callback);
    return setTimeout(() => callback(performance.now()), SLOW_MS);
  };
})();
