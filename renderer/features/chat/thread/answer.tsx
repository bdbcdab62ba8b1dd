import { Quote } from "lucide-react";
import { useMemo, useRef } from "react";
import type { Message } from "#core/chat/schema";
import { openArtifact } from "../../../ui/artifacts/artifact-store.ts";
import { errorText } from "../../../ui/error-text.ts";
import { useTexts } from "../../../ui/i18n.ts";
import { CachedMark, MovedNotice } from "./answer-account.tsx";
import { AnswerEnd } from "./answer-end.tsx";
import { AnswerText } from "./answer-text.tsx";
import { onBranchKeys } from "./branch-keys.ts";
import { BranchSwitcher } from "./branch-switcher.tsx";
import { useView } from "../chat-context.tsx";
import { CopyAnswer } from "./copy-answer.tsx";
import type { MessageActions } from "./message-row.tsx";
import { PictureStrip } from "./picture-strip.tsx";
import { Regenerate } from "./regenerate.tsx";
import { SourceList } from "./source-list.tsx";
import { sourceItems } from "./source-items.ts";
import { WhoAnswered } from "./who-answered.tsx";

interface AnswerProps {
  readonly message: Message;
  readonly busy: boolean;
  readonly actions: MessageActions;
}

const ExtractiveLabel = () => {
  const t = useTexts("chat");
  return (
    <p className="mb-2 inline-flex items-center gap-1.5 rounded-full bg-accent-soft px-2.5 py-0.5 text-small font-medium text-accent">
      <Quote aria-hidden size={12} />
      {t("answer.extractive")}
    </p>
  );
};

export const Answer = ({ message, busy, actions: { onOpenSource, onRegenerate, onSelect } }: AnswerProps) => {
  const t = useTexts("chat");
  const words = useRef<HTMLDivElement>(null);
  const live = useView(message.conversationId, (view) => (view.live?.messageId === message.id ? view.live : null));
  const streaming = live !== null;
  const text = live?.text ?? message.text;
  const liveSources = live?.sources;
  const sources = useMemo(() => sourceItems(message.citations, liveSources ?? []), [message.citations, liveSources]);
  const numbers = useMemo(() => new Set(sources.flatMap(({ number }) => number ?? [])), [sources]);
  const openNumber = (number: number) =>
    onOpenSource(
      sources,
      Math.max(
        0,
        sources.findIndex((source) => source.number === number),
      ),
    );

  return (
    <article
      aria-label={t("message.theirs")}
      aria-busy={streaming}
      data-message={message.id}
      tabIndex={-1}
      onKeyDown={onBranchKeys(message, busy, onSelect)}
      className="rounded-medium pb-5"
    >
      {message.answeredBy?.place === "extractive" && <ExtractiveLabel />}
      {!streaming && <MovedNotice answeredBy={message.answeredBy} />}
      {live?.fallbacks.map(({ modelId, error }) => (
        <p key={modelId} className="mb-1 text-note text-warning">
          {t("answer.fallback", { reason: errorText(error).title })}
        </p>
      ))}
      {text === "" && streaming ? (
        <p className="flex items-center gap-2 text-ink-faint">
          <span aria-hidden className="size-2 animate-breathe rounded-full bg-accent" />
          {t(live.sources.length === 0 ? "answer.searching" : "answer.reading", { count: live.sources.length })}
        </p>
      ) : (
        <AnswerText
          ref={words}
          text={text}
          streaming={streaming}
          citationNumbers={numbers}
          onCitation={openNumber}
          onOpenCode={(ordinal) => openArtifact({ conversationId: message.conversationId, messageId: message.id, ordinal })}
        />
      )}
      {message.images.length > 0 && (
        <div className="mt-3">
          <PictureStrip images={message.images} side="start" />
        </div>
      )}
      {!streaming && (
        <>
          <AnswerEnd message={message} busy={busy} onRetry={(modelId) => onRegenerate(message.id, modelId)} />
          <CachedMark answeredBy={message.answeredBy} busy={busy} onAgain={() => onRegenerate(message.id)} />
          {message.citations.length > 0 && <SourceList sources={sources} onOpen={(position) => onOpenSource(sources, position)} />}
          <div className="mt-2 -ml-1.5 flex h-7 min-w-0 items-center">
            <BranchSwitcher message={message} disabled={busy} onSelect={onSelect} />
            {text !== "" && <CopyAnswer markdown={text} plain={() => words.current?.innerText ?? text} />}
            <Regenerate disabled={busy} onRegenerate={(modelId) => onRegenerate(message.id, modelId)} />
            <WhoAnswered message={message} />
          </div>
        </>
      )}
    </article>
  );
};
