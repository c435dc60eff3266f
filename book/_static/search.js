/* The search of the book, loaded when a reader opens it: a dialog over the page, with the sections that were found.
   Where the book is served, pagefind finds them; from a disk, where a browser loads nothing but scripts, a look through the
   sections themselves does (src/reviewbook/press/search/). Both give the same, and are ranked and shown in the same way. */
(() => {
  "use strict";
  const { make, load, data } = window.reviewbook;
  const ROOT = document.documentElement.dataset.content_root ?? "./";
  const MOST = 20; // results that are shown
  const EACH = 12; // results of what is asked that are looked at, and of each other wording
  const OTHER = 5;
  const FEW = 5;
  const SMALL = new Set("a an and are can did do does for from had has have i in is it me of on or that the their they to was were what when which who why with".split(" "));
  const AROUND = 90; // characters of an excerpt on each side of what was found

  const fold = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
  const words = (text) => fold(text).match(/[\p{L}\p{N}]+/gu) ?? [];
  // A word of the question is found where a word begins with it, or with its stem.
  const stem = (word) => (word.length > 4 ? word.replace(/(?:ings?|ed|es|s|y|ies)$/, "") : word);
  const has = (text, word) => ` ${words(text).join(" ")}`.includes(` ${stem(word)}`);
  const all = (text, asked) => asked.length > 0 && asked.every((word) => has(text, word));
  const row = (rows, asked) => rows.split(" · ").find((one) => all(one, asked)) ?? "";

  // What is asked, of a long question without its small words; and the same with words that mean about the same. What is put
  // for the whole is meant as it stands: "log in" is not any "log" with an "in".
  const wordings = (asked) => {
    const every = words(asked);
    const plain = ` ${(every.length > 3 ? every.filter((word) => !SMALL.has(word)) : every).join(" ")} `;
    const found = new Map([[plain.trim(), false]]);
    for (const group of data.search.synonyms) {
      const known = group.map((one) => words(one).join(" "));
      const there = known.filter((one) => ` ${every.join(" ")} `.includes(` ${one} `)).sort((a, b) => b.length - a.length)[0];
      if (!there) continue;
      const part = there.split(" ").filter((word) => plain.includes(` ${word} `)).join(" ");
      for (const other of known) {
        const put = plain.replace(` ${part} `, ` ${other} `).trim();
        if (!found.has(put)) found.set(put, put === other && other.includes(" "));
      }
    }
    return [...found].slice(0, 10);
  };

  const kindOf = (address) => {
    const [page] = address.split("#");
    const { entries, pages } = data.search;
    return entries[page.split("/")[0]] ?? pages[page];
  };

  // By pagefind: what it finds is loaded result by result.
  const byPagefind = async () => {
    const place = (name) => new URL(`${ROOT}search/${name}/`, document.baseURI).href;
    const bundles = Object.entries(data.search.bundles);
    const [[first], ...more] = bundles;
    const pagefind = await import(`${place(first)}pagefind.js`);
    const own = (name) => ({ mergeFilter: { bundle: name }, noWorker: true, ranking: { metaWeights: { title: 6, rows: 3, page: 1 } } });
    await pagefind.options(own(first));
    for (const [name] of more) await pagefind.mergeIndex(place(name), own(name)); // an instance of its own each crashes some browsers
    return async (wording, phrase, kinds) => {
      // Of a bundle, the sections of its second kind are marked.
      const among = bundles.filter(([, [one, other]]) => kinds.includes(one) || kinds.includes(other));
      const [, [one, other]] = among[0] ?? [, []];
      const half = among.length === 1 && other && !(kinds.includes(one) && kinds.includes(other));
      const filters = { bundle: { any: among.map(([name]) => name) } };
      if (half) Object.assign(filters, kinds.includes(other) ? { second: "1" } : { not: { second: "1" } });
      const { results } = await pagefind.search(phrase ? `"${wording}"` : wording, { filters });
      const top = results[0]?.score || 1;
      return results.map(({ id, score, data: of }) => ({
        id,
        score: score / top,
        section: async () => {
          const { raw_url: address, content: text, meta } = await of();
          return { address, text, title: meta.title, rows: meta.rows ?? "", page: meta.page, kind: kindOf(address) };
        },
      }));
    };
  };

  // From a disk: each section that has every word, those that say them often and shortly first.
  const byLooking = async () => {
    await load("search/sections.js");
    const sections = data.sections.flatMap(([address, page, kind, parts]) =>
      parts.map(([anchor, title, rows, text]) => ({
        address: anchor ? `${address}#${anchor}` : address, title, rows, page, kind, text,
        said: ` ${words(`${page} ${title} ${rows} ${text}`).join(" ")}`,
      })),
    );
    return async (wording, phrase, kinds) => {
      const asked = phrase ? [wording] : words(wording).map(stem);
      const found = sections
        .filter(({ kind, said }) => kinds.includes(kind) && asked.every((word) => said.includes(` ${word}`)))
        .map((section) => {
          const often = Math.min(...asked.map((word) => section.said.split(` ${word}`).length - 1));
          const called =
            (all(section.title, words(wording)) ? 1 : row(section.rows, words(wording)) ? 0.5 : 0) + (section.kind === data.search.kinds[0] ? 0.3 : 0);
          return { id: section.address, score: called + often / (often + 1 + section.said.length / 2000), section: async () => section };
        })
        .sort((a, b) => b.score - a.score);
      const top = found[0]?.score || 1;
      return found.map((one) => ({ ...one, score: one.score / top }));
    };
  };

  let engine;
  const ready = () =>
    (engine ??= load("search/about.js").then(() =>
      location.protocol === "file:" || !Object.keys(data.search.bundles).length ? byLooking() : byPagefind().catch(byLooking),
    ));

  // Where in a text the most of the words stand together: all places of any, the best of them, and how much of what is asked is there.
  const spot = (text, asked) => {
    const long = asked.filter((one) => !SMALL.has(one));
    const meant = (long.length ? long : asked).map(stem);
    const which = (word) => meant.findIndex((one) => fold(word).startsWith(one));
    const hits = [...text.matchAll(/[\p{L}\p{N}]+/gu)].filter(([word]) => which(word) >= 0);
    const near = ({ index }) =>
      new Set(hits.filter((one) => one.index >= index && one.index < index + AROUND).map(([word]) => which(word))).size;
    let [at, most] = [0, 0];
    for (const hit of hits.slice(0, 100)) if (near(hit) > most) [at, most] = [hit.index, near(hit)];
    return { hits, at, share: most / (meant.length || 1) };
  };

  // Sections in their order: what is called so before what says so, the reader's own words before others.
  const search = async (asked, kind) => {
    const find = await ready();
    const { kinds, last } = data.search;
    const found = new Map();
    for (const [n, [wording, phrase]] of wordings(asked).entries()) {
      const own = words(wording);
      for (const some of kind ? [[kind]] : [kinds.filter((one) => one !== last), [last]]) {
        if (some[0] === last && !kind && (n || found.size >= FEW)) continue; // what is for authors, where there is little else
        const results = await find(wording, phrase, some);
        const most = n || (some[0] === last && !kind) ? OTHER : EACH;
        const looked = await Promise.all(results.slice(0, most).map(async (one) => ({ ...one, section: await one.section() })));
        for (const { id, score, section } of looked) {
          const called = all(section.title, own);
          const rank =
            score * 0.6 + (called ? 1 : 0) + (called && !section.address.includes("#") ? 0.3 : 0) +
            (row(section.rows, own) ? 0.45 : 0) + (all(section.page, own) ? 0.3 : 0) +
            0.3 * spot(`${section.title} ${section.text}`, own).share -
            (n ? 0.35 : 0) - (section.kind === kinds[0] ? 0 : 0.1) - (section.kind === last && !kind ? 0.8 : 0);
          if (!(found.get(id)?.rank >= rank)) found.set(id, { rank, section, wording: own });
        }
        for (const { id } of results) if (!found.has(id)) found.set(id, null);
      }
    }
    const shown = [...found.values()].filter(Boolean).sort((a, b) => b.rank - a.rank);
    return { count: found.size, shown: shown.slice(0, MOST) };
  };

  // A text with what was found in it marked, and of a long one the part around that.
  const marked = (text, asked, { whole = false } = {}) => {
    const { hits, at } = spot(text, asked);
    const begin = whole ? 0 : at > AROUND ? text.indexOf(" ", at - AROUND) + 1 : 0;
    const end = whole || text.length - at < 2 * AROUND ? text.length : text.lastIndexOf(" ", at + 2 * AROUND);
    const parts = [begin ? "… " : ""];
    let done = begin;
    for (const { 0: word, index } of hits) {
      if (index < done || index + word.length > end) continue;
      parts.push(text.slice(done, index), make("mark", {}, word));
      done = index + word.length;
    }
    return [...parts, text.slice(done, end), end < text.length ? " …" : ""];
  };

  const shown = ({ section, wording }) => {
    const { address, title, page, kind, text, rows } = section;
    const about = row(rows, wording);
    const said = about && !text.startsWith(about) ? `${about}: ${text.slice(Math.max(0, text.indexOf(about) + about.length)).replace(/^[^\p{L}\p{N}]+/u, "")}` : text;
    return make("li", {},
      make("a", { href: ROOT + address },
        make("b", {}, ...marked(title, wording, { whole: true })),
        make("span", { className: "rb-of" }, page === title ? kind : `${page} · ${kind}`),
        make("span", { className: "rb-excerpt" }, ...marked(said, wording)),
      ),
    );
  };

  // The dialog, made once.
  const parts = () => {
    document.head.append(make("link", { rel: "stylesheet", href: `${ROOT}_static/search.css` }));
    const field = make("input", { type: "search", placeholder: "A word, a name, a question", autocomplete: "off", ariaLabel: "Search this book" });
    const said = make("p", { className: "rb-status", role: "status" });
    const list = make("ol", { className: "rb-found" });
    const kinds = make("fieldset", { className: "rb-kinds" }, make("legend", { className: "rb-unseen" }, "Search in"));
    const close = make("button", { type: "button", className: "rb-button", onclick: () => dialog.close() }, "Close");
    const dialog = make("dialog", { className: "rb-finder", ariaLabel: "Search" },
      make("form", { role: "search", onsubmit: (event) => { event.preventDefault(); list.querySelector("a")?.click(); } }, field, close),
      kinds, said, list,
      make("p", { className: "rb-more" }, make("a", { href: `${ROOT}search.html` }, "All pages of this book")),
    );
    document.body.append(dialog);
    return { dialog, field, said, list, kinds };
  };

  let made, from, turn = 0;
  const tell = async () => {
    const { field, said, list, kinds } = made;
    const asked = field.value.trim();
    const mine = ++turn;
    const kind = kinds.querySelector(":checked")?.value ?? "";
    if (!words(asked).length) {
      list.replaceChildren();
      said.textContent = "";
      return;
    }
    try {
      const { count, shown: found } = await search(asked, kind);
      if (mine !== turn) return; // the reader went on
      list.replaceChildren(...found.map(shown));
      Object.assign(window.reviewbook, { asked, among: kind }); // what is shown answers
      const n = count === 1 ? "1 section" : `${count} sections`;
      said.textContent = count > found.length ? `${n} found; the first ${found.length}:` : `${count ? n : "Nothing"} found for “${asked}”.`;
    } catch {
      said.textContent = "The search could not be loaded; all pages are listed below.";
    }
  };

  const choices = async () => {
    await ready().catch(() => {});
    const { kinds } = made;
    if (kinds.elements.length || !data.search) return;
    for (const [value, text] of [["", "Everything"], ...data.search.kinds.map((kind) => [kind, kind])]) {
      const button = make("input", { type: "radio", name: "kind", value, checked: !value, onchange: tell });
      kinds.append(make("label", {}, button, text));
    }
  };

  window.reviewbook.search = (field) => {
    if (!made) {
      made = parts();
      let wait;
      made.field.oninput = () => {
        clearTimeout(wait);
        wait = setTimeout(tell, 120);
      };
      made.dialog.addEventListener("keydown", (event) => {
        const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
        if (!step || event.target.type === "radio") return;
        event.preventDefault();
        const stops = [made.field, ...made.list.querySelectorAll("a")];
        stops[Math.max(0, Math.min(stops.length - 1, stops.indexOf(document.activeElement) + step))].focus();
      });
      made.dialog.onclick = (event) => {
        if (event.target === made.dialog || event.target.closest(".rb-found a")) made.dialog.close();
      };
      made.dialog.onclose = () => {
        from.value = "";
        from.focus({ preventScroll: true });
      };
    }
    from = field;
    if (made.dialog.open) return;
    made.dialog.showModal();
    made.field.value = field.value;
    made.field.focus();
    choices();
    tell();
  };
})();
