// Pauses between tries grow, differ, and stay below a minute.
import assert from "node:assert/strict";
import { test } from "node:test";
import { pause } from "../../platform/frontend/src/core/listening.ts";

test("each failure doubles the pause, up to a minute", () => {
  assert.deepEqual([1, 2, 3, 6, 7, 100].map((failures) => pause(failures, 1)), [1_000, 2_000, 4_000, 32_000, 60_000, 60_000]);
});

test("half of a pause is left to chance", () => {
  assert.deepEqual([0, 0.5, 1].map((chance) => pause(4, chance)), [4_000, 6_000, 8_000]);
});
