import { ImageOff } from "lucide-react";
import { lazy, Suspense, useRef, useState } from "react";
import type { ChatImage } from "#core/chat/schema";
import { classNames } from "../../../ui/class-names.ts";
import { errorText } from "../../../ui/error-text.ts";
import { useTexts } from "../../../ui/i18n.ts";
import { usePicture } from "./use-picture.ts";

const PictureViewer = lazy(async () => ({ default: (await import("./picture-viewer.tsx")).PictureViewer }));

/** Height of a lone picture and of one among others, in CSS pixels; the place is kept before the picture is there. */
const loneHeightPx = 220;
const rowHeightPx = 120;

const placeOf = ({ width, height }: ChatImage, alone: boolean) => {
  const shownHeight = Math.min(alone ? loneHeightPx : rowHeightPx, height);
  return { height: shownHeight, aspectRatio: `${Math.min(3, Math.max(0.4, width / height))}` };
};

const StripPicture = ({ image, alone, onOpen }: { readonly image: ChatImage; readonly alone: boolean; readonly onOpen: () => void }) => {
  const t = useTexts("chat");
  const picture = usePicture(image.id);
  return (
    <button
      type="button"
      aria-label={t("picture.open", { name: image.title })}
      onClick={onOpen}
      style={placeOf(image, alone)}
      className="block max-w-full min-h-8 min-w-12 overflow-hidden rounded-large border border-line bg-sunken hover:border-line-strong"
    >
      {picture.type === "ready" && <img src={picture.url} alt={image.title} decoding="async" className="size-full object-cover" />}
      {picture.type === "loading" && <span aria-hidden className="block size-full animate-breathe bg-active" />}
      {picture.type === "failed" && (
        <span className="grid size-full place-items-center p-2 text-small text-ink-faint">
          <ImageOff aria-hidden size={18} />
          {alone && errorText(picture.error).title}
        </span>
      )}
    </button>
  );
};

interface PictureStripProps {
  readonly images: readonly ChatImage[];
  /** Where they stand: a question's at the end of the line, an answer's at its start. */
  readonly side: "start" | "end";
}

/** Pictures of a message. A press opens one large; the arrows then lead through all of them. */
export const PictureStrip = ({ images, side }: PictureStripProps) => {
  const t = useTexts("chat");
  const [open, setOpen] = useState<number | null>(null);
  const list = useRef<HTMLUListElement>(null);
  if (images.length === 0) return null;
  return (
    <>
      <ul ref={list} aria-label={t("picture.label")} className={classNames("flex flex-wrap gap-1.5", side === "end" && "justify-end")}>
        {images.map((image, position) => (
          <li key={image.id} className="max-w-full">
            <StripPicture image={image} alone={images.length === 1} onOpen={() => setOpen(position)} />
          </li>
        ))}
      </ul>
      {open !== null && (
        <Suspense fallback={null}>
          <PictureViewer
            images={images}
            position={open}
            onMove={setOpen}
            onClose={() => {
              const shown = open;
              setOpen(null);
              requestAnimationFrame(() => list.current?.querySelectorAll("button")[shown]?.focus());
            }}
          />
        </Suspense>
      )}
    </>
  );
};
