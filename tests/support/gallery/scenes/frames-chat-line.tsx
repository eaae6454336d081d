import { AppError } from '../../../../lib/core/errors';
import { ERIK, lineScene, peer, textLine } from '../chat-frames';
import type { Scene } from '../scene';

const PARAGRAPH =
  'The draft of the contract is at https://example.org/contracts/2026/11 (the old one at https://xn--exmple-cua.org/x). I changed the second paragraph, as we said on the phone; the rest stands.';

/** One sealed text of a page, drawn over it. */
export const SCENES: readonly Scene[] = [
  lineScene('theirs', textLine({ text: 'See you at nine.' })),
  lineScene('theirs-told', textLine({ text: 'See you at nine.' }), true),
  lineScene('in-use', textLine({ from: peer('in-use'), text: PARAGRAPH })),
  lineScene('in-use-told', textLine({ from: peer('in-use'), text: PARAGRAPH }), true),
  lineScene('mine', textLine({ mine: true, text: 'Good, until then.' })),
  lineScene('mine-told', textLine({ mine: true, text: 'Good, until then.', way: 'openpgp' }), true),
  lineScene('several-lines', textLine({ text: 'Milk\nBread\n  two rolls\nA newspaper' })),
  lineScene('emoji', textLine({ text: '🥳👩‍👩‍👧‍👦' })),
  lineScene('rtl', textLine({ text: 'נתראה בתשע, בבית הקפה' })),
  lineScene('long-word', textLine({ text: 'Pneumono'.repeat(60) })),
  lineScene('bidi', textLine({ text: 'invoice\u202efdp.exe\u202c and more' })),
  lineScene('long', textLine({ text: 'word '.repeat(2_000) })),
  lineScene('many-lines', textLine({ text: 'a\n'.repeat(400) })),
  lineScene('no-trace', textLine({ way: 'no-trace', text: 'Only here.' }), true),
  lineScene('late', textLine({ problem: 'webchat/time', text: 'Pay today.' })),
  lineScene('greeting', { kind: 'step', step: 'greeting', mine: false, peer: peer('later') }),
  lineScene('greeting-decided', { kind: 'step', step: 'greeting', mine: false, peer: peer('in-use', ERIK) }),
  lineScene('greeting-mine', { kind: 'step', step: 'greeting', mine: true }),
  lineScene('answer', { kind: 'step', step: 'answer', mine: false, peer: peer() }),
  lineScene('end', { kind: 'step', step: 'end', mine: true, peer: peer() }),
  lineScene('setting-up', { kind: 'step', step: 'no-trace', mine: false }),
  lineScene('locked', { kind: 'locked' }),
  lineScene('incomplete', { kind: 'not-opened', code: 'webchat/incomplete', again: true }),
  lineScene('tampered', { kind: 'not-opened', code: 'mail/tampered', again: false }),
  lineScene('undecided', { kind: 'not-opened', code: 'contact/undecided', again: true }),
  lineScene('not-for-me', { kind: 'not-opened', code: 'webchat/not-for-me', again: false }),
  lineScene('failed', new AppError('ticket/used')),
];
