/* Swagger UI, from the server itself; its headings, put in the order of the page. */
(() => {
  SwaggerUIBundle({ url: "/openapi.json", dom_id: "#swagger-ui", validatorUrl: null });
  const observer = new MutationObserver(() => {
    for (const group of document.querySelectorAll(".opblock-tag:not([aria-level])")) group.setAttribute("aria-level", "2");
    for (const part of document.querySelectorAll("#swagger-ui h4:not([aria-level])")) part.setAttribute("aria-level", "3");
  });
  observer.observe(document.getElementById("swagger-ui"), { childList: true, subtree: true });
})();
