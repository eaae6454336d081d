// @vitest-environment jsdom
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { AppError } from '../../../../lib/core/errors';
import { ChatAccount } from '../../../../lib/windows/app/chat/account/chat-account';
import { ChannelBar } from '../../../../lib/windows/app/chat/status/channel-bar';
import { CompareWords } from '../../../../lib/windows/app/chat/status/compare-words';
import { NewConversation } from '../../../../lib/windows/app/chat/status/new-conversation';
import { NoTracePanel } from '../../../../lib/windows/app/chat/status/no-trace-panel';
import { draw, erase, find, press, settle, submit, type } from '../../../support/windows/draw';
import { type Answers, createFakePorts } from '../../../support/windows/fake-ports';
import { keyOf, ME } from '../../../support/windows/people';
import { CONVERSATION, OFFLINE, relayStatus, talkWith, withoutTrace } from '../../../support/windows/talks';

const PASSWORD = 'quartz lantern meadow orbit fjord';

beforeAll(() => {
  HTMLDialogElement.prototype.showModal = function showModal() {
    this.setAttribute('open', '');
  };
  HTMLDialogElement.prototype.close = function close() {
    this.removeAttribute('open');
  };
});
afterEach(erase);

describe('the account', () => {
  const keys: Answers = { 'keys.list': () => [keyOf(ME)] };
  const fill = async (root: HTMLElement) => {
    await type(root, 'Address of the relay', ' relay.example.org ');
    await type(root, 'Name in your chat address', 'Bob');
    await type(root, 'Password', PASSWORD);
    await type(root, 'The same again', PASSWORD);
    await submit(root);
  };

  it('is made with the relay, the name in small letters and the password', async () => {
    const ports = createFakePorts({ ...keys, 'relay.register': () => relayStatus() });
    await fill(await draw(<ChatAccount />, ports));
    expect(ports.inputsOf('relay.register')).toEqual([{ relay: 'relay.example.org', name: 'bob', password: PASSWORD }]);
  });

  it('says a refusal beside the field that it is of', async () => {
    const refused = () => {
      throw new AppError('relay/unreachable');
    };
    const root = await draw(<ChatAccount />, createFakePorts({ ...keys, 'relay.register': refused }));
    await fill(root);
    const field = [...root.querySelectorAll('.field')].find((one) => one.textContent.includes('Address of the relay'));
    expect(field?.querySelector('.field-problem')?.textContent).toContain('cannot be reached');
  });

  it('asks nothing while the name or the password cannot be', async () => {
    const ports = createFakePorts(keys);
    const root = await draw(<ChatAccount />, ports);
    await type(root, 'Address of the relay', 'relay.example.org');
    await type(root, 'Name in your chat address', 'bob lind');
    await submit(root);
    expect(ports.inputsOf('relay.register')).toEqual([]);
    expect(root.textContent).toContain('Lower-case letters, digits and hyphens');
  });

  it('wants a key first', async () => {
    const root = await draw(<ChatAccount />, createFakePorts({ 'keys.list': () => [] }));
    expect(find(root, 'Make a key').getAttribute('href')).toBe('#keys');
    expect(root.querySelector('form')).toBeNull();
  });
});

describe('the bar of a channel', () => {
  const barOf = (view: ReturnType<typeof talkWith>, relay = relayStatus(), answers: Answers = {}) => {
    const ports = createFakePorts(answers);
    return { ports, root: draw(<ChannelBar view={view} relay={relay} onCompare={() => undefined} />, ports) };
  };

  it('leads to the certificate that waits for a decision', async () => {
    const { ports, root } = barOf(talkWith('your-decision'), relayStatus(), {
      'frame.openCertificate': () => undefined,
    });
    await press(await root, 'Show certificate');
    expect(ports.inputsOf('frame.openCertificate')).toEqual([{ fingerprint: talkWith('open').fingerprint }]);
  });

  it('keeps the state of the channel beside that of the relay', async () => {
    const { root } = barOf(talkWith('open', { queued: 3 }, { decision: 'verified' }), relayStatus(OFFLINE, 3));
    const words = (await root).textContent;
    expect(words).toContain('Sealed, verified');
    expect(words).toContain('Relay not reachable, 3 messages wait');
  });

  it('tries again when asked to', async () => {
    const { ports, root } = barOf(talkWith('open'), relayStatus(OFFLINE), { 'relay.retry': () => relayStatus() });
    await press(await root, 'Try now');
    expect(ports.inputsOf('relay.retry')).toHaveLength(1);
  });
});

describe('the comparison by voice', () => {
  const drawn = async (isByPerson: boolean, more = {}) => {
    const ports = createFakePorts({ 'chat.compared': () => undefined }, { isByPerson: () => isByPerson });
    return { ports, root: await draw(<CompareWords view={talkWith('open', more)} onClose={() => undefined} />, ports) };
  };

  it('hands over the digits that were on the screen', async () => {
    const { ports, root } = await drawn(true);
    expect(root.querySelector('[data-testid="compare-digits"]')?.textContent).toBe('402199370581');
    await press(root, 'All digits are the same');
    expect(ports.inputsOf('chat.compared')).toEqual([{ id: CONVERSATION, comparison: '4021 9937 0581', same: true }]);
    expect(root.textContent).toContain('is verified now');
  });

  it('does nothing for a press that no person made [req 29]', async () => {
    const { ports, root } = await drawn(false);
    await press(root, 'All digits are the same');
    expect(ports.inputsOf('chat.compared')).toEqual([]);
  });

  it('says why there is nothing to compare yet', async () => {
    const { comparison: _none, ...rest } = talkWith('open');
    const root = await draw(<CompareWords view={rest} onClose={() => undefined} />, createFakePorts({}));
    expect(root.textContent).toContain('not there yet');
  });
});

describe('a new conversation', () => {
  it('begins with the address that was typed, and says what is wrong with another', async () => {
    const begun: unknown[] = [];
    const start = ({ address }: { address: string }) => {
      if (address !== 'anna.k7m2q') throw new AppError('chat/bad-address');
      return CONVERSATION;
    };
    const root = await draw(
      <NewConversation user="bob.q4zt7" onBegun={(id) => begun.push(id)} onClose={() => undefined} />,
      createFakePorts({ 'chat.start': start }),
    );
    await type(root, 'Chat address of your contact', 'anna');
    await submit(root);
    expect(root.textContent).toContain('This is not a chat address');
    await type(root, 'Chat address of your contact', ' anna.k7m2q ');
    await submit(root);
    expect(begun).toEqual([CONVERSATION]);
  });
});

describe('no trace', () => {
  it('asks, is answered, writes, and ends', async () => {
    let phase: Parameters<typeof withoutTrace>[0] = 'none';
    const ports = createFakePorts({
      'noTrace.view': () => withoutTrace(phase),
      'noTrace.ask': () => undefined,
      'noTrace.send': () => undefined,
      'noTrace.end': () => undefined,
    });
    const root = await draw(<NoTracePanel view={talkWith('open')} onClose={() => undefined} />, ports);
    await press(root, 'Ask Anna');
    expect(ports.inputsOf('noTrace.ask')).toEqual([{ id: CONVERSATION }]);
    phase = 'private';
    ports.announce('no-trace');
    await settle();
    await type(root, 'Message without trace', 'the side door');
    await submit(root);
    expect(ports.inputsOf('noTrace.send')).toMatchObject([{ id: CONVERSATION, text: 'the side door' }]);
    await press(root, 'End and wipe');
    expect(ports.inputsOf('noTrace.end')).toHaveLength(1);
  });

  it('is agreed to or declined', async () => {
    const ports = createFakePorts({ 'noTrace.view': () => withoutTrace('asked'), 'noTrace.answer': () => undefined });
    const root = await draw(<NoTracePanel view={talkWith('open')} onClose={() => undefined} />, ports);
    await press(root, 'Decline');
    expect(ports.inputsOf('noTrace.answer')).toEqual([{ id: CONVERSATION, agree: false }]);
  });
});
