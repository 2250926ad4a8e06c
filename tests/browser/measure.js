// What the tests measure on a page. checks.py says what each of these is for.
(() => {
  const UNSEEN = "script, style, template, noscript, .visually-hidden";
  const CONTROLS = "button, a[href], input, textarea, select, summary, [role=button]";

  const seen = (element) => element.checkVisibility({ visibilityProperty: true });
  const fontSize = (element) => parseFloat(getComputedStyle(element).fontSize);

  /** Every text on the page: its words and the element that it stands in. */
  function texts(but) {
    const found = [];
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
      const node = walker.currentNode;
      const element = node.parentElement;
      if (!node.data.trim() || element.closest(UNSEEN) || element.closest(but) || !seen(element)) continue;
      found.push({ node, element, words: node.data.trim().slice(0, 40) });
    }
    return found;
  }

  /** The boxes of a text's lines; glyphs are as high as their font size, a CJK line box is higher. */
  function lines({ node, element }) {
    const range = document.createRange();
    range.selectNodeContents(node);
    const half = fontSize(element) / 2;
    return [...range.getClientRects()]
      .filter((line) => line.width > 0)
      .map(({ left, right, top, bottom }) => {
        const middle = (top + bottom) / 2;
        return { left, right, top: middle - half, bottom: middle + half };
      });
  }

  const reachesOut = (box, frame) =>
    box.left < frame.left - 1 || box.right > frame.right + 1 || box.top < frame.top - 2 || box.bottom > frame.bottom + 2;

  function clips(element) {
    const { overflowX, overflowY } = getComputedStyle(element);
    return overflowX !== "visible" || overflowY !== "visible";
  }

  /** The element that hides a part of this line, if one does. */
  function cutter(element, line) {
    for (let outer = element; outer !== document.body; outer = outer.parentElement) {
      if (clips(outer) && reachesOut(line, outer.getBoundingClientRect())) return outer;
    }
    return null;
  }

  function cutOff(but) {
    const found = beyond(true, true);
    const sight = { left: 0, top: 0, right: innerWidth, bottom: innerHeight };
    for (const text of texts(but)) {
      for (const line of lines(text)) {
        const by = cutter(text.element, line);
        if (reachesOut(line, sight)) found.push(`out of sight: ${text.words}`);
        if (by) found.push(`cut by ${by.className || by.tagName}: ${text.words}`);
      }
    }
    return found;
  }

  function overlaps(but) {
    const boxes = texts(but).flatMap((text) => lines(text).map((line) => ({ ...line, words: text.words })));
    const found = [];
    boxes.forEach((one, index) => {
      for (const other of boxes.slice(index + 1)) {
        const across = Math.min(one.right, other.right) - Math.max(one.left, other.left);
        const down = Math.min(one.bottom, other.bottom) - Math.max(one.top, other.top);
        if (across > 2 && down > 2) found.push(`lies over: ${one.words} / ${other.words}`);
      }
    });
    return found;
  }

  function smallerThan(pixels, of, but) {
    return texts(but)
      .filter(({ element }) => element.closest(of) && fontSize(element) < pixels - 0.05)
      .map(({ element, words }) => `${fontSize(element)} px: ${words}`);
  }

  function smallTargets(pixels) {
    return [...document.querySelectorAll(CONTROLS)]
      .filter(seen)
      .map((control) => (control.matches("label input") ? control.closest("label") : control))
      .map((target) => ({ target, box: target.getBoundingClientRect() }))
      .filter(({ box }) => box.width > 1 && Math.min(box.width, box.height) < pixels - 0.5)
      .map(({ target, box }) => `${box.width} x ${box.height}: ${target.outerHTML.slice(0, 120)}`);
  }

  function beyond(across, down) {
    const root = document.documentElement;
    const found = [];
    if (down && root.scrollHeight > innerHeight) found.push(`the page is ${root.scrollHeight} px high`);
    if (across && root.scrollWidth > root.clientWidth) {
      const wide = [...document.querySelectorAll("body *")]
        .filter((each) => each.getBoundingClientRect().right > root.clientWidth + 1)
        .map((each) => each.outerHTML.slice(0, 80));
      found.push(`the page is ${root.scrollWidth} px wide: ${wide.slice(0, 3).join(" | ")}`);
    }
    return found;
  }

  return { cutOff, overlaps, smallerThan, smallTargets, beyond };
})()
