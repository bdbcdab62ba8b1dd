/** What the person said, in a conversation. */
export const Bubble = ({ text, pale = false }: { readonly text: string; readonly pale?: boolean | undefined }) => (
  <div
    data-bubble
    className={`max-w-[min(85%,36rem)] rounded-huge rounded-br-small bg-sunken px-4 py-2.5 text-read wrap-anywhere whitespace-pre-wrap ${pale ? "animate-appear opacity-60" : ""}`}
  >
    {text}
  </div>
);
