import type { NoTraceView } from '../../../../lib/core/chat';
import { AppError } from '../../../../lib/core/errors';
import { boxScene, boxView, ERIK, peer } from '../chat-frames';
import type { Scene } from '../scene';

const LONG =
  'The second paragraph is fine.\nThe third: thirty days, not fourteen, as we said on the phone.\n\nCan you bring the old contract on Thursday? The page with the signatures is enough.\n'.repeat(
    6,
  );
const SEALED = { peer: peer(), way: 'channel', channel: 'open', writable: true } as const;

const privately = (smp: NoTraceView['smp']) =>
  boxView({ ...SEALED, way: 'no-trace', noTrace: { phase: 'private', smp } });

/** The box over a page's own message box: who reads it, how sure that is, every way it can stop. */
export const SCENES: readonly Scene[] = [
  boxScene('verified', boxView({ ...SEALED, comparison: '0417 2290 8836' })),
  boxScene('writing', boxView({ ...SEALED, peer: peer('in-use'), draft: 'See you at nine.' })),
  boxScene('openpgp', boxView({ ...SEALED, way: 'openpgp', channel: 'none', draft: 'See you at nine.' })),
  boxScene('long', boxView({ ...SEALED, draft: LONG })),
  boxScene('near-limit', boxView({ ...SEALED, draft: 'word '.repeat(1_960) })),
  boxScene('too-long', boxView({ ...SEALED, draft: 'word '.repeat(2_010) })),
  boxScene('rtl-words', boxView({ ...SEALED, draft: 'נתראה בתשע' })),
  boxScene('menu', boxView({ ...SEALED, comparison: '0417 2290 8836' }), (box) => box.show('menu')),
  boxScene('menu-xmpp', boxView({ ...SEALED, way: 'openpgp', channel: 'none', published: false }, 'xmpp'), (box) =>
    box.show('menu'),
  ),
  boxScene('digits', boxView({ ...SEALED, peer: peer('in-use'), comparison: '0417 2290 8836' }), (box) =>
    box.show('digits'),
  ),
  boxScene('people', boxView({ ...SEALED, choices: [peer(), peer('in-use', ERIK)] }), (box) => box.show('people')),
  boxScene('nobody', boxView({ choices: [] })),
  boxScene('choices', boxView({ choices: [peer(), peer('in-use', ERIK)] })),
  boxScene('offered', boxView({ offered: peer('later'), channel: 'your-decision' })),
  boxScene('their-decision', boxView({ peer: peer('in-use'), channel: 'their-decision', draft: 'Are you there?' })),
  boxScene('other-half', boxView({ ...SEALED, peer: peer('in-use'), channel: 'other-half' })),
  boxScene('changed', boxView({ peer: peer(), channel: 'changed', problem: 'contact/changed', draft: 'See you.' })),
  boxScene('changed-new', boxView({ peer: peer(), channel: 'changed', offered: peer('later') })),
  boxScene('ended', boxView({ peer: peer(), channel: 'ended' })),
  boxScene('hidden', boxView({ ...SEALED, blocked: 'webchat/hidden-connection', draft: 'See you.' }, 'xmpp')),
  boxScene('no-connection', boxView({ ...SEALED, blocked: 'webchat/no-connection' }, 'xmpp')),
  boxScene('no-box', boxView({ blocked: 'webchat/no-box' })),
  boxScene('room', boxView({ blocked: 'webchat/room' }, 'xmpp')),
  boxScene('picking', boxView({ picking: 'box' })),
  boxScene('locked', boxView({ phase: 'locked' })),
  boxScene('absent', boxView({ phase: 'absent', phrase: '' })),
  boxScene('no-key', boxView({ phase: 'no-key' })),
  boxScene('sending', boxView({ ...SEALED, draft: 'See you at nine.' }), (box) => void box.send()),
  boxScene('not-sent', boxView({ ...SEALED, draft: 'See you at nine.' }), (box) => void box.send(), {
    'chatBox.send': () => {
      throw new AppError('webchat/not-sent');
    },
  }),
  boxScene('no-trace-asked', boxView({ ...SEALED, noTrace: { phase: 'asked', smp: { state: 'none' } } })),
  boxScene(
    'no-trace',
    boxView({ ...SEALED, way: 'no-trace', noTrace: { phase: 'private', smp: { state: 'none' } }, draft: 'Only here.' }),
  ),
  boxScene('secret', privately({ state: 'none' }), (box) => box.show('secret')),
  boxScene('secret-asked', privately({ state: 'asked', question: 'Where did we meet first?' })),
  boxScene('secret-answer', privately({ state: 'asked', question: 'Where did we meet first?' }), (box) =>
    box.show('secret'),
  ),
  boxScene('secret-asking', privately({ state: 'asking' })),
  boxScene('secret-same', privately({ state: 'same' })),
  boxScene('secret-different', privately({ state: 'different' })),
  boxScene('failed', new AppError('bus/outdated')),
];
