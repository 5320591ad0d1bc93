// A letter that was just sent: counts down while it can be undone, then says that it is on its way.
(function () {
  "use strict";
  const said = document.querySelector("[data-leaves-in]");
  if (!said) return;
  const notice = said.closest("[role=status]");
  const words = said.textContent;
  const ends = performance.now() + Number(said.dataset.leavesIn) * 1000;
  // nobody wants to hear every second read out
  notice.setAttribute("aria-live", "off");

  function tick() {
    const left = Math.ceil((ends - performance.now()) / 1000);
    if (left > 0) {
      said.textContent = words.replace(/\d+ seconds?(?=;)/, left === 1 ? "1 second" : left + " seconds");
      setTimeout(tick, 250);
      return;
    }
    const undo = notice.querySelector("form");
    if (undo.dataset.sent) return;
    const held = undo.contains(document.activeElement);
    undo.remove();
    if (held) notice.querySelector("a").focus();
    notice.setAttribute("aria-live", "polite");
    said.textContent = said.dataset.gone;
  }
  tick();
})();
