/* Swagger UI, from the server itself; its groups of routes are headings right below the title. */
(() => {
  SwaggerUIBundle({ url: "/openapi.json", dom_id: "#swagger-ui", validatorUrl: null });
  const observer = new MutationObserver(() => {
    for (const group of document.querySelectorAll(".opblock-tag:not([aria-level])")) group.setAttribute("aria-level", "2");
  });
  observer.observe(document.getElementById("swagger-ui"), { childList: true, subtree: true });
})();
