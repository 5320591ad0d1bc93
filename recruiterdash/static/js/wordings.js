// Writing a template: a placeholder goes where the cursor is. Without this the list is there to be copied from.
(function () {
  "use strict";
  const form = document.querySelector("form[data-wording]");
  if (!form) return;
  const { subject, body } = form.elements;
  let last = body;
  [subject, body].forEach((field) => field.addEventListener("focus", () => { last = field; }));

  form.querySelectorAll("[data-insert]").forEach((button) => {
    button.hidden = false;
    button.addEventListener("click", () => {
      last.setRangeText(button.dataset.insert, last.selectionStart, last.selectionEnd, "end");
      last.dispatchEvent(new Event("input", { bubbles: true }));
      last.focus();
    });
  });

  const preview = document.querySelector("[data-preview] h2");
  if (preview) preview.focus();
})();
