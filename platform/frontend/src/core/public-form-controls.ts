/** The controls of a public form: what is filled in, and what is still wrong by the browser's own constraints. */
export type Control = HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement;

export function controlsIn(element: Element): Control[] {
  return [...element.querySelectorAll<Control>("input, select, textarea")];
}

export function isTickable(control: Control): control is HTMLInputElement {
  return control instanceof HTMLInputElement && (control.type === "radio" || control.type === "checkbox");
}

/** Whether nobody filled it in: a chosen country alone is no answer, and what is hidden was put there by the page. */
export function isBlank(element: Element): boolean {
  return controlsIn(element).every((control) => {
    if (control.type === "hidden" || control.closest(".part-country")) return true;
    return isTickable(control) ? !control.checked : !control.value.trim();
  });
}

/** The first control that is to be seen and not acceptable; a row that is left blank is no row. */
export function firstWrong(element: Element): Control | undefined {
  return controlsIn(element).find((control) => {
    const row = control.closest("[data-row]");
    return !control.closest("[hidden]") && !(row && isBlank(row)) && !control.checkValidity();
  });
}
