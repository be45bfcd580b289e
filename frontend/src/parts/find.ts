// The slash leads into the one box, unless somebody is writing.

export function findKey(page: Document): void {
  page.addEventListener("keydown", (event) => {
    if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey) return;
    const here = event.target;
    if (here instanceof HTMLElement && (here.isContentEditable || here.matches("input, textarea, select"))) return;
    const box = page.querySelector<HTMLInputElement>("[data-find]");
    if (!box?.offsetParent) return;
    event.preventDefault();
    box.focus();
  });
}
