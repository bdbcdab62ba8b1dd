import type { Database } from "better-sqlite3";

/** What a person's data folder holds, written the way each version wrote it: every value is fixed, so that the same bytes come out each time. */

const startMs = Date.UTC(2026, 10, 1);
const id = (prefix: string, number: number): string => `${prefix}_${String(number).padStart(26, "0")}`;
const json = (value: unknown): string => JSON.stringify(value);
const sha256 = (digit: string): string => digit.repeat(64);

export const told = {
  question: "Which VAT rate applies to printed books in Norway?",
  answer: "Printed books are zero-rated [1].",
  title: "VAT in Norway",
  passage: "Norway applies a zero rate of VAT to printed books and newspapers.",
  document: "/home/ada/notes/vat.md",
  goal: "Collect the invoices of 2025 into one folder",
  plan: "Sort invoices by year",
} as const;

const conversation = id("chat", 1);
const folder = id("folder", 1);
const document = id("doc", 1);
const plan = id("plan", 1);
const run = id("run", 1);
const root = "/home/ada/invoices";
const fileModel = `file:${sha256("4")}`;
/** Model 1's vector of chunk 1: the model's number × 2^40 + the chunk's. */
const vectorKey = 2 ** 40 + 1;

const step = {
  name: "make",
  tool: "files.make-folder",
  why: "A place for them",
  input: { path: "2025" },
  after: [],
  preconditions: [],
  postconditions: [],
  rollback: "undo",
  retries: { attempts: 0, delayMs: 1000 },
  timeoutMs: 60_000,
  risk: "low",
  mayChange: [],
};
const draft = { title: told.plan, goal: told.goal, mode: "draft", steps: [step] };
const effect = { type: "make-folder", path: "2025" };
const task = {
  id: id("task", 1),
  goal: told.goal,
  workspaceRoot: root,
  mode: "draft",
  conversationId: conversation,
  state: "done",
  steps: [{ type: "plan", planId: plan, title: told.plan, hash: sha256("6") }],
  readFrom: [],
  planId: plan,
  hash: sha256("6"),
  runId: run,
  answer: null,
  error: null,
  modelId: fileModel,
  modelName: "Tiny",
  rounds: 2,
  repairs: 0,
  inputTokens: 900,
  outputTokens: 120,
  costMicroUsd: 0,
  interventions: 1,
  startedAtMs: startMs,
  endedAtMs: startMs + 9000,
};
const answerDetail = {
  error: null,
  citations: [
    {
      number: 1,
      chunkId: 1,
      documentId: document,
      path: told.document,
      title: "vat",
      page: null,
      heading: "Norway",
      quote: told.passage,
      start: 0,
      end: told.passage.length,
    },
  ],
  answeredBy: { modelId: "extractive", modelName: "Quotes", place: "extractive", why: "the only one there", tried: [] },
  usage: { inputTokens: 0, outputTokens: 9 },
  durationMs: 41,
  attachments: [],
};
const report = { added: 1, updated: 0, unchanged: 0, removed: 0, failed: [], skipped: [] };

type Row = readonly (string | number | null | Buffer)[];
interface Rows {
  /** By table, in the order of the columns that the table had at this version. */
  readonly inserted?: Readonly<Record<string, readonly Row[]>>;
  /** Values of columns that came later than their table. */
  readonly updated?: string;
}

/** By the version that brought the table or column. */
const rowsOfVersion: Readonly<Record<number, Rows>> = {
  1: {
    inserted: {
      settings: [
        ["theme", '"dark"'],
        ["passageCount", "5"],
      ],
    },
  },
  2: {
    inserted: {
      documents: [
        [1, id("doc", 9), 0, told.document, "/home/ada/notes", "markdown", "vat", 20, sha256("1"), null, 0, startMs - 1, startMs - 1, "[]"],
        [2, document, 1, told.document, "/home/ada/notes", "markdown", "vat", 66, sha256("2"), null, 1, startMs, startMs, "[]"],
      ],
      chunks: [[1, 2, 0, told.passage.length, null, "Norway", told.passage]],
      embedding_models: [[1, "hashed:1", "hashed", "Words and their parts", "1", 4, null, "active", 0, 1]],
      vectors: [[vectorKey, Buffer.from(new Float32Array([0.5, -0.5, 0.5, 0.5]).buffer)]],
      ingest_jobs: [[id("job", 1), '["/home/ada/notes"]', 0, "done", startMs, 31, 1, 66, 1, json(report)]],
    },
    updated: `INSERT INTO chunk_words (rowid, title, heading, text) VALUES (1, 'vat', 'Norway', '${told.passage}')`,
  },
  3: {
    inserted: {
      conversations: [[conversation, told.title, startMs, startMs + 100, id("msg", 2)]],
      messages: [
        [
          1,
          id("msg", 1),
          conversation,
          null,
          0,
          "user",
          told.question,
          "complete",
          json({ ...answerDetail, citations: [], answeredBy: null, usage: null }),
          startMs,
        ],
        [2, id("msg", 2), conversation, id("msg", 1), 1, "assistant", told.answer, "complete", json(answerDetail), startMs + 41],
      ],
    },
  },
  4: {
    inserted: {
      llm_providers: [[id("provider", 1), "openai", "My account", null, "gpt-5", 1, startMs]],
      llm_files: [[fileModel, "/home/ada/models/tiny.gguf", "Tiny", 2048, startMs]],
    },
  },
  5: {
    inserted: {
      workspaces: [[id("space", 1), root, "invoices", "write", startMs]],
      workspace_blobs: [[sha256("5"), 12, startMs]],
      workspace_blob_pins: [[run, sha256("5"), startMs]],
    },
  },
  6: {
    inserted: {
      plans: [[plan, 1, told.plan, json(draft), sha256("7"), root, conversation, 0, startMs]],
      simulations: [[sha256("6"), plan, 1, json({ steps: [{ step: "make", effects: [effect] }] }), startMs, startMs + 86_400_000]],
      plan_approvals: [[1, plan, 1, sha256("6"), "person", startMs + 1, startMs + 86_400_000, run]],
      runs: [[run, plan, 1, told.plan, "draft", root, sha256("6"), 1, null, "ended", "ended", null, startMs + 2, startMs + 9, 0, 1]],
      run_steps: [[run, 0, json(step), step.tool, "done", 1, sha256("8"), json([effect]), "{}", null, startMs + 3, startMs + 8]],
      run_effects: [[run, 0, 0, json(effect), "done", "", null, Buffer.from("before")]],
    },
  },
  7: {
    inserted: {
      grants: [[id("grant", 1), json({ type: "pattern", pattern: { type: "host", host: "example.org" } }), null, 0, startMs, null]],
      approvals: [[id("appr", 1), run, sha256("9"), "{}", "approved", startMs, startMs + 1, startMs + 1]],
      untrusted_readings: [[run, "https://example.org/", startMs]],
    },
  },
  8: {
    inserted: {
      tasks: [[1, task.id, told.goal, root, conversation, "done", plan, 0, 1, startMs, startMs + 9000, json(task)]],
    },
  },
  9: {
    inserted: {
      plan_rejections: [[plan, 1, startMs]],
      run_figures: [[run, 1, 1, 1, "done", "One folder was made."]],
      run_undo_ends: [[run, startMs + 86_400_000]],
    },
  },
  10: { updated: `UPDATE llm_providers SET price = '{"inputMicroUsdPerMillion":1000000,"outputMicroUsdPerMillion":2000000}'` },
  11: { updated: "UPDATE messages SET is_private = 1 WHERE position = 1" },
  12: {
    inserted: {
      budget_allowances: [[id("allowance", 1), "day", "", "money", 5_000_000]],
      budget_charges: [
        [
          id("reserve", 1),
          startMs,
          "2026-11-01",
          "provider",
          id("provider", 1),
          conversation,
          null,
          null,
          "chat",
          1200,
          300,
          900,
          "settled",
        ],
      ],
      budget_totals: [
        ["day", "", "2026-11-01", 1200, 300, 900, 0, 0, 0],
        ["month", "", "2026-11", 1200, 300, 900, 0, 0, 0],
      ],
    },
  },
  13: { inserted: { local_api_tokens: [[id("apitoken", 1), "editor", Buffer.alloc(32, 7), startMs, null]] } },
  14: {
    inserted: {
      route_policy: [["cloud", '"never"']],
      route_rules: [[id("rule", 1), 0, "{}"]],
      route_conversations: [[conversation, fileModel, startMs]],
    },
  },
  15: {
    inserted: {
      hub_downloads: [[id("download", 1), "{}", "/home/ada/models"]],
      hub_parts: [[id("download", 1), 0, "tiny.gguf", 100, sha256("4"), null, 1]],
      hub_fetched: [[fileModel, "{}", "[]"]],
    },
  },
  16: {
    inserted: {
      llm_speeds: [[1, fileModel, "3.22.1", 4, 21.5, 180, startMs]],
      llm_threads: [[fileModel, "3.22.1", 8, 1000, 4, "[]", startMs]],
      llm_abilities: [[fileModel, 1, 0, startMs]],
      llm_running: [["file:gone", "answering", startMs]],
      llm_crashes: [["file:gone", "loading", startMs]],
    },
  },
  17: {
    inserted: {
      kept_answers: [[1, sha256("a"), told.question, told.answer, null, null, fileModel, "local", 9, 0, 41, 100, startMs, startMs]],
      kept_answer_counts: [["exact", 3]],
      kept_answer_policy: [[1, "{}"]],
    },
  },
  18: {
    inserted: { private_marks: [["/home/ada/notes/secret", 1]] },
    updated: "UPDATE documents SET is_private = 1 WHERE live = 0",
  },
  19: {
    inserted: {
      folders: [[folder, "Taxes", 0]],
      queued_messages: [
        [
          id("queued", 1),
          conversation,
          0,
          json({ text: "And in Sweden?", attachments: [], images: [], modelId: null, isPrivate: false, cache: "use" }),
          startMs,
        ],
      ],
      chat_images: [
        [id("img", 1), conversation, "receipt.gif", "image/gif", 1, 1, Buffer.from("GIF89a\x01\0\x01\0\0\0\0;", "latin1"), startMs],
        [id("img", 2), null, "nobody.gif", "image/gif", 1, 1, Buffer.from("GIF89a\x01\0\x01\0\0\0\0;", "latin1"), startMs],
      ],
    },
    updated: `UPDATE conversations SET folder_id = '${folder}', pinned_at_ms = ${startMs}, unread = 1, queue_held = 1, origin = 'chatgpt:1'`,
  },
  20: {
    inserted: {
      prompts: [[id("prompt", 1), "Letter", "Write to {{name}}.", "letter", 3, startMs + 5, startMs, startMs + 1]],
    },
  },
  21: {
    inserted: {
      trust_marks: [[told.document, "yours"]],
      document_sketches: [[2, Buffer.alloc(32, 9), Buffer.alloc(480, 5)]],
      forgotten_documents: [[1, "/home/ada/notes/old.md", startMs - 1]],
    },
    updated: `UPDATE documents SET trust = 'yours', trust_reason = 'said', came_by = 'folder', file_state = 'changed' WHERE version = 2;
      UPDATE documents SET trust = 'foreign', trust_reason = 'origin', origin = 'https://example.org/old.md' WHERE version = 1`,
  },
  22: { updated: "UPDATE llm_providers SET sees_images = 0" },
};

/** Writes what this version brought room for. Foreign keys may point to rows of other tables of the same version. */
export const writeRows = (database: Database, version: number): void => {
  const { inserted = {}, updated = "" } = rowsOfVersion[version] ?? {};
  database.transaction(() => {
    database.pragma("defer_foreign_keys = ON");
    for (const [table, rows] of Object.entries(inserted))
      for (const row of rows) database.prepare(`INSERT INTO ${table} VALUES (${row.map(() => "?").join(", ")})`).run(...row);
    database.exec(updated);
  })();
};

/** Versions from this one on have no rows yet. */
export const firstWithoutRows = Math.max(...Object.keys(rowsOfVersion).map(Number)) + 1;
