// What was typed into a form is kept on this device until it is sent, for this session of the browser only:
// a shared office computer must not show one officer's draft to the next.

const SKIPPED = new Set(["hidden", "file", "password", "submit", "button"]);

const DRAFT = "draft:";
const SENT = "sent:";

type Box = HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement;

export function keepDrafts(root: ParentNode): void {
  for (const form of root.querySelectorAll<HTMLFormElement>("form[data-draft]")) {
    const key = form.dataset["draft"] ?? location.pathname;
    // A form that came back with errors already holds what was sent.
    if (!form.querySelector("[aria-invalid], .errors")) restore(form, key);
    form.addEventListener("input", () => save(form, key));
    form.addEventListener("submit", () => save(form, key, SENT));
  }
}

/** Forget what was sent once the server has said that it was done; without that word it is offered again. */
export function settleDrafts(page: Document): void {
  if (page.querySelector("[data-done]")) {
    for (const key of Object.keys(sessionStorage)) if (key.startsWith(SENT)) sessionStorage.removeItem(key);
  }
  page.addEventListener("submit", (event) => {
    if (event.target instanceof HTMLFormElement && "forget" in event.target.dataset) sessionStorage.clear();
  });
}

function boxes(form: HTMLFormElement): Box[] {
  return [...form.elements].filter(
    (one): one is Box =>
      (one instanceof HTMLInputElement || one instanceof HTMLTextAreaElement || one instanceof HTMLSelectElement) &&
      one.name !== "" &&
      !SKIPPED.has(one.type),
  );
}

function ticked(box: Box): box is HTMLInputElement {
  return box instanceof HTMLInputElement && (box.type === "checkbox" || box.type === "radio");
}

function save(form: HTMLFormElement, key: string, prefix: typeof DRAFT | typeof SENT = DRAFT): void {
  const kept = boxes(form).map((box) => [box.name, ticked(box) && !box.checked ? null : box.value]);
  try {
    sessionStorage.setItem(prefix + key, JSON.stringify(kept));
    if (prefix === SENT) sessionStorage.removeItem(DRAFT + key);
  } catch {
    // A full or forbidden store costs the draft, not the form.
  }
}

function restore(form: HTMLFormElement, key: string): void {
  const text = sessionStorage.getItem(DRAFT + key) ?? sessionStorage.getItem(SENT + key);
  if (!text) return;
  const kept = JSON.parse(text) as [string, string | null][];
  boxes(form).forEach((box, place) => {
    const one = kept[place];
    if (one === undefined || one[0] !== box.name) return;
    if (ticked(box)) box.checked = one[1] !== null;
    else if (one[1] !== null) box.value = one[1];
  });
  form.closest("details")?.setAttribute("open", "");
}
