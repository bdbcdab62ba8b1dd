import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { createIds, silentLog, systemClock } from "#core/base";
import { createDocumentReader } from "#core/documents";
import * as embedders from "#core/embedding";
import { migrations } from "#core/host";
import { createMemory, type Memory } from "#core/memory";
import { createSettings } from "#core/settings";
import { openStore } from "#core/store";
import type { BenchTable } from "./table.ts";

export interface QualityOptions {
  /** Holds `cran.all.1400.xml`, `cran.qry.xml` and `cranqrel.trec.txt`. Its licence is unclear, so it is not part of the project. */
  readonly cranfieldDir?: string;
}

interface Collection {
  readonly documents: readonly { readonly id: string; readonly title: string; readonly text: string }[];
  readonly questions: readonly string[];
  /** Relevant documents of each question, in the order of `questions`. */
  readonly relevant: readonly ReadonlySet<string>[];
}

type Tuning = NonNullable<Parameters<Memory["search"]>[0]["tuning"]>;

const content = (xml: string, tag: string): string => new RegExp(`<${tag}>([\\s\\S]*?)</${tag}>`).exec(xml)?.[1]?.trim() ?? "";

const readCollection = (folder: string): Collection => {
  const read = (name: string) => readFileSync(join(folder, name), "utf8");
  const documents = Array.from(read("cran.all.1400.xml").matchAll(/<doc>([\s\S]*?)<\/doc>/g), ([, xml = ""]) => {
    const [title, text] = [content(xml, "title"), content(xml, "text")];
    return {
      id: content(xml, "docno"),
      title: title.replaceAll("\n", " "),
      text: text.startsWith(title) ? text.slice(title.length).trim() : text,
    };
  });
  const questions = Array.from(read("cran.qry.xml").matchAll(/<title>([\s\S]*?)<\/title>/g), ([, text = ""]) => text.trim());
  const relevant = questions.map(() => new Set<string>());
  for (const line of read("cranqrel.trec.txt").split("\n")) {
    const [question, , document, grade] = line.trim().split(/\s+/);
    // The judgements number the questions by their position in the file, from 1.
    if (document !== undefined && Number(grade) > 0) relevant[Number(question) - 1]?.add(document);
  }
  return { documents: documents.filter(({ text }) => text !== ""), questions, relevant };
};

/** Binary gain, because the collection has one grade. */
const ndcg = (found: readonly string[], relevant: ReadonlySet<string>, depth: number): number => {
  const gainAt = (rank: number) => 1 / Math.log2(rank + 2);
  const gain = found.slice(0, depth).reduce((sum, id, rank) => sum + (relevant.has(id) ? gainAt(rank) : 0), 0);
  const ideal = Array.from({ length: Math.min(depth, relevant.size) }, (_, rank) => gainAt(rank)).reduce((sum, value) => sum + value, 0);
  return ideal === 0 ? 0 : gain / ideal;
};

const recall = (found: readonly string[], relevant: ReadonlySet<string>): number =>
  relevant.size === 0 ? 0 : found.slice(0, 100).filter((id) => relevant.has(id)).length / relevant.size;

const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;

const ingestAll = async (memory: Memory, folder: string): Promise<void> => {
  const job = await memory.ingest([folder]);
  if (!job.ok) throw new Error(JSON.stringify(job.error));
  await memory.settled();
};

/** The whole product over the collection: files read, chunked, embedded, the model learned in the background, then searched. */
const openLibrary = async (collection: Collection) => {
  const folder = mkdtempSync(join(tmpdir(), "olympus-bench-quality-"));
  const [files, dataDir] = [join(folder, "files"), join(folder, "data")];
  mkdirSync(files);
  mkdirSync(dataDir);
  for (const { id, title, text } of collection.documents) writeFileSync(join(files, `${id}.md`), `# ${title}\n\n${text}\n`);
  const opened = openStore({ dataDir, migrations, clock: systemClock, log: silentLog });
  if (!opened.ok) throw new Error(JSON.stringify(opened.error));
  const store = opened.value;
  const documents = createDocumentReader({ log: silentLog });
  const ids = createIds({ clock: systemClock });
  const memory = createMemory({
    clock: systemClock,
    documents,
    embedders,
    ids,
    log: silentLog,
    settings: createSettings({ store }),
    store,
  });
  await ingestAll(memory, files);
  return {
    memory,
    close: async () => {
      await memory.close();
      await documents.dispose();
      store.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
};

/** Documents in the order of their best passage. 200 passages are more than 100 documents here. */
const findDocuments = async (memory: Memory, query: string, tuning: Tuning | undefined): Promise<string[]> => {
  const found = await memory.search({ query, k: 200, ...(tuning === undefined ? {} : { tuning }) });
  if (!found.ok) throw new Error("aborted");
  return [...new Set(found.value.hits.map(({ path }) => basename(path, ".md")))];
};

const legs: readonly { readonly name: string; readonly tuning: Tuning | undefined }[] = [
  { name: "words (BM25)", tuning: { lexicalShare: 1, lambda: 1, feedback: 0 } },
  { name: "meaning (vectors)", tuning: { lexicalShare: 0, lambda: 1, feedback: 0 } },
  { name: "both, without feedback and MMR", tuning: { lexicalShare: 0.2, lambda: 1, feedback: 0 } },
  { name: "whole, as shipped", tuning: undefined },
];

/**
 * nDCG@10 and recall@100 on the Cranfield collection for each leg and the whole. The weights were chosen on the questions at even positions
 * ("chosen on"); the goals are judged on the others ("reported on").
 */
export const runQualityBench = async ({ cranfieldDir }: QualityOptions): Promise<BenchTable> => {
  if (cranfieldDir === undefined)
    throw new Error("quality needs --cranfield-dir FOLDER with the Cranfield collection (github.com/oussbenk/cranfield-trec-dataset)");
  const collection = readCollection(cranfieldDir);
  const library = await openLibrary(collection);
  const measured = [];
  for (const { name, tuning } of legs) {
    const results: { readonly ndcg: number; readonly recall: number }[] = [];
    for (const [index, question] of collection.questions.entries()) {
      const found = await findDocuments(library.memory, question, tuning);
      const relevant = collection.relevant[index] ?? new Set<string>();
      results.push({ ndcg: ndcg(found, relevant, 10), recall: recall(found, relevant) });
    }
    const half = (remainder: number) => results.filter((_, index) => index % 2 === remainder);
    measured.push({
      name,
      chosenOn: mean(half(0).map((result) => result.ndcg)),
      reportedOn: mean(half(1).map((result) => result.ndcg)),
      all: mean(results.map((result) => result.ndcg)),
      recall: mean(half(1).map((result) => result.recall)),
    });
  }
  const { active } = library.memory.embeddingStatus();
  await library.close();
  const [words, meaning] = measured;
  const whole = measured.at(-1);
  if (words === undefined || meaning === undefined || whole === undefined) throw new Error("nothing measured");
  const margin = whole.reportedOn - Math.max(words.reportedOn, meaning.reportedOn);
  return {
    name: `quality: Cranfield, ${collection.documents.length} documents, ${collection.questions.length} questions, ${active.name} (${active.id})`,
    rows: measured.map(({ name, chosenOn, reportedOn, all, recall: found }) => ({
      search: name,
      "nDCG@10 chosen on": Number(chosenOn.toFixed(4)),
      "nDCG@10 reported on": Number(reportedOn.toFixed(4)),
      "nDCG@10 all": Number(all.toFixed(4)),
      "recall@100 reported on": Number(found.toFixed(4)),
    })),
    goals: [
      { goal: "nDCG@10 of the whole ≥ 0.42", measured: whole.reportedOn, met: whole.reportedOn >= 0.42 },
      { goal: "the whole is not more than 0.005 below the best leg", measured: margin, met: margin >= -0.005 },
    ],
  };
};
