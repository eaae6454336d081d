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
  const asked = call.invited ? ' Somebody asks to protect this call.' : '';
  return {
    words: `${pageCallWords(call)}.${asked === '' && isOff ? offWords(call.live) : asked}`,
    isPressing: call.invited || isStopped(call.status),
    action: isOff && !call.invited ? 'Protect this call' : 'Show this call',
  };
}

const offWords = (isLive: boolean): string =>
  isLive ? ' What is said here is not sealed.' : ' Calls on this page can be sealed.';
