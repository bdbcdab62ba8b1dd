import { Check, Copy } from "lucide-react";
import { useState } from "react";
import { useTexts } from "../../ui/i18n.ts";
import { IconButton } from "../../ui/icon-button.tsx";

/** A path or a name one wants to have elsewhere. */
export const CopyText = ({ text }: { readonly text: string }) => {
  const t = useTexts("settings");
  const [copied, setCopied] = useState(false);
  const copy = async () => {
    await navigator.clipboard.writeText(text);
    setCopied(true);
    setTimeout(() => setCopied(false), 1600);
  };
  return (
    <div className="flex items-center gap-2 rounded-medium bg-sunken py-1.5 pr-1.5 pl-3.5">
      <code className="min-w-0 flex-1 font-mono text-note wrap-anywhere select-text">{text}</code>
      <IconButton icon={copied ? Check : Copy} size="small" label={t(copied ? "data.copied" : "data.copy")} onClick={() => void copy()} />
    </div>
  );
};
