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
  let here = rows.findIndex((row) => row.classList.contains("here"));
  let settle = 0;
  let asked = 0;

  const idOf = (row) => row.dataset.id;
  const address = (id) => {
    const url = new URL(location.href);
    if (id) url.searchParams.set("person", id); else url.searchParams.delete("person");
    return url;
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
    panel.scrollTop = 0;
    panel.dataset.shows = id;
    panel.classList.remove("loading");
    history.replaceState(null, "", address(id));
  }

  function fetched(id) {
    if (shown.has(id)) return Promise.resolve(shown.get(id));
    return fetch("/queue/panel/" + id + "?name=" + page.dataset.queue, { headers: { Accept: "text/html" }, credentials: "same-origin", redirect: "manual" }).then((answer) => {
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

  // --- choosing several

  const bar = document.getElementById("chosen");
  const boxes = () => rows.map((row) => row.querySelector("input[name=chosen]"));
  function count() {
    const number = boxes().filter((box) => { box.closest("tr").classList.toggle("picked", box.checked); return box.checked; }).length;
    bar.hidden = !number;
    bar.querySelector("[data-chosen-count]").textContent = number + " selected";
  }

  // --- what the keys and the mouse do

  function act(key) {
    const link = panel.querySelector('[data-key="' + key + '"]');
    if (link && here >= 0 && panel.dataset.shows === idOf(rows[here])) { location.assign(link.href); return; }
    if (here < 0) return;
    const to = { e: "/letters/new?type=status", r: "/letters/new?type=personal&reply=1", c: "/log?kind=phone", d: "/decision", Enter: "" }[key];
    location.assign("/applications/" + idOf(rows[here]) + to);
  }

  const keys = {
    j: () => move(here + 1),
    k: () => move(here < 0 ? 0 : here - 1),
    x: () => { if (here < 0) move(0); const box = rows[here] && rows[here].querySelector("input[name=chosen]"); if (box) { box.checked = !box.checked; count(); } },
    e: () => act("e"), r: () => act("r"), c: () => act("c"), d: () => act("d"),
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
    if (does) { event.preventDefault(); does(); }
  });

  if (table) {
    table.addEventListener("change", count);
    table.addEventListener("click", (event) => {
      if (event.ctrlKey || event.metaKey || event.shiftKey || event.button || event.target.closest("input")) return;
      const row = event.target.closest("tbody tr");
      if (!row) return;
      event.preventDefault();
      move(rows.indexOf(row));
    });
    document.querySelector("[data-chosen-clear]").addEventListener("click", () => { boxes().forEach((box) => { box.checked = false; }); count(); });
    count();
  }
  panel.addEventListener("click", (event) => {
    if (event.target.closest("[data-close-panel]")) { event.preventDefault(); close(); }
  });
  // on a phone the queues are one line: begin where the reader is
  const queue = document.querySelector(".rail [aria-current]");
  if (queue && window.matchMedia("(max-width: 767px)").matches) queue.scrollIntoView({ block: "nearest", inline: "center" });

  if (here >= 0) ahead(); else if (rows.length && window.matchMedia("(min-width: 1280px)").matches) fetched(idOf(rows[0])).catch(() => {});
})();
