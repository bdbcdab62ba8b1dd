import { ArrowUp, ArrowUpRight, Lock, LockOpen, Square, SquarePen } from "lucide-react";
import { useLayoutEffect, useRef, useState, type DragEvent } from "react";
import { useStore } from "zustand";
import { filesOfDrop, useBridge } from "../../bridge/index.ts";
import { errorText } from "../../ui/error-text.ts";
import { useTexts } from "../../ui/i18n.ts";
import { IconButton } from "../../ui/icon-button.tsx";
import { Spinner } from "../../ui/spinner.tsx";
import { FileChip } from "./file-chip.tsx";
import { QuickAnswer } from "./quick-answer.tsx";
import { createQuick } from "./quick.ts";
import { useQuickWindow } from "./use-quick-window.ts";

/** Some six lines; more is scrolled. */
const boxLimitPx = 160;

const hasFiles = (event: DragEvent): boolean => event.dataTransfer.types.includes("Files");

/** The small window: a box, and below it the answer. */
export const QuickPrompt = () => {
  const t = useTexts("quick");
  const bridge = useBridge();
  const [quick] = useState(() => createQuick(bridge));
  const { busy, files, fromLink, isPrivate: isChosen, isSettled, problem, text, turn, waiting } = useStore(quick.store);
  const [dragging, setDragging] = useState(false);
  const box = useRef<HTMLTextAreaElement>(null);
  const frame = useRef<HTMLElement>(null);
  const { continueInMain, hide } = useQuickWindow(quick, box, frame);

  useLayoutEffect(() => {
    const area = box.current;
    if (area === null) return;
    area.style.height = "0";
    area.style.height = `${Math.min(area.scrollHeight, boxLimitPx)}px`;
  }, [text]);

  const isPrivate = isChosen || isSettled;
  const failed = problem === null ? null : errorText(problem);
  const take = (transfer: DataTransfer) =>
    void filesOfDrop(transfer, bridge.host).then((brought) => {
      for (const file of brought) void quick.add(file);
    });

  return (
    <main
      ref={frame}
      aria-label={t("label")}
      className="flex max-h-screen flex-col bg-surface"
      onKeyDown={(event) => {
        if (event.key !== "Escape" || event.nativeEvent.isComposing) return;
        event.preventDefault();
        hide();
      }}
      onDragOver={(event) => {
        if (!hasFiles(event)) return;
        event.preventDefault();
        setDragging(true);
      }}
      onDragLeave={() => setDragging(false)}
      onDrop={(event) => {
        if (!hasFiles(event)) return;
        event.preventDefault();
        setDragging(false);
        take(event.dataTransfer);
      }}
    >
      <form
        className="shrink-0"
        onSubmit={(event) => {
          event.preventDefault();
          void quick.ask();
        }}
      >
        <div className="flex items-start gap-2 px-5 pt-4">
          <textarea
            ref={box}
            aria-label={t("label")}
            placeholder={dragging ? t("drop") : t("placeholder")}
            rows={1}
            value={text}
            onChange={(event) => quick.write(event.target.value)}
            onPaste={(event) => {
              if (event.clipboardData.files.length === 0) return;
              event.preventDefault();
              take(event.clipboardData);
            }}
            onKeyDown={(event) => {
              if (event.key !== "Enter" || event.shiftKey || event.nativeEvent.isComposing) return;
              event.preventDefault();
              void quick.ask();
            }}
            className="block min-h-8 flex-1 resize-none bg-transparent pt-1 text-read outline-none"
          />
          {waiting && <Spinner />}
          {busy ? (
            <IconButton icon={Square} label={t("stop")} onClick={quick.stop} />
          ) : (
            <IconButton icon={ArrowUp} label={t("send")} type="submit" disabled={text.trim() === ""} />
          )}
        </div>
        {files.length > 0 && (
          <ul className="flex flex-wrap gap-1.5 px-5 pt-1">
            {files.map((file) => (
              <FileChip key={file.id} file={file} onRemove={() => quick.leaveOut(file.id)} />
            ))}
          </ul>
        )}
        <div className="flex h-10 items-center gap-1 px-5 text-small text-ink-faint">
          <p className="min-w-0 flex-1 truncate">
            {fromLink ? (
              <span className="text-warning">{t("fromLink")}</span>
            ) : failed === null ? (
              t("hint")
            ) : (
              <span className="text-danger">{failed.title}</span>
            )}
          </p>
          <IconButton
            icon={isPrivate ? Lock : LockOpen}
            size="small"
            label={t(isSettled ? "privateSettled" : isPrivate ? "privateOn" : "privateOff")}
            pressed={isPrivate}
            aria-disabled={isSettled || undefined}
            className={isPrivate ? "aria-pressed:text-accent!" : undefined}
            onClick={() => {
              if (!isSettled) quick.setPrivate(!isChosen);
              box.current?.focus();
            }}
          />
          {turn !== null && <IconButton icon={SquarePen} size="small" label={t("again")} onClick={quick.startAnew} />}
          <IconButton icon={ArrowUpRight} size="small" label={t("continue")} onClick={continueInMain} />
        </div>
      </form>
      {turn !== null && <QuickAnswer turn={turn} busy={busy} onContinue={continueInMain} />}
      <p role="status" className="sr-only">
        {(turn?.answer ?? null) === null ? "" : t("finished")}
      </p>
    </main>
  );
};
