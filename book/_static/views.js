/* What the scripts of several chapters share (interventions.js, themes.js, evidence_map.js): added to window.reviewbook. */
(() => {
  "use strict";
  const { make, action } = window.reviewbook;
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
})();
