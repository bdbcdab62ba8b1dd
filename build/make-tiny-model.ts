import { join, resolve } from "node:path";
import { makeTinyModel } from "#core/testing";
import { root } from "./root.ts";

// node build/make-tiny-model.ts [PATH]: writes the small GGUF model that tests and trials use, and says where.
const path = resolve(process.argv[2] ?? join(root, "node_modules", ".cache", "olympus", "tiny.gguf"));
console.log(makeTinyModel(path));
