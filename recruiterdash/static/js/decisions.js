// A no asks for its reason, and nothing else does; without this the page says so after it was sent.
(function () {
  "use strict";
  const reason = document.querySelector("select[data-needed-for]");
  if (!reason) return;
  const { form } = reason;
  const { silence } = form.elements;
  const follow = () => {
    const no = form.elements.outcome.value === reason.dataset.neededFor;
    reason.required = no;
    reason.closest(".mb-3").hidden = !no;
    if (!no) reason.value = "";
    for (const part of form.querySelectorAll("[data-only-for]")) part.hidden = !no;
    if (silence) {
      const silent = no && form.elements.telling.value === "silent";
      silence.required = silent;
      silence.closest(".mb-3").hidden = !silent;
      if (!silent) silence.value = "";
    }
  };
  form.addEventListener("change", follow);
  window.addEventListener("pageshow", follow);
  follow();
})();
