import { createContext, use, useState, type DragEvent } from "react";
import type { Conversation, Folder } from "#core/chat/schema";
import { useChat } from "../chat-context.tsx";

/** Only what was taken up in a list of conversations is taken: names no other page uses. */
const kind = "application/x-olympus-conversations";

/** Where dragged conversations are let go. */
export type DropPlace = { readonly type: "pinned" | "unfiled" } | { readonly type: "folder"; readonly folder: Folder };

interface ListDrag {
  /** The section that would take what is held over it. */
  readonly over: string | null;
  /** For what can be taken up: the whole selection where it is part of one. */
  readonly take: (conversation: Conversation) => {
    readonly draggable: true;
    readonly onDragStart: (event: DragEvent) => void;
    readonly onDragEnd: () => void;
  };
  /** For what takes what is let go on it. */
  readonly land: (
    section: string,
    place: DropPlace,
  ) => {
    readonly onDragOver: (event: DragEvent) => void;
    readonly onDragLeave: () => void;
    readonly onDrop: (event: DragEvent) => void;
  };
}

/** Carries conversations by the pointer: into folders, out of them, and to the pinned ones. The keyboard has the menus for that. */
export const useNewListDrag = (selectionOf: (conversation: Conversation) => readonly Conversation[]): ListDrag => {
  const { actions } = useChat();
  const [held, setHeld] = useState<readonly Conversation[]>([]);
  const [over, setOver] = useState<string | null>(null);
  const end = () => {
    setHeld([]);
    setOver(null);
  };
  const letGo = (place: DropPlace) => {
    if (place.type === "pinned") for (const conversation of held) actions.pin(conversation, true);
    else actions.move(held, place.type === "folder" ? place.folder : null);
  };
  return {
    over,
    take: (conversation) => ({
      draggable: true,
      onDragStart: (event) => {
        event.dataTransfer.setData(kind, conversation.id);
        event.dataTransfer.effectAllowed = "move";
        // The list must not change while the browser takes its picture of what is dragged.
        setTimeout(() => setHeld(selectionOf(conversation)));
      },
      onDragEnd: end,
    }),
    land: (section, place) => ({
      onDragOver: (event) => {
        if (!event.dataTransfer.types.includes(kind)) return;
        event.preventDefault();
        event.dataTransfer.dropEffect = "move";
        setOver(section);
      },
      onDragLeave: () => setOver((current) => (current === section ? null : current)),
      onDrop: (event) => {
        if (!event.dataTransfer.types.includes(kind)) return;
        event.preventDefault();
        letGo(place);
        end();
      },
    }),
  };
};

const DragContext = createContext<ListDrag | null>(null);
export const ListDragProvider = DragContext;

export const useListDrag = (): ListDrag => {
  const drag = use(DragContext);
  if (drag === null) throw new Error("useListDrag is called outside of a list");
  return drag;
};
