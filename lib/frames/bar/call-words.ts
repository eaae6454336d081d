import { type CallGlance, isStopped, pageCallWords } from '../../core/page-call-words';

export type BarCall = {
  readonly words: string;
  readonly isPressing: boolean;
  /** The button's verb and object. */
  readonly action: string;
};

/** How the call of this page is protected, and whether somebody asks to protect it: without a name, the page frames it. */
export function callLine(call: CallGlance): BarCall {
  const isOff = call.status === 'off';
  return {
    words: `${callStateWords(call)}${!call.invited && isOff ? offWords(call.live) : ''}`,
    isPressing: call.invited || isStopped(call.status),
    action: isOff && !call.invited ? 'Protect this call' : 'Show this call',
  };
}

/** The same in short, where something else stands behind it. */
export const callStateWords = (call: CallGlance): string =>
  `${pageCallWords(call)}.${call.invited ? ' Somebody asks to protect this call.' : ''}`;

const offWords = (isLive: boolean): string =>
  isLive ? ' What is said here is not sealed.' : ' Calls on this page can be sealed.';
