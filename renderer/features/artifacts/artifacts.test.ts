import { describe, expect, it } from "vitest";
import { parseDiff } from "../../ui/diff/parse-diff.ts";
import { chartOfTable, chartRows, readChart } from "./chart-schema.ts";
import { createArtifactCollector } from "./collect.ts";
import { unifiedDiff } from "./line-diff.ts";
import { columnsOf, numberOf, sortedOrder } from "./table-columns.ts";
import { createTableReader, csvLine, separatorOf } from "./table-reader.ts";

const readTable = (text: string, separator = ",", pieceLength = text.length) => {
  const reader = createTableReader(separator);
  for (let at = 0; at < text.length; at += Math.max(1, pieceLength)) reader.push(text.slice(at, at + Math.max(1, pieceLength)));
  reader.finish();
  return reader.rows;
};

describe("tables", () => {
  const text = 'name,"said ""so""",n\r\n"Doe, J","two\nlines",1\n\n,,\n"",x,\nlast,"un"even,3';
  const rows = [
    ["name", 'said "so"', "n"],
    ["Doe, J", "two\nlines", "1"],
    ["", "", ""],
    ["", "x", ""],
    ["last", "uneven", "3"],
  ];

  it("are read by RFC 4180, whatever pieces they come in", () => {
    for (const pieceLength of [text.length, 1, 2, 3, 7])
      expect([pieceLength, readTable(text, ",", pieceLength)]).toEqual([pieceLength, rows]);
  });

  it("come back the same from what is saved", () => {
    expect(readTable(rows.map(csvLine).join("\n"))).toEqual(rows);
  });

  it("tell their separator", () => {
    expect([
      separatorOf("csv", "a;b;c\n1,5;2;3"),
      separatorOf("csv", '"a;b;c",d'),
      separatorOf("tsv", "a,b"),
      separatorOf("csv", "a"),
    ]).toEqual([";", ",", "\t", ","]);
  });

  it.each([
    ["1,234.50", 1234.5],
    ["-12 %", -12],
    ["$5", 5],
    ["1.234,50 €", 1234.5],
    ["0,5", 0.5],
    ["3e-4", 0.0003],
    ["−7", -7],
    ["2026-11-21", null],
    ["12 m", null],
    ["", null],
    ["1,2,3", null],
  ])("%s is the number %s", (cell, value) => expect(numberOf(cell)).toBe(value));

  it("know their columns of numbers, and name those that have no name", () => {
    const [named, nameless] = [
      columnsOf(
        [
          ["who", "n"],
          ["a", "1"],
          ["b", "n/a"],
          ["c", "2"],
          ["d", "3"],
          ["e", "4"],
        ],
        String,
      ),
      columnsOf([["a", "1"]], (n) => `#${n}`),
    ];
    expect([named, nameless].map((columns) => columns.map(({ name, numeric }) => [name, numeric]))).toEqual([
      [
        ["who", false],
        ["n", true],
      ],
      [
        ["#1", false],
        ["#2", true],
      ],
    ]);
  });

  it("are sorted by numbers or words, with what says nothing last either way", () => {
    const cells = [["10"], ["9"], [""], ["1,000"], ["x"]];
    expect(sortedOrder(cells, 0, true, "ascending")).toEqual([1, 0, 3, 2, 4]);
    expect(sortedOrder(cells, 0, true, "descending")).toEqual([3, 0, 1, 2, 4]);
    expect(sortedOrder([["b"], [""], ["A"], ["a"]], 0, false, "ascending")).toEqual([2, 3, 0, 1]);
  });

  it("of 50 000 rows are read in slices and sorted", () => {
    const long = Array.from({ length: 50_000 }, (_none, index) => `row ${index},${(index * 7919) % 50_000},"a, b"`).join("\n");
    const found = readTable(long, ",", 200_000);
    const order = sortedOrder(found, 1, true, "descending");
    expect([found.length, found[order[0] ?? 0]?.[1]]).toEqual([50_000, "49999"]);
  });
});

describe("charts", () => {
  const bars = { type: "bar", title: "Rent", labels: ["May", 2026], series: [{ name: "EUR", values: [850, null] }] };

  it("are read when their shape is right, and say where it is not", () => {
    expect(readChart(JSON.stringify(bars))).toEqual({ ok: true, chart: bars });
    expect(readChart("{")).toEqual({ ok: false, problem: "json", where: "" });
    expect(readChart(JSON.stringify({ ...bars, series: [{ name: "a", values: ["1"] }] }))).toEqual({
      ok: false,
      problem: "shape",
      where: "series.0.values.0",
    });
    expect(readChart('{"type":"radar"}')).toEqual({ ok: false, problem: "shape", where: "type" });
  });

  it("have their figures as a table", () => {
    const words = { series: "Series", label: "Label" };
    const read = readChart(JSON.stringify(bars));
    expect(read.ok && chartRows(read.chart, words)).toEqual([
      ["Label", "EUR"],
      ["May", "850"],
      ["2026", ""],
    ]);
    expect(chartRows({ type: "scatter", series: [{ name: "a", points: [[1, 2]] }] }, words)).toEqual([
      ["Series", "x", "y"],
      ["a", "1", "2"],
    ]);
  });

  it("can be made of a table that has numbers", () => {
    const rows = [
      ["May", "1,000", "x"],
      ["June", "2", "y"],
    ];
    const columns = columnsOf([["month", "rent", "note"], ...rows], String);
    expect(chartOfTable(columns, rows)).toEqual({
      type: "bar",
      labels: ["May", "June"],
      series: [{ name: "rent", values: [1000, 2] }],
      xLabel: "month",
    });
    expect(chartOfTable(columnsOf([["a"], ["b"]], String), [["b"]])).toBeNull();
  });
});

describe("changes", () => {
  it.each([
    ["a\nb\nc", "a\nB\nc"],
    ["a\nb\nc", "a\nb\nc\nd"],
    ["", "a"],
    ["x\ny", ""],
    [
      Array.from({ length: 40 }, (_none, index) => `l${index}`).join("\n"),
      `first\n${Array.from({ length: 40 }, (_none, index) => (index === 30 ? "thirty" : `l${index}`)).join("\n")}`,
    ],
  ])("lead from one text to the other", (before, after) => {
    const { rows } = parseDiff(unifiedDiff(before, after));
    const side = (gone: "gone" | "new") => rows.flatMap((row) => (row.kind === "gap" || row.kind === gone ? [] : row.text));
    const [olds, news] = [before.split("\n"), after.split("\n")];
    const within = (lines: readonly string[], all: readonly string[]) => lines.every((line) => all.includes(line));
    expect([within(side("new"), olds), within(side("gone"), news), rows.some((row) => row.kind === "new" || row.kind === "gone")]).toEqual([
      true,
      true,
      true,
    ]);
    if (!rows.some((row) => row.kind === "gap")) expect([side("new"), side("gone")]).toEqual([olds, news]);
  });

  it("are the least there can be, and none where nothing changed", () => {
    expect(unifiedDiff("a\nb\nc\nd", "a\nc\nX\nd")).toBe("@@ -1,4 +1,4 @@\n a\n-b\n c\n+X\n d\n");
    expect(unifiedDiff("a\nb", "a\nb")).toBe("");
  });
});

describe("the artifacts of a conversation", () => {
  const page = (body: string) => `Here:\n\n\`\`\`html title="Garden"\n<p>${body}</p>\n\`\`\`\n`;

  it("of one name are versions of one thing; what did not change is the same object", () => {
    const collect = createArtifactCollector();
    const first = { messageId: "a", text: page("one"), streaming: false };
    const before = collect([first]);
    const after = collect([first, { messageId: "b", text: `${page("two")}\n\`\`\`csv\na\n\`\`\``, streaming: false }]);
    expect(after.map(({ key, name, version, previousKey }) => [key, name, version, previousKey])).toEqual([
      ["a:0", "Garden", 1, null],
      ["b:0", "Garden", 2, "a:0"],
      ["b:1", null, 1, null],
    ]);
    expect(after[0]).toBe(before[0]);
  });

  it("grow while their answer is written", () => {
    const collect = createArtifactCollector();
    const [one] = collect([{ messageId: "a", text: "```csv\na,b\n1", streaming: true }]);
    const [two] = collect([{ messageId: "a", text: "```csv\na,b\n1,2\n```\n", streaming: true }]);
    expect([one?.text, one?.growing, two?.text, two?.growing]).toEqual(["a,b\n1", true, "a,b\n1,2", false]);
  });
});
