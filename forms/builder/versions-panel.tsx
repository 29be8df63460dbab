/** The versions of the form. */
import type { JSX } from "preact";
import { Versions } from "../../platform/frontend/src/editing/versions.tsx";
import { data, draft } from "./store.ts";

/** The list, asked for anew with each save and publication. */
export function VersionsPanel(): JSX.Element {
  return <Versions store={draft} urls={data.urls} csrf={data.csrf} />;
}
