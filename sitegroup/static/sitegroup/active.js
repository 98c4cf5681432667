// Typing is being there: the server hears of it, at most every two minutes.
(() => {
  const address = document.currentScript.dataset.tell;
  let told = Date.now();
  const tell = () => {
    if (Date.now() - told < 120000) return;
    told = Date.now();
    fetch(address, { redirect: "manual" });
  };
  for (const kind of ["keydown", "pointerdown"]) document.addEventListener(kind, tell, { passive: true });
})();
