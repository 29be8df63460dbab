/**
 * What the twin of `rules/expression` works on. Python decides; this previews, and where a browser cannot know what
 * Python will say it answers `undefined`: "the server decides".
 */

/** Plain data as `JSON.parse` makes it. */
export type Json = boolean | number | string | null | Json[] | { [name: string]: Json };

/** What is asked of a name is its value; a preview of a form has `undefined` where only the server knows it. */
export type Facts = Record<string, Json | undefined>;

/** Facts as they are, and computed numbers in units of 10⁻¹². A computed date is its ISO text: none can tell. */
export type Value = Json | bigint;

/** `null` is Python's None, "no value" or "does not fit"; `undefined` is "the server decides". */
export type Read<T> = T | null | undefined;

/** Whether it is an object with names, and no list. */
export function isObject(value: Value | undefined): value is { [name: string]: Json } {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
