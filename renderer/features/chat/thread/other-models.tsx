import { Cloud, Cpu, Quote } from "lucide-react";
import type { ReactNode } from "react";
import { useStore } from "zustand";
import { Menu } from "../../../ui/menu.tsx";
import { useTexts } from "../../../ui/i18n.ts";
import { useChat } from "../chat-context.tsx";

const icons = { extractive: Quote, local: Cpu, cloud: Cloud };

interface OtherModelsProps {
  readonly trigger: ReactNode;
  /** Who answered before. */
  readonly exceptId: string | null;
  readonly onChoose: (modelId: string) => void;
}

/** Everybody else who can answer at present. Nothing where there is nobody else. */
export const OtherModels = ({ trigger, exceptId, onChoose }: OtherModelsProps) => {
  const t = useTexts("chat");
  const { models } = useChat();
  const known = useStore(models.store, (state) => state.models);
  const others = known.filter(({ available, id }) => available && id !== exceptId);
  if (others.length === 0) return null;
  return (
    <Menu
      align="start"
      trigger={trigger}
      entries={others.map(({ id, name, place }) => ({
        label: place === "extractive" ? t("model.extractive") : name,
        icon: icons[place],
        onSelect: () => onChoose(id),
      }))}
    />
  );
};
