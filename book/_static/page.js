/* What a page can do beyond its static HTML; without this file every table and number is still there.
   .rb-table scrolls by keyboard; figure.rb-plotly is drawn.
   What needs a script of its own names it in data-script ("map.js"): that is loaded once, and starts from window.reviewbook. */
(() => {
  "use strict";
  const make = (tag, props, ...kids) => {
    const element = Object.assign(document.createElement(tag), props);
    element.append(...kids);
    return element;
  };
  const action = (text, onclick) => make("button", { type: "button", className: "rb-button", onclick }, text);
  // A frame joins the tab order, with a name, only while there is something to scroll to.
  const frame = (box, name) =>
    new ResizeObserver(() => {
      const wide = box.scrollWidth > box.clientWidth + 1;
      box.tabIndex = wide ? 0 : -1;
      box.role = wide ? "region" : null;
      box.ariaLabel = wide ? name : null;
    }).observe(box);

  // A script of the book, by its place in the site: once a page. A failure is forgotten, so that a second try can work.
  // A script element, because fetch() reads nothing from a book that was opened from a disk.
  const loaded = new Map();
  const load = (name) => {
    if (!loaded.has(name)) {
      const script = new Promise((onload, onerror) => {
        const src = (document.documentElement.dataset.content_root ?? "./") + name;
        document.head.append(make("script", { src, onload, onerror }));
      });
      loaded.set(name, script);
      script.catch(() => loaded.delete(name));
    }
    return loaded.get(name);
  };
  window.reviewbook = { make, action, frame, load, data: {} };

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
    const seen = new IntersectionObserver(([entry]) => {
      if (!entry.isIntersecting) return;
      seen.disconnect();
      if (!button.disabled) start();
    });
    button.hidden = false;
    button.onclick = start;
    seen.observe(inner);
  }

  const begin = () => {
    document.querySelectorAll("table.rb-table").forEach((table, n) => {
      // A script may change what the caption says; the frame's name then stands in data-title.
      const title = table.dataset.title ?? table.caption?.textContent.replace(/[#\s]+$/, "") ?? `Table ${n + 1}`;
      const box = table.closest(".pst-scrollable-table-container") ?? table;
      table.id ||= `table-${n + 1}`;
      table.querySelectorAll("th").forEach((head) => (head.scope = head.closest("thead") ? "col" : "row"));
      frame(box, title);
    });
    document.querySelectorAll("figure.rb-plotly").forEach(figure);
    document.querySelectorAll("[data-script]").forEach(({ dataset }) => load(`_static/${dataset.script}`).catch(() => {}));
  };
  // The book may load this file in <head>.
  document.readyState === "loading" ? addEventListener("DOMContentLoaded", begin) : begin();
})();
