// Buttons that copy what stands beside them; without the clipboard they stay hidden and the text is marked by hand.
(function () {
  "use strict";
  if (!navigator.clipboard) return;
  const said = document.getElementById("copied");
  document.querySelectorAll("[data-copy]").forEach((button) => {
    button.hidden = false;
    button.addEventListener("click", () => {
      navigator.clipboard.writeText(button.dataset.copy).then(() => {
        if (said) said.textContent = "Copied " + button.dataset.copy;
      });
    });
  });
})();
