"use strict";
// The table of addresses is there without this script; with it, every address can be tried.
(() => {
  const place = document.getElementById("explorer");
  const words = JSON.parse(document.getElementById("explorer-words").textContent);

  // Swagger UI speaks English only: its few labels are replaced as they appear.
  const translate = (node) => {
    const walker = document.createTreeWalker(node, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
      const text = walker.currentNode;
      const found = words[text.data.trim()];
      if (found && !text.parentElement.closest("pre, code, textarea")) text.data = found;
    }
  };
  // Its fields have no labels for those who cannot see their row, and its long texts no focus.
  const label = () => {
    for (const field of place.querySelectorAll("tr[data-param-name] :is(input, select):not([aria-label])")) {
      field.setAttribute("aria-label", field.closest("tr").dataset.paramName);
    }
    for (const field of place.querySelectorAll(".content-type:not([aria-label])")) {
      field.setAttribute("aria-label", words["Media type"]);
    }
    for (const text of place.querySelectorAll("pre:not([tabindex])")) text.tabIndex = 0;
  };
  new MutationObserver((changes) => {
    label();
    for (const change of changes) {
      if (change.type === "characterData") translate(change.target.parentNode);
      for (const node of change.addedNodes) {
        translate(node.nodeType === Node.TEXT_NODE ? node.parentNode : node);
      }
    }
  }).observe(place, { childList: true, subtree: true, characterData: true });

  SwaggerUIBundle({
    url: place.dataset.schema,
    domNode: place,
    presets: [SwaggerUIBundle.presets.apis],
    layout: "BaseLayout",
    validatorUrl: null,
    docExpansion: "list",
    tryItOutEnabled: true,
    displayRequestDuration: true,
    supportedSubmitMethods: ["get"],
    defaultModelsExpandDepth: -1,
  });
})();
