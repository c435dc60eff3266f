/* The matrices of themes/drawing/coded_matrix.py, where a reader opens what a cell counts: by click, Enter or Space; arrow keys walk the
   table. Which cell is open goes into the address. The excerpts come from a script of their own for each code. */
(() => {
  "use strict";
  const { make, frame, load, each, holds, data, said, mark, cite, cited, plainClick, evidenceDialog, walking } = window.reviewbook;

  function coded(view) {
    const table = view.querySelector("table");
    const codes = table.dataset.codes.split(" ");
    const { by, source, csv, minRating } = view.dataset;
    const part = view.dataset.reports && new Set(view.dataset.reports.split(" ")); // of a page that shows some reports alone

    // A page with very many filled cells comes without their links.
    const first = 2; // cells of a row before those of the codes
    for (const row of table.querySelectorAll("tr[data-row]")) {
      codes.forEach((code, at) => {
        const cell = row.cells[first + at];
        const [text] = cell.getElementsByTagName("i");
        if (!text) return;
        if (!cell.querySelector("a")) cell.append(make("a", { href: `#code-${code}` }, ...cell.childNodes));
        const link = cell.querySelector("a");
        link.ariaHasPopup = "dialog";
        Object.assign(link.dataset, { row: row.dataset.row, code });
      });
    }

    // The excerpts of a cell ------------------------------------------------------------------------------------------------
    const { dialog, heading, close } = evidenceDialog(view, "rb-evidence rb-coded-evidence");
    const body = make("div", {});
    dialog.append(make("div", { className: "rb-coded-head" }, heading, close), body);

    const low = (report) => report.points !== null && report.points < Number(minRating);
    const named = (report) => {
      const parts = [make("a", { href: report.href }, report.label), report.rating && `, ${report.rating}`];
      if (low(report)) parts.push(" (", mark("!", "rb-differs"), " low-rated)");
      return make("li", {}, ...parts.filter(Boolean));
    };
    const excerpt = (one, reports) => {
      const quoted = one.kind === "quotation";
      const text = one.text || "A piece of a picture or a recording.";
      const about = [quoted ? "Quotation" : "Finding, in our own words", one.speaker, ...one.grounds, one.page && `p. ${one.page}`, one.locator];
      const place = `excerpt-${one.id}`;
      const facts = make("p", { className: "rb-coded-facts" }, about.filter(Boolean).join(" · "));
      if (holds(place)) facts.append(" · ", onPage(place, "in its place on the page"));
      const whose = one.reports.length ? make("ul", {}, ...one.reports.map((at) => named(reports[at]))) : make("p", { className: "rb-coded-facts" }, "No report named.");
      return make("li", {}, make(quoted ? "blockquote" : "p", {}, quoted ? `“${text}”` : text), facts, whose);
    };
    const download = (name) => make("a", { href: `${csv}/${name}`, download: "" }, name);
    const contents = (link, { about, excerpts, reports, rows }) => {
      const places = rows[by]?.[link.dataset.row];
      if (!places) return missing(link);
      const total = [...link.querySelector("i").textContent.replaceAll(",", "").split("+")].reduce((sum, one) => sum + Number(one), 0);
      const there = ({ reports: own }) => !part || own.some((at) => part.has(reports[at].href));
      const shown = places.map((at) => excerpts[at]).filter(there);
      const more = [`${said(shown.length)} of ${said(total)} are shown; all are in `, download("excerpts.csv"), " and ", download("codings.csv"), "."];
      return [
        ...(about ? [make("p", { className: "rb-about" }, about)] : []),
        make("p", {}, ...[...link.querySelectorAll("b, span")].flatMap((part) => [part.cloneNode(true), " "])),
        ...(shown.length < total ? [make("p", {}, ...more)] : []),
        make("ol", {}, ...shown.map((one) => excerpt(one, reports))),
        rest(link),
      ];
    };
    const rest = (link) => make("p", {}, onPage(`code-${link.dataset.code}`, "All about it on the page"));
    const missing = (link) => [make("p", {}, "The passages could not be loaded. They stand on the page, under their theme."), rest(link)];

    let opener;
    const onPage = (id, text) => {
      const onclick = (event) => {
        event.preventDefault(); // a link of a closed dialog leads nowhere
        opener = null; // the focus is not to come back
        dialog.close();
        location.hash = id;
      };
      return make("a", { href: `#${id}`, onclick }, text);
    };
    dialog.onclose = () => {
      if (opener) cite("");
      opener?.focus(); // some browsers do not focus a link that is clicked, and so return nowhere
      opener = null;
    };
    const open = async (link) => {
      const { row, code } = link.dataset;
      const name = `codes/${code}`;
      const head = table.querySelector(`[data-code="${CSS.escape(code)}"]`);
      heading.textContent = `${link.closest("tr").cells[0].textContent}: ${head.dataset.label}`;
      body.replaceChildren(make("p", { role: "status" }, "Loading the passages …"));
      opener = link;
      cite(`#${view.id}?${new URLSearchParams({ row, code })}`);
      if (!dialog.open) dialog.showModal();
      close.focus();
      let content;
      try {
        await load(`${source}/${code}.js`);
        content = contents(link, data[name]);
      } catch {
        content = missing(link);
      }
      if (opener === link) body.replaceChildren(...content);
    };
    table.onclick = (event) => {
      const link = event.target.closest("[data-code][data-row]");
      if (!link || !plainClick(event)) return;
      event.preventDefault();
      open(link);
    };

    const restore = () => {
      const query = cited(view.id);
      if (!query) return;
      const asked = new URLSearchParams(query);
      const links = [...table.querySelectorAll("a[data-code]")];
      const link = links.find(({ dataset }) => dataset.row === asked.get("row") && dataset.code === asked.get("code"));
      if (!link) return;
      link.scrollIntoView({ block: "center" });
      open(link);
    };
    table.role = "grid";
    view.append(dialog);
    walking(table)();
    frame(table.parentNode, table.caption.textContent);
    addEventListener("hashchange", restore);
    restore();
  }

  each(".rb-coded-view", coded);
})();
