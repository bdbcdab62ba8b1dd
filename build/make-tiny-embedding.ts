import { resolve } from "node:path";
import { makeTinyEmbedding } from "#core/testing";

/** `node build/make-tiny-embedding.ts FOLDER` writes a sentence-embedding folder that loads and means nothing, to try the setting with. */
const [folder] = process.argv.slice(2);
if (folder === undefined) {
  console.error("usage: node build/make-tiny-embedding.ts FOLDER");
  process.exitCode = 2;
} else {
  const { width, vocabulary } = makeTinyEmbedding(resolve(folder), {
    files: { "1_Pooling/config.json": { pooling_mode_mean_tokens: true } },
  });
  console.log(`${resolve(folder)}: ${vocabulary.length} tokens, ${width} dimensions`);
}
