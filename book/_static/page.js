/* What a page can do beyond its static HTML; without this file every table and number is still there.
   Here tables scroll by keyboard, colours can be chosen, and links to figures copied. The scripts of figures, views and chapters come after this one, on the pages that show them
   (src/reviewbook/press/static.py), and start from window.reviewbook. */
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

  // A script with data of the book, or a bundle, by its place in the site: once a page. A failure is forgotten, so that a second try can work.
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

  // Equips what is in the page, and what comes into it later, out of a fold that a heavy page keeps as text (press/light.py).
  const kinds = [];
  const each = (selector, equip) => {
    kinds.push([selector, equip]);
    document.querySelectorAll(selector).forEach(equip);
  };
  const KEPT = "details > noscript";
  const unpack = (kept) => {
    // It is HTML that the page would else hold as such, escaped when the page was made.
    const { body } = new DOMParser().parseFromString(kept.textContent, "text/html");
    const fresh = [...body.children];
    kept.replaceWith(...body.childNodes);
    for (const [selector, equip] of kinds)
      fresh.flatMap((one) => [...(one.matches(selector) ? [one] : []), ...one.querySelectorAll(selector)]).forEach(equip);
  };
  const keeping = (id) => [...document.querySelectorAll(KEPT)].filter((kept) => kept.textContent.includes(`id="${id}"`));
  const holds = (id) => Boolean(document.getElementById(id) || keeping(id).length);
  window.reviewbook = { make, action, frame, load, each, holds, data: {} };

  // The address of a figure, which its link leads to anyway.
  addEventListener("click", async ({ target }) => {
    const link = target.closest?.("a.rb-to-copy");
    if (!link) return;
    await navigator.clipboard?.writeText(link.href);
    link.textContent = "link copied";
  });

  // Colours: as the reader chooses, else as the system has them. What was chosen is shown before anything is drawn (press/menu.py).
  const colours = () => {
    const root = document.documentElement;
    const dark = matchMedia("(prefers-color-scheme: dark)");
    const modes = ["auto", "light", "dark"];
    const show = () => {
      const mode = root.dataset.mode;
      root.dataset.theme = mode === "auto" ? (dark.matches ? "dark" : "light") : mode;
      button.textContent = `Colours: ${mode}`;
    };
    const turn = () => {
      root.dataset.mode = modes[(modes.indexOf(root.dataset.mode) + 1) % modes.length];
      show();
      try {
        localStorage.setItem("mode", root.dataset.mode);
      } catch {
        // a browser that keeps nothing: it lasts for this page
      }
    };
    const button = make("button", { type: "button", className: "rb-colours", onclick: turn });
    if (!modes.includes(root.dataset.mode)) root.dataset.mode = "auto";
    show();
    dark.addEventListener("change", show);
    document.querySelector(".rb-brand")?.append(button);
  };

  // Where lines are short, each word with a hyphen stands whole: --dry-run.
  const whole = (box) => {
    const walker = document.createTreeWalker(box, NodeFilter.SHOW_TEXT);
    const texts = [];
    while (walker.nextNode()) texts.push(walker.currentNode);
    for (const text of texts.filter((one) => one.data.includes("-"))) {
      const parts = text.data.split(/(\S*-\S* ?)/);
      text.replaceWith(...parts.map((part, at) => (at % 2 ? make("span", { className: "rb-whole" }, part) : part)));
    }
  };

  // What can be taken along, a citation or a command, gets a button; it can be selected all the same.
  const copied = (box) => {
    const said = make("span", { className: "rb-unseen", role: "status" });
    const button = make("button", { type: "button", className: "rb-copy" }, "Copy");
    const tell = (text) => {
      said.textContent = button.textContent = text;
      setTimeout(() => (button.textContent = "Copy"), 3000);
    };
    const select = () => {
      getSelection().selectAllChildren(box);
      tell("Selected: copy it with the keyboard");
    };
    button.onclick = () => {
      const done = navigator.clipboard?.writeText(box.textContent.trim());
      done ? done.then(() => tell("Copied"), select) : select();
    };
    box.after(button, said);
  };

  // The search comes with its script when somebody begins to search; without it the form leads to the list of all pages.
  const search = () => {
    const form = document.querySelector(".rb-search");
    if (!form) return;
    const field = form.elements.q;
    const open = (event) => {
      event?.preventDefault();
      load("_static/search.js").then(() => reviewbook.search(field), () => form.submit());
    };
    form.onsubmit = field.onclick = field.oninput = open;
    addEventListener("keydown", (event) => {
      const typing = event.target.matches?.("input, select, textarea, [contenteditable]");
      if (event.key === "/" && !typing && !event.ctrlKey && !event.metaKey && !event.altKey) open(event);
    });
    if ((field.value = new URLSearchParams(location.search).get("q") ?? "")) open();
  };

  // What is folded opens when it is what an address leads to, and for print.
  const unfold = () => {
    let id = location.hash.slice(1).split("?")[0];
    try {
      id = decodeURIComponent(id);
    } catch {
      // an address that nobody wrote as one
    }
    if (!id) return;
    if (!document.getElementById(id)) keeping(id).forEach(unpack);
    const place = document.getElementById(id);
    let fold = place?.querySelector(":scope > details") ?? place?.closest("details:not([open])");
    if (!fold) return;
    for (; fold; fold = fold.parentElement.closest("details:not([open])")) fold.open = true;
    place.scrollIntoView();
  };
  const print = () => {
    document.querySelectorAll(KEPT).forEach(unpack);
    const closed = [...document.querySelectorAll(".rb-fold > details:not([open])")];
    closed.forEach((fold) => (fold.open = true));
    addEventListener("afterprint", () => closed.forEach((fold) => (fold.open = false)), { once: true });
  };

  // What a term of the glossary means, where it is pointed at or focused; a tap shows it, and a second one leads to the glossary.
  const hints = () => {
    const tip = Object.assign(document.createElement("span"), { className: "rb-tip", hidden: true, id: "rb-tip", role: "tooltip" });
    let of, later;
    const hide = () => {
      of?.removeAttribute("aria-describedby");
      of = undefined;
      tip.hidden = true;
    };
    const show = (link) => {
      clearTimeout(later);
      if (of === link) return;
      hide();
      of = link;
      link.setAttribute("aria-describedby", tip.id);
      tip.textContent = link.dataset.means;
      tip.hidden = false;
      const box = link.getBoundingClientRect();
      tip.style.left = `${scrollX + Math.max(8, Math.min(box.left, document.documentElement.clientWidth - tip.offsetWidth - 8))}px`;
      tip.style.top = `${scrollY + box.bottom + 4}px`;
    };
    const leave = () => (later = setTimeout(hide, 200));
    each("a.rb-hint", (link) => {
      if (!tip.isConnected) document.body.append(tip);
      let tapped = false;
      link.addEventListener("pointerdown", (event) => (tapped = event.pointerType === "touch" && of !== link));
      link.addEventListener("click", (event) => tapped && (event.preventDefault(), show(link)));
      link.addEventListener("pointerenter", (event) => event.pointerType === "mouse" && show(link));
      link.addEventListener("pointerleave", (event) => event.pointerType === "mouse" && leave());
      link.addEventListener("focus", () => show(link));
      link.addEventListener("blur", hide);
    });
    tip.addEventListener("pointerenter", () => clearTimeout(later));
    tip.addEventListener("pointerleave", leave);
    addEventListener("keydown", (event) => event.key === "Escape" && hide());
  };

  const begin = () => {
    colours();
    if (matchMedia("(max-width: 40rem)").matches) each("div.highlight > pre", whole);
    each("[data-copy], div.highlight > pre", copied);
    search();
    hints();
    let tables = 0;
    each("table.rb-table", (table) => {
      // A script may change what the caption says; the frame's name then stands in data-title.
      const title = table.dataset.title ?? table.caption?.textContent.replace(/[#\s]+$/, "") ?? `Table ${tables + 1}`;
      const box = table.closest(".rb-frame") ?? table;
      table.id ||= `table-${tables + 1}`;
      tables++;
      table.querySelectorAll("th").forEach((head) => (head.scope = head.closest("thead") ? "col" : "row"));
      frame(box, title);
    });
    each(KEPT, (kept) => kept.parentNode.addEventListener("toggle", () => kept.isConnected && unpack(kept)));
    unfold();
    addEventListener("hashchange", unfold);
    addEventListener("beforeprint", print);
  };

  // What the scripts of several chapters share (interventions.js, themes.js, evidence_map.js).
  const { format: said } = new Intl.NumberFormat("en");
  const mark = (text, className = "") => make("b", { className, ariaHidden: "true" }, text);

  // A view in the address: #id?what-a-reader-chose.
  const cite = (view) => history.replaceState(null, "", location.pathname + location.search + view);
  const cited = (id) => {
    const [of, query] = location.hash.slice(1).split("?");
    return of === id ? query : undefined;
  };

  // Not one that opens another tab or window.
  const plainClick = ({ button, ctrlKey, metaKey, shiftKey }) => !(button || ctrlKey || metaKey || shiftKey);

  // The dialog of what a cell of a view rests on, with its heading and its button, for the view to put in.
  const evidenceDialog = (view, className = "rb-evidence") => {
    const dialog = make("dialog", { className });
    const heading = make("h2", { id: `${view.id}-evidence` });
    const close = action("Close", () => dialog.close());
    dialog.setAttribute("aria-labelledby", heading.id);
    dialog.onclick = ({ target }) => target === dialog && dialog.close(); // beside it
    return { dialog, heading, close };
  };

  // The links and buttons of a table by arrow keys, and one stop of the tab key for all of them. Gives what is to be called
  // whenever the table was built anew.
  const walking = (table) => {
    let spots, current;
    const stop = (target) => {
      if (current) current.tabIndex = -1;
      current = target;
      if (current) current.tabIndex = 0;
    };
    const step = (y, x, dy, dx) => {
      const from = spots[y][x];
      do [y, x] = [y + dy, x + dx];
      while (spots[y] && x >= 0 && x < spots[y].length && (!spots[y][x] || spots[y][x] === from || spots[y][x].closest("tr[hidden]")));
      return spots[y]?.[x];
    };
    const moves = {
      ArrowUp: (y, x) => step(y, x, -1, 0),
      ArrowDown: (y, x) => step(y, x, 1, 0),
      ArrowLeft: (y, x) => step(y, x, 0, -1),
      ArrowRight: (y, x) => step(y, x, 0, 1),
      Home: (y) => spots[y].find(Boolean),
      End: (y) => spots[y].findLast(Boolean),
    };
    table.onkeydown = (event) => {
      if (event.altKey || event.metaKey || event.ctrlKey || event.shiftKey) return;
      const y = spots.findIndex((row) => row.includes(event.target));
      if (y < 0) return;
      if (moves[event.key]) {
        event.preventDefault();
        moves[event.key](y, spots[y].indexOf(event.target))?.focus();
      } else if (event.key === " " && event.target.matches("a")) {
        event.preventDefault();
        event.target.click();
      }
    };
    table.onfocusin = ({ target }) => stop(target);
    return () => {
      spots = [...table.rows].map(() => []);
      [...table.rows].forEach((row, y) => {
        let x = 0;
        for (const one of row.cells) {
          while (x in spots[y]) x++;
          const target = one.querySelector("a, button");
          if (target) target.tabIndex = -1;
          for (let dy = 0; dy < one.rowSpan; dy++) for (let dx = 0; dx < one.colSpan; dx++) spots[y + dy][x + dx] = target;
          x += one.colSpan;
        }
      });
      current = null;
      stop(table.querySelector("td a") ?? table.querySelector("a, button"));
      const corner = table.rows[0]?.cells[0];
      table.parentNode.style.scrollPadding = `${table.tHead.offsetHeight}px 0 0 ${corner?.offsetWidth ?? 0}px`;
    };
  };

  Object.assign(window.reviewbook, { said, mark, cite, cited, plainClick, evidenceDialog, walking });

  // The book may load this file in <head>.
  document.readyState === "loading" ? addEventListener("DOMContentLoaded", begin) : begin();
})();
