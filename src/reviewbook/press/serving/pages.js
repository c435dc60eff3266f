// Put into the pages that `reviewbook serve` sends, never into those of a book: loads a page again when it, or a file that it
// loads, was built anew, and shows what is wrong with the review on the page it belongs to.
(() => {
  "use strict";
  const since = document.currentScript.dataset.since; // the build that this page was sent from
  const folds = "reviewbook-folded"; // in this tab's memory
  const most = 20; // problems shown; the terminal has them all
  const root = document.documentElement;
  const inside = (address) => decodeURI(new URL(address, location.href).pathname).slice(1).replace(/(^|\/)$/, "$1index.html");
  const here = inside(location.href);

  const element = (kind, text, into, name = "") => {
    const made = document.createElement(kind);
    made.textContent = text;
    made.className = name;
    into.append(made);
    return made;
  };
  const link = (text, address, into) => {
    element("a", text, into).href = address;
  };
  const counted = (n) => `${n} problem${n === 1 ? "" : "s"}`;

  const item = (one, list) => {
    const made = element("li", "", list);
    const head = element("p", "", made, "rb-serve-place");
    link(one.code, `/book/errors.html#${one.code.toLowerCase()}`, head);
    element("strong", ` ${one.place}`, head);
    element("p", `Found ${one.found}, expected ${one.expected}.`, made);
    element("p", one.remedy, made, "rb-serve-remedy");
  };

  const elsewhere = (problems, box) => {
    const pages = new Map();
    for (const one of problems) pages.set(one.page, (pages.get(one.page) ?? 0) + 1);
    for (const [page, count] of pages) {
      const line = element("p", `${counted(count)} on `, box);
      link(page.replace(/^.*\/|\.html$/g, ""), `/${page}`, line);
    }
  };

  let shown = "", box;
  const room = () => root.style.setProperty("--rb-serve", box ? `${box.offsetHeight}px` : "0px");

  // What is wrong stays in sight until it is mended, and is read out once.
  const show = ({ problems, failure }) => {
    const wrong = JSON.stringify([problems, failure]);
    if (wrong === shown) return;
    shown = wrong;
    box?.remove();
    box = undefined;
    if (problems.length || failure) {
      box = document.createElement("section");
      box.className = "rb-serve";
      box.setAttribute("aria-label", "Why the book was not built");
      document.body.append(box);
      const button = element("button", "", box);
      const said = element("div", "", box);
      said.setAttribute("role", "alert");
      const why = failure ? "see below" : counted(problems.length);
      const old = root.classList.contains("rb-lost") ? "" : " What you see is the last book that was.";
      element("p", `Not built: ${why}.${old}`, said, "rb-serve-title");
      const all = element("div", "", said);
      all.id = "rb-serve-all";
      if (failure) element("pre", failure, all).tabIndex = 0;
      const own = problems.filter((one) => !one.page || one.page === here);
      const list = element("ul", "", all);
      for (const one of own.slice(0, most)) item(one, list);
      if (own.length > most) element("p", `${counted(own.length - most)} more in the terminal`, all);
      elsewhere(problems.filter((one) => one.page && one.page !== here), all);
      fold(button, all, wrong);
    }
    room();
  };

  const fold = (button, all, wrong) => {
    const set = (folded) => {
      all.hidden = folded;
      button.textContent = folded ? "Show" : "Fold";
      button.setAttribute("aria-expanded", String(!folded));
      room();
    };
    button.type = "button";
    button.setAttribute("aria-controls", all.id);
    button.addEventListener("click", () => {
      set(!all.hidden);
      sessionStorage.setItem(folds, all.hidden ? wrong : "");
    });
    set(sessionStorage.getItem(folds) === wrong); // other problems are unfolded
  };

  let events;
  const listen = () => {
    events?.close();
    if (document.hidden) return; // a browser opens few connections at once, and a page in sight needs one
    events = new EventSource(`/_reviewbook/events?since=${since}`);
    events.addEventListener("state", (event) => {
      const state = JSON.parse(event.data);
      const loaded = new Set([here, ...performance.getEntriesByType("resource").map((one) => inside(one.name))]);
      if (state.anew || state.changed.some((one) => loaded.has(one))) {
        events.close();
        location.reload(); // browsers stay at the place to which one had scrolled
        return;
      }
      if (!state.building) show(state);
      root.dataset.rbServe = state.building ? "building" : box ? "problems" : "ready";
    });
  };

  addEventListener("load", listen);
  addEventListener("resize", room);
  document.addEventListener("visibilitychange", listen);
})();
