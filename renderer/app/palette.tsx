import { Command } from "cmdk";
import { MessageSquare, MessageSquareText, PenLine } from "lucide-react";
import { Dialog } from "radix-ui";
import { useRef, useState } from "react";
import { newDraft, snippetParts, useChat } from "../features/chat/index.tsx";
import { useFocusReturn } from "../ui/focus-return.ts";
import { runCommand, type ListedCommand } from "../ui/commands.ts";
import { useTexts } from "../ui/i18n.ts";
import { Keys } from "../ui/keys.tsx";
import { goTo } from "../ui/route.ts";
import { Spinner } from "../ui/spinner.tsx";
import { rememberCommand } from "./recent-commands.ts";
import { usePaletteFinds } from "./use-palette-finds.ts";

const itemLook =
  "flex min-h-9 scroll-my-2 items-center gap-3 rounded-medium px-3 select-none data-[selected=true]:bg-hover data-[selected=true]:ring-1 data-[selected=true]:ring-line-strong data-[selected=true]:ring-inset";
const iconLook = "shrink-0 text-ink-faint";
const groupLook =
  "not-first:mt-1 **:[[cmdk-group-heading]]:px-3 **:[[cmdk-group-heading]]:pt-2 **:[[cmdk-group-heading]]:pb-1 **:[[cmdk-group-heading]]:text-micro **:[[cmdk-group-heading]]:font-medium **:[[cmdk-group-heading]]:text-ink-faint";

const moves = new Set(["ArrowUp", "ArrowDown", "Home", "End"]);

const Action = ({ command, onSelect }: { readonly command: ListedCommand; readonly onSelect: () => void }) => (
  <Command.Item value={command.id} onSelect={onSelect} className={itemLook}>
    <command.icon aria-hidden size={16} strokeWidth={1.75} className={iconLook} />
    <span className="min-w-0 flex-1 truncate">{command.title}</span>
    {command.keys !== null && <Keys keys={command.keys} />}
  </Command.Item>
);

const Snippet = ({ text }: { readonly text: string }) => (
  <span className="block truncate text-small text-ink-soft">
    {snippetParts(text).map((part, position) =>
      part.matched ? <mark key={position}>{part.text}</mark> : <span key={position}>{part.text}</span>,
    )}
  </span>
);

interface PaletteProps {
  /** What was typed while the palette was on its way. */
  readonly takeTyped: () => string;
  readonly onClose: () => void;
}

/** Everything that can be done and everywhere one can go, by typing a piece of its name. */
export const Palette = ({ takeTyped, onClose }: PaletteProps) => {
  const t = useTexts("app");
  const { drafts } = useChat();
  const returnFocus = useFocusReturn();
  const [typed, setTyped] = useState("");
  const [chosen, setChosen] = useState<string | null>(null);
  /** Whether a choice is somebody's: the list chooses its first row by itself after every letter. */
  const isMoving = useRef(false);
  const { sections, conversations, hits, isSearching } = usePaletteFinds(typed);
  const question = typed.trim();
  const ids: readonly string[] = [
    ...sections.flatMap(({ commands }) => commands.map(({ id }) => id)),
    ...conversations.map(({ id }) => id),
    ...hits.map(({ messageId }) => messageId),
    ...(question === "" ? [] : ["ask"]),
  ];
  // The best is chosen until somebody moves on: what comes late does not take the choice away, nor keep it on what is no longer there.
  const current = chosen !== null && ids.includes(chosen) ? chosen : (ids[0] ?? "");
  const isEmpty = sections.length === 0 && conversations.length === 0 && hits.length === 0;
  const count = sections.reduce((sum, { commands }) => sum + commands.length, 0) + conversations.length + hits.length;

  const then = (work: () => void) => () => {
    onClose();
    // What runs may move the focus or open a layer of its own: after this one has given the focus back.
    setTimeout(work);
  };
  const goToChat = (conversationId: string, messageId: string | null) => then(() => goTo({ screen: "chat", conversationId, messageId }));
  const ask = then(() => {
    drafts.write(newDraft, question);
    goTo({ screen: "new-chat" });
  });

  return (
    <Dialog.Root open onOpenChange={(open) => !open && onClose()}>
      <Dialog.Portal>
        <Dialog.Overlay className="fixed inset-0 z-40 animate-appear bg-scrim" />
        <Dialog.Content
          aria-describedby={undefined}
          onCloseAutoFocus={returnFocus}
          className="fixed top-[min(14vh,7rem)] left-1/2 z-40 w-[calc(100vw-2rem)] max-w-160 -translate-x-1/2 animate-rise overflow-hidden rounded-large border border-line bg-surface shadow-floating outline-none"
        >
          <Dialog.Title className="sr-only">{t("palette.title")}</Dialog.Title>
          <Command
            label={t("palette.title")}
            loop
            shouldFilter={false}
            vimBindings={false}
            value={current}
            onValueChange={(id) => isMoving.current && setChosen(id)}
            onKeyDownCapture={({ key }) => (isMoving.current = moves.has(key))}
            onPointerMoveCapture={() => (isMoving.current = true)}
          >
            <div className="flex items-center border-b border-line pr-4">
              <Command.Input
                value={typed}
                onValueChange={(next) => {
                  setTyped(next);
                  setChosen(null);
                  isMoving.current = false;
                }}
                onFocus={() => {
                  const ahead = takeTyped();
                  if (ahead !== "") setTyped(ahead);
                }}
                maxLength={400}
                placeholder={t("palette.placeholder")}
                className="h-12 min-w-0 flex-1 bg-transparent px-5 text-read outline-none"
              />
              {isSearching && <Spinner />}
            </div>
            <p role="status" className="sr-only">
              {question === "" ? "" : t("palette.count", { count })}
            </p>
            <Command.List label={t("palette.results")} className="max-h-[min(26rem,60vh)] scroll-py-2 overflow-y-auto p-2">
              {sections.map(({ group, commands }) => (
                <Command.Group key={group} heading={t(`groups.${group}`)} className={groupLook}>
                  {commands.map((command) => (
                    <Action
                      key={command.id}
                      command={command}
                      onSelect={then(() => {
                        rememberCommand(command.id);
                        runCommand(command.id);
                      })}
                    />
                  ))}
                </Command.Group>
              ))}
              {conversations.length > 0 && (
                <Command.Group heading={t("palette.conversations")} className={groupLook}>
                  {conversations.map(({ id, title }) => (
                    <Command.Item key={id} value={id} onSelect={goToChat(id, null)} className={itemLook}>
                      <MessageSquare aria-hidden size={16} strokeWidth={1.75} className={iconLook} />
                      <span className="min-w-0 flex-1 truncate">{title === "" ? t("palette.untitled") : title}</span>
                    </Command.Item>
                  ))}
                </Command.Group>
              )}
              {hits.length > 0 && (
                <Command.Group heading={t("palette.messages")} className={groupLook}>
                  {hits.map((hit) => (
                    <Command.Item
                      key={hit.messageId}
                      value={hit.messageId}
                      onSelect={goToChat(hit.conversationId, hit.messageId)}
                      className={itemLook}
                    >
                      <MessageSquareText aria-hidden size={16} strokeWidth={1.75} className={iconLook} />
                      <span className="min-w-0 flex-1 py-1">
                        <span className="block truncate">
                          {hit.conversationTitle === "" ? t("palette.untitled") : hit.conversationTitle}
                        </span>
                        <Snippet text={hit.snippet} />
                      </span>
                    </Command.Item>
                  ))}
                </Command.Group>
              )}
              {isEmpty && !isSearching && <p className="px-3 pt-4 pb-3 text-center text-ink-soft">{t("palette.none")}</p>}
              {question !== "" && (
                <Command.Group heading={t("palette.else")} className={groupLook}>
                  <Command.Item value="ask" onSelect={ask} className={itemLook}>
                    <PenLine aria-hidden size={16} strokeWidth={1.75} className={iconLook} />
                    <span className="min-w-0 flex-1 truncate">{t("palette.ask", { question })}</span>
                  </Command.Item>
                </Command.Group>
              )}
            </Command.List>
          </Command>
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  );
};
