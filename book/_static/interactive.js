/* Interactive figures (page/interactive.py): a drawing stands in the place of each until a reader asks for it. */
(() => {
  "use strict";
  const { make, frame, load, each } = window.reviewbook;

  function figure(box) {
    const { config, data, layout, narrow } = JSON.parse(box.querySelector("script").textContent);
    const inner = box.querySelector(".rb-plotly-frame");
    const [status, button] = inner.children;
    const plot = make("div", { className: "rb-plotly-plot" });
    const isNarrow = () => inner.clientWidth < box.dataset.narrow;
    let wasNarrow;

    const draw = async () => {
      const style = getComputedStyle(box);
      if (wasNarrow !== isNarrow()) Plotly.purge(plot); // it would keep its old width
      wasNarrow = isNarrow();
      await Plotly.react(plot, data, structuredClone(layout), config);
      // Texts and lines take their colours from the style sheet; marks, which the legend copies, take theirs here.
      const colours = data.map(({ meta }) => style.getPropertyValue(`--rb-${meta?.rb}`).trim() || undefined);
      const marks = { "marker.color": colours, "marker.line.color": colours, "line.color": colours };
      await Plotly.update(plot, marks, { "font.family": style.fontFamily, ...(wasNarrow && narrow) });
      // Screen readers get the description and the table, not 40 loose labels.
      plot.querySelectorAll(".main-svg").forEach((svg) => (svg.ariaHidden = "true"));
    };
    const start = async () => {
      button.disabled = true;
      status.textContent = "Loading the figure …";
      try {
        await load(box.dataset.bundle);
      } catch {
        button.disabled = false;
        inner.style.minHeight = 0; // no figure comes, so no room is kept for it
        status.textContent = "The figure could not be loaded. The table beneath holds the same values.";
        return;
      }
      inner.replaceChildren(plot);
      await document.fonts.ready; // plotly measures words once
      await draw();
      frame(inner, box.querySelector("strong").textContent);
      new ResizeObserver(() => isNarrow() !== wasNarrow && draw()).observe(inner);
      new MutationObserver(draw).observe(document.documentElement, { attributeFilter: ["data-theme"] });
    };
    button.hidden = false;
    button.onclick = start;
  }

  each("figure.rb-plotly", figure);
})();
