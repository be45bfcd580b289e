// A form is sent once: the second tap on a slow line does nothing. The server is idempotent by the act's id all the same.

export function submitOnce(page: Document): void {
  page.addEventListener("submit", (event) => {
    const form = event.target;
    if (!(form instanceof HTMLFormElement) || !("once" in form.dataset)) return;
    if (form.dataset["sent"]) {
      event.preventDefault();
      return;
    }
    if (event.defaultPrevented) return;
    form.dataset["sent"] = "yes";
    form.setAttribute("aria-busy", "true");
    mark(form, true);
  });
  // Coming back with the browser's button shows the form as it was left: it may be sent again.
  page.defaultView?.addEventListener("pageshow", () => {
    for (const form of page.querySelectorAll<HTMLFormElement>("form[data-sent]")) release(form);
  });
  for (const name of ["htmx:responseError", "htmx:sendError"]) {
    page.addEventListener(name, (event) => {
      if (event.target instanceof HTMLFormElement) release(event.target);
    });
  }
}

function release(form: HTMLFormElement): void {
  delete form.dataset["sent"];
  form.removeAttribute("aria-busy");
  mark(form, false);
}

function mark(form: HTMLFormElement, busy: boolean): void {
  // aria-disabled, not disabled: a disabled button's name and value would not be sent.
  for (const button of form.querySelectorAll("button[type=submit], button:not([type])")) {
    button.setAttribute("aria-disabled", String(busy));
  }
}
