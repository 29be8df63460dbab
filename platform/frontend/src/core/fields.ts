/** Whether keys typed at `target` are text, so that no shortcut may take them. */
export function takesText(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  const field = target.closest("input, textarea, select, [contenteditable]");
  return field !== null && !field.matches("[type=checkbox], [type=radio], [type=button], [type=submit]");
}
