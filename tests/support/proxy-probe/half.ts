import { linkToProxy } from '../../../lib/chatpage/proxy-link/proxy-link';
import type { ProxyFrame } from '../../../lib/proxy/contract';

// An isolated half whose manners the page's address chooses, and which tells on request what it heard.

// A frame without an address of its own takes those of the page around it.
const manners = new URLSearchParams(location.search === '' ? window.parent.location.search : location.search);
const half = manners.get('half') ?? 'same';
const heard: unknown[] = [];
/** What a page must never find. */
Object.assign(globalThis, { secret: 'isolated only' });
const change = ({ text, direction }: ProxyFrame): string =>
  text.replace('clear', direction === 'out' ? 'sealed' : 'opened');
const pause = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));

const answers: Readonly<Record<string, (frame: ProxyFrame) => string | undefined | Promise<string | undefined>>> = {
  same: () => undefined,
  change,
  'change soon': async (frame) => change(frame),
  'change later': async (frame) => {
    // Short ones overtake long ones, in every direction.
    await pause(Math.random() * 8);
    return change(frame);
  },
  'change slowly': async (frame) => {
    await pause(150);
    return change(frame);
  },
  never: () => new Promise(() => undefined),
  throw: () => {
    throw new Error('as it happens');
  },
};
const answer = answers[half];
if (answer !== undefined) {
  const link = linkToProxy(globalThis as never, {
    onFrame(frame) {
      heard.push({ kind: 'frame', ...frame });
      return answer(frame);
    },
    onStream: (stream) => heard.push({ kind: 'stream', ...stream }),
    onClosed: (stream) => heard.push({ kind: 'closed', stream }),
    onLate: (frame) => heard.push({ kind: 'late', ...frame }),
    onElsewhere: (where) => heard.push({ kind: 'elsewhere', ...where }),
  });
  if (manners.has('strict')) link.setStrict(true);
  window.addEventListener('half-stop', () => link.stop());
  window.addEventListener('half-tell', () => {
    document.documentElement.dataset.heard = JSON.stringify({ isMet: link.isMet(), heard });
  });
}
