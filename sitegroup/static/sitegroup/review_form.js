// A button that opens the browser's own print dialogue; without it the sentence beside it will do.
(() => {
  const button = document.querySelector("[data-print]");
  if (!button) return;
  button.hidden = false;
  button.addEventListener("click", () => window.print());
})();
