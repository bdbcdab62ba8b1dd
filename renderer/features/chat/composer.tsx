import { ArrowUp, Paperclip, Square } from "lucide-react";
import { useEffect, useRef, type ReactNode } from "react";
import { useStore } from "zustand";
import { filesOfInput } from "../../bridge/index.ts";
import { IconButton } from "../../ui/icon-button.tsx";
import { Menu } from "../../ui/menu.tsx";
import { Segmented } from "../../ui/segmented.tsx";
import { useTexts } from "../../ui/i18n.ts";
import { AttachmentChips } from "./attachment-chips.tsx";
import { useChat } from "./chat-context.tsx";
import { draftOf, isBringing } from "./drafts.ts";
import { ModelPicker } from "./model-picker.tsx";
import { PrivateToggle } from "./private-toggle.tsx";
import { useAutosize } from "./use-autosize.ts";

interface Wish {
  readonly goal: string;
  readonly conversationId: string;
  readonly modelId: string | null;
  readonly isPrivate: boolean;
}

/** Has goals worked on; this feature only asks for them. */
export interface Doing {
  /** What a goal needs besides its words: drawn in the composer. */
  readonly choices: ReactNode;
  /** All of that is chosen. */
  readonly ready: boolean;
  /** True when the work has begun; otherwise it was said why not. */
  readonly start: (wish: Wish) => Promise<boolean>;
}

interface ComposerProps {
  readonly draftId: string;
  readonly doing: Doing;
  readonly busy: boolean;
  readonly onSend: () => void;
  readonly onStop: () => void;
}

export const composerId = "composer";

export const Composer = ({ draftId, doing, busy, onSend, onStop }: ComposerProps) => {
  const t = useTexts("chat");
  const { drafts } = useChat();
  const draft = useStore(drafts.store, (all) => draftOf(all, draftId));
  const area = useRef<HTMLTextAreaElement>(null);
  const files = useRef<HTMLInputElement>(null);
  const folder = useRef<HTMLInputElement>(null);
  useAutosize(area, draft.text, 280);
  useEffect(() => area.current?.focus({ preventScroll: true }), [draftId]);

  const { act } = draft;
  const bringing = !act && isBringing(draft);
  const sendable = draft.text.trim() !== "" && !busy && !bringing && (!act || doing.ready);
  const attach = (list: FileList | null) => list !== null && list.length > 0 && drafts.attach(draftId, filesOfInput(list));

  return (
    <form
      className="rounded-huge border border-line bg-surface shadow-raised transition-colors duration-100 focus-within:border-line-strong"
      onSubmit={(event) => {
        event.preventDefault();
        if (sendable) onSend();
      }}
    >
      {!act && <AttachmentChips attachments={draft.attachments} onRemove={(id) => drafts.detach(draftId, id)} />}
      <textarea
        ref={area}
        id={composerId}
        aria-label={t(act ? "composer.labelDo" : "composer.label")}
        placeholder={t(act ? "composer.placeholderDo" : "composer.placeholder")}
        rows={1}
        value={draft.text}
        onChange={(event) => drafts.write(draftId, event.target.value)}
        onPaste={(event) => {
          if (event.clipboardData.files.length === 0) return;
          event.preventDefault();
          attach(event.clipboardData.files);
        }}
        onKeyDown={(event) => {
          if (event.key !== "Enter" || event.shiftKey || event.nativeEvent.isComposing) return;
          event.preventDefault();
          if (sendable) onSend();
        }}
        className="block max-h-70 w-full resize-none bg-transparent px-4 pt-3.5 pb-1 text-read outline-none"
      />
      {act && <div className="px-2.5 pt-1.5 pb-2.5">{doing.choices}</div>}
      <div className="flex items-center gap-1 px-2 pb-2">
        <Segmented
          label={t("composer.what")}
          value={act ? "do" : "ask"}
          onChange={(value) => drafts.setAct(draftId, value === "do")}
          options={[
            { value: "ask", label: t("composer.ask") },
            { value: "do", label: t("composer.do") },
          ]}
        />
        {!act && (
          <Menu
            align="start"
            trigger={<IconButton icon={Paperclip} label={t("attach.open")} />}
            entries={[
              { label: t("attach.files"), onSelect: () => files.current?.click() },
              { label: t("attach.folderChoose"), onSelect: () => folder.current?.click() },
            ]}
          />
        )}
        <PrivateToggle draftId={draftId} />
        <ModelPicker planning={act} />
        <span className="flex-1" />
        {bringing && <span className="px-1 text-small text-ink-faint">{t("composer.waiting")}</span>}
        {busy ? (
          <button
            type="button"
            aria-label={t("composer.stop")}
            onClick={onStop}
            className="grid size-8 place-items-center rounded-full bg-ink text-canvas hover:opacity-85"
          >
            <Square aria-hidden size={12} fill="currentColor" strokeWidth={0} />
          </button>
        ) : (
          <button
            type="submit"
            aria-label={t(act ? "composer.sendDo" : "composer.send")}
            disabled={!sendable}
            className="grid size-8 place-items-center rounded-full bg-accent text-accent-ink transition-colors duration-100 hover:bg-accent-strong disabled:bg-active disabled:text-ink-faint"
          >
            <ArrowUp aria-hidden size={17} strokeWidth={2.25} />
          </button>
        )}
      </div>
      <input ref={files} type="file" multiple hidden data-testid="attach-files" onChange={(event) => attach(event.target.files)} />
      <input ref={folder} type="file" hidden {...{ webkitdirectory: "" }} onChange={(event) => attach(event.target.files)} />
    </form>
  );
};
