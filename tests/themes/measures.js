// What a page of the public looks like to eyes and fingers: every finding is [what, how much, where].
// limits: {smallest: px of the smallest text, target: px that a finger or pointer needs}
(limits) => {
  const TEXT_CONTRAST = 4.5;
  const EDGE_CONTRAST = 3;
  const LEAST = 24; // WCAG 2.2, 2.5.8
  const LEAST_RING = 2;
  const FOCUSABLE =
    "a[href],button,input:not([type=hidden]),select,textarea,summary,[tabindex='0']";
  const found = [];

  const where = (e) => {
    const parent = e.parentElement.className || e.parentElement.tagName.toLowerCase();
    return `${parent} > ${e.tagName.toLowerCase()} “${e.textContent.trim().slice(0, 12)}”`;
  };
  const visible = (e) => e.checkVisibility({ checkVisibilityCSS: true });
  const drawn = (e) => visible(e) && !e.closest(".vh,.skip,script,style");

  const rgba = (css) => {
    const [r, g, b, a = 1] = css.match(/[\d.]+/g).map(Number);
    return [r, g, b, a];
  };
  const over = (top, under) => [0, 1, 2].map((i) => top[i] * top[3] + under[i] * (1 - top[3]));
  const channel = (v) => (v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4);
  const luminance = ([r, g, b]) =>
    0.2126 * channel(r / 255) + 0.7152 * channel(g / 255) + 0.0722 * channel(b / 255);
  const contrast = (one, other) => {
    const [light, dark] = [luminance(one), luminance(other)].sort((a, b) => b - a);
    return (light + 0.05) / (dark + 0.05);
  };
  const ground = (e) => {
    const own = rgba(getComputedStyle(e).backgroundColor);
    if (own[3] === 1) return own.slice(0, 3);
    return over(own, e.parentElement ? ground(e.parentElement) : [255, 255, 255]);
  };

  const readText = () => {
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
      const e = walker.currentNode.parentElement;
      if (!walker.currentNode.data.trim() || !drawn(e)) continue;
      const style = getComputedStyle(e);
      const size = parseFloat(style.fontSize);
      if (size < limits.smallest - 0.01) found.push(["small text", size, where(e)]);
      const paper = ground(e);
      const ratio = contrast(over(rgba(style.color), paper), paper);
      if (ratio < TEXT_CONTRAST) found.push(["faint text", ratio.toFixed(2), where(e)]);
    }
  };

  // A link inside a sentence is as high as its line: WCAG 2.2 lets it be.
  const inSentence = (e) =>
    getComputedStyle(e).display === "inline" &&
    [...e.parentElement.childNodes].some((n) => n.nodeType === Node.TEXT_NODE && n.data.trim());

  const measureTargets = () => {
    for (const e of document.querySelectorAll(FOCUSABLE.replace(",[tabindex='0']", ""))) {
      const { width, height } = e.getBoundingClientRect();
      if (!drawn(e) || !width || inSentence(e)) continue;
      if (height < limits.target - 0.5 || width < LEAST) {
        found.push(["small target", `${width.toFixed()}x${height.toFixed()}`, where(e)]);
      }
    }
  };

  const rings = (style) => {
    const outline = parseFloat(style.outlineWidth);
    const isDrawn = style.outlineStyle !== "none" && outline >= LEAST_RING;
    const shadow = style.boxShadow.match(/rgba?\([^)]*\)/g) || [];
    return isDrawn ? [style.outlineColor, ...shadow].map(rgba) : [];
  };
  // Cut off: an ancestor that clips ends before the ring of an element that it shows whole.
  const isCut = (e, style) => {
    const grow = parseFloat(style.outlineWidth) + parseFloat(style.outlineOffset);
    const box = e.getBoundingClientRect();
    for (let p = e.parentElement; p !== document.body; p = p.parentElement) {
      const clip = p.getBoundingClientRect();
      const beyond = box.top - grow < clip.top - 0.5 || box.bottom + grow > clip.bottom + 0.5;
      const aside = box.left - grow < clip.left - 0.5;
      if (getComputedStyle(p).overflow !== "visible" && (beyond || aside)) return true;
    }
    return false;
  };

  const moveFocus = () => {
    for (const e of document.querySelectorAll(FOCUSABLE)) {
      if (!visible(e)) continue;
      e.focus({ preventScroll: true });
      if (document.activeElement !== e) continue;
      const style = getComputedStyle(e);
      const around = ground(e.parentElement);
      const best = Math.max(0, ...rings(style).map((ring) => contrast(ring, around)));
      if (best < EDGE_CONTRAST) found.push(["unseen focus", best.toFixed(2), where(e)]);
      if (isCut(e, style)) found.push(["focus cut off", style.outlineWidth, where(e)]);
    }
  };

  for (const folded of document.querySelectorAll("main details")) folded.open = true;
  const wide = document.documentElement.scrollWidth;
  if (wide > innerWidth) found.push(["scrolls sideways", wide, where(document.body)]);
  readText();
  measureTargets();
  moveFocus();
  return found;
};
