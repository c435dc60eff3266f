/* The evidence map (chapter 07): what evidence_map/charts.py wrote as tables, for readers to turn, filter, page and cite.
   The page is whole without this file; both draw alike (tests/evidence_map/test_evidence_map_browser.py compares them). */
(() => {
  "use strict";
  const { make, action, load, data: loaded, said, cite, cited } = window.reviewbook;
  const LONGEST_AXIS = 40, MOST_FREQUENT = 30, ROWS = 25, SMALLEST = 3, LARGEST = 13, HIGH = 0.75;
  const AT_ONCE = 60; // cells of the map that are drawn before the reader is answered; the others follow
  const FRAMED = ["rating", "features", "scheme", "choices", "results"];
  const home = document.documentElement.dataset.content_root ?? "./";
  const { compare } = new Intl.Collator("en", { numeric: true, ignorePunctuation: true });
  const counted = (n, one, many = `${one}s`) => `${said(n)} ${n === 1 ? one : many}`;
  const ascii = /^[\x00-\x7f]*$/;
  const plain = (text) => (ascii.test(text) ? text : text.normalize("NFD").replace(/\p{M}/gu, "")).toLowerCase();

  // --- the reports, and what is known of each

  // A way to lay reports out. The values of report r are held[start[r]] up to held[start[r + 1]], as places in values; led and from
  // have those of each of its studies, links[r] up to links[r + 1], in the same way.
  class Dimension {
    constructor(one, members, about, links, unsaid) {
      Object.assign(this, one);
      this.said = (v) => !unsaid.has(one.values[v]);
      this.from = new Int32Array(about.length + 1);
      const led = [];
      about.forEach((at, link) => {
        led.push(...[members[at]].flat());
        this.from[link + 1] = led.length;
      });
      this.led = Int32Array.from(led);
      this.asks = one.scopes?.map((reports) => {
        const own = new Uint8Array(links.length - 1);
        for (const r of reports) own[r] = 1;
        return own;
      });
      [this.start, this.held] = about.length + 1 === links.length ? [this.from, this.led] : this.together(links);
    }
    together(links) {
      const start = new Int32Array(links.length), held = [];
      for (let r = 0; r + 1 < links.length; r++) {
        const own = this.led.slice(this.from[links[r]], this.from[links[r + 1]]).sort();
        held.push(...new Set(own));
        start[r + 1] = held.length;
      }
      return [start, Int32Array.from(held)];
    }
    leads(link, v) {
      return this.led.subarray(this.from[link], this.from[link + 1]).includes(v);
    }
    some(r, fits) {
      for (let i = this.start[r]; i < this.start[r + 1]; i++) if (fits(this.held[i])) return true;
      return false;
    }
    // Whether a report could have stood under a value: it was asked for it, or has it; everyone could where nobody says of whom.
    could(v) {
      if (this.asks || this.asked) {
        const own = this.asks?.[this.scope[v]] ?? null;
        return own && ((r) => own[r]);
      }
      return FRAMED.includes(this.kind) ? null : (r) => this.some(r, (held) => held === v);
    }
    text(r) {
      return Array.from(this.held.subarray(this.start[r], this.start[r + 1]), (v) => this.labels[v]).join("; ");
    }
    count(reports) {
      const n = new Array(this.values.length).fill(0);
      for (const r of reports) for (let i = this.start[r]; i < this.start[r + 1]; i++) n[this.held[i]] += 1;
      return n;
    }
    // The values of these reports; of a frame that was given beforehand all.
    present(n) {
      const framed = FRAMED.includes(this.kind);
      return [...this.values.keys()].filter((v) => n[v] || (framed && this.said(v)));
    }
    // The values that an axis has room for, and of how many: those chosen, else all; of many, those with most reports.
    axis(reports, chosen) {
      const n = this.count(reports);
      const there = this.present(n).filter((v) => !chosen || chosen.has(v));
      const named = there.filter(this.said);
      if (named.length <= LONGEST_AXIS) return { shown: there, of: there.length };
      const most = new Set(named.sort((a, b) => n[b] - n[a]).slice(0, MOST_FREQUENT));
      return { shown: there.filter((v) => most.has(v) || !this.said(v)), of: there.length };
    }
  }

  class Reports {
    constructor({ reports, studies, interventions, columns, measures, noun, peopled, dimensions, bands, unsaid }, part, lowBelow) {
      this.measures = new Map(measures.map(([key, ...words]) => [key, words]));
      this.noun = noun;
      this.peopled = peopled;
      this.ids = reports.id;
      this.cells = reports;
      this.people = studies.participants;
      this.interventions = interventions.id;
      this.heads = new Map(columns);
      this.bands = bands.map(([, word]) => word);
      // The studies of the reports in one row, each of which leads to an intervention; the last study is that of a report without.
      const told = reports.study.map((at) => [at].flat());
      this.links = new Int32Array(told.length + 1);
      told.forEach((own, r) => (this.links[r + 1] = this.links[r] + own.length));
      this.report = Int32Array.from(told.flatMap((own, r) => own.map(() => r)));
      this.study = Int32Array.from(told.flat());
      this.intervention = this.study.map((at) => studies.intervention[at]);
      this.none = { study: this.people.length - 1, intervention: this.interventions.length - 1 };
      this.unsaid = new Map(unsaid);
      this.band = Uint8Array.from(this.ids, (_, r) => {
        const points = reports.points[r] ?? null;
        return points === null ? 3 : points < lowBelow ? 2 : points >= HIGH * reports.most[r] ? 0 : 1;
      });
      const own = part && new Set(part.split(" "));
      this.all = [...this.ids.keys()].filter((r) => !own || own.has(this.ids[r]));
      this.byBand = [...this.all].sort((a, b) => this.band[a] - this.band[b]);
      this.sources = new Map(dimensions.map((one) => [one.key, one]));
      this.made = new Map();
      this.ranks = new Map();
      this.whole = this.totals(this.all);
    }
    // Made when it is first asked for.
    dimension(key) {
      if (!this.made.has(key)) {
        const one = this.sources.get(key);
        this.made.set(key, new Dimension(one, one.members ?? this.band, this[one.of], this.links, this.unsaid));
      }
      return this.made.get(key);
    }
    text(key, r) {
      return this.sources.has(key) ? this.dimension(key).text(r) : this.cells[key][r];
    }
    // What is searched: the cells of the table, without accents and capitals.
    words(r) {
      const row = (i) => plain([this.ids[i], ...[...this.heads.keys()].map((key) => this.text(key, i))].join(" "));
      return (this.searched ??= this.ids.map((_, i) => row(i)))[r];
    }
    // The place of each report in the order of a column; what is not said is nowhere. Each distinct text is looked at once.
    rank(key) {
      if (!this.ranks.has(key)) {
        const own = this.ids.map((_, r) => this.text(key, r));
        const silent = new Set(this.unsaid.values());
        const nowhere = (text) => silent.has(text) || (key === "rated" && !/^\d/.test(text));
        const number = (text) => parseFloat(text.replaceAll(",", ""));
        const order = key === "participants" || key === "workers" ? (a, b) => number(a) - number(b) : compare;
        const known = [...new Set(own)].filter((text) => !nowhere(text)).sort(order);
        const place = new Map(known.map((text, i) => [text, i]));
        this.ranks.set(key, own.map((text) => place.get(text) ?? -1));
      }
      return this.ranks.get(key);
    }
    totals(reports) {
      const studies = new Uint8Array(this.people.length), interventions = new Uint8Array(this.interventions.length);
      const sums = { reports: reports.length, studies: 0, interventions: 0, known: 0, participants: 0 };
      for (const r of reports) {
        for (let link = this.links[r]; link < this.links[r + 1]; link++) {
          const study = this.study[link], about = this.intervention[link];
          if (about !== this.none.intervention && !interventions[about]) sums.interventions += 1;
          interventions[about] = 1;
          if (study === this.none.study || studies[study]) continue;
          studies[study] = 1;
          sums.studies += 1;
          if (this.people[study] === null) continue;
          sums.known += 1;
          sums.participants += this.people[study];
        }
      }
      return sums;
    }
    status(reports) {
      const now = this.totals(reports), of = this.whole;
      const studies = counted(now.studies, "study", "studies");
      const people = now.known
        ? `${counted(now.participants, "person", "people")} in ${said(now.known)} of ${studies}`
        : `number of people not known in ${studies}`;
      const about = `${said(now.interventions)} of ${counted(of.interventions, ...this.noun)}, `;
      return `${said(now.reports)} of ${counted(of.reports, "report")}, ${of.interventions ? about : ""}${this.peopled ? people : studies}`;
    }
    // For each cell and band what is counted (studies, where people are asked for), the people, and the studies that give
    // their number; nothing twice, and under the best rated report. A cell has reports where it is `there`.
    laid(reports, x, y, across, down, measure) {
      const place = (values, length) => {
        const at = new Int32Array(length).fill(-1);
        values.forEach((v, i) => (at[v] = i));
        return at;
      };
      const column = place(across, x.values.length), row = place(down, y.values.length);
      const of = measure === "reports" ? "report" : measure === "interventions" ? "intervention" : "study";
      const units = this[of];
      const width = { report: this.ids, study: this.people, intervention: this.interventions }[of].length;
      const size = across.length * down.length;
      const seen = of === "report" ? null : new Uint8Array(size * width);
      const last = new Int32Array(size).fill(-1);
      const n = new Uint32Array(size * 4), people = new Float64Array(size * 4), known = new Uint32Array(size * 4);
      const kept = new Uint8Array(this.ids.length);
      for (const r of reports) kept[r] = 1;
      for (const r of this.byBand) {
        if (!kept[r]) continue;
        for (let link = this.links[r]; link < this.links[r + 1]; link++) {
          const unit = units[link], given = measure === "participants" ? this.people[unit] : null;
          for (let j = y.from[link]; j < y.from[link + 1]; j++) {
            const below = row[y.led[j]];
            if (below < 0) continue;
            for (let i = x.from[link]; i < x.from[link + 1]; i++) {
              const beside = column[x.led[i]];
              if (beside < 0) continue;
              const cell = below * across.length + beside;
              const again = seen ? seen[cell * width + unit] : last[cell] === r; // the studies of a report follow one another
              last[cell] = r;
              if (again || unit === this.none[of]) continue;
              if (seen) seen[cell * width + unit] = 1;
              const slot = cell * 4 + this.band[r];
              n[slot] += 1;
              if (given === null) continue;
              people[slot] += given;
              known[slot] += 1;
            }
          }
        }
      }
      return { n, people, known, there: (cell) => last[cell] >= 0 };
    }
  }

  // --- the page

  function explore(root, own) {
    const { dataset } = root;
    const figure = root.querySelector(".rb-map-grid"), list = root.querySelector(".rb-map-reports");
    const cut = root.querySelector(".rb-map-cut"), gaps = root.querySelector(".rb-map-gaps");
    const count = root.querySelector(".rb-count"), rest = root.querySelector(".rb-map-rest");
    const keys = [...root.querySelectorAll(".rb-map-key > li")];
    const shapes = keys.map((item) => item.querySelector("svg").innerHTML);
    const classes = keys.map((item) => item.querySelector("svg").getAttribute("class"));
    const numbers = keys.map((item) => item.querySelector("span"));
    const fresh = () => ({
      x: dataset.x, y: dataset.y, n: dataset.measure, f: new Map(), q: "", sort: "", page: 1, cell: null, gone: [],
    });
    let view = fresh(), shown = [], found = [], place = [0, 0], later;

    // Controls
    const search = make("input", { type: "search" });
    const field = (text, control) => make("label", {}, text, control);
    const grouped = (menu, use) => {
      const groups = new Map();
      for (const { key, label, group, [`no_${use}`]: not } of own.sources.values()) {
        if (not) continue;
        if (!groups.has(group)) groups.set(group, make("optgroup", { label: group }));
        groups.get(group).append(new Option(label, key));
      }
      menu.append(...groups.values());
      return menu;
    };
    const menus = { x: grouped(make("select"), "axis"), y: grouped(make("select"), "axis"), n: make("select") };
    menus.n.append(...[...own.measures].map(([key, [text]]) => new Option(text, key)));
    const by = grouped(make("select"), "filter"), value = make("select");
    const add = action("Add filter", () => {
      const chosen = view.f.get(by.value) ?? [];
      change({ f: new Map(view.f).set(by.value, [...new Set([...chosen, value.value])]) });
    });
    const chips = make("ul", { className: "rb-map-chips" });
    const address = make("input", { type: "text", readOnly: true });
    const addressField = make("label", { hidden: true }, "Address of this view", address);
    const copy = action("Copy the address of this view", async () => {
      try {
        await navigator.clipboard.writeText(location.href);
        tell("The address is copied.");
      } catch {
        address.value = location.href;
        addressField.hidden = false;
        address.select(); // where the browser gives no way to the clipboard, the reader copies it
        tell("Copy the address from the field.");
      }
    });
    const tools = make("div", { className: "rb-tools rb-map-tools", role: "group", ariaLabel: "Choose what the map shows" });
    const line = (...controls) => make("div", { className: "rb-map-line" }, ...controls);
    tools.append(
      line(field("Columns", menus.x), field("Rows", menus.y), field("Bubbles show", menus.n)),
      line(field("Filter by", by), field("Value", value), add, field("Search reports", search)),
      chips,
      line(action("Reset", () => change(fresh())), copy, action("Download what is shown (CSV)", () => save())),
      addressField, count
    );
    root.prepend(tools);
    count.role = "status";
    const pages = make("nav", { className: "rb-map-pages", ariaLabel: "Pages of the table of reports" });
    const here = make("span");
    const [before, after] = [["Previous page", -1], ["Next page", 1]].map(([text, step]) =>
      action(text, () => {
        change({ page: view.page + step }, false);
        (step < 0 ? before : after).disabled && (step < 0 ? after : before).focus();
      })
    );
    pages.append(before, here, after);
    // On a phone, where a report is a card, the table has no heads to sort by.
    const order = make("select", {});
    order.onchange = () => change({ sort: order.value, page: 1 }, false);
    (list.closest(".rb-frame") ?? list).before(make("div", { className: "rb-tools rb-map-order" }, field("Sort by", order)));
    rest.replaceWith(pages);

    const offer = () => {
      const dimension = own.dimension(by.value);
      const { labels, values } = dimension, n = dimension.count(own.all);
      value.replaceChildren(...dimension.present(n).map((v) => new Option(`${labels[v]} (${said(n[v])})`, values[v])));
    };
    by.onchange = offer;
    menus.x.onchange = () => change({ x: menus.x.value, cell: null });
    menus.y.onchange = () => change({ y: menus.y.value, cell: null });
    menus.n.onchange = () => change({ n: menus.n.value });
    search.oninput = () => change({ q: search.value });

    // What the view asks for
    const chosenIn = (dimension) => {
      const asked = view.f.get(dimension.key);
      return asked && new Set(asked.map((one) => dimension.values.indexOf(one)));
    };
    const fitting = () => {
      const words = plain(view.q).split(/\s+/).filter(Boolean);
      let reports = words.length ? own.all.filter((r) => words.every((word) => own.words(r).includes(word))) : own.all;
      for (const key of view.f.keys()) {
        const dimension = own.dimension(key), chosen = chosenIn(dimension);
        reports = reports.filter((r) => dimension.some(r, (v) => chosen.has(v)));
      }
      return reports;
    };
    const inCell = () => {
      const [x, y] = [view.x, view.y].map((key, i) => {
        const dimension = own.dimension(key), wanted = dimension.values.indexOf(view.cell[i]);
        return (link) => dimension.leads(link, wanted);
      });
      return found.filter((r) => {
        for (let link = own.links[r]; link < own.links[r + 1]; link++) if (x(link) && y(link)) return true;
        return false;
      });
    };
    const columns = () => {
      const axes = [view.x, view.y].filter((key) => !own.heads.has(key));
      return new Map([...own.heads, ...axes.map((key) => [key, own.dimension(key).label])]);
    };

    // Drawing
    const mark = (band, n, scale, name) => {
      const radius = scale ? Math.max(SMALLEST, LARGEST * Math.sqrt(n / scale)) : SMALLEST;
      const size = (Math.floor(29 * radius + 0.5) / 10).toFixed(1);
      return `<svg class="${classes[band]}" role="img" aria-label="${name}" width="${size}" height="${size}" viewBox="-1.45 -1.45 2.9 2.9">${shapes[band]}</svg>`;
    };

    const drawMap = () => {
      const x = own.dimension(view.x), y = own.dimension(view.y);
      const [columns, rows] = [x, y].map((dimension) => dimension.axis(found, chosenIn(dimension)));
      const across = columns.shown, down = rows.shown;
      const { n, people, known, there } = own.laid(found, x, y, across, down, view.n);
      const asked = view.n === "participants" ? people : n;
      const scale = asked.reduce((most, one) => Math.max(most, one), 0);
      const silent = (i, j) => !x.said(across[i]) || !y.said(down[j]);
      const empty = (i, j) => !silent(i, j) && !there(j * across.length + i);
      // A gap is only where a report that was asked could have stood.
      const wanted = x.asked || y.asked;
      const [beside, below] = [[x, across], [y, down]].map(([dimension, values]) => values.map((v) => dimension.could(v)));
      const scoped = x.scopes || y.scopes;
      const asks = (i, j) => !scoped || found.some((r) => (beside[i]?.(r) ?? true) && (below[j]?.(r) ?? true));
      const gap = (i, j) => wanted && empty(i, j) && asks(i, j);
      const none = wanted ? "not asked" : [x.kind, y.kind].includes("features") ? "none told" : "none";
      const nothing = (i, j) => (gap(i, j) ? '<td class="rb-gap"><span>gap</span></td>' : `<td class="rb-none"><span>${none}</span></td>`);
      const among = (fits) => down.map((v, j) => [y.labels[v], [...across.keys()].filter((i) => fits(i, j)).map((i) => x.labels[across[i]])]);
      const cell = (i, j) => {
        const first = (j * across.length + i) * 4;
        const parts = [];
        let studies = 0, given = 0;
        for (let band = 0; band < 4; band++) {
          const at = first + band;
          if (!n[at]) continue;
          studies += n[at];
          given += known[at];
          const nobody = view.n === "participants" && !known[at];
          const name = own.bands[band] + (nobody ? ", number of people not known" : "");
          parts.push(`<span>${mark(band, asked[at], scale, name)}${nobody ? "?" : said(asked[at])}</span>`);
        }
        if (!parts.length) return empty(i, j) ? nothing(i, j) : "<td>–</td>";
        if (view.n === "participants" && given < studies)
          parts.push(`<small>in ${said(given)} of ${counted(studies, "study", "studies")}</small>`);
        return `<td class="rb-filled">${parts.join(" ")}</td>`;
      };
      // Words of the review come in by textContent alone: what is written as HTML here holds numbers.
      const body = figure.tBodies[0], head = figure.tHead.rows[0];
      const focused = figure.contains(document.activeElement);
      const line = (j) => `<tr><th scope="row"></th>${across.map((_, i) => cell(i, j)).join("")}</tr>`;
      const step = Math.ceil(AT_ONCE / Math.max(across.length, 1));
      // Rows up to this one: a large map would keep the reader waiting for its lowest.
      const drawRows = (to) => {
        const from = body.rows.length;
        body.insertAdjacentHTML("beforeend", down.slice(from, to).map((_, k) => line(from + k)).join(""));
        for (const row of [...body.rows].slice(from)) {
          row.cells[0].textContent = y.labels[down[row.rowIndex - 1]];
          for (const one of row.querySelectorAll("td")) one.tabIndex = -1;
        }
        markCell();
        rove(...place, focused && from === 0);
        figure.ariaBusy = to < down.length;
        if (to < down.length) later = setTimeout(() => drawRows(2 * to));
      };
      head.replaceChildren(
        ...[y.label, ...across.map((v) => x.labels[v])].map((text) => make("th", { scope: "col" }, make("p", {}, text)))
      );
      figure.classList.toggle("rb-many", across.length > 8);
      figure.caption.textContent = `Evidence map: ${own.measures.get(view.n)[1]} by ${x.label} (columns) and ${y.label} (rows)`;
      figure.axes = [across.map((v) => x.values[v]), down.map((v) => y.values[v])];
      const lacking = ({ label }, { shown, of }, where) =>
        shown.length < of
          ? `${label}: ${shown.length} of ${said(of)} shown in ${where}s, those with most reports; filter to see others. `
          : "";
      cut.textContent = found.length
        ? lacking(x, columns, "column") + lacking(y, rows, "row")
        : "No report fits: remove a filter, or search for less.";
      const size = (some) => some.reduce((sum, [, names]) => sum + names.length, 0);
      const listed = among(wanted ? gap : empty).filter(([, names]) => names.length);
      const lines = listed.map(([row, names]) => make("li", {}, `${row}: ${names.join("; ")}`));
      const lacks = size(listed), aside = size(among(empty)) - lacks;
      const told = wanted ? `${counted(lacks, "gap")}: ${lacks === 1 ? "a pair" : "pairs"} without a report` : `${counted(lacks, "pair")} without a report`;
      const others = aside ? `; ${counted(aside, "pair")} of which no report was asked` : "";
      gaps.firstElementChild.textContent = (lacks ? told : wanted ? "No gap" : "No pair without a report") + others;
      const every = aside ? "Every pair of values of which a report was asked has one." : "Every pair of values that are said has a report.";
      gaps.lastElementChild.replaceWith(lacks ? make("ul", {}, ...lines) : make("p", {}, every));
      const inBand = [0, 0, 0, 0];
      for (const r of found) inBand[own.band[r]] += 1;
      numbers.forEach((item, band) => (item.textContent = counted(inBand[band], "report")));
      place = [Math.min(place[0], Math.max(down.length - 1, 0)), Math.min(place[1], Math.max(across.length - 1, 0))];
      clearTimeout(later);
      body.replaceChildren();
      drawRows(Math.max(step, focused ? place[0] + 1 : 0));
    };

    const cellAt = (row, column) => figure.tBodies[0].rows[row]?.cells[column + 1];
    const rove = (row, column, focus = true) => {
      const next = cellAt(row, column);
      if (!next) return;
      cellAt(...place)?.setAttribute("tabindex", -1);
      place = [row, column];
      next.tabIndex = 0;
      if (focus) next.focus();
    };
    const markCell = () => {
      const [across, down] = figure.axes;
      for (const one of figure.querySelectorAll("[aria-selected]")) one.removeAttribute("aria-selected");
      if (view.cell) cellAt(down.indexOf(view.cell[1]), across.indexOf(view.cell[0]))?.setAttribute("aria-selected", true);
    };
    const choose = (cell) => {
      if (!cell?.matches(".rb-filled")) return;
      const [across, down] = figure.axes;
      const [row, column] = [cell.parentNode.rowIndex - 1, cell.cellIndex - 1];
      const asked = [across[column], down[row]];
      rove(row, column);
      change({ cell: `${asked}` === `${view.cell}` ? null : asked }, false);
    };
    figure.setAttribute("role", "grid");
    figure.onclick = ({ target }) => choose(target.closest("td"));
    figure.onkeydown = (event) => {
      const cell = event.target.closest("td");
      if (!cell || event.altKey || event.metaKey) return;
      const [row, column] = place, across = figure.axes[0].length, down = figure.axes[1].length;
      const go = {
        ArrowUp: [row - 1, column], ArrowDown: [row + 1, column],
        ArrowLeft: [row, column - 1], ArrowRight: [row, column + 1],
        Home: [event.ctrlKey ? 0 : row, 0], End: [event.ctrlKey ? down - 1 : row, across - 1],
      }[event.key];
      if (go) rove(Math.max(go[0], 0), Math.max(go[1], 0));
      else if (event.key === "Enter" || event.key === " ") choose(cell);
      else if (event.key === "Escape" && view.cell) change({ cell: null }, false);
      else return;
      event.preventDefault();
    };

    // What a cell of the table holds: a report and each of its interventions lead to their pages.
    const to = (address, text) => make("a", { href: `${home}${address}.html` }, text);
    const contents = (column, r) => {
      if (column === "report") return [to(`reports/${own.ids[r]}`, own.text(column, r))];
      if (column !== "intervention" || !own.sources.has(column)) return [own.text(column, r)];
      const about = own.dimension(column);
      const held = [...about.held.subarray(about.start[r], about.start[r + 1])];
      const named = held.map((v) => (about.said(v) ? to(`interventions/${about.values[v]}`, about.labels[v]) : about.labels[v]));
      return named.flatMap((one, i) => (i ? ["; ", one] : [one]));
    };
    const drawReports = () => {
      const heads = columns();
      let rows = view.cell ? inCell() : found;
      const down = view.sort[0] === "-", key = view.sort.slice(down);
      if (key) {
        const rank = own.rank(key), step = down ? -1 : 1;
        rows = [...rows].sort((a, b) => (rank[a] < 0) - (rank[b] < 0) || step * (rank[a] - rank[b]));
      }
      shown = rows;
      const most = Math.max(1, Math.ceil(rows.length / ROWS));
      view.page = Math.min(Math.max(view.page, 1), most);
      const first = (view.page - 1) * ROWS;
      const lines = rows.slice(first, first + ROWS).map((r) =>
        make("tr", {}, ...[...heads].map(([column, text]) => {
          const cell = make(column === "report" ? "th" : "td", {}, ...contents(column, r));
          if (column === "report") cell.scope = "row";
          else cell.dataset.label = text; // on a phone a row is a card
          if (!own.heads.has(column)) cell.className = "rb-axis"; // may hold many values
          return cell;
        }))
      );
      list.tBodies[0].replaceChildren(...lines);
      const focused = document.activeElement.closest?.("th")?.dataset.column;
      list.tHead.rows[0].replaceChildren(
        ...[...heads].map(([column, text]) => {
          const sort = action(text, () => change({ sort: view.sort === column ? `-${column}` : column, page: 1 }, false));
          sort.className = "rb-sort";
          const head = make("th", { scope: "col" }, sort);
          head.dataset.column = column;
          if (column === key) head.ariaSort = down ? "descending" : "ascending";
          return head;
        })
      );
      if (focused) list.tHead.querySelector(`th[data-column="${CSS.escape(focused)}"] button`)?.focus();
      order.replaceChildren(
        new Option("the order of the review", ""),
        ...[...heads].flatMap(([column, text]) => [new Option(text, column), new Option(`${text} (descending)`, `-${column}`)])
      );
      order.value = view.sort;
      list.caption.textContent = view.cell ? `Reports in the square ${cellWords()}` : "Reports";
      pages.hidden = most === 1;
      before.disabled = view.page === 1;
      after.disabled = view.page === most;
      here.textContent = `Reports ${said(first + 1)} to ${said(Math.min(first + ROWS, rows.length))} of ${said(rows.length)}`;
    };

    const cellWords = () =>
      [view.y, view.x].map((key, i) => {
        const { values, labels } = own.dimension(key);
        return labels[values.indexOf(view.cell[1 - i])];
      }).join(", ");

    const drawChips = () => {
      const chip = (text, undo) => {
        const button = action(text, () => {
          const at = [...chips.children].indexOf(button.parentNode);
          undo();
          (chips.children[Math.min(at, chips.children.length - 1)]?.firstChild ?? add).focus();
        });
        button.append(make("span", { ariaHidden: "true" }, " ✕"));
        button.ariaLabel = `${text}: remove`;
        return make("li", {}, button);
      };
      const filters = [...view.f].map(([key, asked]) => {
        const { label, labels, values } = own.dimension(key);
        const words = asked.map((one) => labels[values.indexOf(one)]).join(" or ");
        return chip(`${label}: ${words}`, () => {
          const f = new Map(view.f);
          f.delete(key);
          change({ f });
        });
      });
      if (view.cell) filters.push(chip(`Square: ${cellWords()}`, () => change({ cell: null }, false)));
      chips.replaceChildren(...filters);
      chips.hidden = !filters.length;
    };

    const tell = (more = "") => {
      const cell = view.cell ? `The table shows the ${counted(shown.length, "report")} in the square ${cellWords()}.` : "";
      const gone = view.gone.length ? `This edition does not have: ${view.gone.join("; ")}.` : "";
      count.textContent = [`${own.status(found)}.`, cell, gone, more].filter(Boolean).join(" ");
    };

    // The address: only what differs from the page's own view, but always what lies on the axes.
    const written = () => {
      const from = fresh(), query = new URLSearchParams();
      if (view.n !== from.n) query.set("n", view.n);
      for (const [key, asked] of view.f) for (const one of asked) query.append(`f.${key}`, one);
      if (view.q) query.set("q", view.q);
      if (view.sort) query.set("sort", view.sort);
      if (view.page > 1) query.set("page", view.page);
      if (view.cell) view.cell.forEach((one, i) => query.set(i ? "cell.y" : "cell.x", one));
      if (!`${query}` && view.x === from.x && view.y === from.y) return "";
      return `#map?${new URLSearchParams({ x: view.x, y: view.y })}${`${query}` && `&${query}`}`;
    };
    const read = (query) => {
      const next = fresh();
      const gone = (key, one) => next.gone.push(`${key.replace(/^f\./, "")} ${one}`);
      for (const key of ["x", "y"]) {
        const asked = query.get(key) ?? next[key];
        if (own.sources.has(asked) && !own.sources.get(asked).no_axis) next[key] = asked;
        else gone(key, asked);
      }
      const measure = query.get("n") ?? next.n;
      if (own.measures.has(measure)) next.n = measure;
      else gone("n", measure);
      for (const [key, one] of query) {
        if (!key.startsWith("f.")) continue;
        const name = key.slice(2);
        if (own.sources.get(name)?.no_filter || !own.sources.get(name)?.values.includes(one)) gone(key, one);
        else next.f.set(name, [...new Set([...(next.f.get(name) ?? []), one])]);
      }
      next.q = query.get("q") ?? "";
      next.page = parseInt(query.get("page"), 10) || 1;
      const cell = [query.get("cell.x"), query.get("cell.y")];
      if (cell.every((one, i) => own.sources.get(next[i ? "y" : "x"]).values.includes(one))) next.cell = cell;
      else if (cell.some((one) => one !== null)) gone("cell", cell.join(", "));
      const sort = query.get("sort") ?? "", key = sort.replace(/^-/, "");
      if (own.heads.has(key) || key === next.x || key === next.y) next.sort = sort;
      else if (sort) gone("sort", sort);
      return next;
    };

    const draw = (whole = true) => {
      if (whole) {
        found = fitting();
        drawMap();
      } else markCell();
      drawReports();
      drawChips();
      tell();
      for (const key of ["x", "y", "n"]) menus[key].value = view[key];
      if (search.value !== view.q) search.value = view.q;
      addressField.hidden = true;
    };
    // What is asked anew starts at the first page; ``whole``: the map changes, not its table alone.
    function change(asked, whole = true) {
      const page = "page" in asked ? asked.page : 1;
      view = { ...view, gone: [], ...asked, page };
      if (!columns().has(view.sort.replace(/^-/, ""))) view.sort = "";
      draw(whole);
      cite(written());
    }
    const restore = () => {
      const query = cited("map");
      if (query === undefined) return false;
      view = read(new URLSearchParams(query));
      draw();
      tools.scrollIntoView();
      return true;
    };

    function save() {
      const heads = columns();
      // A spreadsheet would run a text that begins like a formula; an apostrophe before it keeps it a text.
      const quoted = (text) => `"${text.replace(/^[=+\-@\t\r]/, "'$&").replaceAll('"', '""')}"`;
      const lines = [
        ["report_id", ...heads.values()],
        ...shown.map((r) => [own.ids[r], ...[...heads.keys()].map((key) => own.text(key, r))]),
      ].map((line) => `${line.map(quoted).join()}\r\n`);
      const file = new Blob(["\ufeff", ...lines], { type: "text/csv" }); // the mark tells Excel that it is UTF-8
      const url = URL.createObjectURL(file);
      make("a", { href: url, download: "evidence-map.csv" }).click();
      setTimeout(() => URL.revokeObjectURL(url), 60_000);
    }

    offer();
    addEventListener("hashchange", restore);
    if (!restore()) draw();
    root.dataset.ready = "";
    (window.requestIdleCallback ?? setTimeout)(() => own.words(0)); // before the first letter is typed
  }

  const begin = async (root) => {
    try {
      await load(root.dataset.source);
    } catch {
      const words = "The map cannot be turned or filtered: its data could not be loaded. What stands here is complete.";
      root.prepend(make("p", { className: "rb-nothing", role: "status" }, words));
      return;
    }
    explore(root, new Reports(loaded.explorer, root.dataset.reports, Number(root.dataset.minRating)));
  };
  const root = document.querySelector(".rb-map[data-source]");
  if (root) begin(root);
})();
