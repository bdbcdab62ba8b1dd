import { copyFileSync, readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join, sep } from "node:path";
import { getDocument, VerbosityLevel } from "pdfjs-dist/legacy/build/pdf.mjs";
import { silentLog } from "#core/base";
import { createDocumentReader, readerLimits, type DocumentReader } from "#core/documents";
import { createTestFolder, createTestPdf } from "#core/testing";
import type { BenchTable } from "./table.ts";

/** Turns of each measurement, after one that warms up. The two sides take turns, and the fastest of each are compared: on a shared machine the others measure the neighbours. */
const turns = 25;

const library = dirname(createRequire(import.meta.url).resolve("pdfjs-dist/package.json"));

/** What anybody writes who wants a PDF's text out of pdfjs: every page's text content, nothing done with it. */
const readBare = async (paths: readonly string[]): Promise<number> => {
  let pageCount = 0;
  for (const path of paths) {
    const task = getDocument({
      data: new Uint8Array(readFileSync(path)),
      verbosity: VerbosityLevel.ERRORS,
      cMapUrl: join(library, "cmaps") + sep,
      standardFontDataUrl: join(library, "standard_fonts") + sep,
    });
    const pdf = await task.promise;
    for (let number = 1; number <= pdf.numPages; number += 1) await (await pdf.getPage(number)).getTextContent();
    pageCount += pdf.numPages;
    await task.destroy();
  }
  return pageCount;
};

/** Our whole way: thread, hash, layout, headings, chunks, and back. */
const readOurs = async (reader: DocumentReader, paths: readonly string[]): Promise<number> => {
  const readings = await Promise.all(paths.map((path) => reader.read(path, { limitBytes: 1e9 })));
  return readings.reduce((sum, reading) => sum + ((reading.ok && reading.value.parsed?.document.pageCount) || 0), 0);
};

/** The fastest turn and the least processor time seen, in seconds. */
interface Best {
  wall: number;
  processor: number;
}

const measure = async (best: Best, work: () => Promise<number>, expectedPages: number): Promise<void> => {
  const startMs = performance.now();
  const before = process.cpuUsage();
  const pages = await work();
  const { user, system } = process.cpuUsage(before);
  if (pages !== expectedPages) throw new Error(`${pages} of ${expectedPages} pages were read`);
  best.wall = Math.min(best.wall, (performance.now() - startMs) / 1000);
  best.processor = Math.min(best.processor, (user + system) / 1_000_000);
};

const ratio = (bare: number, ours: number) => Number((bare / ours).toFixed(2));

const words = "the rent is due in advance and no later than third working day of each month heating water landlord tenant".split(" ");
const sentence = (seed: number) =>
  Array.from({ length: 12 }, (_, index) => words[(seed * 7 + index * (seed + 3)) % words.length]).join(" ");

/** Pages per second of our reader against bare pdfjs, on a long generated PDF and on many short ones made by LibreOffice. */
export const runIngestBench = async (): Promise<BenchTable> => {
  const folder = createTestFolder();
  const single = createDocumentReader({ log: silentLog }, { threads: 1 });
  const several = createDocumentReader({ log: silentLog });
  try {
    const long = join(folder.path, "long.pdf");
    writeFileSync(
      long,
      createTestPdf(Array.from({ length: 200 }, (_, page) => Array.from({ length: 48 }, (_line, line) => sentence(page * 48 + line)))),
    );
    const manual = join(import.meta.dirname, "../../core/testing/files/documents/product-manual.pdf");
    const manuals = Array.from({ length: 6 }, (_, copy) => join(folder.path, `manual-${copy}.pdf`));
    for (const path of manuals) copyFileSync(manual, path);

    const rows: Record<string, string | number>[] = [];
    for (const [name, paths, pageCount] of [
      ["one PDF of 200 pages, 48 lines each", [long], 200],
      ["6 manuals of 6 pages, embedded fonts", manuals, 36],
    ] as const) {
      const [bare, ours, parallel] = [1, 2, 3].map((): Best => ({ wall: Infinity, processor: Infinity })) as [Best, Best, Best];
      const warmUp: Best = { wall: 0, processor: 0 };
      for (let turn = 0; turn <= turns; turn += 1) {
        await measure(turn === 0 ? warmUp : bare, () => readBare(paths), pageCount);
        await measure(turn === 0 ? warmUp : ours, () => readOurs(single, paths), pageCount);
        await measure(turn === 0 ? warmUp : parallel, () => readOurs(several, paths), pageCount);
      }
      rows.push({
        documents: name,
        "bare pdfjs, pages/s": Math.round(pageCount / bare.wall),
        "one thread, pages/s": Math.round(pageCount / ours.wall),
        [`${readerLimits.threads} threads, pages/s`]: Math.round(pageCount / parallel.wall),
        "ratio, one thread": ratio(bare.wall, ours.wall),
        "ratio, as shipped": ratio(bare.wall, parallel.wall),
        "ratio, processor time": ratio(bare.processor, ours.processor),
      });
    }
    const goal = (column: string, name: string) => {
      const measured = Math.min(...rows.map((row) => Number(row[column])));
      return { goal: `pages per second ${name} against bare pdfjs ≥ 0.9`, measured, met: measured >= 0.9 };
    };
    return {
      name: "ingest",
      rows,
      goals: [goal("ratio, as shipped", `with ${readerLimits.threads} threads, as shipped,`), goal("ratio, one thread", "of one thread")],
    };
  } finally {
    await Promise.all([single.dispose(), several.dispose()]);
    folder.cleanup();
  }
};
