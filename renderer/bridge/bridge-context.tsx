import { createContext, use, type ReactNode } from "react";
import { useStore } from "zustand";
import type { Bridge, Client } from "./bridge.ts";
import type { ConnectionState } from "./connection.ts";

const BridgeContext = createContext<Bridge | null>(null);

export const BridgeProvider = ({ bridge, children }: { bridge: Bridge; children: ReactNode }) => (
  <BridgeContext value={bridge}>{children}</BridgeContext>
);

export const useBridge = (): Bridge => {
  const bridge = use(BridgeContext);
  if (bridge === null) throw new Error("useBridge is called outside BridgeProvider");
  return bridge;
};

export const useClient = (): Client => useBridge().client;

export const useConnection = (): ConnectionState => useStore(useBridge().connection);
