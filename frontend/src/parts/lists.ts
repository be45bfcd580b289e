// Lists by keyboard: j and k walk the rows, Enter opens the row, x chooses it; and the count of chosen rows.

export function listKeys(page: Document): void {
  page.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || writing(event.target)) return;
    const list = page.querySelector("[data-list]");
    if (!list) return;
    const rows = [...list.querySelectorAll<HTMLElement>("[data-row]")];
    const here = rows.findIndex((row) => row.contains(page.activeElement));
    if (event.key === "j" || event.key === "k") {
      event.preventDefault();
      step(rows, here, event.key === "j" ? 1 : -1);
    } else if (event.key === "x" && here >= 0) {
      event.preventDefault();
      rows[here]?.querySelector<HTMLInputElement>("input[name=chosen]")?.click();
    }
  });
  page.addEventListener("change", (event) => {
    const box = event.target;
    if (box instanceof HTMLInputElement && box.name === "chosen" && box.form) count(box.form);
  });
  // The browser may bring back the choice when one returns to the page.
  page.defaultView?.addEventListener("pageshow", () => {
    for (const form of page.querySelectorAll<HTMLFormElement>("[data-list] form")) count(form);
  });
}

function writing(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (target instanceof HTMLInputElement) return target.type !== "checkbox";
  return target.isContentEditable || target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement;
}

function step(rows: HTMLElement[], here: number, by: number): void {
  const next = rows[Math.min(rows.length - 1, Math.max(0, here + by))];
  next?.querySelector<HTMLElement>(".row-link")?.focus();
  next?.scrollIntoView({ block: "nearest" });
}

function count(form: HTMLFormElement): void {
  const chosen = form.querySelectorAll("input[name=chosen]:checked").length;
  form.querySelector(".bulk")?.classList.toggle("has-chosen", chosen > 0);
  const place = form.querySelector("[data-chosen-count]");
  if (place) place.textContent = String(chosen);
}
