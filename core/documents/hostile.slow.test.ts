import { execFileSync } from "node:child_process";
import { chmodSync, copyFileSync, mkdirSync, symlinkSync, truncateSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { silentLog } from "#core/base";
import { createTestFolder, createTestPdf, createTestZip, processTimeMs } from "#core/testing";
import { createDocumentReader } from "./reader.ts";
import type { FileProblem } from "./schema.ts";

const files = join(import.meta.dirname, "../testing/files/documents");
const folder = createTestFolder();
const reader = createDocumentReader({ log: silentLog });
afterAll(async () => {
  await reader.dispose();
  folder.cleanup();
});

const limitBytes = 1_000_000_000;
const at = (name: string) => join(folder.path, name);
const put = (name: string, content: Uint8Array | string) => {
  writeFileSync(at(name), content);
  return at(name);
};
/** The problem a file has, or its text; and it must be known within `withinMs` of processor time, that of the thread that reads it included. */
const outcome = async (path: string, withinMs = 5000, limit = limitBytes): Promise<FileProblem | string> => {
  const startMs = processTimeMs();
  const reading = await reader.read(path, { limitBytes: limit });
  expect(processTimeMs() - startMs).toBeLessThan(withinMs);
  if (reading.ok) return reading.value.parsed?.document.text ?? "";
  if (reading.error.type === "Aborted") throw new Error("nobody aborted this");
  return reading.error;
};
const word = (body: string) =>
  `<?xml version="1.0"?><w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>${body}</w:body></w:document>`;
const contentTypes =
  '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="xml" ContentType="application/xml"/><Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>';
const relations =
  '<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/></Relationships>';
const docx = (document: string) => [
  { name: "[Content_Types].xml", data: contentTypes },
  { name: "_rels/.rels", data: relations },
  { name: "word/document.xml", data: document },
];

describe("files that are not what they seem", () => {
  it.each([
    ["a PDF named as DOCX", "manual.docx", () => copyFileSync(join(files, "product-manual.pdf"), at("manual.docx")), "pdf"],
    ["a PDF named as text", "manual.txt", () => copyFileSync(join(files, "product-manual.pdf"), at("manual.txt")), "pdf"],
    ["a DOCX named as PDF", "lease.pdf", () => copyFileSync(join(files, "lease-contract.docx"), at("lease.pdf")), "zip"],
    ["text named as PDF", "note.pdf", () => put("note.pdf", "only text"), "text"],
    ["a picture named as Markdown", "photo.md", () => put("photo.md", Buffer.from("\u0089PNG\r\n\u001a\n\0\0\0\rIHDR", "latin1")), "png"],
    ["zeros named as text", "zeros.txt", () => put("zeros.txt", new Uint8Array(1000)), "binary"],
    [
      "a spreadsheet named as DOCX",
      "sheet.docx",
      () => put("sheet.docx", createTestZip([{ name: "xl/workbook.xml", data: "<workbook/>" }])),
      "xlsx",
    ],
    [
      "an old Word file named as DOCX",
      "old.docx",
      () => put("old.docx", Buffer.from("d0cf11e0a1b11ae1".padEnd(2000, "0"), "hex")),
      "old office document",
    ],
  ])("%s is refused with what it really is", async (_title, name, make, detected) => {
    make();
    expect(await outcome(at(name))).toEqual({ type: "FileKindMismatch", extension: name.split(".")[1], detected });
  });

  it("a kind nothing here reads is said to be unsupported, an empty file to hold no text", async () => {
    expect(await outcome(put("song.mp3", "ID3"))).toEqual({ type: "FileKindUnsupported", extension: "mp3" });
    expect(await outcome(put("empty.md", ""))).toEqual({ type: "FileWithoutText" });
    expect(await outcome(put("blank.txt", " \n\n\t "))).toEqual({ type: "FileWithoutText" });
    expect(await outcome(put("script-only.html", "<html><body><script>alert(1)</script><nav>Home</nav></body></html>"))).toEqual({
      type: "FileWithoutText",
    });
    expect(await outcome(put("pictures.pdf", createTestPdf([[], []])))).toEqual({ type: "FileWithoutText" });
  });
});

describe("broken and locked files", () => {
  it("a PDF cut in the middle, or of noise, is corrupt or gives what can still be read", async () => {
    const whole = createTestPdf([["page one phrase"], ["page two phrase"]]);
    expect(await outcome(put("cut.pdf", whole.slice(0, 60)))).toMatchObject({ type: "FileCorrupt" });
    const noise = Buffer.alloc(100_000, 7);
    noise.write("%PDF-1.7\n");
    expect(await outcome(put("noise.pdf", noise))).toMatchObject({ type: "FileCorrupt" });
    // The table of objects is not where the end says it is; it is made anew from the objects.
    const text = Buffer.from(whole).toString("latin1");
    expect(await outcome(put("tail.pdf", Buffer.from(text.replace(/startxref\n\d+/, "startxref\n7"), "latin1")))).toContain(
      "page two phrase",
    );
  });

  it("a PDF whose pages point at themselves ends", async () => {
    const text = Buffer.from(createTestPdf([["round and round"]]))
      .toString("latin1")
      .replace("/Kids [4 0 R]", "/Kids [2 0 R]");
    const problem = await outcome(put("circle.pdf", Buffer.from(text, "latin1")));
    expect(typeof problem === "string" ? problem : problem.type).toMatch(/FileCorrupt|FileWithoutText|round and round/);
  });

  it("a DOCX cut in the middle, without its document, or with broken XML is corrupt or mismatched", async () => {
    const whole = createTestZip(docx(word("<w:p><w:r><w:t>Hello</w:t></w:r></w:p>")));
    expect(await outcome(put("whole.docx", whole))).toBe("Hello");
    expect(await outcome(put("cut.docx", whole.slice(0, 300)))).toMatchObject({ type: "FileCorrupt" });
    expect(await outcome(put("broken.docx", createTestZip(docx("<w:document><w:body>"))))).toMatchObject({ type: "FileCorrupt" });
    expect(await outcome(put("other.docx", createTestZip([{ name: "a.txt", data: "x" }])))).toMatchObject({
      type: "FileKindMismatch",
      detected: "zip",
    });
  });

  it("an encrypted Word document is said to be encrypted", async () => {
    const ole = Buffer.concat([
      Buffer.from("d0cf11e0a1b11ae1", "hex"),
      Buffer.alloc(1024),
      Buffer.from("EncryptedPackage", "utf16le"),
      Buffer.alloc(512),
    ]);
    expect(await outcome(put("locked.docx", ole))).toEqual({ type: "FileEncrypted" });
    expect(await outcome(put("locked-zip.docx", createTestZip([{ name: "word/document.xml", data: word(""), encrypted: true }])))).toEqual({
      type: "FileEncrypted",
    });
  });
});

describe("bombs", () => {
  it("an archive that declares gigabytes is stopped by its own word", async () => {
    const entries = [...docx(word("")), { name: "word/media/image1.png", data: "small", declaredBytes: 3_000_000_000 }];
    expect(await outcome(put("declared.docx", createTestZip(entries)))).toMatchObject({
      type: "ArchiveBomb",
      unpackedBytes: expect.any(Number),
    });
  });

  it("an archive whose XML unpacks a thousandfold is stopped while unpacking, honest or lying about it", async () => {
    const huge = word(`<w:p>${" ".repeat(60_000_000)}</w:p>`);
    const [types, links] = docx("");
    if (types === undefined || links === undefined) throw new Error("no parts");
    expect(await outcome(put("honest.docx", createTestZip([types, links, { name: "word/document.xml", data: huge }])))).toMatchObject({
      type: "ArchiveBomb",
    });
    expect(
      await outcome(put("lying.docx", createTestZip([types, links, { name: "word/document.xml", data: huge, declaredBytes: 100 }]))),
    ).toMatchObject({ type: "ArchiveBomb" });
  });

  it("entities that multiply are not expanded", async () => {
    const entities = Array.from({ length: 12 }, (_, index) => `<!ENTITY e${index + 1} "${`&e${index};`.repeat(10)}">`).join("");
    const document = word("<w:p><w:r><w:t>&e12;</w:t></w:r></w:p>").replace("?>", `?><!DOCTYPE d [<!ENTITY e0 "lol">${entities}]>`);
    expect(await outcome(put("laughs.docx", createTestZip(docx(document))))).toMatchObject({ type: "FileCorrupt" });
  });

  it("a DOCX nested 50,000 levels deep ends", async () => {
    const body =
      "<w:sdt><w:sdtContent>".repeat(50_000) + "<w:p><w:r><w:t>deep</w:t></w:r></w:p>" + "</w:sdtContent></w:sdt>".repeat(50_000);
    const problem = await outcome(put("deep.docx", createTestZip(docx(word(body)))), 20_000);
    expect(typeof problem === "string" ? problem : problem.type).toMatch(/deep|FileCorrupt|FileUnreadable|ArchiveBomb/);
  });

  it("HTML nested a million levels deep keeps its text", async () => {
    expect(await outcome(put("deep.html", `${"<div>".repeat(1_000_000)}the bottom${"</div>".repeat(1_000_000)}`))).toBe("the bottom");
    expect(await outcome(put("tables.html", `${"<table><tr><td>".repeat(500_000)}the bottom`))).toContain("the bottom");
    expect(await outcome(put("lists.html", `${"<ul><li>".repeat(500_000)}the bottom`))).toContain("the bottom");
  });

  it("CSV with an unclosed quote, with 100,000 columns, or without line ends is read as far as it makes sense", async () => {
    const open = `name,city\n"Anna,Berlin\n${"Otto,Bonn\n".repeat(100_000)}`;
    expect(await outcome(put("open-quote.csv", open), 15_000)).toContain("Bonn");
    expect(await outcome(put("wide.csv", `${"a,".repeat(100_000)}\n${"1,".repeat(100_000)}\n`), 15_000)).toContain("1");
    expect(await outcome(put("line.csv", "x".repeat(10_000_000)), 15_000)).toHaveLength(10_000_000);
  });

  it.each([
    ["txt", "x".repeat(10_000_000)],
    ["md", "*_`[".repeat(2_500_000)],
    ["md", `| ${"-|".repeat(2_000_000)}\n| ${"-|".repeat(2_000_000)}`],
    ["md", `${"# ".repeat(300)}\n${"> ".repeat(2_000_000)}`],
    ["ts", `const ${"a: a ".repeat(2_000_000)}`],
    ["c", `${"int ".repeat(120)}x\n`.repeat(5_000)],
    ["html", `<p style="${"display:".repeat(500_000)}">x</p><p ${"a ".repeat(500_000)}>`],
    ["txt", `${" ".repeat(3_000_000)}x`],
    ["txt", "\n".repeat(3_000_000) + "x"],
    ["html", `&${"amp;&".repeat(1_000_000)}`],
  ])("a huge line of a %s file made to confuse patterns is read in seconds", async (extension, content) => {
    const result = await outcome(put(`line-${content.length}.${extension}`, content), 15_000);
    expect(typeof result === "string" ? "text" : result.type).toMatch(/^(text|FileWithoutText)$/);
  });

  it("a file of 500 MB without content is refused by its size, or by its zeros, without being read", async () => {
    const path = put("sparse.txt", "");
    truncateSync(path, 500_000_000);
    expect(await outcome(path, 2000, 100_000_000)).toEqual({ type: "FileTooLarge", sizeBytes: 500_000_000, limitBytes: 100_000_000 });
    expect(await outcome(path, 2000)).toEqual({ type: "FileKindMismatch", extension: "txt", detected: "binary" });
  });
});

describe("what is no ordinary file", () => {
  it("a pipe, a socket, a device and a folder are refused without waiting", async () => {
    execFileSync("mkfifo", [at("pipe.txt")]);
    expect(await outcome(at("pipe.txt"), 2000)).toEqual({ type: "FileUnreadable", reason: "not a regular file" });
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(at("socket.txt"), resolve));
    expect(await outcome(at("socket.txt"), 2000)).toEqual({ type: "FileUnreadable", reason: "not a regular file" });
    server.close();
    symlinkSync("/dev/zero", at("device.txt"));
    expect(await outcome(at("device.txt"), 2000)).toEqual({ type: "FileUnreadable", reason: "not a regular file" });
    mkdirSync(at("folder.txt"));
    expect(await outcome(at("folder.txt"), 2000)).toEqual({ type: "FileUnreadable", reason: "it is a folder" });
  });

  it("a vanished file and a link onto itself are named", async () => {
    expect(await outcome(at("nowhere.txt"))).toEqual({ type: "FileVanished" });
    symlinkSync(at("self.txt"), at("self.txt"));
    expect(await outcome(at("self.txt"))).toEqual({ type: "LinkLoop", target: at("self.txt") });
  });

  it.skipIf(process.getuid?.() === 0)("a file without permission says so", async () => {
    chmodSync(put("secret.txt", "secret"), 0);
    expect(await outcome(at("secret.txt"))).toEqual({ type: "FileUnreadable", reason: "no permission to read it" });
  });
});

describe("encodings", () => {
  it("broken UTF-8, Windows-1252, UTF-16 and a declared charset are read", async () => {
    const notes = async (path: string) => {
      const reading = await reader.read(path, { limitBytes });
      return reading.ok ? [reading.value.parsed?.document.text, reading.value.parsed?.document.notes] : reading.error;
    };
    expect(await notes(put("windows.txt", Buffer.from("K\u00fcche und T\u00fcr", "latin1")))).toEqual([
      "Küche und Tür",
      ["not UTF-8; read as Windows-1252"],
    ]);
    expect(await notes(put("broken.txt", Buffer.concat([Buffer.from("Küche, Tür, Größe, Maß, Öl"), Buffer.from([0xff])])))).toEqual([
      "Küche, Tür, Größe, Maß, Öl\uFFFD",
      ["broken characters replaced: 1"],
    ]);
    expect(await notes(put("wide.txt", Buffer.from("\uFEFFKüche", "utf16le")))).toEqual(["Küche", []]);
    expect(
      await notes(put("greek.html", Buffer.concat([Buffer.from('<meta charset="iso-8859-7"><p>'), Buffer.from([0xe1, 0xe2, 0xe3])]))),
    ).toEqual(["αβγ", []]);
    expect(await notes(put("marks.txt", "a\r\nb\rc\0".replace("\0", "") + "\uE000d\uE001"))).toEqual(["a\nb\ncd", []]);
    expect(await notes(put("marks.html", "<p>a&#xE000;b&#0;c&#xD800;d</p>"))).toEqual(["ab\uFFFDc\uFFFDd", []]);
  });
});

describe("limits of time and memory", () => {
  const bigPdf = createTestPdf(
    Array.from({ length: 2000 }, (_, page) =>
      Array.from({ length: 50 }, (_line, line) => `page ${page} line ${line} about nothing in particular`),
    ),
  );

  it("a file that takes too long fails alone; its neighbours in the queue are read", async () => {
    const hasty = createDocumentReader({ log: silentLog }, { timeLimitMs: 400, timePerMegabyteMs: 0 });
    const slow = put("slow.pdf", bigPdf);
    const quick = put("quick.txt", "quick enough");
    const readings = await Promise.all([hasty.read(slow, { limitBytes }), hasty.read(quick, { limitBytes })]);
    await hasty.dispose();
    expect(readings.map((reading) => (reading.ok ? reading.value.parsed?.document.text : reading.error))).toEqual([
      { type: "FileTooSlow", limitMs: 400 },
      "quick enough",
    ]);
  });

  it("a file that takes too much memory fails alone", async () => {
    const small = createDocumentReader({ log: silentLog }, { memoryLimitMb: 48 });
    const heavy = put("heavy.csv", "a,b,c,d\n" + "1,2,3,4\n".repeat(6_000_000));
    const readings = [await small.read(heavy, { limitBytes }), await small.read(put("light.txt", "light"), { limitBytes })];
    await small.dispose();
    expect(readings.map((reading) => (reading.ok ? reading.value.parsed?.document.text : reading.error))).toEqual([
      { type: "FileUnreadable", reason: "reading it takes more than 48 MB of memory" },
      "light",
    ]);
  });

  it("reads that are aborted, in the middle or waiting, answer at once, and the thread is free for the next", async () => {
    const path = put("abort.pdf", bigPdf);
    const stop = new AbortController();
    const readings = [reader.read(path, { limitBytes, signal: stop.signal }), reader.read(path, { limitBytes, signal: stop.signal })];
    await new Promise((resolve) => setTimeout(resolve, 400));
    // Reading on to the end would take seconds of processor time.
    const startMs = processTimeMs();
    stop.abort({ type: "Aborted", by: "shutdown" });
    const aborted = { ok: false, error: { type: "Aborted", by: "shutdown" } };
    expect(await Promise.all(readings)).toEqual([aborted, aborted]);
    expect(processTimeMs() - startMs).toBeLessThan(200);
    expect(await outcome(put("after.txt", "after"), 3000)).toBe("after");
  });

  it("the caller's event loop is never held for 50 ms while a PDF of 2000 pages is read", async () => {
    const path = put("responsive.pdf", bigPdf);
    await reader.read(put("warm.txt", "warm"), { limitBytes });
    // Processor time of this thread between two turns of its loop: unlike the clock, a busy machine does not add to it.
    const usedMs = () => {
      const { user, system } = process.threadCpuUsage();
      return (user + system) / 1000;
    };
    const longestTurnMs = async (): Promise<number> => {
      let longestMs = 0;
      let lastMs = usedMs();
      let turns = 0;
      const tick = setInterval(() => {
        const nowMs = usedMs();
        longestMs = Math.max(longestMs, nowMs - lastMs);
        lastMs = nowMs;
        turns += 1;
      }, 5);
      const reading = await reader.read(path, { limitBytes });
      await new Promise((resolve) => setTimeout(resolve, 20));
      clearInterval(tick);
      expect(reading.ok && reading.value.parsed?.document.pageCount).toBe(2000);
      expect(turns).toBeGreaterThan(20);
      return longestMs;
    };
    // What holds the loop does so each time; a collection of garbage, or a neighbour in the processor's cache, only now and then.
    const longestMs = Math.min(await longestTurnMs(), await longestTurnMs());
    expect(longestMs).toBeLessThan(50);
  });
});
