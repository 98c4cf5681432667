"use strict";
// The list of addresses is there without this script; with it, every address can be tried.
const place = document.getElementById("explorer");
SwaggerUIBundle({
  url: place.dataset.schema,
  domNode: place,
  presets: [SwaggerUIBundle.presets.apis],
  layout: "BaseLayout",
  validatorUrl: null,
  deepLinking: true,
  displayRequestDuration: true,
  tryItOutEnabled: true,
  supportedSubmitMethods: ["get"],
  defaultModelsExpandDepth: -1,
});
