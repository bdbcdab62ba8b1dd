import { restPrefix } from "./rest.ts";
import type { OpenApiDocument } from "./openapi.ts";

const escapeHtml = (text: string): string =>
  text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;");

interface Schema {
  readonly type?: string | readonly string[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly items?: Schema;
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly anyOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
  readonly default?: unknown;
  readonly contentMediaType?: string;
}

interface Operation {
  readonly operationId?: string;
  readonly summary?: string;
  readonly tags?: readonly string[];
  readonly parameters?: readonly { readonly name: string; readonly in: string; readonly required?: boolean; readonly schema?: Schema }[];
  readonly requestBody?: { readonly content?: Readonly<Record<string, { readonly schema?: Schema }>> };
  readonly responses?: Readonly<Record<string, { readonly content?: Readonly<Record<string, { readonly schema?: Schema }>> }>>;
}

/** Deeper shapes are left to the document itself. */
const depthLimit = 4;

/** A shape as a person would write it: `{ path: string; page?: number | null }`. */
const shapeOf = (schema: Schema | undefined, depth = 0): string => {
  if (schema === undefined) return "anything";
  if (schema.const !== undefined) return JSON.stringify(schema.const);
  if (schema.enum !== undefined) return schema.enum.map((value) => JSON.stringify(value)).join(" | ");
  const choices = schema.anyOf ?? schema.oneOf;
  if (choices !== undefined) return [...new Set(choices.map((choice) => shapeOf(choice, depth)))].join(depth === 0 ? "\n| " : " | ");
  if (schema.contentMediaType !== undefined) return "file";
  if (schema.type === "array") return depth >= depthLimit ? "[…]" : `[${shapeOf(schema.items, depth + 1)}]`;
  if (schema.properties === undefined) return Array.isArray(schema.type) ? schema.type.join(" | ") : String(schema.type ?? "anything");
  if (depth >= depthLimit) return "{…}";
  const indent = "  ".repeat(depth + 1);
  const lines = Object.entries(schema.properties).map(([name, value]) => {
    const optional = schema.required?.includes(name) ? "" : "?";
    const fallback = value.default === undefined ? "" : ` = ${JSON.stringify(value.default)}`;
    return `${indent}${name}${optional}: ${shapeOf(value, depth + 1)}${fallback}`;
  });
  return `{\n${lines.join("\n")}\n${"  ".repeat(depth)}}`;
};

const block = (title: string, text: string): string => `<h4>${title}</h4><pre>${escapeHtml(text)}</pre>`;

const operationHtml = (method: string, path: string, operation: Operation): string => {
  const parameters = operation.parameters ?? [];
  const inputs = parameters
    .map(({ name, in: place, required, schema }) => `${name}${required ? "" : "?"}: ${shapeOf(schema, 1)}   (${place})`)
    .join("\n");
  const body = Object.entries(operation.requestBody?.content ?? {}).at(-1);
  const answer = Object.entries(operation.responses?.["200"]?.content ?? {})[0];
  return `<details id="${escapeHtml(operation.operationId ?? path)}"><summary><b class="${method}">${method.toUpperCase()}</b> <code>${escapeHtml(path)}</code>
<span>${escapeHtml(operation.summary ?? "")}</span></summary>
${inputs === "" ? "" : block("Parameters", inputs)}
${body === undefined ? "" : block(`Body · ${body[0]}`, shapeOf(body[1].schema))}
${answer === undefined ? "" : block(answer[0] === "text/event-stream" ? "Answer · a stream of" : `Answer · ${answer[0]}`, answer[0] === "text/event-stream" ? streamShape(answer[1].schema) : shapeOf(answer[1].schema))}
</details>`;
};

/** A stream's schema is one choice for each event; values travel in `message`. */
const streamShape = (schema: Schema | undefined): string => {
  const message = (schema?.oneOf ?? schema?.anyOf ?? []).find((event) => event.properties?.["event"]?.const === "message");
  return shapeOf(message?.properties?.["data"]);
};

export const docsStyle = `:root{color-scheme:light dark;--line:light-dark(#ddd8d0,#3a3733);--quiet:light-dark(#6b655c,#a39c91)}
body{font:16px/1.55 system-ui,sans-serif;max-width:56rem;margin:0 auto;padding:2.5rem 1.25rem 6rem;background:light-dark(#fdfcfa,#181715);color:light-dark(#23201c,#ece8e1)}
h1{font-size:1.9rem;margin:0 0 .5rem}h2{margin:2.5rem 0 .5rem;font-size:1.15rem;text-transform:capitalize}h4{margin:.9rem 0 .3rem;font-size:.8rem;color:var(--quiet)}
p{max-width:46rem}code,pre{font:13px/1.5 ui-monospace,monospace}pre{margin:0;padding:.7rem .9rem;border:1px solid var(--line);border-radius:.5rem;overflow:auto;max-height:28rem}
details{border-top:1px solid var(--line);padding:.55rem 0}details[open]{padding-bottom:1.1rem}summary{cursor:pointer;display:flex;gap:.7rem;align-items:baseline;flex-wrap:wrap}
summary b{font:600 12px ui-monospace,monospace;min-width:3.6rem}summary span{color:var(--quiet);font-size:.92rem}.get{color:light-dark(#1c6b43,#7fd0a2)}.post{color:light-dark(#8a4b10,#eab676)}
.patch{color:light-dark(#2a548f,#8fb8ee)}.delete{color:light-dark(#9c2f2a,#f0948f)}a{color:inherit}`;

/** The documentation page: one file, its style beside it, no script and nothing from elsewhere. */
export const docsHtml = (document: OpenApiDocument): string => {
  const operations = Object.entries(document.paths ?? {}).flatMap(([path, methods]) =>
    Object.entries(methods ?? {}).map(([method, operation]) => ({ method, path, operation: operation as Operation })),
  );
  const groups = Map.groupBy(operations, ({ operation }) => operation.tags?.[0] ?? "other");
  const paragraphs = escapeHtml(document.info.description ?? "").replaceAll(/`([^`]+)`/g, "<code>$1</code>");
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>Olympus API</title><link rel="stylesheet" href="/api/docs.css"></head><body>
<h1>Olympus API</h1><p>Version ${escapeHtml(document.info.version)} · <a href="/api/openapi.json">openapi.json</a> · base <code>${restPrefix}</code></p><p>${paragraphs}</p>
${[...groups].map(([name, members]) => `<h2>${escapeHtml(name)}</h2>${members.map(({ method, path, operation }) => operationHtml(method, path, operation)).join("")}`).join("")}
</body></html>`;
};
