// Put into the pages that `reviewbook serve` sends, never into those of a book: loads a page again when it was built anew, and
// shows what is wrong with the review on the page it belongs to.
(() => {
  "use strict";
  const here = decodeURI(location.pathname).replace(/^\//, "").replace(/\/$/, "/index.html");
  const keeps = "reviewbook-place";
  let box;

  const element = (kind, text, inside) => {
    const made = document.createElement(kind);
    made.textContent = text;
    inside.append(made);
    return made;
  };

  const show = (state) => {
    box?.remove();
    if (state.building) {
      document.documentElement.dataset.rbServe = "building";
      return;
    }
    document.documentElement.dataset.rbServe = state.problems.length || state.failure ? "problems" : "ready";
    if (!state.problems.length && !state.failure) return;
    const own = state.problems.filter((one) => !one.page || one.page === here);
    const elsewhere = state.problems.filter((one) => one.page && one.page !== here);
    box = document.createElement("section");
    box.className = "rb-serve";
    box.setAttribute("role", "alert");
    box.setAttribute("aria-label", "Problems of the review");
    element("h2", "The book below is the last one that could be built", box);
    if (state.failure) element("pre", state.failure, box);
    const list = document.createElement("ul");
    for (const one of own) {
      const item = element("li", "", list);
      const place = [one.file, one.row && `row ${one.row}`, one.field && `field ${one.field}`].filter(Boolean).join(", ");
      element("strong", `${one.code}  ${place}`, item);
      element("span", `: found ${one.found}, expected ${one.expected}. `, item);
      element("em", one.remedy, item);
    }
    if (own.length) box.append(list);
    const pages = new Map();
    for (const one of elsewhere) pages.set(one.page, (pages.get(one.page) ?? 0) + 1);
    for (const [page, count] of pages) {
      const line = element("p", `${count} more on `, box);
      const link = element("a", page, line);
      link.href = `/${page}`;
    }
    document.body.prepend(box);
  };

  const listen = () => {
    const events = new EventSource("/_reviewbook/events");
    events.addEventListener("state", (event) => {
      const state = JSON.parse(event.data);
      const shared = state.changed.some((one) => one.startsWith("_static/") || one.startsWith("data/") || one.endsWith(".js"));
      if (state.changed.includes(here) || shared) {
        sessionStorage.setItem(keeps, JSON.stringify([here, scrollX, scrollY]));
        location.reload();
        return;
      }
      show(state);
    });
  };

  const [page, x, y] = JSON.parse(sessionStorage.getItem(keeps) ?? "[]");
  sessionStorage.removeItem(keeps);
  addEventListener("load", () => {
    if (page === here) scrollTo(x, y);
    listen();
  });
})();
