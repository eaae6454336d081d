// @vitest-environment jsdom
import { act } from 'preact/test-utils';
import { afterEach, describe, expect, it } from 'vitest';
import type { PageCallView } from '../../../lib/core/calls';
import { AppError } from '../../../lib/core/errors';
import { parseOrigin } from '../../../lib/core/parse';
import type { TabState } from '../../../lib/core/site-state';
import { Popup } from '../../../lib/windows/popup/popup';
import {
  callId,
  choiceOf,
  memberOf,
  PEER_ANNA,
  PEER_CARLA,
  pageCallOf,
  peerOf,
  wordsOf,
} from '../../support/windows/calls';
import { conversationId, NOW } from '../../support/windows/chat';
import { byId, draw, erase, find, press, pressId, settle, type } from '../../support/windows/draw';
import { type Answers, createFakePorts } from '../../support/windows/fake-ports';
import { print } from '../../support/windows/people';
import { pick, popupAnswers } from '../../support/windows/popup';

afterEach(erase);

const origin = parseOrigin('https://meet.example.org');
const READY: TabState = { state: 'ready', origin, site: 'call', seesCalls: true, uses: ['call'], mode: 'sealed' };
const byHand = { isByPerson: () => true };

const open = async (view: Partial<PageCallView>, more: Answers = {}, state: TabState = READY) => {
  let current = pageCallOf(view);
  const ports = createFakePorts(
    popupAnswers('unlocked', state, {
      'pageCall.view': () => current,
      'pageCall.protect': () => undefined,
      'pageCall.join': () => undefined,
      'pageCall.decline': () => undefined,
      'pageCall.compared': () => undefined,
      'pageCall.end': () => undefined,
      ...more,
    }),
    byHand,
  );
  const root = await draw(<Popup />, ports);
  const become = async (next: Partial<PageCallView>) => {
    current = pageCallOf(next);
    await act(() => ports.announce('calls'));
    await settle();
  };
  return { root, ports, become };
};
const status = (root: HTMLElement) => byId(root, 'page-call-status').textContent;
const isDisabled = (element: HTMLElement) => (element as HTMLButtonElement).disabled;

describe('the call of a tab', () => {
  it.each([
    [{ status: 'off' }, 'Off'],
    [{ status: 'waiting' }, 'Waiting for key'],
    [{ status: 'sealed' }, 'Sealed, words not compared'],
    [{ status: 'compared' }, 'Sealed, words compared'],
    [{ status: 'blocked', code: 'callpage/clear' }, 'Blocked: the other side sends in clear'],
    [{ status: 'cannot', code: 'callpage/no-worker' }, 'Cannot be sealed here: this page forbids what sealing needs'],
    [{ status: 'tampered', code: 'callpage/tampered' }, 'Stopped: the page tampered'],
  ] as const)('is said in the words of the one vocabulary: %j', async (view, words) => {
    const { root } = await open(view);
    expect(status(root)).toContain(words);
  });

  it('is protected with those who were chosen, and with nobody before one is', async () => {
    const { root, ports } = await open({});
    expect(isDisabled(byId(root, 'page-call-protect'))).toBe(true);
    await pick(root, 'Carla Ruiz');
    await pick(root, 'Anna Berg');
    await pick(root, 'Anna Berg');
    await pressId(root, 'page-call-protect');
    expect(ports.inputsOf('pageCall.protect')).toEqual([
      { tabId: 7, origin: 'https://meet.example.org', conversations: [conversationId(2)] },
    ]);
  });

  it('does not ask somebody whose channel went while they were chosen', async () => {
    const { root, ports, become } = await open({});
    await pick(root, 'Anna Berg');
    await pick(root, 'Carla Ruiz');
    await become({ choices: [choiceOf(2, PEER_CARLA)] });
    await pressId(root, 'page-call-protect');
    expect(ports.inputsOf('pageCall.protect')).toEqual([
      { tabId: 7, origin: 'https://meet.example.org', conversations: [conversationId(2)] },
    ]);
  });

  it('finds people by name where there are many, and keeps those who were chosen in sight', async () => {
    const names = ['Anna Berg', 'Bart', 'Carla', 'Dora', 'Eva', 'Farid', 'Gunnar'];
    const { root } = await open({ choices: names.map((name, number) => choiceOf(number + 1, peerOf(name))) });
    await pick(root, 'Dora');
    await type(root, 'Search people', 'gun');
    const shown = [...root.querySelectorAll('.call-choice-list label')].map((label) => label.textContent);
    expect(shown.map((text) => text.replace('In use, not verified', ''))).toEqual(['Dora', 'Gunnar']);
  });

  it('tells two of one name apart by the whole fingerprint', async () => {
    const other = peerOf('Anna Berg', { fingerprint: print('8812cc04a9e5f37b6d21') });
    const { root } = await open({ choices: [choiceOf(1, PEER_ANNA), choiceOf(2, other), choiceOf(3, PEER_CARLA)] });
    expect(root.textContent).toContain('8812 CC04 A9E5 F37B 6D21 8812 CC04 A9E5 F37B 6D21');
    expect(root.textContent).not.toContain('51D2 A0C4');
  });

  it('leads to chat where nobody has an open channel', async () => {
    const { root, ports } = await open({ choices: [] }, { 'frame.openWindow': () => undefined });
    await press(root, 'Begin a conversation');
    expect(ports.inputsOf('frame.openWindow')).toEqual([{ window: 'chat' }]);
  });

  it('says why it could not be protected, and keeps what was chosen', async () => {
    const refused = () => Promise.reject(new AppError('call/not-open'));
    const { root } = await open({}, { 'pageCall.protect': refused });
    await pick(root, 'Anna Berg');
    await pressId(root, 'page-call-protect');
    expect(root.textContent).toContain('There is no open channel with this contact yet.');
    expect(isDisabled(byId(root, 'page-call-protect'))).toBe(false);
  });

  it('is joined or put off where somebody asks, by the name of the certificate and the place of the tab', async () => {
    const invitations = [{ call: callId(3), from: PEER_ANNA, at: NOW }];
    const { root, ports } = await open({ invitations });
    expect(byId(root, 'page-call-invitation').textContent).toContain(
      'Anna Berg asks to protect the call at meet.example.org',
    );
    await pressId(root, 'page-call-join');
    expect(ports.inputsOf('pageCall.join')).toEqual([{ tabId: 7, call: callId(3) }]);
    await pressId(root, 'page-call-decline');
    expect(ports.inputsOf('pageCall.decline')).toEqual([{ call: callId(3) }]);
  });

  it('is left only after it was said what that does', async () => {
    const { root, ports } = await open({ status: 'sealed', call: callId(1), members: [memberOf(1, PEER_ANNA)] });
    await pressId(root, 'page-call-leave');
    expect(root.textContent).toContain('Nothing goes out and nothing is played in this tab until you load it anew.');
    expect(ports.inputsOf('pageCall.end')).toEqual([]);
    await press(root, 'Stay');
    await pressId(root, 'page-call-leave');
    await pressId(root, 'page-call-leave-sure');
    expect(ports.inputsOf('pageCall.end')).toEqual([{ tabId: 7 }]);
  });

  it('names the page that it is of, where that is another than the one in front', async () => {
    const { root } = await open({ origin: 'https://inner.example' as PageCallView['origin'] });
    expect(byId(root, 'page-call-status').closest('section')?.textContent).toContain('inner.example');
    erase();
    const same = await open({});
    expect(same.root.textContent).not.toContain('In another page in this tab');
  });

  it('is spoken of where it is in a page inside another, as long as there is one', async () => {
    const state: TabState = { ...READY, uses: ['mail'] };
    const inner = await open(
      { origin: 'https://inner.example' as PageCallView['origin'], status: 'sealed' },
      {},
      state,
    );
    expect(status(inner.root)).toContain('Sealed');
    erase();
    const refused = () => Promise.reject(new AppError('site/not-granted'));
    const { root } = await open({}, { 'pageCall.view': refused }, state);
    expect(root.textContent).not.toContain('This call');
  });

  it('asks more people in only of who began it, and those once more who have no keys', async () => {
    const members = [memberOf(1, PEER_ANNA), memberOf(2, PEER_CARLA, { state: 'asked' })];
    const begun = await open({ status: 'sealed', call: callId(1), members });
    const list = byId(begun.root, 'page-call-protect').closest('fieldset')?.textContent;
    expect(list).toContain('Carla Ruiz');
    expect(list).not.toContain('Anna Berg');
    erase();
    const joined = await open({ status: 'sealed', call: callId(1), members: [memberOf(0, PEER_ANNA)] });
    expect(joined.root.querySelector('[data-testid=page-call-protect]')).toBeNull();
  });

  it('is not joined while one is in another', async () => {
    const invitations = [{ call: callId(3), from: PEER_ANNA, at: NOW }];
    const { root } = await open({ invitations, status: 'sealed', call: callId(1) });
    expect(isDisabled(byId(root, 'page-call-join'))).toBe(true);
    expect(root.textContent).toContain('leave it first');
  });

  it('[req 24] shows a name that is a trick as what it is', async () => {
    const { root } = await open({ choices: [choiceOf(1, peerOf('Anna\u202egreB\nSealed, words compared'))] });
    expect(byId(root, 'page-call-protect').closest('fieldset')?.textContent).not.toContain('\u202e');
  });

  it.each([
    { state: 'granted', origin, mode: 'sealed', uses: ['call'], site: undefined },
    { state: 'ready', origin, mode: 'sealed', uses: ['mail'], site: 'roundcube' },
    { state: 'not-granted', origin },
  ] as readonly TabState[])('is not asked for before our script is in the page: %j', async (state) => {
    const { root, ports } = await open({}, {}, state);
    expect(ports.inputsOf('pageCall.view')).toEqual([]);
    expect(root.textContent).not.toContain('This call');
  });

  it('is not asked for while keys are locked', async () => {
    const ports = createFakePorts(popupAnswers('locked', { ...READY, state: 'locked' }));
    const root = await draw(<Popup />, ports);
    expect(ports.inputsOf('pageCall.view')).toEqual([]);
    expect(find(root, 'Unlock keys')).toBeDefined();
  });
});

describe('the words of two people in it', () => {
  const inside = (change: Parameters<typeof wordsOf>[0] = {}, view: Partial<PageCallView> = {}) => ({
    status: 'sealed' as const,
    call: callId(1),
    members: [memberOf(1, PEER_ANNA, { words: wordsOf(change) })],
    ...view,
  });

  it('are told as they stood on the screen, the same or different', async () => {
    const { root, ports } = await open(inside());
    expect(byId(root, 'page-call-words').textContent).toContain('stopwatch · hydraulic · beeswax · customer');
    await pressId(root, 'page-call-same');
    await pressId(root, 'page-call-differ');
    expect(ports.inputsOf('pageCall.compared')).toEqual([
      { tabId: 7, place: 1, characters: 'k7m2', same: true },
      { tabId: 7, place: 1, characters: 'k7m2', same: false },
    ]);
  });

  it('are said to differ, though the other is put out of the call by it', async () => {
    const { root, become } = await open(inside());
    await pressId(root, 'page-call-differ');
    await become(inside({}, { members: [memberOf(1, PEER_ANNA, { state: 'left', words: { state: 'waiting' } })] }));
    expect(byId(root, 'page-call-member').textContent).toContain('Stopped: the words differ');
    expect(byId(root, 'page-call-member').textContent).toContain('Somebody may be between you');
  });

  it('are compared by a person, not by a script', async () => {
    const ports = createFakePorts(popupAnswers('unlocked', READY, { 'pageCall.view': () => pageCallOf(inside()) }));
    const root = await draw(<Popup />, ports);
    await pressId(root, 'page-call-same');
    expect(ports.inputsOf('pageCall.compared')).toEqual([]);
  });

  it('are never replaced unseen while they are read aloud', async () => {
    const { root, ports, become } = await open(inside());
    await become(inside({ characters: 'x9aa' }));
    expect(root.textContent).toContain('The words are no longer the same');
    expect(root.querySelector('[data-testid=page-call-same]')).toBeNull();
    await press(root, 'Show the new words');
    await pressId(root, 'page-call-same');
    expect(ports.inputsOf('pageCall.compared')).toEqual([{ tabId: 7, place: 1, characters: 'x9aa', same: true }]);
  });

  it.each([
    [
      wordsOf({ verified: true, continuity: 'continued' }),
      'Sealed, words compared',
      'You compared the words in an earlier call',
    ],
    [wordsOf({ continuity: 'lost' }), 'Sealed, words not compared', 'This does not continue your earlier calls.'],
    [wordsOf({ compared: 'different' }), 'Stopped: the words differ', 'Somebody may be between you'],
    [{ state: 'failed', code: 'call/no-words' }, 'Stopped: the words cannot be compared', 'somebody may be between'],
    [{ state: 'waiting' }, 'Waiting for key', ''],
  ] as const)('say how sure it is: %j', async (words, said, more) => {
    const members = [memberOf(1, PEER_ANNA, { words })];
    const { root } = await open({ status: 'waiting', call: callId(1), members });
    const member = byId(root, 'page-call-member').textContent;
    expect(member).toContain(said);
    expect(member).toContain(more);
  });

  it('say of who was put out that the words differ, also where the other side said so', async () => {
    const words = { state: 'failed', code: 'callpage/differ' } as const;
    const members = [memberOf(1, PEER_ANNA, { state: 'left', words })];
    const { root } = await open({ status: 'blocked', code: 'callpage/differ', call: callId(1), members });
    const member = byId(root, 'page-call-member').textContent;
    expect(member).toContain('Stopped: the words differ');
    expect(member).toContain('Somebody may be between you');
  });

  it.each([
    ['asked', 'Asked, has not answered'],
    ['waiting', 'Waiting for key'],
    ['left', 'Left the protected call'],
    ['no-channel', 'No channel with you: you do not see or hear each other'],
  ] as const)('are not there for somebody who is %s', async (state, said) => {
    const members = [memberOf(1, PEER_ANNA, { state })];
    const { root } = await open({ status: 'waiting', call: callId(1), members });
    expect(byId(root, 'page-call-member').textContent).toContain(said);
    expect(root.querySelector('[data-testid=page-call-same]')).toBeNull();
  });

  it.each(['blocked', 'cannot', 'tampered'] as const)('claim nothing sealed in a call that is %s', async (state) => {
    const { root } = await open(inside({ compared: 'same' }, { status: state }));
    expect(byId(root, 'page-call-member').textContent).not.toContain('Sealed');
  });
});
