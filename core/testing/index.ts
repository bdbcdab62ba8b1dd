export { createFakeClock, type FakeClock } from "./clock.ts";
export { createTestFolder } from "./folder.ts";
export { createSeededIds } from "./ids.ts";
export { createScriptedAnswerer } from "./scripted-answerer.ts";
export { openTestStore } from "./store.ts";
