import { createStore } from "zustand/vanilla";

/** Which block of which answer: `ordinal` counts the top-level fences of the answer from 0. */
export interface ArtifactPlace {
  readonly conversationId: string;
  readonly messageId: string;
  readonly ordinal: number;
}

/** What the pane beside the conversation shows; null: it is closed. One per window. */
export const artifactStore = createStore<{ readonly place: ArtifactPlace | null }>(() => ({ place: null }));

export const openArtifact = (place: ArtifactPlace): void => artifactStore.setState({ place });

/** Answers whether it was open. */
export const closeArtifact = (): boolean => {
  const wasOpen = artifactStore.getState().place !== null;
  if (wasOpen) artifactStore.setState({ place: null });
  return wasOpen;
};
