import { ChevronDown, RotateCcw } from "lucide-react";
import { IconButton } from "../../../ui/icon-button.tsx";
import { useTexts } from "../../../ui/i18n.ts";
import { OtherModels } from "./other-models.tsx";

interface RegenerateProps {
  readonly disabled: boolean;
  readonly onRegenerate: (modelId?: string) => void;
}

/** Another answer: by whoever is chosen, or by somebody in particular. */
export const Regenerate = ({ disabled, onRegenerate }: RegenerateProps) => {
  const t = useTexts("chat");
  return (
    <span className="inline-flex shrink-0">
      <IconButton icon={RotateCcw} size="small" label={t("message.regenerate")} disabled={disabled} onClick={() => onRegenerate()} />
      <OtherModels
        trigger={<IconButton icon={ChevronDown} size="small" label={t("message.askOther")} disabled={disabled} className="-ml-1 w-6!" />}
        exceptId={null}
        onChoose={onRegenerate}
      />
    </span>
  );
};
