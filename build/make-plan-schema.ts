/** Writes the JSON Schema of plan files from the shapes the program itself uses. */
import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { planJsonSchema } from "#core/plans";
import { root } from "./root.ts";

const path = join(root, "resources", "schemas", "plan.schema.json");
mkdirSync(dirname(path), { recursive: true });
writeFileSync(path, `${JSON.stringify(planJsonSchema(), null, 2)}\n`);
