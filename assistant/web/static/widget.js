/* The chat on another site: <script src="https://ADDRESS/widget.js" defer></script>
   Attributes: data-label (the button's words), data-side ("left" or "right"). */
(() => {
  const script = document.currentScript;
  const home = new URL(script.src).origin;
  const side = script.dataset.side === "left" ? "left" : "right";
  const label = script.dataset.label || "政策问答";
  const shared = { position: "fixed", [side]: "20px", zIndex: "2147483000" };
  const BUTTON = {
    bottom: "20px",
    padding: "12px 20px",
    border: "0",
    borderRadius: "999px",
    background: "#0b5c6b",
    color: "#fff",
    font: '700 16px/1.4 "PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", sans-serif',
    boxShadow: "0 4px 16px rgb(0 0 0 / 25%)",
    cursor: "pointer",
  };
  const FRAME = {
    bottom: "84px",
    width: "min(420px, calc(100vw - 40px))",
    height: "min(680px, calc(100vh - 110px))",
    border: "1px solid #d5dee2",
    borderRadius: "12px",
    background: "#fff",
    boxShadow: "0 8px 32px rgb(0 0 0 / 25%)",
  };

  function start() {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = label;
    button.setAttribute("aria-expanded", "false");
    Object.assign(button.style, shared, BUTTON);
    let frame = null;
    button.addEventListener("click", () => {
      if (!frame) {
        frame = document.createElement("iframe");
        frame.title = label;
        frame.src = `${home}/?embedded=1`;
        Object.assign(frame.style, shared, FRAME);
        document.body.append(frame);
      } else {
        frame.hidden = !frame.hidden;
      }
      button.textContent = frame.hidden ? label : "收起";
      button.setAttribute("aria-expanded", String(!frame.hidden));
    });
    document.body.append(button);
  }

  if (document.body) start();
  else addEventListener("DOMContentLoaded", start);
})();
