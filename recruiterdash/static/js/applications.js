// The page of one application: one key for each act; the log form says what it will do while it is filled in.
(function () {
  "use strict";
  const typing = (target) => target.closest("input, textarea, select, [contenteditable]");

  document.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || typing(event.target)) return;
    const act = event.key.length === 1 && /[a-z]/.test(event.key) && document.querySelector(`[data-key~="${event.key}"]`);
    if (act) { event.preventDefault(); act.click(); }
  });

  const form = document.querySelector("form[data-preview]");
  if (!form) return;
  form.classList.add("live");
  let asked = 0;

  async function look() {
    const mine = ++asked;
    const said = new FormData(form);
    // what was said stays out of addresses, and no preview needs it
    for (const name of ["text", "csrf_token", "shown"]) said.delete(name);
    const answer = await fetch(`${form.dataset.preview}?${new URLSearchParams(said)}`, { headers: { "HX-Request": "true" } });
    if (!answer.ok || mine !== asked) return;
    const panel = form.querySelector("[data-effects]");
    panel.insertAdjacentHTML("afterend", await answer.text());
    panel.remove();
    form.elements.shown.value = form.querySelector("[data-effects]").dataset.signature || "";
  }
  form.addEventListener("change", (event) => { if (event.target.name !== "text") look(); });
})();
