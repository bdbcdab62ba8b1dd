import { ChevronLeft, ChevronRight, Download, Maximize, Minimize, X } from "lucide-react";
import { Dialog } from "radix-ui";
import { useRef, useState, type ReactNode } from "react";
import type { ChatImage } from "#core/chat/schema";
import { classNames } from "../../../ui/class-names.ts";
import { errorText } from "../../../ui/error-text.ts";
import { formatBytes } from "../../../ui/format.ts";
import { IconButton } from "../../../ui/icon-button.tsx";
import { Spinner } from "../../../ui/spinner.tsx";
import { useTexts } from "../../../ui/i18n.ts";
import { fileNameOfPicture } from "../composer/picture-name.ts";
import { usePicture } from "./use-picture.ts";

interface PictureViewerProps {
  readonly images: readonly ChatImage[];
  readonly position: number;
  readonly onMove: (position: number) => void;
  readonly onClose: () => void;
}

interface StageProps {
  readonly image: ChatImage;
  readonly whole: boolean;
  readonly onToggle: () => void;
  /** Tools that need the picture's address. */
  readonly tools: (url: string | null) => ReactNode;
}

const Stage = ({ image, whole, onToggle, tools }: StageProps) => {
  const picture = usePicture(image.id);
  return (
    <>
      {tools(picture.type === "ready" ? picture.url : null)}
      <div className={classNames("grid min-h-0 flex-1 place-items-center bg-sunken", whole ? "overflow-hidden p-4" : "overflow-auto p-4")}>
        {picture.type === "loading" && <Spinner className="text-accent" />}
        {picture.type === "failed" && (
          <p role="alert" className="max-w-md text-center text-ink-soft">
            <span className="block font-medium text-ink">{errorText(picture.error).title}</span>
            {errorText(picture.error).text}
          </p>
        )}
        {picture.type === "ready" && (
          <img
            src={picture.url}
            alt={image.title}
            width={image.width}
            height={image.height}
            onDoubleClick={onToggle}
            className={classNames("animate-appear rounded-small", whole ? "max-h-full min-h-0 max-w-full object-contain" : "max-w-none")}
          />
        )}
      </div>
    </>
  );
};

/** Pictures large, one at a time: as large as fits, or pixel for pixel. */
export const PictureViewer = ({ images, position, onMove, onClose }: PictureViewerProps) => {
  const t = useTexts("chat");
  const [whole, setWhole] = useState(true);
  const content = useRef<HTMLDivElement>(null);
  const image = images[position];
  if (image === undefined) return null;
  const many = images.length > 1;
  const go = (step: number) => position + step >= 0 && position + step < images.length && onMove(position + step);
  const toggle = () => setWhole(!whole);
  return (
    <Dialog.Root open onOpenChange={(open) => !open && onClose()}>
      <Dialog.Portal>
        <Dialog.Overlay className="fixed inset-0 z-40 animate-appear bg-scrim" />
        <Dialog.Content
          ref={content}
          aria-describedby={undefined}
          onOpenAutoFocus={(event) => {
            event.preventDefault();
            content.current?.focus();
          }}
          onCloseAutoFocus={(event) => event.preventDefault()}
          onKeyDown={(event) => {
            if (event.key === "ArrowLeft") go(-1);
            else if (event.key === "ArrowRight") go(1);
            else if (event.key === "z") toggle();
            else return;
            event.preventDefault();
          }}
          className="fixed inset-4 z-40 flex animate-rise flex-col overflow-hidden rounded-large border border-line bg-surface shadow-floating focus:outline-none sm:inset-8"
        >
          <Stage
            key={image.id}
            image={image}
            whole={whole}
            onToggle={toggle}
            tools={(url) => (
              <header className="flex h-12 shrink-0 items-center gap-1 border-b border-line/60 pr-2 pl-4">
                <div className="flex min-w-0 flex-1 items-baseline gap-3">
                  <Dialog.Title className="truncate font-medium">{image.title}</Dialog.Title>
                  <p className="shrink-0 text-small text-ink-faint tabular-nums max-sm:hidden">
                    {t("picture.size", { width: image.width, height: image.height, size: formatBytes(image.sizeBytes) })}
                  </p>
                </div>
                {many && (
                  <>
                    <IconButton icon={ChevronLeft} label={t("picture.previous")} disabled={position === 0} onClick={() => go(-1)} />
                    <p aria-live="polite" className="px-1 text-small text-ink-soft tabular-nums">
                      {t("picture.position", { position: position + 1, count: images.length })}
                    </p>
                    <IconButton
                      icon={ChevronRight}
                      label={t("picture.next")}
                      disabled={position === images.length - 1}
                      onClick={() => go(1)}
                    />
                  </>
                )}
                <IconButton
                  icon={whole ? Maximize : Minimize}
                  label={t(whole ? "picture.actualSize" : "picture.fit")}
                  shortcut="z"
                  onClick={toggle}
                />
                <IconButton
                  icon={Download}
                  label={t("picture.save")}
                  disabled={url === null}
                  onClick={() => {
                    if (url === null) return;
                    const link = document.createElement("a");
                    link.href = url;
                    link.download = fileNameOfPicture(image);
                    link.click();
                  }}
                />
                <IconButton icon={X} label={t("picture.close")} shortcut="escape" onClick={onClose} />
              </header>
            )}
          />
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  );
};
