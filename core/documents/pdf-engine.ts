import { createRequire } from "node:module";
import { dirname, join, sep } from "node:path";

type Pdfjs = typeof import("pdfjs-dist/legacy/build/pdf.mjs");

/** The library and the options every document is opened with: text only, nothing rendered, nothing fetched, no script run. */
export interface PdfEngine {
  readonly open: (data: Uint8Array) => ReturnType<Pdfjs["getDocument"]>;
}

class NotRendered {}

/** Loads pdfjs into this thread, which should be a worker of its own: the library logs to the console and puts names on the global object. */
export const loadPdfEngine = async (): Promise<PdfEngine> => {
  // Without these two the library loads a native canvas, or complains that it cannot; text needs neither.
  Object.assign(globalThis, { DOMMatrix: NotRendered, Path2D: NotRendered });
  // Handing the parser over this way keeps it working when the program is bundled into one file.
  Object.assign(globalThis, { pdfjsWorker: await import("pdfjs-dist/legacy/build/pdf.worker.mjs") });
  const pdfjs = await import("pdfjs-dist/legacy/build/pdf.mjs");
  const folder = dirname(createRequire(import.meta.url).resolve("pdfjs-dist/package.json"));
  const resource = (name: string) => join(folder, name) + sep;
  return {
    open: (data) =>
      pdfjs.getDocument({
        data,
        verbosity: pdfjs.VerbosityLevel.ERRORS,
        cMapUrl: resource("cmaps"),
        cMapPacked: true,
        standardFontDataUrl: resource("standard_fonts"),
        wasmUrl: resource("wasm"),
        // Widths come from the file or the built-in metrics; the glyphs of standard fonts are not needed for text.
        useSystemFonts: true,
        disableFontFace: true,
        enableXfa: false,
      }),
  };
};
