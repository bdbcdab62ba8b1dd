import type { ICruiseOptions, IForbiddenRuleType } from "dependency-cruiser";

/** Who may import whom: the table of AGENTS.md. Paths are relative to the tree that is read, so the canary in build/canary obeys the same rules. */

/** Tests and what only they use: conformance suites, `test-….ts` helpers, `testing/` folders. */
const tests = "(\\.(test|conformance)\\.tsx?$|/test-[^/]+\\.tsx?$|/testing/)";
const anySchema = "^core/[^/]+/schema\\.ts$";
const modules = (...names: readonly string[]) => `^core/(${names.join("|")})/`;

/** `folders` may import themselves, `permitted` and packages; nothing else of ours. */
const only = (
  name: string,
  folders: string,
  permitted: readonly string[],
  options: { readonly except?: string | string[]; readonly comment?: string } = {},
): IForbiddenRuleType => ({
  name,
  comment: options.comment ?? "See the import table in AGENTS.md.",
  severity: "error",
  from: { path: folders, ...(options.except === undefined ? {} : { pathNot: options.except }) },
  to: { path: "^(core|main|preload|renderer|build|e2e)/", pathNot: [folders, ...permitted] },
});

const foundation = ["store", "documents", "embedding", "settings"];
/** What stands between a question and the models: allowances, the choice, kept answers. */
const restraint = ["budgets", "router", "answer-cache"];
const intelligence = ["llm", "memory"];
const special = ["base", "contract", "host", "testing"];
const features = `^core/(?!(${[...special, ...foundation, ...restraint, ...intelligence].join("|")})/)[^/]+/`;
/** A module's `operations.ts` (or `x-operations.ts`) binds the contract. Its tests may use the fakes. */
const operations = "^core/[^/]+/[a-z-]*operations\\.ts$";
const ours = [operations, tests];

export const importRules: IForbiddenRuleType[] = [
  only("base-imports-nothing", modules("base"), [], { except: tests }),
  only("foundation-imports-base-and-store", modules(...foundation), [anySchema, modules("base", "store")], { except: ours }),
  {
    name: "foundation-modules-stay-apart",
    severity: "error",
    from: { path: "^core/(documents|embedding|settings)/", pathNot: ours },
    to: { path: modules(...foundation), pathNot: ["^core/$1/", modules("store"), anySchema] },
  },
  {
    name: "store-imports-no-module",
    severity: "error",
    from: { path: modules("store"), pathNot: ours },
    to: { path: modules(...foundation), pathNot: modules("store") },
  },
  only(
    "restraint-imports-base-store-settings",
    "^core/(?:budgets|router|answer-cache)/",
    [anySchema, modules("base", "store", "settings")],
    {
      except: ours,
    },
  ),
  {
    name: "restraint-modules-stay-apart",
    severity: "error",
    from: { path: "^core/(budgets|router|answer-cache)/", pathNot: ours },
    to: { path: modules(...restraint), pathNot: ["^core/$1/", anySchema] },
  },
  only("llm-imports-foundation-and-restraint", modules("llm"), [anySchema, modules("base", ...foundation, ...restraint)], { except: ours }),
  {
    name: "models-are-opened-for-the-gateway",
    comment: "Every call passes the gateway's allowances: nobody else may hold a model.",
    severity: "error",
    from: { path: "^(core|main|preload|renderer)/", pathNot: ["^core/llm/gateway\\.ts$", tests] },
    to: { path: "^core/llm/open-model\\.ts$" },
  },
  {
    name: "wires-are-opened-in-one-place",
    severity: "error",
    from: {
      path: "^(core|main|preload|renderer)/",
      pathNot: ["^core/llm/(open-model|provider-wires|openai|anthropic|gemini)\\.ts$", tests],
    },
    to: { path: "^core/llm/(provider-wires|provider-model|openai|anthropic|gemini)\\.ts$" },
  },
  {
    name: "vendor-clients-stay-in-their-wires",
    severity: "error",
    from: { path: "^(core|main|preload|renderer)/", pathNot: ["^core/llm/(openai|anthropic|gemini|llama-[a-z]+)\\.ts$", tests] },
    to: { path: "(^|/)node_modules/(openai|@anthropic-ai/sdk|@google/genai|node-llama-cpp)/" },
  },
  only("memory-imports-foundation", modules("memory"), [anySchema, modules("base", ...foundation)], { except: ours }),
  {
    name: "llm-and-memory-stay-apart",
    severity: "error",
    from: { path: "^core/(llm|memory)/", pathNot: ours },
    to: { path: modules(...intelligence), pathNot: ["^core/$1/", anySchema] },
  },
  only("feature-modules-import-downwards", features, [anySchema, modules("base", ...foundation, ...restraint, ...intelligence), features], {
    except: ours,
  }),
  only("operations-also-import-the-contract", operations, [
    anySchema,
    modules("base", "contract", ...foundation, ...restraint, ...intelligence),
    features,
  ]),
  only("contract-imports-schemas", modules("contract"), [anySchema], { except: tests, comment: "The contract runs in a browser." }),
  only("host-imports-core", modules("host"), ["^core/(?!testing/)"], { except: tests }),
  only("core-stays-in-core", "^core/", ["^core/"], { comment: "Core knows no process, window or page." }),
  {
    name: "core-is-entered-by-its-doors",
    severity: "error",
    from: { path: "^core/([^/]+)/" },
    to: { path: "^core/[^/]+/", pathNot: ["^core/$1/", "^core/[^/]+/(index|schema)\\.ts$"] },
  },
  {
    name: "core-is-entered-by-its-doors-from-outside",
    severity: "error",
    from: { path: "^(main|preload|renderer|build|e2e)/" },
    to: { path: "^core/[^/]+/", pathNot: "^core/[^/]+/(index|schema)\\.ts$" },
  },
  {
    name: "schema-is-pure",
    comment: "A schema file runs in a browser: zod and other schemas only.",
    severity: "error",
    from: { path: anySchema },
    to: { pathNot: [anySchema, "(^|/)node_modules/zod/"] },
  },
  {
    name: "core-knows-no-electron-dom-http",
    severity: "error",
    from: { path: "^core/", pathNot: tests },
    to: { path: ["(^|/)node_modules/(@types/)?(electron|react|react-dom|ws|sirv)/", "^(electron|http|https|http2)$"] },
  },
  {
    name: "only-the-shell-imports-electron",
    severity: "error",
    from: { pathNot: ["^main/electron/", "^main/index\\.ts$", "^preload/", "^e2e/desktop/"] },
    to: { path: ["(^|/)node_modules/electron/", "^electron$"] },
  },
  {
    name: "testing-is-for-tests",
    severity: "error",
    from: { path: "^(core|main|preload|renderer)/", pathNot: tests },
    to: { path: "^(core/testing|[^/]+/.*/testing)/" },
  },
  only("main-imports-host-contract-schemas", "^main/", [anySchema, modules("base", "contract", "host", "settings", "store")], {
    except: tests,
  }),
  only("main-tests-import-testing-too", "^main/", [
    anySchema,
    modules("base", "contract", "host", "settings", "store", "testing"),
    "^preload/",
  ]),
  {
    name: "main-hosts-stay-apart",
    severity: "error",
    from: { path: "^main/(electron|http)/", pathNot: tests },
    to: { path: "^main/(electron|http|cli)/", pathNot: "^main/$1/" },
  },
  {
    name: "preload-imports-electron-only",
    severity: "error",
    from: { path: "^preload/", pathNot: tests },
    to: { pathNot: ["^preload/", "(^|/)node_modules/electron/", "^electron$"] },
  },
  only("renderer-imports-contract-and-schemas", "^renderer/", [anySchema, modules("contract")]),
  only("feature-imports-ui-and-bridge", "^renderer/features/", [anySchema, modules("contract"), "^renderer/(ui|bridge)/"]),
  {
    name: "features-stay-apart",
    severity: "error",
    from: { path: "^renderer/features/([^/]+)/" },
    to: { path: "^renderer/features/", pathNot: "^renderer/features/$1/" },
  },
  {
    name: "feature-has-one-door",
    severity: "error",
    from: { path: "^renderer/(?!features/)" },
    to: { path: "^renderer/features/", pathNot: "^renderer/features/[^/]+/(index\\.tsx?|en\\.json)$" },
  },
  only("ui-imports-nothing", "^renderer/ui/", [anySchema]),
  only("bridge-imports-the-contract", "^renderer/bridge/", [anySchema, modules("contract")]),
  {
    name: "nothing-imports-build-or-e2e",
    severity: "error",
    from: { path: "^(core|main|preload|renderer)/" },
    to: { path: "^(build|e2e)/" },
  },
  {
    name: "no-runtime-cycle",
    severity: "error",
    from: {},
    to: { circular: true, viaOnly: { dependencyTypesNot: ["type-only", "type-import"] } },
  },
  {
    name: "everything-resolves",
    severity: "error",
    from: { path: "^(core|main|preload|renderer|build|e2e)/" },
    // Peers of a benchmark are installed by the benchmark alone.
    to: { couldNotResolve: true, pathNot: "^(@lancedb/lancedb|sqlite-vec)$" },
  },
  {
    name: "product-uses-no-development-package",
    severity: "error",
    from: { path: "^(core|main)/", pathNot: tests },
    to: { dependencyTypes: ["npm-dev"], dependencyTypesNot: ["type-only"], pathNot: "(^|/)node_modules/electron/" },
  },
];

export const readingOptions: ICruiseOptions = {
  parser: "swc",
  tsPreCompilationDeps: true,
  doNotFollow: { path: "(^|/)node_modules/" },
  exclude: { path: ["^dist/", "^build/canary/", "[.](css|svg|png|woff2)$"] },
  enhancedResolveOptions: {
    exportsFields: ["exports"],
    conditionNames: ["import", "require", "node", "default", "types"],
    extensions: [".ts", ".tsx", ".js", ".mjs", ".json", ".d.ts"],
  },
};
