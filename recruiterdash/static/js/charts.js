// Mounts the charts of a page: colours from the theme, and a way from each mark to the people behind it.
(() => {
  const CONFIG = { displayModeBar: false, responsive: true, typesetMath: false, doubleClick: false };

  const painted = (value, style) => {
    if (Array.isArray(value)) return value.map((each) => painted(each, style));
    if (value && typeof value === "object") {
      return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, painted(each, style)]));
    }
    const named = typeof value === "string" && /^var\((--[a-z-]+)\)$/.exec(value);
    return named ? style.getPropertyValue(named[1]).trim() : value;
  };

  const mount = (place) => {
    const said = document.getElementById(place.dataset.chart);
    if (!said || !window.Plotly) return;
    const chart = painted(JSON.parse(said.textContent), getComputedStyle(document.documentElement));
    const narrow = place.clientWidth < 480;
    if (narrow && chart.layout.margin.l > 130) chart.layout.margin.l = 130;
    if (narrow) chart.data.forEach(({ marker }) => {
      if (marker && Array.isArray(marker.size)) marker.size = marker.size.map((each) => each / 2);
    });
    window.Plotly.newPlot(place, chart.data, chart.layout, CONFIG).then(() => {
      const people = place.dataset.people;
      if (!people || place.dataset.listens) return;
      place.dataset.listens = "yes";
      place.on("plotly_click", (event) => {
        const mark = event.points[0] && event.points[0].customdata;
        if (mark) window.location.assign(`${people}${people.includes("?") ? "&" : "?"}mark=${encodeURIComponent(mark)}`);
      });
    });
  };

  const all = () => document.querySelectorAll("[data-chart]").forEach(mount);
  document.addEventListener("DOMContentLoaded", () => {
    all();
    new MutationObserver(all).observe(document.documentElement, { attributeFilter: ["data-bs-theme"] });
  });
})();
