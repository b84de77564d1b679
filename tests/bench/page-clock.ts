import type { Page } from '@playwright/test';

/*
 * Instants that the page notes for itself, in milliseconds since the epoch: nothing is asked from outside while
 * something is measured, so nobody's polling is in the figures.
 */

/** An offer that was on the screen. */
export type Painted = { readonly callId: string; readonly at: number };

/** The instant of the key itself and of the first sound after it. */
export type Answered = { readonly pressed: number; readonly heard: number };

type Notebook = Window & { painted?: Painted[]; answered?: Promise<Answered>; lastPeer?: RTCPeerConnection };

/** From now on the page notes every offer: the frame after the greeting of a new call stood in the document, once it is painted. */
export async function notePaints(page: Page): Promise<void> {
  await page.evaluate(() => {
    const notebook: Notebook = window;
    const painted: Painted[] = [];
    notebook.painted = painted;
    const seen = new Set<string>();
    const look = () => {
      const callId = document.querySelector('main[data-call]')?.getAttribute('data-call') ?? '';
      const greeting = document.getElementById('greeting')?.textContent?.trim() ?? '';
      const offered = document.documentElement.dataset.state === 'offered' && callId !== '' && greeting !== '';
      if (!offered || seen.has(callId)) return;
      seen.add(callId);
      requestAnimationFrame(() => {
        // This runs before the frame is painted, the message after it.
        const { port1, port2 } = new MessageChannel();
        port1.onmessage = () => painted.push({ callId, at: performance.timeOrigin + performance.now() });
        port2.postMessage(null);
      });
    };
    new MutationObserver(look).observe(document, { subtree: true, childList: true, attributes: true, characterData: true });
  });
}

/** The offers painted since `notePaints`. */
export const painted = (page: Page): Promise<readonly Painted[]> => page.evaluate(() => (window as Notebook).painted ?? []);

/**
 * From now on the page notes when F2 was pressed (the instant of the event itself) and when the operator heard the caller
 * after that: the first 5 ms of sound above −54 dB that the browser plays, jitter buffer and decoder included, to 5 ms.
 */
export async function noteSound(page: Page): Promise<void> {
  await page.evaluate(() => {
    const notebook: Notebook = window;
    const audible = 0.002;
    const context = new AudioContext();
    let ear: { readonly peer: RTCPeerConnection; readonly analyser: AnalyserNode } | null = null;
    const listen = (): AnalyserNode | null => {
      const peer = notebook.lastPeer;
      const track = peer?.getReceivers()[0]?.track;
      if (peer === undefined || track === undefined) return null;
      if (ear?.peer !== peer) {
        ear = { peer, analyser: new AnalyserNode(context, { fftSize: 256 }) };
        context.createMediaStreamSource(new MediaStream([track])).connect(ear.analyser);
      }
      return ear.analyser;
    };
    listen();
    const samples = new Float32Array(256);
    const level = (analyser: AnalyserNode): number => {
      analyser.getFloatTimeDomainData(samples);
      return Math.sqrt(samples.reduce((sum, s) => sum + s * s, 0) / samples.length);
    };
    const firstSound = (pressed: number) =>
      new Promise<Answered>((resolve) => {
        const looking = setInterval(() => {
          const analyser = listen();
          if (analyser === null || level(analyser) < audible) return;
          clearInterval(looking);
          resolve({ pressed, heard: performance.timeOrigin + performance.now() });
        }, 5);
      });
    const onKey = (event: KeyboardEvent) => {
      if (event.key === 'F2') notebook.answered = firstSound(performance.timeOrigin + event.timeStamp);
    };
    addEventListener('keydown', onKey, { capture: true });
  });
}

/** When F2 was pressed last, and when the operator heard something after it; waits for that. */
export async function answered(page: Page): Promise<Answered> {
  const pressed = await page.evaluate(() => (window as Notebook).answered);
  if (pressed === undefined) throw new Error('F2 was not pressed');
  return pressed;
}

/** The page counts from its start by a steady clock: a machine whose clock was set meanwhile cannot be measured with it. */
export async function requireOneClock(page: Page): Promise<void> {
  const apart = await page.evaluate(() => Math.abs(performance.timeOrigin + performance.now() - Date.now()));
  if (apart > 2) throw new Error(`the page's clock is ${apart.toFixed(1)} ms away from the machine's`);
}
