/** Gathers pieces of text and hands them over at most once per frame; a window in the background gets no frames and loses nothing. */
export interface FrameBatch {
  readonly add: (text: string) => void;
  /** Hands over what is gathered, now. */
  readonly flush: () => void;
}

export const createFrameBatch = (
  onText: (text: string) => void,
  nextFrame: (work: () => void) => void = requestAnimationFrame,
): FrameBatch => {
  let gathered = "";
  let scheduled = false;
  const flush = () => {
    scheduled = false;
    if (gathered === "") return;
    const text = gathered;
    gathered = "";
    onText(text);
  };
  return {
    add: (text) => {
      gathered += text;
      if (scheduled) return;
      scheduled = true;
      nextFrame(flush);
    },
    flush,
  };
};
