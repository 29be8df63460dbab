/** What every staff page starts. Pages work without it; this only makes them quicker. */
import { startCopying } from "./copy.ts";
import { startKeys } from "./keys.ts";
import { startNotices } from "./notices.ts";
import { startPalette } from "./palette.ts";
import { startProgress } from "./progress.ts";
import { startTicks } from "./ticks.ts";
import { startToasts } from "./toasts.ts";

startToasts();
startNotices();
startCopying();
startTicks();
startProgress();
startKeys(startPalette());
