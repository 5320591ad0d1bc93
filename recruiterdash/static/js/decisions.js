// A no asks for its reason, and nothing else does; without this the page says so after it was sent.
(function () {
  "use strict";
  const reason = document.querySelector("select[data-needed-for]");
  if (!reason) return;
  const { form } = reason;
  const follow = () => {
    const no = form.elements.outcome.value === reason.dataset.neededFor;
    reason.required = no;
    reason.closest(".mb-3").hidden = !no;
    if (!no) reason.value = "";
  };
  form.addEventListener("change", follow);
  window.addEventListener("pageshow", follow);
  follow();
})();
