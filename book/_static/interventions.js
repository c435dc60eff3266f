/* The matrix of page/matrix.py, where a reader can choose: group, order, search and turn its pages, walk it by
   arrow keys, and open what a cell rests on. The view goes into the address. The table is built as Python builds it. */
(() => {
  "use strict";
  const { make, action, frame, load, each, data, said, mark, cite, cited, plainClick, evidenceDialog, walking } = window.reviewbook;
  const LETTERS = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";
  const PRINTED = "As printed";
  const LONG = 20; // rows above which a search by name helps
  const title = (text) => text[0].toUpperCase() + text.slice(1);

  function matrix(view, model) {
    const { rows, columns, marks, settled, aside = [], groupings, downwards, evidence, page: size } = model;
    const [[one, several], [oneColumn]] = model.nouns;
    const cells = model.cells.map((word) => Uint8Array.from(word, (letter) => LETTERS.indexOf(letter)));
    const all = rows.key.map((_, row) => row);
    const table = view.querySelector("table");
    const name = table.caption.textContent;
    const usual = { by: view.dataset.by ?? "", order: view.dataset.order, first: "", q: "", page: 1 };
    let state = { ...usual };

    // The parts of the table ----------------------------------------------------------------------------------------------
    const sign = ({ sign, css }) => mark(sign, css);
    const fraction = (text) => make("td", { className: "rb-total" }, text);
    const asPrinted = (text) => make("td", { className: "rb-total rb-printed" }, text);
    const blank = () => make("td", {});
    const upright = (scope, ...content) => {
      const head = make("th", { scope }, ...content);
      return scope === "row" ? head : make("th", { scope }, make("span", {}, ...content));
    };
    const fractionHead = (scope, text) => Object.assign(upright(scope, text), { className: scope === "col" ? "rb-total" : "" });
    const rowHead = (row, scope) => {
      const [href, label, title] = [rows.href[row], rows.label[row], rows.full[row]];
      return upright(scope, href ? make("a", { href, ...(title !== label && { title }) }, label) : label);
    };
    const columnHead = (at, scope) => {
      const { key, label } = columns[at];
      const text = make("span", {}, label);
      const button = make("button", { type: "button", className: "rb-matrix-sort" }, text);
      button.dataset.first = key;
      button.ariaPressed = state.first === key;
      return make("th", { scope }, button);
    };
    const cell = (row, at) => {
      const { sign, word, css } = marks[cells[at][row]];
      const told = { className: css, ariaLabel: word };
      const [href, anchor] = [rows.href[row], columns[at].anchor];
      if (!href || !anchor || aside.includes(cells[at][row])) return make("td", {}, make("b", { ...told, role: "img" }, sign));
      const link = make("a", { ...told, href: `${href}#${anchor}` }, sign);
      if (evidence) link.ariaHasPopup = "dialog";
      Object.assign(link.dataset, { row, at });
      return make("td", {}, link);
    };

    // What is counted is a range where cells are open: "3 to 8 of 11".
    const head = title(marks[0].word);
    const range = (codes) => {
      let [low, high, of] = [0, 0, 0];
      for (const code of codes) {
        if (aside.includes(code)) continue;
        of++;
        if (code === 0) low++;
        if (code === 0 || !settled.includes(code)) high++;
      }
      if (!of) return "–"; // of nothing there is no part
      return `${low === high ? said(low) : `${said(low)} to ${said(high)}`} of ${said(of)}`;
    };
    const ofColumn = (at, some) => range(some.map((row) => cells[at][row]));
    const ofColumns = cells.map(range);
    const ofRow = (row) => range(cells.map((column) => column[row]));
    const printed = columns.some((column) => column.printed);
    const groupTitle = (part) => `${part.title} (${said(part.whole.length)})`;
    // The head of a group of rows opens and closes it.
    const closed = new Set();
    const folding = (bodies) => {
      for (const body of bodies) {
        const [head, ...own] = body.rows;
        if (head?.className !== "rb-group") continue;
        const place = head.cells[0].querySelector("span") ?? head.cells[0];
        const key = place.textContent;
        const show = () => {
          button.ariaExpanded = !closed.has(key);
          for (const row of own) row.hidden = closed.has(key);
        };
        const button = make("button", { type: "button", className: "rb-matrix-fold" }, key);
        button.onclick = () => {
          if (!closed.delete(key)) closed.add(key);
          show();
        };
        place.replaceChildren(button);
        show();
      }
    };
    const tr = (className, ...content) => make("tr", { className }, ...content);

    function down(parts, grouped) {
      const tops = new Map();
      columns.forEach(({ group }) => tops.set(group, (tops.get(group) ?? 0) + 1));
      const first = [upright("col", title(one)), fractionHead("col", head)];
      const own = columns.map((_, at) => columnHead(at, "col"));
      const top = [tr("", ...first)];
      if (tops.size > 1) {
        first.forEach((cell) => (cell.rowSpan = 2));
        top[0].append(...[...tops].map(([group, colSpan]) => make("th", { scope: "colgroup", colSpan }, group)));
        top.push(tr("", ...own));
      } else top[0].append(...own);
      const line = (text, ...told) => tr("rb-total", upright("row", text), blank(), ...told);
      const totals = [line(head, ...ofColumns.map(fraction))];
      if (printed) totals.unshift(line(PRINTED, ...columns.map((column) => asPrinted(column.printed))));
      const bodies = parts.map((part) => {
        const ofGroup = () => columns.map((_, at) => fraction(ofColumn(at, part.whole)));
        const group = grouped ? [tr("rb-group", make("th", { scope: "rowgroup" }, groupTitle(part)), blank(), ...ofGroup())] : [];
        const shown = part.shown.map((row) =>
          tr("", rowHead(row, "row"), fraction(ofRow(row)), ...columns.map((_, at) => cell(row, at))));
        return make("tbody", {}, ...group, ...shown);
      });
      return [make("thead", {}, ...top), make("tbody", {}, ...totals), ...bodies];
    }

    function across(parts, grouped) {
      const first = [upright("col", title(oneColumn)), fractionHead("col", head)];
      const top = [tr("", ...first)];
      const own = parts.flatMap((part) => [
        ...part.shown.map((row) => rowHead(row, "col")),
        ...(grouped ? [fractionHead("col", head)] : []),
      ]);
      if (grouped) {
        first.forEach((cell) => (cell.rowSpan = 2));
        top[0].append(...parts.map((part) => make("th", { scope: "colgroup", colSpan: part.shown.length + 1 }, groupTitle(part))));
        top.push(tr("", ...own));
      } else top[0].append(...own);
      const colSpan = first.length + own.length;
      const bodies = [make("tbody", {})];
      columns.forEach(({ group, printed: text }, at) => {
        if (group !== (columns[at - 1]?.group ?? "")) {
          if (at) bodies.push(make("tbody", {}));
          bodies.at(-1).append(tr("rb-group", make("th", { scope: "rowgroup", colSpan }, make("span", {}, group))));
        }
        const told = parts.flatMap((part) => [
          ...part.shown.map((row) => cell(row, at)),
          ...(grouped ? [fraction(ofColumn(at, part.whole))] : []),
        ]);
        const first = columnHead(at, "row");
        if (text) first.append(" ", make("small", { className: "rb-printed" }, text));
        bodies.at(-1).append(tr("", first, fraction(ofColumns[at]), ...told));
      });
      const told = parts.flatMap((part) => [...part.shown.map((row) => fraction(ofRow(row))), ...(grouped ? [blank()] : [])]);
      const totals = tr("rb-total", upright("row", head), blank(), ...told);
      return [make("thead", {}, ...top), ...bodies, make("tbody", {}, totals)];
    }

    // What is shown, in which order ----------------------------------------------------------------------------------------
    const status = make("p", { className: "rb-count", role: "status" });
    const arrange = () => {
      const grouping = groupings.find(({ key }) => key === state.by);
      const wanted = state.q.toLowerCase().split(/\s+/);
      let found = state.order === "similarity" ? model.alike : all;
      const first = columns.findIndex(({ key }) => key === state.first);
      if (first >= 0) found = [...found].sort((a, b) => cells[first][a] - cells[first][b]);
      found = found.filter((row) => wanted.every((word) => `${rows.label[row]} ${rows.full[row]}`.toLowerCase().includes(word)));
      const groups = grouping ? grouping.groups.map((title, at) => ({ title, has: (row) => grouping.of[row] === at })) : [{ has: () => true }];
      const parts = groups.map(({ title, has }) => ({ title, whole: all.filter(has), shown: found.filter(has) }));
      const pages = Math.max(1, Math.ceil(found.length / (size ?? Infinity)) || 1);
      state.page = Math.min(Math.max(1, state.page), pages);
      let skip = size ? (state.page - 1) * size : 0;
      let left = size ?? Infinity;
      for (const part of parts) {
        const from = Math.min(skip, part.shown.length);
        skip -= from;
        part.shown = part.shown.slice(from, from + left);
        left -= part.shown.length;
      }
      return { grouping, first, found, pages, parts: parts.filter((part) => part.shown.length) };
    };

    const render = () => {
      const { grouping, first, found, pages, parts } = arrange();
      const held = table.contains(document.activeElement) ? document.activeElement.dataset : null;
      table.replaceChildren(table.caption, ...(downwards ? down : across)(parts, Boolean(grouping)));
      folding(table.tBodies);
      walk();
      if (held?.first) focusOn(table.querySelector(`[data-first="${CSS.escape(held.first)}"]`));
      const count = parts.reduce((sum, part) => sum + part.shown.length, 0);
      const from = size ? (state.page - 1) * size + 1 : 1;
      const of = found.length < all.length ? ` of the ${said(found.length)} found` : "";
      const which = pages > 1 ? ` (${said(from)} to ${said(from + count - 1)}${of})` : "";
      const by = grouping ? `, by ${grouping.title.toLowerCase()}` : "";
      const order = first >= 0 ? `, first those with “${columns[first].label}”` : state.order === "similarity" ? ", the most alike side by side" : "";
      status.textContent = `${said(count)} of ${said(all.length)} ${several} shown${which}${by}${order}`;
      turns.hidden = pages < 2;
      place.textContent = `Page ${said(state.page)} of ${said(pages)}`;
      [back.disabled, on.disabled] = [state.page === 1, state.page === pages];
      menus.by.value = grouping ? state.by : "";
      menus.order.value = first >= 0 ? `first ${state.first}` : state.order;
      if (search.value.trim() !== state.q) search.value = state.q;
    };

    const focusOn = (target) => target?.focus();
    const walk = walking(table);

    // What a cell rests on --------------------------------------------------------------------------------------------------
    const { dialog, heading, close } = evidenceDialog(view);
    const show = (link, ...content) => {
      const [row, at] = [Number(link.dataset.row), Number(link.dataset.at)];
      const mark = marks[cells[at][row]];
      heading.textContent = `${rows.full[row]}: ${columns[at].label}`;
      const about = columns[at].description ? [make("p", { className: "rb-about" }, columns[at].description)] : [];
      const more = make("a", { href: link.href }, `All about ${rows.full[row]}`);
      dialog.replaceChildren(heading, ...about, make("p", {}, sign(mark), ` ${mark.word}`), ...content, make("p", {}, more), close);
    };
    const NOTHING = ["not_reported", "not_available", "not_applicable"];
    const told = (text) => (NOTHING.includes(text) ? text.replace("_", " ") : text || "not charted yet");
    const evidenceOf = (known) => {
      if (!known) return [make("p", {}, "Nothing is told here yet.")];
      const facts = [["Evidence", told(known.evidence)], ["Where it says so", told(known.locator)]];
      if (known.report) facts.push(["Report", make("a", { href: known.report.href }, known.report.label)]);
      return [make("dl", {}, ...facts.flatMap(([term, text]) => [make("dt", {}, term), make("dd", {}, text)]))];
    };
    const open = async (link) => {
      const key = rows.key[link.dataset.row];
      const name = `interventions/${key}`;
      dialog.dataset.of = `${key} ${link.dataset.at}`;
      const mine = dialog.dataset.of;
      show(link, make("p", { role: "status" }, "Loading the evidence …"));
      dialog.onclose = () => focusOn(link); // some browsers do not focus a link that is clicked, and so return nowhere
      dialog.showModal();
      let content;
      try {
        await load(`${name}.js`);
        content = evidenceOf(data[name].features[columns[link.dataset.at].key]);
      } catch {
        content = [make("p", {}, "The evidence could not be loaded. It stands on the page below.")];
      }
      if (dialog.open && dialog.dataset.of === mine) {
        show(link, ...content);
        close.focus();
      }
    };

    table.onclick = (event) => {
      const sort = event.target.closest("[data-first]");
      const link = event.target.closest("[data-row]");
      if (sort) change({ first: state.first === sort.dataset.first ? "" : sort.dataset.first });
      else if (link && evidence && plainClick(event)) {
        event.preventDefault();
        open(link);
      }
    };

    // Choices, and the view in the address -------------------------------------------------------------------------------------
    const tools = make("div", { className: "rb-tools", role: "group", ariaLabel: `Arrange ${name}` });
    const search = make("input", { type: "search", oninput: () => change({ q: search.value.trim() }) });
    const menus = {
      by: make("select", { onchange: () => change({ by: menus.by.value }) }, new Option("No groups", "")),
      order: make("select", {}, new Option("As in the table", "charted"), new Option("By similarity", "similarity")),
    };
    menus.by.append(...groupings.map(({ key, title }) => new Option(title, key)));
    for (const group of new Set(columns.map((column) => column.group))) {
      const own = columns.filter((column) => column.group === group);
      menus.order.append(make("optgroup", { label: `First those with … ${group}`.trim() }, ...own.map(({ key, label }) => new Option(label, `first ${key}`))));
    }
    menus.order.onchange = () => {
      const { value } = menus.order;
      change(value.startsWith("first ") ? { first: value.slice(6) } : { order: value, first: "" });
    };
    const turn = (by) => change({ page: state.page + by });
    const [back, on] = [action("Previous page", () => turn(-1)), action("Next page", () => turn(1))];
    const place = make("span", {});
    const turns = make("p", { className: "rb-turns" }, back, place, on);
    if (groupings.length) tools.append(make("label", {}, "Group by", menus.by));
    tools.append(make("label", {}, "Order", menus.order));
    if (all.length > LONG) tools.append(make("label", {}, `Search ${several} by name`, search));
    tools.append(action("Reset", () => change(usual)), status, turns);

    const change = (chosen) => {
      state = { ...state, page: 1, ...chosen };
      render();
      const query = new URLSearchParams(Object.entries(state).filter(([key, value]) => value !== usual[key]));
      cite(`${query}` && `#${view.id}?${query}`);
    };
    const restore = () => {
      const query = cited(view.id);
      if (!query) return;
      const asked = new URLSearchParams(query);
      state = { ...usual };
      for (const key in usual) if (asked.has(key)) state[key] = asked.get(key);
      state.page = parseInt(state.page, 10) || 1;
      if (state.order !== "similarity") state.order = "charted";
      render();
      tools.scrollIntoView();
    };

    view.querySelector(":scope > .rb-count")?.remove();
    table.role = "grid";
    table.closest(".rb-matrix-frame").before(tools);
    view.append(dialog);
    addEventListener("hashchange", restore);
    render();
    frame(table.parentNode, name);
    restore();
  }

  each(".rb-matrix-view", (view) => {
    const own = view.querySelector("script");
    if (own) matrix(view, JSON.parse(own.textContent));
    else {
      load(view.dataset.cells)
        .then(() => matrix(view, data.matrix))
        .catch(() => view.append(make("p", { role: "status" }, "The other pages could not be loaded.")));
    }
  });
})();
