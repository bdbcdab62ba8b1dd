export { createFakeClock, type FakeClock } from "./clock.ts";
export { createTestFolder } from "./folder.ts";
export { createSeededIds } from "./ids.ts";
export { openTestStore } from "./store.ts";
