import { expect, it } from "vitest";
import { errorSentence } from "./sentences.ts";

it("says of an export that fits into no zip what was kept and what to do", () => {
  const sentence = errorSentence({ type: "ExportTooLarge", limitBytes: 4_000_000_000, limitFiles: 65_000 });
  expect(sentence).toMatch(/\(4 GB, 65000 files\)\. No file was made\..*olympus backup create/);
});
