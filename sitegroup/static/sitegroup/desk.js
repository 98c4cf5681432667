// A common opinion fills the opinion; an answer against disclosure locks 同意; Alt and arrows go to the task before and after.
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
  const note = document.querySelector(".desk-against");
  const asked = [...document.querySelectorAll(".desk-question")];
  const weigh = () => {
    const bad = asked.filter((q) => q.querySelector("input:checked")?.value === q.dataset.against);
    asked.forEach((q) => q.classList.toggle("desk-question-bad", bad.includes(q)));
    note.hidden = !bad.length;
    note.textContent = bad.length ? note.dataset.text : "";
    document.querySelector('.desk-foot [value="approve"]').disabled = bad.length > 0;
  };
  if (note && asked.length) {
    asked.forEach((q) => q.addEventListener("change", weigh));
    weigh();
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
