export { createFakeClock, type FakeClock } from "./clock.ts";
export { createTestFolder } from "./folder.ts";
export { createSeededIds } from "./ids.ts";
export { startProviderServer, type ProviderScript, type ProviderServer, type ScriptedAnswer, type SeenRequest } from "./provider-server.ts";
export { createScriptedAnswerer } from "./scripted-answerer.ts";
export { openTestStore } from "./store.ts";
export { makeTinyModel, tinyModelBytes, type TinyModelShape } from "./tiny-model.ts";
export { createTestPdf } from "./pdf.ts";
export { createTestZip } from "./zip.ts";
