import { BookText } from "lucide-react";
import { useEffect, useRef, type KeyboardEvent, type ReactNode } from "react";
import { useStore } from "zustand";
import { filesOfInput, type BroughtFile } from "../../../bridge/index.ts";
import { IconButton } from "../../../ui/icon-button.tsx";
import { Segmented } from "../../../ui/segmented.tsx";
import { useTexts } from "../../../ui/i18n.ts";
import { showToast } from "../../../ui/toast-store.ts";
import { AttachMenu } from "./attach-menu.tsx";
import { AttachmentChips } from "./attachment-chips.tsx";
import { useChat, useView } from "../chat-context.tsx";
import { composerId } from "./composer-id.ts";
import { attachedImages, draftOf, isBringing } from "./drafts.ts";
import { ModelPicker } from "./model-picker.tsx";
import { PictureNotice } from "./picture-notice.tsx";
import { PrivateToggle } from "./private-toggle.tsx";
import { PromptSlot, type PromptPicker } from "./prompt-slot.tsx";
import { SendButtons } from "./send-buttons.tsx";
import { useAutosize } from "./use-autosize.ts";
import { useComposerCommands } from "./use-composer-commands.ts";
import { usePrompting } from "./use-prompting.ts";

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
  /** An answer is being written. */
  readonly busy: boolean;
  /** What is sent waits for its turn. */
  readonly lining: boolean;
  readonly promptPicker: PromptPicker | null;
  readonly onSend: () => void;
  readonly onStop: () => void;
  /** The arrow up in an empty composer; false where there is nothing to bring back. */
  readonly onRecall: () => boolean;
}

export const Composer = ({ draftId, doing, busy, lining, promptPicker, onSend, onStop, onRecall }: ComposerProps) => {
  const t = useTexts("chat");
  const { drafts } = useChat();
  const draft = useStore(drafts.store, (all) => draftOf(all, draftId));
  const settled = useView(draftId, ({ thread }) => thread?.messages.some((message) => message?.isPrivate === true) ?? false);
  const area = useRef<HTMLTextAreaElement>(null);
  const prompting = usePrompting(draft.text);
  useAutosize(area, draft.text, 280);
  useEffect(() => area.current?.focus({ preventScroll: true }), [draftId]);

  const { act } = draft;
  const bringing = !act && isBringing(draft);
  const sendable = draft.text.trim() !== "" && !bringing && (!act || (doing.ready && !busy));
  const query = promptPicker === null ? null : prompting.query;
  const attach = (files: readonly BroughtFile[]) => drafts.attach(draftId, files);

  const write = (text: string) => {
    drafts.write(draftId, text);
    prompting.onWritten(text);
  };
  const remove = (id: string) => {
    drafts.setRemoved(draftId, id, true);
    area.current?.focus({ preventScroll: true });
    showToast({
      title: t("attach.removed"),
      action: { label: t("list.undo"), onSelect: () => drafts.setRemoved(draftId, id, false) },
      onExpire: () => drafts.drop(draftId, id),
    });
  };
  const closePrompts = () => {
    prompting.close();
    area.current?.focus({ preventScroll: true });
  };
  const insert = (text: string) => {
    const { selectionStart: from, selectionEnd: to } = area.current ?? { selectionStart: 0, selectionEnd: 0 };
    const before = prompting.isBySlash ? "" : draft.text.slice(0, from);
    drafts.write(draftId, before + text + (prompting.isBySlash ? "" : draft.text.slice(to)));
    closePrompts();
    const caret = before.length + text.length;
    requestAnimationFrame(() => area.current?.setSelectionRange(caret, caret));
  };
  useComposerCommands({ draftId, canPrompt: promptPicker !== null, onPrompts: prompting.open });

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing || event.defaultPrevented) return;
    if (query !== null && event.key === "Escape") {
      event.preventDefault();
      return closePrompts();
    }
    if (event.key === "ArrowUp" && draft.text === "" && !event.shiftKey && !event.altKey && onRecall()) return event.preventDefault();
    if (event.key !== "Enter" || event.shiftKey) return;
    event.preventDefault();
    if (sendable && query === null) onSend();
  };

  return (
    <div
      className="relative"
      onBlur={({ currentTarget, relatedTarget }) => {
        if (query !== null && relatedTarget !== null && !currentTarget.contains(relatedTarget)) prompting.close();
      }}
    >
      {query !== null && promptPicker !== null && (
        <PromptSlot picker={promptPicker} query={query} onChoose={insert} onNothing={prompting.onNothing} onClose={closePrompts} />
      )}
      <form
        className="rounded-huge border border-line bg-surface shadow-raised transition-colors duration-100 focus-within:border-line-strong"
        onSubmit={(event) => {
          event.preventDefault();
          if (sendable) onSend();
        }}
      >
        {!act && <AttachmentChips attachments={draft.attachments} pictures={draft.pictures} onRemove={remove} />}
        {!act && attachedImages(draft).length > 0 && <PictureNotice isPrivate={draft.isPrivate || settled} />}
        <textarea
          ref={area}
          id={composerId}
          aria-label={t(act ? "composer.labelDo" : "composer.label")}
          placeholder={t(act ? "composer.placeholderDo" : busy ? "composer.placeholderLine" : "composer.placeholder")}
          rows={1}
          value={draft.text}
          onChange={(event) => write(event.target.value)}
          onPaste={(event) => {
            if (event.clipboardData.files.length === 0) return;
            event.preventDefault();
            attach(filesOfInput(event.clipboardData.files));
          }}
          onKeyDown={onKeyDown}
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
          {!act && <AttachMenu onFiles={attach} />}
          {promptPicker !== null && (
            <IconButton
              icon={BookText}
              label={t("composer.prompts")}
              shortcut="/"
              aria-expanded={query !== null}
              onClick={prompting.toggle}
            />
          )}
          <PrivateToggle draftId={draftId} />
          <ModelPicker planning={act} />
          <span className="flex-1" />
          {bringing && <span className="truncate px-1 text-small text-ink-faint">{t("composer.waiting")}</span>}
          <SendButtons busy={busy} lining={lining} act={act} sendable={sendable} onStop={onStop} />
        </div>
      </form>
    </div>
  );
};
