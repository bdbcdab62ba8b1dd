import { Play, Square } from "lucide-react";
import { useState } from "react";
import { Button } from "../../ui/button.tsx";
import { useTexts } from "../../ui/i18n.ts";
import { Notice } from "../../ui/notice.tsx";
import { asksElsewhere, cutsOff, hasScripts, pageOf } from "./page-text.ts";
import { useFrame, type FrameTrouble } from "./use-frame.ts";

interface FrameProps {
  readonly html: string;
  readonly running: boolean;
  readonly label: string;
  readonly onEscape: () => void;
  readonly onTrouble: (trouble: FrameTrouble) => void;
  readonly onStop: () => void;
}

const Frame = ({ html, running, label, onEscape, onTrouble, onStop }: FrameProps) => {
  const t = useTexts("artifacts");
  const { frame, onLoad, stuck } = useFrame({ html, running, onEscape, onTrouble });
  return (
    <>
      {stuck && (
        <div className="p-3">
          <Notice
            tone="warning"
            title={t("frame.stuck")}
            action={
              <Button size="small" onClick={onStop}>
                {t("frame.stop")}
              </Button>
            }
          />
        </div>
      )}
      <iframe
        ref={frame}
        title={label}
        src={running ? "./artifact-run.html" : "./artifact-still.html"}
        sandbox="allow-scripts"
        referrerPolicy="no-referrer"
        onLoad={onLoad}
        className="min-h-0 w-full flex-1 border-0 bg-[oklch(1_0_0)] focus-visible:-outline-offset-2"
      />
    </>
  );
};

interface FrameViewProps {
  readonly kind: "html" | "svg";
  readonly text: string;
  readonly label: string;
  readonly growing: boolean;
  /** A person asked for its scripts. */
  readonly allowed: boolean;
  readonly onAllow: (allowed: boolean) => void;
  /** Another one each time it is to be loaded anew. */
  readonly generation: number;
  readonly onEscape: () => void;
}

/** A page a model wrote, in a frame without origin or network. Its scripts run once a person said so. */
export const FrameView = ({ kind, text, label, growing, allowed, onAllow, generation, onEscape }: FrameViewProps) => {
  const t = useTexts("artifacts");
  const [trouble, setTrouble] = useState<FrameTrouble | null>(null);
  const running = allowed && !growing;
  const scripted = hasScripts(text);
  const stop = () => onAllow(false);
  const fail = (why: FrameTrouble) => {
    setTrouble(why);
    onAllow(false);
  };
  const run = () => {
    setTrouble(null);
    onAllow(true);
  };
  const lines = [
    trouble === "left" ? t("frame.left") : trouble === "flood" ? t("frame.flood") : "",
    scripted ? t(running ? "frame.running" : "frame.still") : "",
    scripted && !running && !cutsOff() ? t("frame.leaky") : "",
    asksElsewhere(text) ? t("frame.elsewhere") : "",
  ].filter((line) => line !== "");
  return (
    <div className="flex h-full min-h-0 flex-col">
      {lines.length > 0 && (
        <div role="status" className="flex items-start gap-3 border-b border-line/60 bg-sunken px-4 py-2 text-note text-ink-soft">
          <p className="min-w-0 flex-1">{lines.join(" ")}</p>
          {scripted && !growing && (
            <Button size="small" tone={running ? "secondary" : "primary"} onClick={running ? stop : run}>
              {running ? <Square aria-hidden size={12} /> : <Play aria-hidden size={12} />}
              {t(running ? "frame.stop" : "frame.run")}
            </Button>
          )}
        </div>
      )}
      <Frame
        key={`${running} ${generation}`}
        html={pageOf(kind, text)}
        running={running}
        label={label}
        onEscape={onEscape}
        onTrouble={fail}
        onStop={stop}
      />
    </div>
  );
};
