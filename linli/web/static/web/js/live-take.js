// How a piece of the page becomes its newer self: node by node, moving and mending rather than replacing.
// Rows are known by their id or data-row; other nodes by their place.

function name(node) {
  return node.id || node.dataset?.row || "";
}

function mendAttributes(old, fresh) {
  for (const { name: each, value } of fresh.attributes) {
    if (old.getAttribute(each) !== value) old.setAttribute(each, value);
  }
  for (const { name: each } of [...old.attributes]) {
    if (!fresh.hasAttribute(each) && each !== "open" && each !== "aria-selected") old.removeAttribute(each);
  }
}

function mend(old, fresh) {
  if (old.isEqualNode(fresh)) return;
  if (old.nodeType !== Node.ELEMENT_NODE) {
    old.data = fresh.data;
    return;
  }
  mendAttributes(old, fresh);
  if (old.matches("input, textarea, select, [data-kept]")) return;
  const coming = new Set([...fresh.children].map(name).filter(Boolean));
  for (const each of [...old.children]) if (name(each) && !coming.has(name(each))) each.remove();
  const known = new Map([...old.children].filter(name).map((each) => [name(each), each]));
  let place = old.firstChild;
  for (const next of [...fresh.childNodes]) {
    let found = known.get(name(next)) ?? (place && !name(place) && !name(next) ? place : null);
    if (found?.nodeName !== next.nodeName) found = null;
    if (!found) old.insertBefore(next, place);
    else if (found === place) place = place.nextSibling;
    else old.insertBefore(found, place);
    if (found) mend(found, next);
  }
  while (place) {
    const after = place.nextSibling;
    place.remove();
    place = after;
  }
}

document.addEventListener("live:take", ({ target, detail }) => mend(target, detail.fresh));
