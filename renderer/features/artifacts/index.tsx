import { ChevronLeft, ChevronRight, Download, PanelRight, X } from "lucide-react";
import { lazy, Suspense, useState } from "react";
import { useStore } from "zustand";
import { artifactStore, closeArtifact, openArtifact } from "../../ui/artifacts/artifact-store.ts";
import { classNames } from "../../ui/class-names.ts";
import { useCommandsOf } from "../../ui/commands.ts";
import { addTexts, useTexts } from "../../ui/i18n.ts";
import { createArtifactCollector, type Artifact, type ArtifactAnswer } from "./collect.ts";
import en from "./en.json";
import { ResizeEdge } from "./resize-edge.tsx";
import { titlesOf } from "./titles.ts";
import { smallestWidth, usePaneWidth } from "./use-pane-width.ts";

addTexts("artifacts", en);

export type { ArtifactAnswer } from "./collect.ts";

const ArtifactPane = lazy(async () => ({ default: (await import("./pane.tsx")).ArtifactPane }));

interface ArtifactPlaceProps {
  readonly conversationId: string;
  /** Oldest first, as far as they were read. */
  readonly answers: readonly ArtifactAnswer[];
  /** There is room for it beside the conversation; else it lies over it. */
  readonly wide: boolean;
}

/** The place beside a conversation for what its answers made: nothing while none is open. */
export const ArtifactPlace = ({ conversationId, answers, wide }: ArtifactPlaceProps) => {
  const t = useTexts("artifacts");
  const place = useStore(artifactStore, (state) => state.place);
  const [collect] = useState(createArtifactCollector);
  const [expanded, setExpanded] = useState(false);
  const { width, largest, resize } = usePaneWidth();
  const artifacts = collect(answers);
  const at =
    place?.conversationId !== conversationId
      ? -1
      : artifacts.findIndex(({ messageId, ordinal }) => messageId === place.messageId && ordinal === place.ordinal);
  const shown = artifacts[at];

  const show = ({ messageId, ordinal }: Artifact) => openArtifact({ conversationId, messageId, ordinal });
  const showAt = (position: number) => {
    const artifact = artifacts.at(position);
    if (artifact !== undefined) show(artifact);
  };
  const close = () => {
    setExpanded(false);
    closeArtifact();
  };
  const save = async () => {
    if (shown === undefined) return;
    const { saveArtifact } = await import("./save-artifact.ts");
    await saveArtifact(shown, titlesOf(t, artifacts).get(shown.key) ?? "", "text", null);
  };
  useCommandsOf("artifacts", [
    {
      id: "artifacts.open",
      title: (text) => text("commands.open"),
      group: "chat",
      icon: PanelRight,
      enabled: shown === undefined && artifacts.length > 0,
      run: () => showAt(-1),
    },
    { id: "artifacts.close", title: (text) => text("commands.close"), group: "chat", icon: X, enabled: shown !== undefined, run: close },
    {
      id: "artifacts.save",
      title: (text) => text("commands.save"),
      group: "chat",
      icon: Download,
      enabled: shown !== undefined,
      run: () => void save(),
    },
    {
      id: "artifacts.next",
      title: (text) => text("commands.next"),
      group: "chat",
      icon: ChevronRight,
      enabled: shown !== undefined && at < artifacts.length - 1,
      run: () => showAt(at + 1),
    },
    {
      id: "artifacts.previous",
      title: (text) => text("commands.previous"),
      group: "chat",
      icon: ChevronLeft,
      enabled: at > 0,
      run: () => showAt(at - 1),
    },
  ]);

  if (shown === undefined) return null;
  return (
    <div
      className={classNames(
        "animate-appear",
        expanded
          ? "fixed inset-0 z-30"
          : wide
            ? "relative shrink-0 border-l border-line/70"
            : "fixed inset-y-0 right-0 z-20 w-[min(34rem,calc(100vw-3.25rem))] border-l border-line shadow-floating",
      )}
      style={wide && !expanded ? { width } : undefined}
    >
      {wide && !expanded && <ResizeEdge width={width} smallest={smallestWidth} largest={largest} onResize={resize} />}
      <Suspense fallback={<div aria-hidden className="h-full animate-breathe bg-sunken" />}>
        <ArtifactPane artifacts={artifacts} shown={shown} expanded={expanded} onExpand={setExpanded} onShow={show} onClose={close} />
      </Suspense>
    </div>
  );
};
