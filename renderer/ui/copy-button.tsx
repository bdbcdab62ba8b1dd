import { Check, Copy } from "lucide-react";
import { useState } from "react";
import { IconButton } from "./icon-button.tsx";

interface CopyButtonProps {
  readonly text: string;
  readonly label: string;
  /** Said for a moment after it was copied. */
  readonly doneLabel: string;
}

export const CopyButton = ({ text, label, doneLabel }: CopyButtonProps) => {
  const [copied, setCopied] = useState(false);
  const copy = async () => {
    await navigator.clipboard.writeText(text);
    setCopied(true);
    setTimeout(() => setCopied(false), 1600);
  };
  return <IconButton icon={copied ? Check : Copy} size="small" label={copied ? doneLabel : label} onClick={() => void copy()} />;
};
