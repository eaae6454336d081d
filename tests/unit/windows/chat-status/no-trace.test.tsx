// @vitest-environment jsdom
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { AppError } from '../../../../lib/core/errors';
import { NoTracePanel } from '../../../../lib/windows/app/chat/status/no-trace-panel';
import { byId, draw, erase, press, pressKey, settle, submit, type } from '../../../support/windows/draw';
import { type Answers, createFakePorts } from '../../../support/windows/fake-ports';
import { standInForBrowser } from '../../../support/windows/modal';
import { CONVERSATION, talkWith, withoutTrace } from '../../../support/windows/talks';

beforeAll(() => void standInForBrowser());
afterEach(erase);

async function panelOf(first: ReturnType<typeof withoutTrace>, answers: Answers = {}) {
  let view = first;
  const ports = createFakePorts({ 'noTrace.view': () => view, 'noTrace.send': () => undefined, ...answers });
  const root = await draw(<NoTracePanel view={talkWith('open')} onClose={() => undefined} />, ports);
  const become = async (next: typeof view) => {
    view = next;
    ports.announce('no-trace');
    await settle();
  };
  return { ports, root, become };
}

describe('a conversation without trace', () => {
  it('leaves nothing of what was said or typed in the window when it ends', async () => {
    const { root, become } = await panelOf(withoutTrace('private'));
    await type(root, 'Message without trace', 'half a thought');
    await become(withoutTrace('ended', { code: 'otr/ended-by-them' }));
    const left = `${document.documentElement.outerHTML}${document.title}${location.href}`;
    for (const said of ['half a thought', 'side door', 'From nine on']) expect(left).not.toContain(said);
    expect([...root.querySelectorAll('textarea, input')]).toEqual([]);
    await become(withoutTrace('private', { messages: [] }));
    expect((byId(root, 'notrace-text') as HTMLTextAreaElement).value).toBe('');
  });

  it('gives the focus to its field, and is not left by Escape while it is private', async () => {
    const { root, become } = await panelOf(withoutTrace('starting'));
    await become(withoutTrace('private'));
    expect(document.activeElement).toBe(byId(root, 'notrace-text'));
    let passed = 0;
    root.addEventListener('keydown', (event) => {
      if (!event.defaultPrevented) passed += 1;
    });
    await pressKey(byId(root, 'notrace-text'), 'Escape');
    expect(passed).toBe(0);
    await become(withoutTrace('ended'));
    await pressKey(byId(root, 'notrace'), 'Escape');
    expect(passed).toBe(1);
  });

  it('sends again what was not sent, under the same id', async () => {
    const messages = withoutTrace('private').messages.map((line) => ({ ...line, state: 'error' as const }));
    const { ports, root } = await panelOf(withoutTrace('private', { messages: messages.slice(0, 1) }));
    await press(root, 'Send again');
    expect(ports.inputsOf('noTrace.send')).toEqual([
      { id: CONVERSATION, message: '1'.repeat(32), text: 'Is the side door open?' },
    ]);
  });

  it('gives back what was refused, before what was typed meanwhile', async () => {
    const refused = () => {
      throw new AppError('otr/not-private');
    };
    const { root } = await panelOf(withoutTrace('private'), { 'noTrace.send': refused });
    await type(root, 'Message without trace', 'the side door');
    await submit(root);
    expect((byId(root, 'notrace-text') as HTMLTextAreaElement).value).toBe('the side door');
    expect(root.textContent).toContain('not private yet');
  });

  it('says what is too long and sends none of it, rather than cutting it', async () => {
    const { ports, root } = await panelOf(withoutTrace('private'));
    await type(root, 'Message without trace', '🦊'.repeat(5_001));
    expect(root.textContent).toContain('2 characters longer than 10000');
    await submit(root);
    expect(ports.inputsOf('noTrace.send')).toEqual([]);
    await type(root, 'Message without trace', '🦊'.repeat(5_000));
    await submit(root);
    expect(ports.inputsOf('noTrace.send')).toHaveLength(1);
  });

  it('shows how a secret compared once', async () => {
    const { root, become } = await panelOf(withoutTrace('private', { smp: { state: 'asking' } }));
    await become(withoutTrace('private', { smp: { state: 'same' } }));
    expect(root.textContent).toContain('knows the same secret');
    await press(root, 'Understood');
    expect(root.textContent).not.toContain('knows the same secret');
    await press(root, 'Compare a secret');
    expect(root.textContent).not.toContain('knows the same secret');
    await become(withoutTrace('private', { smp: { state: 'asking' } }));
    await become(withoutTrace('private', { smp: { state: 'different' } }));
    expect(root.textContent?.match(/not the same/g)).toHaveLength(1);
  });

  it('promises nothing that waits while they cannot be reached', async () => {
    const { root } = await panelOf(withoutTrace('private', { trouble: 'relay/unreachable' }));
    expect(root.textContent).toContain('Anna cannot be reached now');
    expect(root.textContent).not.toContain('waits here');
  });
});
