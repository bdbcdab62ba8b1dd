import { Bot, Check, ChevronDown, Cloud, Cpu, Eye, Quote } from "lucide-react";
import { DropdownMenu } from "radix-ui";
import { useRef, useState } from "react";
import { useStore } from "zustand";
import type { ModelInfo } from "#core/llm/schema";
import { classNames } from "../../../ui/class-names.ts";
import { useCommandsOf } from "../../../ui/commands.ts";
import { errorText } from "../../../ui/error-text.ts";
import { menuItem, menuSurface } from "../../../ui/menu.tsx";
import { hrefOf } from "../../../ui/route.ts";
import { useTexts } from "../../../ui/i18n.ts";
import { useChat } from "../chat-context.tsx";
import { automaticModel, planners } from "./model-choice.ts";

const icons = { extractive: Quote, local: Cpu, cloud: Cloud };
const automatic = "automatic";
/** A press that is held longer is meant for what it is let go on. */
const openingPressMs = 300;

const ModelItem = ({ model }: { readonly model: ModelInfo }) => {
  const t = useTexts("chat");
  const Icon = icons[model.place];
  const why = model.problem === null ? t("model.unavailable") : errorText(model.problem).title;
  return (
    <DropdownMenu.RadioItem value={model.id} disabled={!model.available} className={classNames(menuItem, "items-start py-1.5")}>
      <Icon aria-hidden size={15} className="mt-1 shrink-0 text-ink-faint" />
      <span className="min-w-0 flex-1">
        <span className="flex items-center gap-1.5">
          <span className="truncate">{model.place === "extractive" ? t("model.extractive") : model.name}</span>
          {model.images && <Eye role="img" aria-label={t("model.seesPictures")} size={13} className="shrink-0 text-ink-faint" />}
        </span>
        <span className={classNames("block truncate text-small", model.available ? "text-ink-faint" : "text-danger")}>
          {model.available ? t(`model.place.${model.place}`) : why}
        </span>
      </span>
      <DropdownMenu.ItemIndicator>
        <Check aria-hidden size={15} className="mt-1" />
      </DropdownMenu.ItemIndicator>
    </DropdownMenu.RadioItem>
  );
};

interface ModelPickerProps {
  /** Only those are offered who can make a plan. */
  readonly planning: boolean;
}

/** Who answers or plans next: the first that can, or one in particular. */
export const ModelPicker = ({ planning }: ModelPickerProps) => {
  const t = useTexts("chat");
  const { models: choice } = useChat();
  const known = useStore(choice.store, (state) => state.models);
  const models = planning ? planners(known) : known;
  const chosenId = useStore(choice.store, (state) => state.chosenId);
  const chosen = models.find(({ id }) => id === chosenId);
  const shown = chosen ?? automaticModel(models);
  const [open, setOpen] = useState(false);
  const openedAtMs = useRef(0);
  const show = (next: boolean) => {
    setOpen(next);
    if (!next) return;
    openedAtMs.current = performance.now();
    void choice.load();
  };
  useCommandsOf("chat", [
    { id: "chat.choose-model", title: (text) => text("command.model"), group: "chat", icon: Bot, run: () => show(true) },
  ]);
  const nameOf = (model: ModelInfo) => (model.place === "extractive" ? t("model.extractive") : model.name);
  return (
    <DropdownMenu.Root open={open} onOpenChange={show}>
      <DropdownMenu.Trigger
        aria-label={t("model.label", { name: shown === null ? "" : nameOf(shown) })}
        className="inline-flex h-8 min-w-0 items-center gap-1 rounded-medium px-2 text-note text-ink-soft hover:bg-hover hover:text-ink data-[state=open]:bg-active"
      >
        <span className="truncate">{shown === null ? t("model.none") : nameOf(shown)}</span>
        <ChevronDown aria-hidden size={14} className="shrink-0 text-ink-faint" />
      </DropdownMenu.Trigger>
      <DropdownMenu.Portal>
        <DropdownMenu.Content
          side="top"
          align="start"
          sideOffset={6}
          collisionPadding={8}
          // The menu grows when models arrive, for a moment over the pointer that opens it: letting go of that press chooses nothing.
          onPointerUpCapture={(event) => performance.now() - openedAtMs.current < openingPressMs && event.preventDefault()}
          className={classNames(menuSurface, "max-h-96 w-80 overflow-y-auto")}
        >
          <DropdownMenu.RadioGroup value={chosen?.id ?? automatic} onValueChange={(id) => choice.choose(id === automatic ? null : id)}>
            <DropdownMenu.RadioItem value={automatic} className={classNames(menuItem, "py-1.5")}>
              <span className="min-w-0 flex-1">
                <span className="block">{t("model.automatic")}</span>
                <span className="block text-small text-ink-faint">{t("model.automaticHint")}</span>
              </span>
              <DropdownMenu.ItemIndicator>
                <Check aria-hidden size={15} />
              </DropdownMenu.ItemIndicator>
            </DropdownMenu.RadioItem>
            <DropdownMenu.Separator className="my-1 h-px bg-line" />
            {models.map((model) => (
              <ModelItem key={model.id} model={model} />
            ))}
          </DropdownMenu.RadioGroup>
          <DropdownMenu.Separator className="my-1 h-px bg-line" />
          <DropdownMenu.Item asChild className={classNames(menuItem, "text-ink-soft")}>
            <a href={hrefOf({ screen: "models", place: null })}>{t("model.manage")}</a>
          </DropdownMenu.Item>
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
  );
};
