/* The links and buttons of a table by arrow keys, and one stop of the tab key for all of them; for matrix.js and coded.js.
   walking(table) gives what is to be called whenever the table was built anew. */
(() => {
  "use strict";
  window.reviewbook.walking = (table) => {
    let spots, current;
    const stop = (target) => {
      if (current) current.tabIndex = -1;
      current = target;
      if (current) current.tabIndex = 0;
    };
    const step = (y, x, dy, dx) => {
      const from = spots[y][x];
      do [y, x] = [y + dy, x + dx];
      while (spots[y] && x >= 0 && x < spots[y].length && (!spots[y][x] || spots[y][x] === from));
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
})();
