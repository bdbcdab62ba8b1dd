import type { Effect } from "#core/tools/schema";
import type { FileOperation, Fingerprint } from "#core/workspace/schema";
import type { DiffSection } from "../../ui/diff/index.tsx";
import { formatBytes } from "../../ui/format.ts";
import type { Translate } from "../../ui/i18n.ts";

type Shown = Omit<DiffSection, "key">;

const sizeOf = (fingerprint: Fingerprint): number => (fingerprint.kind === "file" ? fingerprint.sizeBytes : 0);
const modeOf = (fingerprint: Fingerprint): string => (fingerprint.kind === "file" ? (fingerprint.mode & 0o777).toString(8) : "");

const written = (t: Translate, { path, before, after }: Extract<FileOperation, { type: "write-file" }>, diff: string): Shown => {
  const created = before.kind !== "file";
  const sizes = created
    ? formatBytes(sizeOf(after))
    : t("diff.sizes", { before: formatBytes(sizeOf(before)), after: formatBytes(sizeOf(after)) });
  const sameText = before.kind === "file" && after.kind === "file" && before.sha256 === after.sha256;
  const why = sameText
    ? t("diff.modeOnly", { before: modeOf(before), after: modeOf(after) })
    : sizeOf(after) === 0
      ? t("diff.empty")
      : t("diff.binary");
  return {
    sign: created ? "created" : "changed",
    title: path,
    detail: sizes,
    body: diff === "" ? { type: "none", why } : { type: "diff", text: diff },
  };
};

const ofOperation = (t: Translate, operation: FileOperation, diff: string): Shown => {
  switch (operation.type) {
    case "make-folder":
      return { sign: "folder", title: operation.path, detail: "", body: { type: "none", why: "" } };
    case "move":
      return { sign: "moved", title: operation.to, detail: t("diff.from", { from: operation.from }), body: { type: "none", why: "" } };
    case "trash": {
      const folder = operation.before.kind === "folder";
      return {
        sign: "deleted",
        title: operation.path,
        detail: folder ? t("diff.emptyFolder") : formatBytes(sizeOf(operation.before)),
        body: diff === "" ? { type: "none", why: "" } : { type: "diff", text: diff },
      };
    }
    case "write-file":
      return written(t, operation, diff);
  }
};

const sectionOf = (t: Translate, effect: Effect): Shown => {
  switch (effect.type) {
    case "file":
      return ofOperation(t, effect.operation, effect.diff);
    case "http":
      return {
        sign: "sent",
        title: `${effect.method} ${effect.url}`,
        detail: effect.bodyBytes === 0 ? t("diff.noBody") : t("diff.body", { size: formatBytes(effect.bodyBytes) }),
        body:
          effect.bodyPreview === ""
            ? { type: "none", why: effect.bodyBytes === 0 ? "" : t("diff.bodyBinary", { sha256: effect.bodySha256 ?? "" }) }
            : { type: "text", text: effect.bodyPreview },
      };
    case "command":
      return {
        sign: "command",
        title: effect.command.split("\n")[0] ?? "",
        detail: t(effect.network ? "diff.network" : "diff.noNetwork", { folder: effect.folder }),
        body: effect.command.includes("\n") ? { type: "text", text: effect.command } : { type: "none", why: "" },
      };
    case "memory":
      return { sign: "remembered", title: effect.title, detail: "", body: { type: "text", text: effect.preview } };
    case "notification":
      return { sign: "notified", title: effect.title, detail: "", body: { type: "text", text: effect.text } };
  }
};

/** Effects as the diff viewer shows them, in their order. */
export const sectionsOf = (t: Translate, effects: readonly Effect[]): DiffSection[] =>
  effects.map((effect, position) => ({ ...sectionOf(t, effect), key: String(position) }));
