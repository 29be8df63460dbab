/** Says a sentence to screen readers, through the page's polite live region. */
export function announce(message: string): void {
  const region = document.getElementById("live");
  if (!region) return;
  region.textContent = "";
  // A frame later, so that the same sentence said twice is heard twice.
  requestAnimationFrame(() => (region.textContent = message));
}
