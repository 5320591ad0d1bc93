// Triage by keyboard. Moving is pure DOM and painted at once; the panel is fetched after, and the next one before.
(function () {
  "use strict";
  const table = document.getElementById("rows");
  const panel = document.getElementById("panel");
  const page = document.querySelector(".page.desk .list");
  const desk = document.querySelector(".page.desk");
  const help = document.getElementById("keys");
  const rows = table ? Array.from(table.tBodies[0].rows) : [];
  const shown = new Map();           // application id -> panel, as fetched
  const MOST = 60;
  const bar = document.getElementById("chosen");
  const form = document.getElementById("choosing");
  const CHOSEN_AT_MOST = 100;
  let chosen = [];                   // application ids, in the order in which one goes through them
  let here = rows.findIndex((row) => row.classList.contains("here"));
  let settle = 0;
  let asked = 0;

  const idOf = (row) => row.dataset.id;
  const put = (url, name, value) => { if (value) url.searchParams.set(name, value); else url.searchParams.delete(name); };
  // commas as they are: three letters for each would make a long selection too long for a link
  const path = (url) => url.pathname + url.search.replaceAll("%2C", ",");
  const address = (id) => {
    const url = new URL(location.href);
    put(url, "chosen", chosen.join(","));
    put(url, "person", id);
    return path(url);
  };

  function move(to) {
    if (!rows.length) return;
    const next = Math.max(0, Math.min(rows.length - 1, to));
    if (next === here && panel.dataset.shows === idOf(rows[next])) return;
    if (here >= 0) mark(rows[here], false);
    here = next;
    mark(rows[here], true);
    rows[here].scrollIntoView({ block: "nearest" });
    show(idOf(rows[here]));
  }

  function mark(row, on) {
    row.classList.toggle("here", on);
    const link = row.querySelector("th a");
    if (on) { link.setAttribute("aria-current", "true"); link.focus({ preventScroll: true }); }
    else link.removeAttribute("aria-current");
  }

  // where to go once something was done for a person: the next one selected, or the whole list after the last
  // of them; for who is not selected the next row, the next page, else the list alone
  function onward(id) {
    if (chosen.includes(id)) return named(address(following(id) || "done"));
    const at = rows.findIndex((row) => idOf(row) === id);
    if (rows[at + 1]) return rows[at + 1].querySelector("th a").getAttribute("href");
    const more = document.querySelector(".list .pager a[rel=next]");
    if (more) return more.getAttribute("href") + "&person=first";
    return address(null);
  }

  const following = (id) => chosen[chosen.indexOf(id) + 1];

  // a page may stand at "/queue" alone and show another queue once this one is empty
  function named(text) {
    const url = new URL(text, location.href);
    url.searchParams.set("name", page.dataset.queue);
    return path(url);
  }

  // --- the panel: from memory at once, else once the moving has come to rest

  function show(id) {
    desk.classList.add("with-person");
    clearTimeout(settle);
    asked += 1;
    if (shown.has(id)) { paint(id, shown.get(id)); settle = setTimeout(ahead, 60); return; }
    panel.classList.add("loading");
    const mine = asked;
    settle = setTimeout(() => fetched(id).then((html) => { if (mine === asked) { paint(id, html); ahead(); } }), 60);
  }

  function paint(id, html) {
    panel.innerHTML = html;
    aim(id);
    panel.scrollTop = 0;
    panel.dataset.shows = id;
    panel.classList.remove("loading");
    history.replaceState(null, "", address(id));
  }

  function fetched(id) {
    if (shown.has(id)) return Promise.resolve(shown.get(id));
    const then = encodeURIComponent(onward(id));
    return fetch("/queue/panel/" + id + "?name=" + page.dataset.queue + "&next=" + then, { headers: { Accept: "text/html" }, credentials: "same-origin", redirect: "manual" }).then((answer) => {
      if (!answer.ok) { location.assign(address(id)); throw new Error("the panel needs the whole page"); }
      return answer.text();
    }).then((html) => {
      if (shown.size >= MOST) shown.delete(shown.keys().next().value);
      shown.set(id, html);
      return html;
    });
  }

  function ahead() {
    const next = rows[here + 1];
    if (next) fetched(idOf(next)).catch(() => {});
  }

  function close() {
    if (here >= 0) { mark(rows[here], false); rows[here].querySelector("th a").focus({ preventScroll: true }); }
    asked += 1;
    clearTimeout(settle);
    desk.classList.remove("with-person");
    delete panel.dataset.shows;
    panel.replaceChildren();
    history.replaceState(null, "", address(null));
  }

  // --- selecting several, and going through them

  function count() {
    bar.hidden = !chosen.length;
    bar.classList.toggle("nobody", bar.hidden);
    bar.querySelector("[data-chosen-count]").textContent = chosen.length + " selected";
    bar.querySelector("[data-chosen-whom]").textContent = "them";
    bar.querySelectorAll("[hidden]").forEach((each) => { each.hidden = false; });
  }

  // the address, every link of the list and the panel say who is selected now
  function chosenAnew(said) {
    count();
    form.querySelector("[data-chosen-said]").textContent = said + ", " + chosen.length + " selected";
    page.querySelectorAll("a[href^='/queue?']").forEach((link) => {
      const url = new URL(link.href);
      put(url, "chosen", link.matches("[data-chosen-clear]") ? "" : chosen.join(","));
      link.setAttribute("href", path(url));
    });
    history.replaceState(null, "", address(panel.dataset.shows));
    if (panel.dataset.shows) aim(panel.dataset.shows);
  }

  function chose(box) {
    const row = box.closest("tr");
    const name = row.querySelector("th a").textContent.trim();
    if (!box.checked) { chosen = chosen.filter((id) => id !== box.value); chosenAnew(name + " taken off"); return; }
    if (chosen.length >= CHOSEN_AT_MOST) { box.checked = false; chosenAnew("No more than " + CHOSEN_AT_MOST + " at once"); return; }
    const below = chosen.findIndex((id) => rows.indexOf(row) < rows.findIndex((each) => idOf(each) === id));
    chosen.splice(below < 0 ? chosen.length : below, 0, box.value);
    chosenAnew(name + " added");
  }

  function clear() {
    table?.querySelectorAll("input[name=chosen]").forEach((box) => { box.checked = false; });
    chosen = [];
    chosenAnew("Cleared");
  }

  // a panel may have been fetched before somebody was selected: its links lead on as things stand now
  function aim(id) {
    const then = onward(id);
    panel.querySelectorAll(".acts a[href*='next=']").forEach((link) => {
      const url = new URL(link.href);
      url.searchParams.set("next", then);
      link.setAttribute("href", url.pathname + url.search);
    });
    const going = panel.querySelector("[data-going]");
    const at = chosen.indexOf(id) + 1;
    going.hidden = !at;
    going.querySelector("[data-at]").textContent = at;
    going.querySelector("[data-of]").textContent = chosen.length;
    going.querySelector("[data-more]").hidden = at === chosen.length;
    going.querySelector("[data-last]").hidden = at !== chosen.length;
    going.querySelector("a").setAttribute("href", then);
  }

  // the next of those selected, and after the last the whole list; from anybody else, the first of them
  function goOn() {
    const id = panel.dataset.shows;
    if (chosen.length) goTo(chosen.includes(id) ? following(id) : chosen[0]);
  }

  function goTo(id) {
    const at = rows.findIndex((row) => idOf(row) === id);
    if (at >= 0) move(at); else location.assign(named(address(id || "done")));
  }

  // --- what the keys and the mouse do

  function act(key) {
    const link = panel.querySelector('[data-key="' + key + '"]');
    if (link && here >= 0 && panel.dataset.shows === idOf(rows[here])) { location.assign(link.href); return; }
    if (here < 0) return;
    const id = idOf(rows[here]);
    const to = { e: "/letters/new?", r: "/letters/new?type=personal&reply=1&", c: "/log?kind=phone&", d: "/decision?", p: "/phone?" }[key];
    if (to) location.assign("/applications/" + id + to + "next=" + encodeURIComponent(onward(id)));
    else if (key === "Enter") location.assign("/applications/" + id);
  }

  const keys = {
    j: () => move(here + 1),
    k: () => move(here < 0 ? 0 : here - 1),
    x: (target) => {
      const row = target.closest("#rows tbody tr");
      if (!row && here < 0) move(0);
      const box = (row || rows[here] || panel).querySelector("input[name=chosen]");
      if (box) { box.checked = !box.checked; chose(box); }
    },
    n: goOn,
    e: () => act("e"), r: () => act("r"), c: () => act("c"), d: () => act("d"), p: () => act("p"), w: () => act("w"),
    u: () => {
      const undo = document.querySelector("form[action$='/undo']");
      const gone = document.querySelector("[data-too-late]");
      if (undo) undo.requestSubmit(); else if (gone) gone.textContent = gone.dataset.tooLate;
    },
    "?": () => { if (!help.open) help.showModal(); },
    Escape: () => { if (panel.dataset.shows) close(); },
  };

  document.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || help.open) return;
    const target = event.target;
    const typing = target.closest("textarea, select, [contenteditable]") || (target.matches("input") && target.type !== "checkbox");
    if (typing) return;
    if (event.key === "Enter" && target.closest("#rows") && !target.matches("input")) { event.preventDefault(); act("Enter"); return; }
    const does = keys[event.key];
    if (does) { event.preventDefault(); does(target); }
  });

  if (table) {
    table.addEventListener("click", (event) => {
      if (event.ctrlKey || event.metaKey || event.shiftKey || event.button || event.target.closest(".tick")) return;
      const row = event.target.closest("tbody tr");
      if (!row) return;
      event.preventDefault();
      move(rows.indexOf(row));
    });
    table.addEventListener("change", (event) => chose(event.target));
  }
  if (bar) {
    chosen = bar.dataset.chosen ? bar.dataset.chosen.split(",") : [];
    count();
    bar.querySelector("[data-chosen-clear]").addEventListener("click", (event) => { event.preventDefault(); clear(); });
    // going through them needs no new page; the other buttons lead to pages of their own
    form.addEventListener("submit", (event) => {
      if (event.submitter?.hasAttribute("formaction")) return;
      event.preventDefault();
      if (chosen.length) goTo(chosen[0]);
    });
    form.addEventListener("formdata", (event) => event.formData.set("chosen", chosen.join(",")));
    // the filters keep who is selected
    page.querySelector("form.filters").addEventListener("formdata", (event) => {
      if (chosen.length) event.formData.set("chosen", chosen.join(",")); else event.formData.delete("chosen");
    });
  }
  panel.addEventListener("click", (event) => {
    if (event.target.closest("[data-going] a")) { event.preventDefault(); goOn(); return; }
    if (event.target.closest("[data-close-panel]")) { event.preventDefault(); close(); }
  });
  // on a phone the queues are one line: begin where the reader is
  const queue = document.querySelector(".rail [aria-current]");
  if (queue && window.matchMedia("(max-width: 767px)").matches) queue.scrollIntoView({ block: "nearest", inline: "center" });

  if (here >= 0) ahead(); else if (rows.length && window.matchMedia("(min-width: 1280px)").matches) fetched(idOf(rows[0])).catch(() => {});
})();
