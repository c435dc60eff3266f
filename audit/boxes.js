/* What a page shows wrongly at the width that its window has: found by where its boxes are, not by how it is written. */
(() => {
  const seen = (element) => element.checkVisibility({ opacityProperty: true, visibilityProperty: true, contentVisibilityAuto: true });
  const named = (element) => {
    const classes = element.getAttribute("class");
    return `${element.localName}${classes ? "." + classes.trim().split(/\s+/).join(".") : ""} “${element.textContent.trim().slice(0, 40)}”`;
  };
  const unseen = (element) => element.closest(".rb-unseen, .rb-skip, [aria-hidden=true]");
  const styles = new Map();
  const style = (element) => styles.get(element) ?? styles.set(element, getComputedStyle(element)).get(element);

  // What is cut off: its own words are wider or higher than a box that shows no more of them and cannot be scrolled.
  const cut = [...document.body.querySelectorAll("*")].filter((element) => {
    const { overflowX, overflowY, textOverflow } = style(element);
    const hides = (one) => one === "hidden" || one === "clip";
    if (!(hides(overflowX) || hides(overflowY)) || textOverflow === "ellipsis" || element.ownerSVGElement || element.localName === "svg") return false;
    if (!element.textContent.trim() || unseen(element) || !seen(element)) return false;
    if (element.clientWidth < 3 || element.clientHeight < 3) return false; // for those who hear the page
    return (
      (hides(overflowX) && element.scrollWidth > element.clientWidth + 1) || (hides(overflowY) && element.scrollHeight > element.clientHeight + 2)
    );
  });

  // The part of a box that its surroundings let be seen; those that stay while others pass beneath them are left out.
  const windows = new Map();
  const window_ = (element) => {
    if (!element || element === document.documentElement) return { left: -Infinity, right: Infinity, top: -Infinity, bottom: Infinity };
    if (!windows.has(element)) {
      const { overflowX, overflowY, position } = style(element);
      const outer = window_(element.parentElement);
      if (!outer || position === "sticky" || position === "fixed") windows.set(element, null);
      else if (overflowX === "visible" && overflowY === "visible") windows.set(element, outer);
      else {
        const box = element.getBoundingClientRect();
        windows.set(element, {
          left: Math.max(outer.left, box.left), right: Math.min(outer.right, box.right),
          top: Math.max(outer.top, box.top), bottom: Math.min(outer.bottom, box.bottom),
        });
      }
    }
    return windows.get(element);
  };

  // Lines of text: of each the middle of its height, as lines may come close.
  const lines = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const element = node.parentElement;
    if (!node.data.trim() || (element.localName === "details" && !element.open) || unseen(element) || !seen(element) || element.closest("script, style, noscript, title, desc, select, [transform*=rotate]")) continue;
    const within = window_(element);
    if (!within) continue;
    const range = document.createRange();
    range.selectNodeContents(node);
    for (const box of range.getClientRects()) {
      const height = box.bottom - box.top;
      const line = {
        element, left: Math.max(within.left, box.left), right: Math.min(within.right, box.right),
        top: Math.max(within.top, box.top + height * 0.25), bottom: Math.min(within.bottom, box.bottom - height * 0.25),
      };
      if (line.right - line.left > 1 && line.bottom - line.top > 1) lines.push(line);
    }
  }
  lines.sort((a, b) => a.top - b.top);
  const over = new Set();
  for (let n = 0; n < lines.length && over.size < 5; n++)
    for (let m = n + 1; m < lines.length && lines[m].top < lines[n].bottom - 2; m++) {
      const [a, b] = [lines[n], lines[m]];
      const across = Math.min(a.right, b.right) - Math.max(a.left, b.left);
      if (across > 3 && a.element !== b.element && Math.min(a.bottom, b.bottom) - b.top > 2)
        over.add(`${named(a.element)} over ${named(b.element)}`);
    }

  const empty = [...document.querySelectorAll("figure, .rb-chart")].filter((figure) => {
    if (!seen(figure)) return false;
    // Of drawings for several widths one is shown.
    const drawn = [...figure.querySelectorAll("svg, img, table, canvas")].filter(seen).filter((drawing) => {
      const { width, height } = drawing.getBoundingClientRect();
      const plain = drawing.localName !== "svg" || drawing.querySelector("path, rect, circle, line, polyline, polygon, use, text");
      return width >= 20 && height >= 20 && plain;
    });
    // Words in its place say why nothing is drawn; a caption alone does not.
    const words = [...figure.querySelectorAll("p")].some((one) => seen(one) && !one.closest("figcaption") && one.textContent.trim());
    return !drawn.length && !words;
  });

  return {
    cut: cut.slice(0, 5).map(named),
    over: [...over],
    empty: empty.map(named),
    sideways: document.documentElement.scrollWidth - innerWidth,
  };
})()
