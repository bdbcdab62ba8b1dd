import type { CommandSpec } from "./command.ts";

/** Every command, with its words for `--help`. The work itself is loaded when a command runs. */
export const commands: Readonly<Record<string, CommandSpec>> = {
  ingest: {
    usage: "olympus ingest PATH…",
    summary: "Read files and folders into the library",
    help: `Reads what is new or changed below each PATH and forgets what is gone.
Answers {added, updated, unchanged, removed, failed: [{path, reason}]}.
A file that cannot be read is listed under "failed" and does not stop the others: the exit code is 0
unless nothing at all could be read, a PATH does not exist, or the work was stopped.`,
    options: {},
    words: [1, 1000],
    load: async () => (await import("./ingest.ts")).runIngest,
  },
  search: {
    usage: "olympus search QUERY [--k N]",
    summary: "Find passages by word and by meaning",
    help: `Answers [{chunkId, path, page, heading, text, score}], best first.
  --k N    how many passages at most, 1 to 100 (10)`,
    options: { k: { type: "string" } },
    words: [1, 100],
    load: async () => (await import("./search.ts")).runSearch,
  },
  ask: {
    usage: "olympus ask QUESTION [--model ID]",
    summary: "Answer a question from your documents, with quotes",
    help: `Answers {answer, citations: [{path, page, heading, quote}], model, why}.
  --model ID    who answers; otherwise the first available in the order of the settings`,
    options: { model: { type: "string" } },
    words: [1, 1000],
    load: async () => (await import("./ask.ts")).runAsk,
  },
  chat: {
    usage: "olympus chat [--model ID] [--private]",
    summary: "Talk, question after question, and keep the conversation",
    help: `Reads one question from each line of standard input and answers it; an empty line ends.
With --json, one document {conversationId, turns: [{question, answer, model, error}]} at the end.
  --model ID    who answers; otherwise the router decides
  --private     nothing of this conversation leaves this machine`,
    options: { model: { type: "string" }, private: { type: "boolean" } },
    words: [0, 0],
    load: async () => (await import("./chat.ts")).runChat,
  },
  providers: {
    usage: "olympus providers add | list | test NAME | remove NAME",
    summary: "Accounts and servers that can answer",
    help: `  add --kind K --name N    tests with a real completion, then keeps; the key is read from standard input
  list                     answers [{id, kind, name, baseUrl, model, hasKey, price}]
  test NAME                a short real completion; answers {answer, durationMs}
  remove NAME              forgets the provider and its key
K is openai, anthropic, gemini, ollama or compatible. Without a running host, keys are sealed under a passphrase: it is the
next line of standard input after the key.
  --base-url URL       where it is, if not at its kind's usual address
  --model M            the provider's name of the model; otherwise the first one it offers
  --with-key           a compatible server that wants a key
  --monthly-usd X      what it may cost in a month; nothing that costs money is asked without an allowance
  --price-in X, --price-out X    US dollars for a million tokens, when the price list does not know it`,
    options: {
      kind: { type: "string" },
      name: { type: "string" },
      "base-url": { type: "string" },
      model: { type: "string" },
      "with-key": { type: "boolean" },
      "monthly-usd": { type: "string" },
      "price-in": { type: "string" },
      "price-out": { type: "string" },
    },
    words: [1, 2],
    load: async () => (await import("./providers.ts")).runProviders,
  },
  do: {
    usage: 'olympus do "GOAL" --workspace DIR [--mode M]',
    summary: "Have a goal planned, look at it, and have it done",
    help: `Answers {taskId, state, planId, hash, effects, diff, unpredictable, runId?, report?, answer?}. Needs a model that can write.
  --workspace DIR    the folder it is about; naming it is your grant for this task
  --mode M           observe: only show what would happen; draft: show it and wait for your approval (this is usual);
                     autopilot: do what policy allows, ask for the rest
  --model ID         who plans; otherwise the first available in the order of the settings
olympus do TASK_ID --approve HASH    does what the dry run with this hash foresaw, or stops`,
    options: { workspace: { type: "string" }, mode: { type: "string" }, model: { type: "string" }, approve: { type: "string" } },
    words: [1, 1000],
    load: async () => (await import("./do.ts")).runDo,
  },
  plan: {
    usage: "olympus plan simulate | run | undo …",
    summary: "See what a plan would do, do exactly that, or take it back",
    help: `  simulate FILE --workspace DIR                  everything the plan would do in DIR; touches nothing
  run FILE --workspace DIR --approve HASH        does what the dry run with this hash foresaw, or stops
  undo RUN_ID [--force PATH,…] [--skip PATH,…]   takes a run back; undoing that run does it again
FILE is a plan as JSON (resources/schemas/plan.schema.json). Naming DIR lets this plan, and no other, change it.
A hash holds for 30 minutes and one run, and only while plan and folder are as they were.
simulate answers {effects, diff, hash, unpredictable}; run and undo answer {runId, report}. The exit code of run and undo
is 1 unless the report's outcome is "done".
  --force PATH,PATH    overwrite what somebody changed there after the run
  --skip PATH,PATH     leave these as they are now`,
    options: { workspace: { type: "string" }, approve: { type: "string" }, force: { type: "string" }, skip: { type: "string" } },
    words: [2, 2],
    load: async () => (await import("./plan.ts")).runPlan,
  },
  runs: {
    usage: "olympus runs list [--filter TEXT] [--limit N]",
    summary: "What was done, when, and how it ended",
    help: `Answers [{id, planId, title, mode, workspaceRoot, state, outcome, summary, …}], the newest first.
  --filter TEXT    only runs with this in the title or the folder
  --limit N        how many at most, 1 to 1000 (100)`,
    options: { filter: { type: "string" }, limit: { type: "string" } },
    words: [1, 1],
    load: async () => (await import("./runs.ts")).runRuns,
  },
  models: {
    usage: "olympus models list | add | remove | fit | bench | …",
    summary: "Find, fetch and measure models that run here",
    help: `  list                    who can answer
  catalogue               what can be fetched, and how each build fits this machine; asks nobody
  fit X                   how X fits: weights, context and work against what is free; of an address only the header is read
  add X [--variant V]     uses a file where it lies, or fetches: the build named by V, or the one that suits this machine.
                          Ctrl-C pauses; the bytes stay
  downloads               what was fetched and what rests; resume ID goes on, cancel ID deletes what arrived
  bench MODEL_ID          measures threads, tokens a second and the time to the first
  remove MODEL_ID         deletes what Olympus fetched; forgets other files and leaves them where they are
  token                   keeps an access token for Hugging Face, read from standard input, for models that ask for an account
X is a GGUF file, hf:OWNER/NAME[:QUANTISATION], an https address of a GGUF file, or a name of the catalogue.
  --variant V     a build, such as Q4_K_M
  --context N     tokens to keep in mind, for fit of a file (8192)
  --forget        for token: forgets it`,
    options: { variant: { type: "string" }, context: { type: "string" }, forget: { type: "boolean" } },
    words: [1, 2],
    load: async () => (await import("./models.ts")).runModels,
  },
  route: {
    usage: 'olympus route "PROMPT" [--explain] [--private]',
    summary: "Say where a prompt would go, and why",
    help: `Asks nobody and spends nothing. Answers {modelId, place, reason, sentence}.
  --explain     everything: {features, privacy, chain, excluded, ruleId, movedFrom, sentence, durationMs}; chain is asked in order
  --private     as if the prompt were marked private
  --model ID    as if this model had been chosen`,
    options: { explain: { type: "boolean" }, private: { type: "boolean" }, model: { type: "string" } },
    words: [1, 1000],
    load: async () => (await import("./route.ts")).runRoute,
  },
  budget: {
    usage: "olympus budget show | set | extend | remove …",
    summary: "What may be spent on models, and what was",
    help: `  show                              every allowance and where it stands
  set --day-usd N                   money for each day; --month-usd N for each month, with --provider ID for one provider
  set --usd N --per SCOPE           money for each conversation, task or schedule; --for ID for that one
  set --tokens N [--per SCOPE]      tokens; --minutes N for time of waiting. SCOPE: day (usual), month, conversation, task, schedule
  extend ALLOWANCE_ID --by N        raises one, in its own unit (dollars, tokens, minutes)
  remove ALLOWANCE_ID               takes one away
Answers [{id, scope, subject, measure, amount, spent, reserved, left, nearest, resetsAtMs}]; money in micro-USD, time in ms.
Without money for a day, a month or a provider nothing that costs is asked. No call can pass an allowance.`,
    options: Object.fromEntries(
      ["day-usd", "month-usd", "usd", "tokens", "minutes", "per", "provider", "for", "by"].map(
        (name) => [name, { type: "string" }] as const,
      ),
    ),
    words: [1, 2],
    load: async () => (await import("./budget.ts")).runBudget,
  },
  serve: {
    usage: "olympus serve [--port N] [--host H]",
    summary: "Serve the interface and the API in a browser",
    help: `Serves until Ctrl-C. With --json, one document {url, dataDir, setupCodePath} once it listens.
  --port N    1 to 65535; 0 picks a free one (4510)
  --host H    the address to listen on (127.0.0.1, this machine only)
Names of a reverse proxy in front of it go into OLYMPUS_ALLOWED_HOSTS, separated by commas.`,
    options: { port: { type: "string" }, host: { type: "string" } },
    words: [0, 0],
    load: async () => (await import("./serve.ts")).runServe,
  },
  export: {
    usage: "olympus export --out FILE.zip",
    summary: "Write every conversation into one zip",
    help: `Archived ones too: Markdown to read, JSON with every branch to import again, and the pictures. Documents are not in it.
Answers {path, conversations, sizeBytes}. FILE is whole or not there; one that is there is replaced.
  --out FILE    where to`,
    options: { out: { type: "string" } },
    words: [0, 0],
    load: async () => (await import("./transfer.ts")).runExport,
  },
  import: {
    usage: "olympus import FILE [--dry-run]",
    summary: "Take in conversations from ChatGPT or from Olympus",
    help: `FILE is the zip of a ChatGPT export or the conversations.json in it, or a zip, JSON or Markdown file that Olympus exported.
Conversations that are here already stay as they are, so that an import that was stopped can be run again.
Answers {added, known, messages, damaged: [{title, reason, isKept}], damagedCount}. What is damaged does not stop the others.
  --dry-run    takes nothing; answers {format, conversationCount, messageCount, knownCount, damagedCount, oldestAtMs, newestAtMs, examples}`,
    options: { "dry-run": { type: "boolean" } },
    words: [1, 1],
    load: async () => (await import("./transfer.ts")).runImport,
  },
  backup: {
    usage: "olympus backup create | verify FILE | restore FILE",
    summary: "Copy the database, check a copy, or put one back",
    help: `  create          copies the database, also while Olympus runs, and checks the copy page by page
  verify FILE     compares checksum and integrity
  restore FILE    checks FILE, then puts it in the database's place; the replaced one is kept in backups/.
                  Works when the database is damaged; Olympus must not be running.
Answers {path, createdAtMs, sizeBytes, sha256, schemaVersion}; restore answers {backup, replacedPath}.`,
    options: {},
    words: [1, 2],
    load: async () => (await import("./backup.ts")).runBackup,
  },
  migrate: {
    usage: "olympus migrate status | up | down",
    summary: "Show or change the version of the database",
    help: `  status    which steps are applied; changes nothing
  up        applies all steps (every start of Olympus does so too)
  down      takes the newest step back, for a return to an older Olympus; a checked copy is made first
Answers {applied, latest, steps: [{version, name, appliedAtMs}]}.`,
    options: {},
    words: [1, 1],
    load: async () => (await import("./migrate.ts")).runMigrate,
  },
  doctor: {
    usage: "olympus doctor",
    summary: "Look at everything Olympus depends on",
    help: `Answers [{name, ok, detail}]; the exit code is 1 when something is not well.`,
    options: {},
    words: [0, 0],
    load: async () => (await import("./doctor.ts")).runDoctor,
  },
};
