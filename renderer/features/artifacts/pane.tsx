import { Download, Expand, RotateCw, Shrink, X } from "lucide-react";
import { useEffect, useRef, useState, type KeyboardEvent } from "react";
import { Button } from "../../ui/button.tsx";
import { CopyButton } from "../../ui/copy-button.tsx";
import { useTexts } from "../../ui/i18n.ts";
import { IconButton } from "../../ui/icon-button.tsx";
import { Menu } from "../../ui/menu.tsx";
import { Segmented } from "../../ui/segmented.tsx";
import { ArtifactBody, type View } from "./artifact-body.tsx";
import type { Artifact } from "./collect.ts";
import { Picker } from "./picker.tsx";
import { saveArtifact, savingsOf } from "./save-artifact.ts";
import { titlesOf } from "./titles.ts";

interface ArtifactPaneProps {
  readonly artifacts: readonly Artifact[];
  readonly shown: Artifact;
  readonly expanded: boolean;
  readonly onExpand: (expanded: boolean) => void;
  readonly onShow: (artifact: Artifact) => void;
  readonly onClose: () => void;
}

const viewsOf = (kind: Artifact["kind"], hasPrevious: boolean): readonly View[] => {
  const own: Record<Artifact["kind"], readonly View[]> = {
    code: ["source"],
    markdown: ["preview", "source"],
    html: ["preview", "source"],
    svg: ["preview", "source"],
    table: ["table", "chart", "source"],
    chart: ["chart", "table", "source"],
  };
  return hasPrevious ? [...own[kind], "changes"] : own[kind];
};

/** What an answer made, beside the conversation. */
export const ArtifactPane = ({ artifacts, shown, expanded, onExpand, onShow, onClose }: ArtifactPaneProps) => {
  const t = useTexts("artifacts");
  const panel = useRef<HTMLElement>(null);
  const drawing = useRef<HTMLDivElement>(null);
  const [chosen, setChosen] = useState<{ readonly key: string; readonly view: View } | null>(null);
  /** Those whose scripts a person let run. */
  const [allowed, setAllowed] = useState<ReadonlySet<string>>(new Set());
  const [generation, setGeneration] = useState(0);
  // Whoever opened it by keyboard reads on inside, and is back where they were when it closes.
  useEffect(() => {
    const before = document.activeElement;
    panel.current?.focus({ preventScroll: true });
    return () => {
      if (before instanceof HTMLElement && before.isConnected) before.focus({ preventScroll: true });
    };
  }, []);

  const titles = titlesOf(t, artifacts);
  const title = titles.get(shown.key) ?? "";
  const previous = artifacts.find(({ key }) => key === shown.previousKey) ?? null;
  const newest = artifacts.findLast(({ kind, name }) => name !== null && kind === shown.kind && name === shown.name) ?? shown;
  const views = viewsOf(shown.kind, previous !== null);
  const wanted = chosen?.key === shown.key ? chosen.view : views[0];
  const view = views.find((one) => one === wanted) ?? "source";
  const isPage = (shown.kind === "html" || shown.kind === "svg") && view === "preview";

  const allow = (may: boolean) => {
    const next = new Set(allowed);
    if (may) next.add(shown.key);
    else next.delete(shown.key);
    setAllowed(next);
  };
  const shut = () => (expanded ? onExpand(false) : onClose());
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== "Escape" || event.defaultPrevented) return;
    event.stopPropagation();
    shut();
  };
  const ways = savingsOf(shown, view);
  const save = (way: (typeof ways)[number]) =>
    void saveArtifact(shown, title, way, drawing.current?.querySelector<SVGSVGElement>(".recharts-wrapper > svg") ?? null);

  return (
    <aside
      ref={panel}
      tabIndex={-1}
      aria-label={t("label")}
      onKeyDown={onKeyDown}
      className="flex h-full min-h-0 flex-col bg-surface outline-none"
    >
      <header className="flex h-12 shrink-0 items-center gap-1 border-b border-line/60 pr-2 pl-2.5">
        <Picker artifacts={artifacts} titles={titles} shown={shown} onShow={onShow} />
        {isPage && <IconButton icon={RotateCw} size="small" label={t("reload")} onClick={() => setGeneration(generation + 1)} />}
        <CopyButton text={shown.text} label={t("copy")} doneLabel={t("copied")} />
        {ways.length === 1 ? (
          <IconButton icon={Download} size="small" label={t("save.file")} onClick={() => ways[0] !== undefined && save(ways[0])} />
        ) : (
          <Menu
            trigger={<IconButton icon={Download} size="small" label={t("save.file")} />}
            entries={ways.map((way) => ({ label: t("save.as", { ending: way.toUpperCase() }), onSelect: () => save(way) }))}
          />
        )}
        <IconButton
          icon={expanded ? Shrink : Expand}
          size="small"
          label={t(expanded ? "shrink" : "expand")}
          onClick={() => onExpand(!expanded)}
        />
        <IconButton icon={X} size="small" label={t("close")} shortcut="escape" onClick={onClose} />
      </header>
      {(views.length > 1 || newest !== shown || shown.growing) && (
        <div className="flex shrink-0 flex-wrap items-center gap-2 border-b border-line/60 px-3 py-2">
          {views.length > 1 && (
            <Segmented
              label={t("views.label")}
              value={view}
              onChange={(next) => setChosen({ key: shown.key, view: next })}
              options={views.map((one) => ({
                value: one,
                label: {
                  preview: t("views.preview"),
                  table: t("views.table"),
                  chart: t("views.chart"),
                  source: t("views.source"),
                  changes: t("views.changes", { version: previous?.version ?? 0 }),
                }[one],
              }))}
            />
          )}
          {shown.growing && (
            <span role="status" className="flex items-center gap-2 text-small text-ink-faint">
              <span aria-hidden className="size-2 animate-breathe rounded-full bg-accent" />
              {t("growing")}
            </span>
          )}
          {newest !== shown && (
            <Button size="small" tone="quiet" className="ml-auto" onClick={() => onShow(newest)}>
              {t("newest", { version: newest.version })}
            </Button>
          )}
        </div>
      )}
      <div className="min-h-0 flex-1">
        <ArtifactBody
          key={`${shown.key} ${view === "changes" || view === "source"}`}
          artifact={shown}
          previous={previous}
          title={title}
          view={view}
          drawing={drawing}
          allowed={allowed.has(shown.key)}
          onAllow={allow}
          generation={generation}
          onEscape={shut}
        />
      </div>
    </aside>
  );
};
