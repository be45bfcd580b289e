// Whys and drop-down lists: one open at a time, closed by Escape or a tap elsewhere, never outside the window.

const FLOATING = "details[data-why], details.drop, details.menu-more";

export function oneDisclosure(page: Document): void {
  page.addEventListener("click", (event) => {
    const inside = event.target instanceof Element ? event.target.closest(FLOATING) : null;
    closeAll(page, inside);
  });
  page.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    const open = page.querySelector<HTMLDetailsElement>(FLOATING.replace(/(,|$)/g, "[open]$1"));
    if (!open) return;
    open.open = false;
    open.querySelector("summary")?.focus();
  });
  page.addEventListener("toggle", (event) => keepInside(event.target), true);
}

function closeAll(page: Document, except: Element | null): void {
  for (const open of page.querySelectorAll<HTMLDetailsElement>(FLOATING)) {
    if (open.open && open !== except && !(except && open.contains(except))) open.open = false;
  }
}

function keepInside(target: EventTarget | null): void {
  if (!(target instanceof HTMLDetailsElement) || !target.open) return;
  const panel = target.querySelector<HTMLElement>(":scope > .why-panel");
  if (!panel) return;
  panel.classList.remove("at-end");
  panel.classList.toggle("at-end", panel.getBoundingClientRect().right > document.documentElement.clientWidth);
}
