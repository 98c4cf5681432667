// A common opinion fills the opinion; Alt and arrows go to the task before and after.
(() => {
  const phrase = document.getElementById("id_phrase");
  const opinion = document.getElementById("id_opinion");
  if (phrase && opinion) {
    phrase.addEventListener("change", () => {
      if (!phrase.value) return;
      opinion.value = opinion.value.trim() ? `${opinion.value.trim()}\n${phrase.value}` : phrase.value;
      phrase.value = "";
      opinion.focus();
    });
  }
  document.addEventListener("keydown", (event) => {
    if (!event.altKey || event.target.closest("textarea, input, select")) return;
    const rel = { ArrowLeft: "prev", ArrowRight: "next" }[event.key];
    const link = rel && document.querySelector(`.desk-walk a[rel="${rel}"]`);
    if (link) {
      event.preventDefault();
      link.click();
    }
  });
})();
