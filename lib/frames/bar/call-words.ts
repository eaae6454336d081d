import { type CallGlance, isStopped, pageCallWords } from '../../core/page-call-words';

export type CallLine = {
  readonly words: string;
  readonly isPressing: boolean;
  /** The button's verb and object. */
  readonly action: string;
};

/** How the call of this page is protected, and whether somebody asks to protect it: without a name, the page frames it. */
export function callLine(call: CallGlance): CallLine {
  const asked = call.invited ? 'Somebody asks to protect this call. ' : '';
  const isOff = call.status === 'off';
  return {
    words: `${asked}${isOff ? offWords(call.live) : `${pageCallWords(call)}.`}`,
    isPressing: call.invited || isStopped(call.status),
    action: isOff && !call.invited ? 'Protect this call' : 'Show this call',
  };
}

const offWords = (isLive: boolean): string =>
  isLive ? 'Off. What is said here is not sealed.' : 'Off. Calls on this page can be sealed.';
