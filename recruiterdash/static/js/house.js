// What every page gains from a script: theme button, "/" to search, menus that close, long forms sent once.
(function () {
  "use strict";
  const root = document.documentElement;

  document.querySelectorAll("[data-theme-toggle]").forEach((button) => {
    button.hidden = false;
    button.addEventListener("click", () => window.recruiterdashTheme(root.dataset.bsTheme === "dark" ? "light" : "dark"));
  });

  const typing = (target) => target.closest("input, textarea, select, [contenteditable]");

  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") closeMenus(null);
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || typing(event.target)) return;
    if (event.key === "/") {
      const find = document.getElementById("find");
      if (find) { event.preventDefault(); find.focus(); find.select(); }
    }
  });

  function closeMenus(except) {
    document.querySelectorAll("details.menu[open]").forEach((menu) => {
      if (menu === except || (except && menu.contains(except))) return;
      const held = menu.contains(document.activeElement);
      menu.open = false;
      if (held && !except) menu.querySelector("summary").focus();
    });
  }
  document.addEventListener("click", (event) => closeMenus(event.target.closest("details.menu") || document.body));

  // a second click on a slow answer must not ask twice
  document.addEventListener("submit", (event) => {
    const form = event.target;
    // a form that is answered with a file leaves its page standing: it may be asked again
    if (event.defaultPrevented || form.method !== "post" || form.hasAttribute("data-file")) return;
    if (form.dataset.sent) { event.preventDefault(); return; }
    form.dataset.sent = "yes";
    const making = form.querySelector("[data-making]");
    if (making) saysItWorks(making);
  });
  // what takes its time says so while the answer is awaited
  function saysItWorks(place) {
    const bar = document.createElement("progress");
    bar.setAttribute("aria-label", place.dataset.making);
    place.replaceChildren(place.dataset.making + " ", bar);
  }
  window.addEventListener("pageshow", () => document.querySelectorAll("form[data-sent]").forEach((form) => delete form.dataset.sent));

  // selects that filter apply themselves; without a script there is a button
  document.querySelectorAll("form[data-apply-itself]").forEach((form) => {
    form.classList.add("applies-itself");
    form.addEventListener("change", () => form.requestSubmit());
  });
})();
