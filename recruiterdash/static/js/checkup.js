// Draws the figures of a checkup; without it the tables beside them say the same.
(() => {
  const figures = JSON.parse(document.getElementById("figures").textContent);
  for (const [id, figure] of Object.entries(figures)) {
    const place = document.getElementById(id);
    if (!place) continue;
    place.hidden = false;
    Plotly.newPlot(place, figure.data, figure.layout, {responsive: true, displayModeBar: false});
  }
})();
