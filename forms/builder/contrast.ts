/** Contrast of two colours, as forms/theme.py computes it (WCAG 2.2, "contrast ratio"). */
export const MINIMUM = 4.5;
/** The sheet of a form, and its text. */
export const PAPER = "#ffffff";
export const INK = "#1c1626";

/** 1 to 21, for colours written `#rrggbb`. */
export function contrast(one: string, other: string): number {
  const [first, second] = [luminance(one), luminance(other)];
  return (Math.max(first, second) + 0.05) / (Math.min(first, second) + 0.05);
}

/** The ratio as people read it; rounded down, because 4.49 is not enough. */
export function shownRatio(ratio: number): string {
  return (Math.floor(ratio * 10) / 10).toFixed(1);
}

/** The nearest darker colour that can be read on white. */
export function readable(colour: string): string {
  for (let step = 0; step <= 40; step += 1) {
    const mix = darker(colour, step / 40);
    if (contrast(mix, PAPER) >= MINIMUM) return mix;
  }
  return "#000000";
}

function darker(colour: string, share: number): string {
  const parts = channels(colour).map((channel) => Math.round(channel * (1 - share)));
  return `#${parts.map((part) => part.toString(16).padStart(2, "0")).join("")}`;
}

function luminance(colour: string): number {
  const [red = 0, green = 0, blue = 0] = channels(colour).map((channel) => linear(channel / 255));
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function linear(value: number): number {
  return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
}

function channels(colour: string): number[] {
  return [1, 3, 5].map((at) => Number.parseInt(colour.slice(at, at + 2), 16));
}
