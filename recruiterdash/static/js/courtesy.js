// Writing a letter: what the checks of courtesy say follows the typing, and a fix is one click. All of it works without.
(function () {
  "use strict";
  const PAUSE = 900;
  const form = document.querySelector("form[data-letter]");
  if (!form || !form.querySelector("[data-courtesy]")) return;
  const { body } = form.elements;
  let timer = 0;
  let asked = 0;
  // the text that the list speaks of
  let seen = body.value;

  function later() {
    window.clearTimeout(timer);
    timer = window.setTimeout(look, PAUSE);
  }

  async function look() {
    const mine = ++asked;
    const given = new FormData(form);
    const sent = body.value;
    given.set("check", "part");
    let answer;
    try {
      answer = await fetch(form.action, { method: "POST", body: given, headers: { Accept: "text/html" } });
    } catch {
      return; // the letter is checked again when it is sent
    }
    const page = answer.ok ? await answer.text() : "";
    if (mine === asked && page) show(page, sent);
  }

  // the new list keeps what was typed meanwhile, and where the cursor stood
  function show(page, sent) {
    const fresh = new DOMParser().parseFromString(page, "text/html").querySelector("[data-courtesy]");
    const old = form.querySelector("[data-courtesy]");
    if (!fresh || !old) return;
    const at = old.contains(document.activeElement) ? document.activeElement : null;
    const open = old.querySelector("details[open]") !== null;
    old.querySelectorAll("input").forEach((field) => {
      const same = fresh.querySelector(`#${CSS.escape(field.id)}`);
      if (same) same.value = field.value;
    });
    if (open) fresh.querySelector("details")?.setAttribute("open", "");
    old.replaceWith(document.importNode(fresh, true));
    seen = sent;
    if (at && at.id) {
      const again = document.getElementById(at.id);
      if (!again) return;
      again.focus();
      if (at.selectionStart !== null) again.setSelectionRange(at.selectionStart, at.selectionEnd);
    }
  }

  form.addEventListener("input", (event) => {
    if (!event.target.closest("[data-courtesy]")) later();
  });
  form.addEventListener("change", (event) => {
    if (!event.target.closest("[data-courtesy]")) later();
  });

  form.addEventListener("click", (event) => {
    const button = event.target.closest("button[name='fix'], button[name='check']");
    if (!button) return;
    event.preventDefault();
    if (button.name === "fix") mend(button.dataset);
    look();
  });

  // places are counted in signs as people count them, not in the browser's halves; the server leaves margins out
  function mend({ start, end, fix }) {
    const margin = seen.length - seen.trimStart().length;
    const signs = Array.from(seen.slice(margin));
    const from = margin + signs.slice(0, Number(start)).join("").length;
    const to = margin + signs.slice(0, Number(end)).join("").length;
    const moved = shift(from, to);
    body.focus();
    if (moved === null) return; // these words were changed meanwhile: the next list knows
    body.setRangeText(fix, from + moved, to + moved, "end");
  }

  // how far a place has moved since the list was made, by typing or by another fix
  function shift(from, to) {
    const now = body.value;
    const shorter = Math.min(now.length, seen.length);
    let head = 0;
    while (head < shorter && now[head] === seen[head]) head += 1;
    let tail = 0;
    while (tail < shorter - head && now[now.length - 1 - tail] === seen[seen.length - 1 - tail]) tail += 1;
    if (to <= head) return 0;
    return from >= seen.length - tail ? now.length - seen.length : null;
  }
})();
