const escape = (text: string) => text.replace(/[\\()]/g, "\\$&");

/** A line of a page made for a test; sizes and places in points, from the lower left corner of an A4 page. */
export interface TestPdfLine {
  readonly text: string;
  readonly x?: number;
  readonly y?: number;
  readonly size?: number;
}

/** A small valid PDF of plain Latin text in Helvetica. Lines without a place go below each other from the top. */
export const createTestPdf = (pages: readonly (readonly (string | TestPdfLine)[])[]): Uint8Array<ArrayBuffer> => {
  const objects: string[] = [
    "<< /Type /Catalog /Pages 2 0 R >>",
    `<< /Type /Pages /Count ${pages.length} /Kids [${pages.map((_, index) => `${4 + index * 2} 0 R`).join(" ")}] >>`,
    "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
  ];
  for (const [index, lines] of pages.entries()) {
    const content = lines
      .map((line, row) => {
        const { text, x = 60, y = 780 - row * 14, size = 11 } = typeof line === "string" ? { text: line } : line;
        return `BT /F1 ${size} Tf 1 0 0 1 ${x} ${y} Tm (${escape(text)}) Tj ET`;
      })
      .join("\n");
    objects.push(
      `<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << /Font << /F1 3 0 R >> >> /Contents ${5 + index * 2} 0 R >>`,
      `<< /Length ${Buffer.byteLength(content, "latin1")} >>\nstream\n${content}\nendstream`,
    );
  }
  const parts = ["%PDF-1.7\n"];
  const offsets: number[] = [];
  let length = 9;
  for (const [index, object] of objects.entries()) {
    const part = `${index + 1} 0 obj\n${object}\nendobj\n`;
    offsets.push(length);
    parts.push(part);
    length += Buffer.byteLength(part, "latin1");
  }
  const rows = offsets.map((offset) => `${String(offset).padStart(10, "0")} 00000 n \n`).join("");
  parts.push(
    `xref\n0 ${objects.length + 1}\n0000000000 65535 f \n${rows}`,
    `trailer\n<< /Size ${objects.length + 1} /Root 1 0 R >>\nstartxref\n${length}\n%%EOF\n`,
  );
  return new Uint8Array(Buffer.from(parts.join(""), "latin1"));
};
