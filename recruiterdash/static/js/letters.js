// Writing a letter: Ctrl+Enter sends, and the day in the text follows the day beside it. All of it works without.
(function () {
  "use strict";
  const DAYS = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"];
  const MONTHS = ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"];

  const form = document.querySelector("form[data-letter]");
  if (!form) return;
  const { body, subject, promise, drafted } = form.elements;

  document.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey) || event.isComposing) return;
    event.preventDefault();
    form.requestSubmit();
  });

  body.setSelectionRange(0, 0);
  // on a phone the keyboard would cover the letter, and the page jump down to it
  if (window.matchMedia("(min-width: 768px)").matches) body.focus();
  body.scrollTop = 0;

  function spoken(iso) {
    const [year, month, day] = iso.split("-").map(Number);
    return `${DAYS[new Date(Date.UTC(year, month - 1, day)).getUTCDay()]} ${day} ${MONTHS[month - 1]}`;
  }

  const told = form.querySelector("[data-promised]");
  if (promise && told) promise.addEventListener("change", () => {
    told.hidden = !promise.value;
    if (!promise.value) return;
    told.textContent = told.textContent.replace(spoken(told.dataset.promised), spoken(promise.value));
    told.dataset.promised = promise.value;
  });

  // the letter says its days in its own language, which the server knows
  const words = JSON.parse(form.dataset.spoken || "{}");
  if (promise) promise.addEventListener("change", () => {
    const before = words[drafted.value];
    const after = words[promise.value];
    if (!before || !after || before === after) return;
    [body, subject].forEach((field) => { field.value = field.value.replaceAll(before, after); });
    drafted.value = promise.value;
  });
})();
