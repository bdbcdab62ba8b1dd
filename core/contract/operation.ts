import { oc } from "@orpc/contract";
import { contractErrors } from "./errors.ts";

/** One thing a client can do: its REST form, one sentence for the documentation, and the failures every operation shares. */
export const operation = (method: "GET" | "POST" | "PATCH" | "DELETE", path: `/${string}`, summary: string) =>
  oc.errors(contractErrors).route({ method, path, summary, tags: [path.split("/")[1] ?? ""] });
