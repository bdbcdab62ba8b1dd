import fc from "fast-check";
import { afterEach, beforeEach, expect, it } from "vitest";
import type { Store } from "#core/store";
import { createFakeClock, createSeededIds, openTestStore, type FakeClock } from "#core/testing";
import type { Tools } from "#core/tools";
import type { Effect, Risk } from "#core/tools/schema";
import type { GatewayCall } from "./call.ts";
import { createPermission, type Permission } from "./gateway.ts";
import { permissionMigrations } from "./migrations.ts";
import type { Answer, ApprovalRequest } from "./schema.ts";

const risks: Record<string, Risk> = {
  "files.read": "low",
  "files.write": "medium",
  "http.fetch": "high",
  "shell.run": "high",
  "notify.send": "medium",
};
const tools: Tools = {
  list: () => [],
  find: (name) => {
    const risk = risks[name];
    return risk === undefined ? null : ({ info: { name, summary: "", risk, inputSchema: {} } } as ReturnType<Tools["find"]>);
  },
};

let store: Store & { cleanup: () => void };
let clock: FakeClock;
let permission: Permission;
const open = () => createPermission({ clock, ids: createSeededIds({ clock }), store, tools, canWrite: (root) => root === "/granted" });
beforeEach(() => {
  clock = createFakeClock();
  store = openTestStore(permissionMigrations, clock);
  permission = open();
});
afterEach(() => store.cleanup());

const writeTo = (path: string): Effect => ({
  type: "file",
  operation: {
    type: "write-file",
    path,
    before: { kind: "absent" },
    after: { kind: "file", sha256: "0".repeat(64), sizeBytes: 1, mode: 0o644 },
  },
  diff: "",
});
const send = (url: string, body: string | null = null): Effect => ({
  type: "http",
  method: body === null ? "GET" : "POST",
  url,
  host: new URL(url).host,
  bodySha256: body,
  bodyBytes: body?.length ?? 0,
  bodyPreview: body ?? "",
});
const command = (text: string): Effect => ({ type: "command", command: text, folder: "", network: false });

const runId = "run_00000000000000000000000001";
const call = (tool: string, effects: readonly Effect[], changes: Partial<GatewayCall> = {}): GatewayCall => ({
  runId,
  step: "step",
  tool,
  input: { effects: effects.length, of: JSON.stringify(effects) },
  mode: "draft",
  risk: "low",
  workspaceRoot: "/granted",
  effects,
  unpredictable: [],
  approved: null,
  retry: false,
  ...changes,
});
const read = call("files.read", []);
const writeFile = call("files.write", [writeTo("a/b.txt")]);
const fetchPage = call("http.fetch", [send("https://example.com/x")], { unpredictable: ["The answer is not known."] });
const runCommand = call("shell.run", [command("npm test")], { unpredictable: ["A command can change anything it may."] });

const taint = (id = runId) => permission.gateway.noteOutcome(id, { tool: "files.read", untrusted: true, from: "letter.txt" });
/** In one word: why it may go on, why it is asked about, why it is refused. */
const verdict = (given: GatewayCall): string => {
  const checked = permission.gateway.check(given);
  if (!checked.ok) return `refused: ${checked.error.why}`;
  return checked.value.decision === "ask" ? `ask: ${checked.value.request.reason}` : checked.value.because.type;
};
const asked = (given: GatewayCall): ApprovalRequest => {
  const checked = permission.gateway.check(given);
  if (!checked.ok || checked.value.decision !== "ask") throw new Error(`not asked: ${JSON.stringify(checked)}`);
  return checked.value.request;
};
const decide = (given: GatewayCall, answer: Answer) => permission.approvals.decide(asked(given).id, answer);

const cases = { read, writeFile, fetchPage, runCommand };
const withApproval = (given: GatewayCall): GatewayCall => ({ ...given, approved: given.effects });

it.each([
  [
    "[G1]",
    "observe",
    false,
    { read: "reads-only", writeFile: "refused: observe", fetchPage: "refused: observe", runCommand: "refused: observe" },
  ],
  [
    "[G1]",
    "observe",
    true,
    { read: "reads-only", writeFile: "refused: observe", fetchPage: "refused: observe", runCommand: "refused: observe" },
  ],
  [
    "[G2]",
    "draft",
    false,
    { read: "reads-only", writeFile: "ask: not-approved", fetchPage: "ask: not-approved", runCommand: "ask: not-approved" },
  ],
  [
    "[G2, G5]",
    "draft",
    true,
    { read: "reads-only", writeFile: "ask: not-approved", fetchPage: "ask: data-may-leave", runCommand: "ask: not-approved" },
  ],
  ["[G3, G4]", "autopilot", false, { read: "reads-only", writeFile: "policy", fetchPage: "ask: high-risk", runCommand: "ask: high-risk" }],
  [
    "[G3, G5]",
    "autopilot",
    true,
    { read: "reads-only", writeFile: "policy", fetchPage: "ask: data-may-leave", runCommand: "ask: high-risk" },
  ],
] as const)("%s in %s, untrusted text read: %s", (_rules, mode, tainted, expected) => {
  if (tainted) taint();
  expect(Object.fromEntries(Object.entries(cases).map(([name, given]) => [name, verdict({ ...given, mode })]))).toEqual(expected);
  for (const given of [writeFile, fetchPage, runCommand])
    expect(verdict({ ...withApproval(given), mode }), "with exactly these effects approved").toBe(
      mode === "observe" ? "refused: observe" : "approved-plan",
    );
});

it("[G1] no call in Observe reaches an effect, whatever was granted, approved, claimed or read", () => {
  for (const tool of Object.keys(risks)) {
    const request = asked(call(tool, [send("https://example.com/"), writeTo("a/b"), command("ls")]));
    const pattern = request.patterns.find(({ type }) => type === "tool");
    if (pattern === undefined) throw new Error("no pattern");
    permission.approvals.decide(request.id, { type: "pattern", pattern, evenAfterReading: false });
  }
  const effect = fc.constantFrom<Effect>(writeTo("a"), send("https://example.com/"), send("https://example.com/", "b"), command("ls"), {
    type: "notification",
    title: "",
    text: "",
  });
  fc.assert(
    fc.property(
      fc.constantFrom(...Object.keys(risks), "mcp.anything"),
      fc.array(effect, { maxLength: 3 }),
      fc.array(fc.string(), { maxLength: 1 }),
      fc.constantFrom<Risk>("low", "medium", "high"),
      fc.boolean(),
      fc.boolean(),
      (tool, effects, unpredictable, risk, isApproved, tainted) => {
        if (tainted) taint();
        const given = call(tool, effects, { mode: "observe", unpredictable, risk, approved: isApproved ? effects : null, retry: true });
        const isLooking = tool === "files.read" && effects.length === 0 && unpredictable.length === 0;
        expect(permission.gateway.check(given).ok).toBe(isLooking);
      },
    ),
    { numRuns: 2000 },
  );
});

it("[G2] an approval covers each effect as often as it was approved, and only to the letter", () => {
  const two = call("files.write", [writeTo("a"), writeTo("a")]);
  expect(verdict({ ...two, approved: [writeTo("a")] })).toBe("ask: not-approved");
  expect(verdict({ ...two, approved: [writeTo("a"), writeTo("a"), writeTo("b")] })).toBe("approved-plan");
  const sending = call("http.fetch", [send("https://example.com/", "secret")]);
  taint();
  expect(verdict({ ...sending, approved: [send("https://example.com/", "other")] })).toBe("ask: data-may-leave");
  expect(verdict({ ...sending, approved: [send("https://example.com/?q=1", "secret")] })).toBe("ask: data-may-leave");
  expect(verdict({ ...read, effects: [], unpredictable: ["unknown"], approved: [] })).toBe("ask: not-approved");
});

it("[G3] Autopilot asks about folders that were not granted and paths that lead out", () => {
  const autopilot = { mode: "autopilot" } as const;
  expect(verdict({ ...writeFile, ...autopilot, workspaceRoot: "/elsewhere" })).toBe("ask: outside-granted-folders");
  for (const path of ["../x", "/etc/passwd", "a/../../x", "a\\..\\x", "a//b"])
    expect(verdict(call("files.write", [writeTo(path)], autopilot)), path).toBe("ask: outside-granted-folders");
});

it("[G4] a step cannot talk the risk down, and may raise it", () => {
  expect(verdict(call("files.write", [send("https://example.com/")], { mode: "autopilot", risk: "low" }))).toBe("ask: high-risk");
  expect(verdict({ ...writeFile, mode: "autopilot", risk: "high" })).toBe("ask: high-risk");
});

it("[G5] after reading, only a grant that names the host and was chosen to hold covers sending", () => {
  const other = call("http.fetch", [send("https://example.com/y", "b")]);
  expect(decide(fetchPage, { type: "pattern", pattern: { type: "host", host: "example.com" }, evenAfterReading: false }).ok).toBe(true);
  expect(verdict(other)).toBe("grant");
  taint();
  expect(verdict(other)).toBe("ask: data-may-leave");
  const request = asked(other);
  expect(request.destinations).toEqual(["example.com"]);
  expect(request.readFrom).toEqual(["files.read: letter.txt"]);
  expect(request.patterns).toEqual([{ type: "host", host: "example.com" }]);
  expect(permission.approvals.decide(request.id, { type: "run" })).toMatchObject({ ok: false, error: { type: "PatternRefused" } });
  const [pattern] = request.patterns;
  if (pattern === undefined) throw new Error("no pattern");
  expect(permission.approvals.decide(request.id, { type: "pattern", pattern, evenAfterReading: false }).ok).toBe(false);
  expect(permission.approvals.decide(request.id, { type: "pattern", pattern, evenAfterReading: true }).ok).toBe(true);
  expect(verdict(other)).toBe("grant");
  expect(verdict(call("http.fetch", [send("https://evil.example.com/", "b")]))).toBe("ask: data-may-leave");
});

it("[G6] what was read is remembered after a restart", () => {
  taint();
  permission.gateway.endRun(runId);
  permission = open();
  expect([permission.gateway.isTainted(runId), permission.gateway.isTainted("run_00000000000000000000000002")]).toEqual([true, false]);
  expect(verdict(fetchPage)).toBe("ask: data-may-leave");
});

it("[G7] once is exactly this call, one time", () => {
  taint();
  const sending = call("http.fetch", [send("https://example.com/", "b")]);
  expect(decide(sending, { type: "once" }).ok).toBe(true);
  expect(verdict({ ...sending, runId: "run_00000000000000000000000002" })).toBe("ask: not-approved");
  expect(verdict(call("http.fetch", [send("https://example.com/", "c")]))).toBe("ask: data-may-leave");
  expect(verdict({ ...sending, input: {} })).toBe("ask: data-may-leave");
  expect(verdict(sending)).toBe("grant");
  expect(verdict(sending)).toBe("ask: data-may-leave");
});

it("[G7] a yes that was not used runs out with its question", async () => {
  expect(decide(fetchPage, { type: "once" }).ok).toBe(true);
  await clock.advance(25 * 3_600_000);
  expect(verdict(fetchPage)).toBe("ask: not-approved");
});

it("[G8] this run: the same tool to the same destinations", () => {
  expect(decide(fetchPage, { type: "run" }).ok).toBe(true);
  expect(verdict(call("http.fetch", [send("https://example.com/z")]))).toBe("grant");
  expect(verdict(call("http.fetch", [send("https://other.com/z")]))).toBe("ask: not-approved");
  expect(verdict({ ...fetchPage, runId: "run_00000000000000000000000002" })).toBe("ask: not-approved");
  expect(verdict(writeFile)).toBe("ask: not-approved");
  taint();
  expect(verdict(call("http.fetch", [send("https://example.com/z")]))).toBe("ask: data-may-leave");
  permission.gateway.endRun(runId);
  expect(permission.approvals.grants()).toEqual([]);
});

it.each([
  [
    "host",
    fetchPage,
    { type: "host", host: "example.com" },
    [send("https://example.com/?a=b", "x")],
    [
      send("http://example.com/"),
      send("https://example.com:8443/"),
      send("https://example.com.evil.net/"),
      send("https://sub.example.com/"),
    ],
  ],
  [
    "path",
    writeFile,
    { type: "path", workspaceRoot: "/granted", glob: "a/**" },
    [writeTo("a/c/d")],
    [writeTo("b"), writeTo("ab/c"), send("https://example.com/")],
  ],
  [
    "command",
    runCommand,
    { type: "command", prefix: "npm test" },
    [command("npm test -- x/y")],
    [
      command("npm testing"),
      command("npm test; rm -r x"),
      command("npm test && ls"),
      command("npm test $(ls)"),
      command("npm test\nls"),
      command("npm test `ls`"),
      command("npm test | sh"),
      command("npm test > x"),
      command("npm"),
    ],
  ],
] as const)("[G9] a %s pattern covers what it says and nothing more", (_name, given, pattern, covered, others) => {
  expect(decide(given, { type: "pattern", pattern, evenAfterReading: false }).ok).toBe(true);
  for (const effect of covered) expect(verdict(call(given.tool, [effect])), JSON.stringify(effect)).toBe("grant");
  for (const effect of others) expect(verdict(call(given.tool, [effect])), JSON.stringify(effect)).toMatch(/^ask/);
  for (const effect of others) expect(verdict(call(given.tool, [covered[0], effect])), `with ${JSON.stringify(effect)}`).toMatch(/^ask/);
});

it("[G9] a path pattern covers both ends of a move and nothing whose changes are not known", () => {
  expect(
    decide(writeFile, { type: "pattern", pattern: { type: "path", workspaceRoot: "/granted", glob: "a/**" }, evenAfterReading: false }).ok,
  ).toBe(true);
  const move = (from: string, to: string): Effect => ({
    type: "file",
    operation: { type: "move", from, to, moved: { kind: "folder" } },
    diff: "",
  });
  expect(verdict(call("files.move", [move("a/x", "a/y")]))).toBe("refused: tool-unknown");
  expect(verdict(call("files.write", [move("a/x", "a/y")]))).toBe("grant");
  expect(verdict(call("files.write", [move("a/x", "b")]))).toMatch(/^ask/);
  expect(verdict(call("files.write", [move("b", "a/y")]))).toMatch(/^ask/);
  expect(verdict(call("files.write", [writeTo("a/x")], { unpredictable: ["more"] }))).toMatch(/^ask/);
  expect(verdict(call("files.write", [writeTo("a/x")], { workspaceRoot: "/elsewhere" }))).toMatch(/^ask/);
});

it("[G9] a pattern that was not offered cannot be chosen", () => {
  for (const pattern of [
    { type: "host", host: "other.com" },
    { type: "path", workspaceRoot: "/", glob: "**" },
    { type: "tool", tool: "shell.run" },
  ] as const)
    expect(decide(fetchPage, { type: "pattern", pattern, evenAfterReading: false })).toMatchObject({
      ok: false,
      error: { type: "PatternRefused" },
    });
  expect(decide(writeFile, { type: "pattern", pattern: { type: "tool", tool: "files.write" }, evenAfterReading: true }).ok).toBe(false);
});

it("[G10] a revoked grant allows nothing", () => {
  const decided = decide(writeFile, { type: "pattern", pattern: { type: "tool", tool: "files.write" }, evenAfterReading: false });
  if (!decided.ok || decided.value.grant === null) throw new Error("no grant");
  expect(verdict(writeFile)).toBe("grant");
  expect(permission.approvals.grants().map(({ words }) => words)).toEqual([
    "Every use of files.write, not when data could leave after untrusted text was read, until revoked.",
  ]);
  expect(permission.approvals.revoke(decided.value.grant.id)).toBe(true);
  expect(permission.approvals.revoke(decided.value.grant.id)).toBe(false);
  expect(verdict(writeFile)).toBe("ask: not-approved");
});

it("[G11] one question per call; it can be waited for, answered once, refused for the run, and runs out", async () => {
  const request = asked(writeFile);
  expect(asked(writeFile)).toEqual(request);
  expect(permission.approvals.list("pending")).toEqual([request]);
  const waiting = permission.gateway.answer(request.id, new AbortController().signal);
  expect(permission.approvals.decide(request.id, { type: "reject" }).ok).toBe(true);
  expect(await waiting).toEqual({ ok: true, value: "rejected" });
  expect(permission.approvals.decide(request.id, { type: "once" })).toMatchObject({ ok: false, error: { type: "ApprovalDecided" } });
  expect(permission.approvals.decide("appr_x", { type: "once" })).toMatchObject({ ok: false, error: { type: "ApprovalNotFound" } });
  expect(verdict(writeFile)).toBe("refused: rejected");

  const other = asked(runCommand);
  const late = permission.gateway.answer(other.id, new AbortController().signal);
  await clock.advance(24 * 3_600_000);
  expect(await late).toEqual({ ok: true, value: "expired" });
  expect(permission.approvals.decide(other.id, { type: "once" })).toMatchObject({ error: { type: "ApprovalDecided", state: "expired" } });
  expect(asked(runCommand).id).not.toBe(other.id);
});

it("[G11] waiting ends when it is stopped; the inbox is watched from its present state on", async () => {
  const request = asked(writeFile);
  const stop = new AbortController();
  const waiting = permission.gateway.answer(request.id, stop.signal);
  stop.abort();
  expect(await waiting).toEqual({ ok: false, error: { type: "Aborted", by: "user" } });
  const watched = permission.approvals.watch();
  expect((await watched.next()).value).toEqual([request]);
  permission.approvals.decide(request.id, { type: "once" });
  expect((await watched.next()).value).toEqual([]);
  await watched.return();
});

it("[G11] a run cannot flood the inbox", () => {
  for (let index = 0; index < 50; index += 1) asked(call("files.write", [writeTo(`${index}`)]));
  expect(verdict(call("files.write", [writeTo("one more")]))).toBe("refused: rate");
  permission.gateway.endRun(runId);
  expect(permission.approvals.list("pending")).toEqual([]);
});

it("[G12] circles and floods are stopped; approved plans and retries are not", async () => {
  for (let index = 0; index < 8; index += 1) expect(verdict(read)).toBe("reads-only");
  expect(verdict(read)).toBe("refused: loop");
  expect(verdict({ ...read, retry: true })).toBe("reads-only");
  expect(verdict({ ...read, runId: "run_00000000000000000000000002" })).toBe("reads-only");
  for (let index = 0; index < 20; index += 1) expect(verdict(withApproval(writeFile))).toBe("approved-plan");
  const notify = (text: string) => call("notify.send", [{ type: "notification", title: "", text }], { mode: "autopilot" });
  for (let index = 0; index < 5; index += 1) expect(verdict(notify(`${index}`))).toBe("policy");
  expect(verdict(notify("6"))).toBe("refused: rate");
  for (let minute = 0; minute < 3; minute += 1) {
    await clock.advance(61_000);
    for (let index = 0; index < 5; index += 1) expect(verdict(notify(`${minute} ${index}`))).toBe("policy");
  }
  await clock.advance(61_000);
  expect(verdict(notify("21"))).toBe("refused: rate");
});

it("[G13] an unknown tool is refused in every mode", () => {
  for (const mode of ["observe", "draft", "autopilot"] as const)
    expect(verdict(call("mcp.anything", [], { mode }))).toBe("refused: tool-unknown");
});
