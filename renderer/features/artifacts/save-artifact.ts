import { i18n } from "../../ui/i18n.ts";
import { showToast } from "../../ui/toast-store.ts";
import type { View } from "./artifact-body.tsx";
import { pngOf, svgText } from "./chart-picture.ts";
import { chartRows, readChart } from "./chart-schema.ts";
import type { Artifact } from "./collect.ts";
import { fileNameOf, saveFile } from "./save-file.ts";
import { csvLine } from "./table-reader.ts";

/** `text`: as it was written. */
export type SaveWay = "text" | "png" | "svg" | "csv" | "json";

/** The ways in which what is shown can be kept as a file, the usual one first. */
export const savingsOf = ({ kind }: Artifact, view: View): readonly SaveWay[] => {
  if (kind === "chart") return view === "chart" ? ["png", "svg", "csv", "json"] : ["csv", "json"];
  return kind === "table" && view === "chart" ? ["png", "svg", "csv"] : ["text"];
};

/** Writes the file and says so; says why not where the browser cannot draw it. */
export const saveArtifact = async (artifact: Artifact, title: string, way: SaveWay, drawing: SVGSVGElement | null): Promise<void> => {
  const say = (key: string, name: string) => i18n.t(key, { ns: "artifacts", name });
  const write = (content: string | Blob, language: string) => {
    const fileName = fileNameOf(title, language);
    saveFile(fileName, content);
    showToast({ title: say("save.done", fileName) });
  };
  const fail = () => showToast({ title: say("save.failed", title), tone: "danger" });
  if (way === "text" || way === "json") return write(artifact.text, artifact.language);
  if (way === "csv") {
    if (artifact.kind === "table") return write(artifact.text, artifact.language);
    const read = readChart(artifact.text);
    if (!read.ok) return void fail();
    const words = { series: say("chart.series", ""), label: say("chart.label", "") };
    return write(`${chartRows(read.chart, words).map(csvLine).join("\n")}\n`, "csv");
  }
  if (drawing === null) return void fail();
  if (way === "svg") return write(svgText(drawing), "svg");
  const picture = await pngOf(drawing);
  if (picture === null) return void fail();
  return write(picture, "png");
};
