import { ChartColumn, Code, FileText, PenTool, PanelTop, Table2, type LucideIcon } from "lucide-react";
import type { ArtifactKind } from "../../ui/artifacts/detect.ts";
import type { Translate } from "../../ui/i18n.ts";
import type { Artifact } from "./collect.ts";

export const kindIcons: Readonly<Record<ArtifactKind, LucideIcon>> = {
  chart: ChartColumn,
  code: Code,
  html: PanelTop,
  markdown: FileText,
  svg: PenTool,
  table: Table2,
};

/** Literal keys, so that they are looked for in the texts. */
const kindName = (t: Translate, kind: ArtifactKind): string =>
  ({
    chart: t("kinds.chart"),
    code: t("kinds.code"),
    html: t("kinds.html"),
    markdown: t("kinds.markdown"),
    svg: t("kinds.svg"),
    table: t("kinds.table"),
  })[kind];

/** What each artifact is called, by key, without its version; those without a name are counted by kind. */
export const titlesOf = (t: Translate, artifacts: readonly Artifact[]): ReadonlyMap<string, string> => {
  const counts = new Map<ArtifactKind, number>();
  return new Map(
    artifacts.map(({ key, kind, name }) => {
      if (name !== null) return [key, name];
      const count = (counts.get(kind) ?? 0) + 1;
      counts.set(kind, count);
      return [key, count === 1 ? kindName(t, kind) : `${kindName(t, kind)} ${count}`];
    }),
  );
};
