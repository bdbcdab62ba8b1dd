import { useCallback, useEffect, useRef, useState } from "react";

/** Why a frame was ended: it went elsewhere, or it kept this page busy. */
export type FrameTrouble = "left" | "flood";

/** More messages than this within a second and the frame is ended: each one takes time from this page. */
const mostMessagesASecond = 100;
const pingMs = 1500;
/** Unanswered pings until it counts as stuck. */
const patientPings = 3;
/** A page that is being written is drawn anew so often at most. */
const redrawMs = 250;

interface FrameOptions {
  readonly html: string;
  /** Its scripts run: it is written once, and watched. */
  readonly running: boolean;
  readonly onEscape: () => void;
  readonly onTrouble: (trouble: FrameTrouble) => void;
}

/**
 * Feeds a frame of `artifact-still.html` or `artifact-run.html` through a port of its own. The page in it is nobody's friend: what it says through
 * other ways is only counted, and it cannot reach the port.
 */
export const useFrame = (options: FrameOptions) => {
  const frame = useRef<HTMLIFrameElement>(null);
  const newest = useRef(options);
  const port = useRef<MessagePort | null>(null);
  const loaded = useRef(false);
  const unanswered = useRef(0);
  const [stuck, setStuck] = useState(false);
  const [ready, setReady] = useState(false);
  const { html, running } = options;
  useEffect(() => {
    newest.current = options;
  });

  const onLoad = useCallback(() => {
    const target = frame.current?.contentWindow;
    if (target === null || target === undefined) return;
    // Writing its document anew counts as loading, too.
    if (loaded.current) return;
    loaded.current = true;
    const channel = new MessageChannel();
    channel.port1.onmessage = ({ data }) => {
      if (data === "ready") setReady(true);
      if (data === "pong") {
        unanswered.current = 0;
        setStuck(false);
      }
      if (data === "escape" && document.activeElement === frame.current) newest.current.onEscape();
    };
    // Its document is gone: the page went elsewhere, as far as it came.
    channel.port1.addEventListener("close", () => {
      if (port.current === channel.port1) newest.current.onTrouble("left");
    });
    port.current = channel.port1;
    // A page without an origin cannot be named as a receiver; what travels is the port alone.
    target.postMessage("olympus-artifact", "*", [channel.port2]);
  }, []);

  useEffect(() => {
    if (!ready) return;
    if (running) {
      port.current?.postMessage({ html: newest.current.html });
      const timer = setInterval(() => {
        unanswered.current += 1;
        if (unanswered.current > patientPings) setStuck(true);
        port.current?.postMessage("ping");
      }, pingMs);
      return () => clearInterval(timer);
    }
    return undefined;
  }, [ready, running]);

  const drawnAtMs = useRef(0);
  useEffect(() => {
    if (!ready || running) return;
    const draw = () => {
      drawnAtMs.current = performance.now();
      port.current?.postMessage({ html });
    };
    const timer = setTimeout(draw, Math.max(0, drawnAtMs.current + redrawMs - performance.now()));
    return () => clearTimeout(timer);
  }, [ready, running, html]);

  useEffect(() => {
    let count = 0;
    let sinceMs = 0;
    const onMessage = (event: MessageEvent) => {
      if (event.source === null || event.source !== frame.current?.contentWindow) return;
      const nowMs = performance.now();
      if (nowMs - sinceMs > 1000) {
        sinceMs = nowMs;
        count = 0;
      }
      count += 1;
      if (count > mostMessagesASecond) newest.current.onTrouble("flood");
    };
    window.addEventListener("message", onMessage);
    return () => {
      window.removeEventListener("message", onMessage);
      const left = port.current;
      port.current = null;
      left?.close();
    };
  }, []);

  return { frame, onLoad, stuck };
};
