/* What a page can do beyond its static HTML; without this file every table and number is still there.
   .rb-table scrolls by keyboard; .rb-explore gets search, menus, sort, CSV; figure.rb-plotly is drawn.
   What needs a script of its own names it in data-script ("map.js"): that is loaded once, and starts from window.reviewbook. */
(() => {
  "use strict";
  const make = (tag, props, ...kids) => {
    const element = Object.assign(document.createElement(tag), props);
    element.append(...kids);
    return element;
  };
  const action = (text, onclick) => make("button", { type: "button", className: "rb-button", onclick }, text);
  const { compare } = new Intl.Collator("en", { numeric: true, ignorePunctuation: true });
  const none = (text) => /^[–—-]?$|^not (reported|applicable|charted)/i.test(text); // last, up or down
  const number = (text) => parseFloat(text.replace("−", "-").replace(/[,\s](?=\d{3})/g, ""));

  // The sign before a status ("✓ yes") is left out: people search for the word.
  const words = (cell) => {
    const text = cell.textContent.replace(/\s+/g, " ").trim();
    return cell.querySelector("[class^=rb-]") ? text.replace(/^[^\p{L}\p{N}]+ /u, "") : text;
  };

  // A frame joins the tab order, with a name, only while there is something to scroll to.
  const frame = (box, name) =>
    new ResizeObserver(() => {
      const wide = box.scrollWidth > box.clientWidth + 1;
      box.tabIndex = wide ? 0 : -1;
      box.role = wide ? "region" : null;
      box.ariaLabel = wide ? name : null;
    }).observe(box);

  function explore(table, box, title) {
    const heads = [...table.tHead.rows[0].cells];
    const names = heads.map(words);
    const body = table.tBodies[0];
    const rows = [...body.rows];
    rows.forEach((row) => (row.words = [...row.cells].map(words)));
    const columns = names.map((_, i) => rows.map((row) => row.words[i]));
    const numeric = columns.map((texts) => texts.every((text) => none(text) || !isNaN(number(text))));
    let by = -1, down = false;

    const search = make("input", { type: "search" });
    const count = make("p", { className: "rb-count", role: "status" });
    const tools = make("div", { className: "rb-tools", role: "group", ariaLabel: `Filter ${title}` });
    tools.append(make("label", {}, "Search all columns", search));
    const menus = columns.map((texts, i) => {
      const choices = [...new Set(texts)].filter(Boolean).sort((a, b) => none(a) - none(b) || compare(a, b));
      const few = choices.length > 1 && choices.length <= 12 && choices.length < rows.length;
      if (!names[i] || numeric[i] || !few || choices.some((text) => text.length > 40)) return {};
      const menu = make("select", {}, new Option("All", ""), ...choices.map((text) => new Option(text)));
      tools.append(make("label", {}, names[i], menu));
      return menu;
    });

    // "Study" makes "15 of 15 studies shown"; a heading of several words makes "rows".
    const noun = /^\p{L}+$/u.test(names[0]) ? names[0].toLowerCase().replace(/([^aeiou])y$/, "$1ie") : "row";
    const order = ({ words: a }, { words: b }) => {
      const step = (numeric[by] && number(a[by]) - number(b[by])) || compare(a[by], b[by]);
      return none(a[by]) - none(b[by]) || (down ? -step : step);
    };
    const shown = () => [...body.rows].filter((row) => !row.hidden);
    const show = () => {
      const wanted = search.value.toLowerCase().split(/\s+/);
      for (const row of rows) {
        const text = row.words.join(" ").toLowerCase();
        const fits = menus.every((menu, i) => !menu.value || menu.value === row.words[i]);
        row.hidden = !fits || !wanted.every((word) => text.includes(word));
      }
      body.append(...(by < 0 ? rows : [...rows].sort(order)));
      heads.forEach((head, i) => (head.ariaSort = i !== by ? null : down ? "descending" : "ascending"));
      count.textContent = `${shown().length} of ${rows.length} ${noun}s shown`;
    };

    // The view goes into the address, so that it can be cited; no history entry for each letter typed.
    const change = () => {
      show();
      const view = new URLSearchParams(search.value && { q: search.value });
      menus.forEach((menu, i) => menu.value && view.set(names[i], menu.value));
      if (by >= 0) view.set("sort", (down ? "-" : "") + names[by]);
      history.replaceState(null, "", location.pathname + location.search + (`${view}` && `#${table.id}?${view}`));
    };
    const restore = () => {
      const [id, query] = location.hash.slice(1).split("?");
      if (!query || id !== table.id) return;
      const view = new URLSearchParams(query);
      search.value = view.get("q") ?? "";
      menus.forEach((menu, i) => {
        menu.value = view.get(names[i]) ?? "";
        if (menu.selectedIndex < 0) menu.value = ""; // cited from an edition that had this value
      });
      const sort = view.get("sort") ?? "";
      down = sort[0] === "-";
      by = names.indexOf(sort.slice(down));
      show();
      tools.scrollIntoView();
    };
    const reset = () => {
      [search, ...menus].forEach((field) => (field.value = ""));
      by = -1;
      change();
    };
    const save = () => {
      const lines = [names, ...shown().map((row) => row.words)];
      const quoted = lines.map((line) => line.map((text) => `"${text.replaceAll('"', '""')}"`).join() + "\r\n");
      const file = new Blob(["\ufeff", ...quoted], { type: "text/csv" }); // the mark tells Excel that it is UTF-8
      make("a", { href: URL.createObjectURL(file), download: `${table.id}.csv` }).click();
    };

    heads.forEach((head, i) => {
      if (!names[i]) return;
      const place = head.querySelector("p") ?? head;
      const button = action("", () => {
        [by, down] = [i, by === i && !down];
        change();
      });
      button.className = "rb-sort";
      if (place.querySelector("a")) button.ariaLabel = `Sort by ${names[i]}`; // no link inside a button
      else button.append(...place.childNodes);
      place.append(button);
    });
    tools.append(action("Reset", reset), action("Download what is shown (CSV)", save), count);
    tools.oninput = change;
    box.before(tools);
    addEventListener("hashchange", restore);
    show();
    restore();
  }

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
      const title = table.caption?.textContent.replace(/[#\s]+$/, "") ?? `Table ${n + 1}`;
      const box = table.closest(".pst-scrollable-table-container") ?? table;
      table.id ||= `table-${n + 1}`;
      table.querySelectorAll("th").forEach((head) => (head.scope = head.closest("thead") ? "col" : "row"));
      frame(box, title);
      if (table.matches(".rb-explore")) explore(table, box, title);
    });
    document.querySelectorAll("figure.rb-plotly").forEach(figure);
    document.querySelectorAll("[data-script]").forEach(({ dataset }) => load(`_static/${dataset.script}`).catch(() => {}));
  };
  // The book may load this file in <head>.
  document.readyState === "loading" ? addEventListener("DOMContentLoaded", begin) : begin();
})();
