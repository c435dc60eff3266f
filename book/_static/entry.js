/* The colours of a page that Sphinx did not make: as the reader chose them on the book's other pages (mode: auto, light, dark).
   Loaded in <head>, before anything is drawn. */
(() => {
  "use strict";
  const root = document.documentElement;
  const dark = matchMedia("(prefers-color-scheme: dark)");
  const modes = ["auto", "light", "dark"];
  let mode = "auto";
  try {
    mode = localStorage.getItem("mode") ?? mode;
  } catch {
    // a browser that keeps nothing: as the system has it
  }
  const show = () => {
    if (!modes.includes(mode)) mode = "auto";
    root.dataset.mode = mode;
    root.dataset.theme = mode === "auto" ? (dark.matches ? "dark" : "light") : mode;
  };
  show();
  dark.addEventListener("change", show);

  addEventListener("DOMContentLoaded", () => {
    const button = document.createElement("button");
    const name = () => (button.textContent = `Colours: ${mode}`);
    button.type = "button";
    button.className = "rb-colours";
    button.addEventListener("click", () => {
      mode = modes[(modes.indexOf(mode) + 1) % modes.length];
      show();
      name();
      try {
        localStorage.setItem("mode", mode);
        localStorage.setItem("theme", root.dataset.theme);
      } catch {
        // it lasts for this page
      }
    });
    name();
    document.querySelector(".rb-bar").append(button);
  });
})();
