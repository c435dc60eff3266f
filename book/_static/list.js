/* The lists of all reports and of all interventions: found by a word, sorted by a column, and of a long one the
   first rows until a reader asks for all. Without it they are whole, by name. */
(() => {
  "use strict";
  const { make, action } = window.reviewbook;
  const FEW = 6; // rows that nobody needs help with
  const FIRST = 50; // rows of a list that is half as long again
  const { compare } = new Intl.Collator("en", { numeric: true });

  const equip = (list) => {
    const tables = [...list.querySelectorAll("table")];
    const rows = tables.flatMap((table) => [...table.tBodies[0].rows]);
    if (rows.length <= FEW) return;
    const asked = make("input", { type: "search" });
    const by = make("select", {});
    [...tables[0].tHead.rows[0].cells].forEach((head, at) => by.append(make("option", { value: at }, head.textContent)));
    const said = make("p", { role: "status", className: "rb-quiet" });

    let whole = 2 * rows.length < 3 * FIRST;
    const all = () => {
      whole = true;
      find();
    };
    const more = action(`Show all ${rows.length}`, all);
    const find = () => {
      const words = asked.value.toLowerCase().split(/\s+/).filter(Boolean);
      let left = 0;
      for (const row of tables.flatMap((table) => [...table.tBodies[0].rows])) {
        const text = row.textContent.toLowerCase();
        row.hidden = !words.every((word) => text.includes(word)) || (!whole && !words.length && left >= FIRST);
        left += !row.hidden;
      }
      said.textContent = left < rows.length ? `${left} of ${rows.length} shown` : "";
      more.hidden = whole || words.length;
    };
    // What is not known comes last, and of two that say the same the first stays so.
    const sort = () => {
      const said = (row) => {
        const cell = row.cells[by.value];
        return cell.querySelector(".rb-nr") ? null : (cell.querySelector("a") ?? cell).textContent.replace(/[●○]/g, "").trim();
      };
      const order = (a, b) => (said(a) === null) - (said(b) === null) || compare(said(a) ?? "", said(b) ?? "");
      for (const table of tables) table.tBodies[0].append(...[...table.tBodies[0].rows].sort(order));
      find();
    };
    asked.oninput = find;
    by.onchange = sort;
    const field = (name, control) => make("label", {}, `${name} `, control);
    list.prepend(make("div", { className: "rb-tools" }, field("Find", asked), field("Sort by", by)), said);
    list.append(more);
    addEventListener("beforeprint", all);
    find();
  };
  document.querySelectorAll(".rb-listed").forEach(equip);
})();
