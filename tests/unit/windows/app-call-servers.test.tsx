// @vitest-environment jsdom
import { act } from 'preact/test-utils';
import { afterEach, describe, expect, it } from 'vitest';
import { CALL_LIMITS, type IceServer } from '../../../lib/core/calls';
import { AppError } from '../../../lib/core/errors';
import { DEFAULT_SETTINGS, type Settings } from '../../../lib/core/settings';
import { CallServers } from '../../../lib/windows/app/settings/call-servers';
import { byId, draw, erase, press, pressId, settle, submit, type } from '../../support/windows/draw';
import { type Answers, createFakePorts } from '../../support/windows/fake-ports';

afterEach(erase);

const STUN = { url: 'stun:stun.example.org' };
const TURN = { url: 'turns:turn.example.org:5349', username: 'bob', credential: 'quartz' };

const open = async (servers: readonly IceServer[], more: Answers = {}) => {
  const ports = createFakePorts({
    'calls.servers': () => servers,
    'calls.setServers': () => undefined,
    'settings.get': () => DEFAULT_SETTINGS,
    ...more,
  });
  return { ports, root: await draw(<CallServers />, ports) };
};

describe('servers for calls', () => {
  it('are none at first, and it is said what works without', async () => {
    const { root } = await open([]);
    expect(root.textContent).toContain(
      'Direct calls work in the same network, and between computers that can be reached',
    );
    expect(root.textContent).toContain('A STUN server sees your internet address');
    expect(root.textContent).toContain('A TURN server passes the sealed packets on');
  });

  it('are added to those that are there; only TURN is told who one is', async () => {
    const { root, ports } = await open([STUN]);
    await pressId(root, 'call-server-new');
    await type(root, 'Address of the server', ' turns:turn.example.org:5349 ');
    await type(root, 'User name at the server', 'bob');
    await type(root, 'Password at the server', 'quartz');
    await submit(root);
    expect(ports.inputsOf('calls.setServers')).toEqual([{ servers: [STUN, TURN] }]);
    expect(root.querySelector('form')).toBeNull();
    await pressId(root, 'call-server-new');
    await type(root, 'Address of the server', 'stun:other.example.org');
    expect(root.querySelector('[data-testid=call-server-user]')).toBeNull();
    await submit(root);
    expect(ports.inputsOf('calls.setServers')[1]).toEqual({ servers: [STUN, { url: 'stun:other.example.org' }] });
  });

  it('are refused beside the field where the address is none, and what was typed stays', async () => {
    const refused = () => Promise.reject(new AppError('call/bad-server'));
    const { root } = await open([], { 'calls.setServers': refused });
    await pressId(root, 'call-server-new');
    await type(root, 'Address of the server', 'https://example.org');
    await submit(root);
    const field = byId(root, 'call-server-url').closest('.field');
    expect(field?.querySelector('.field-problem')?.textContent).toContain('not the address of a STUN or TURN server');
    expect((byId(root, 'call-server-url') as HTMLInputElement).value).toBe('https://example.org');
  });

  it('are refused beside the name where TURN is not told who one is', async () => {
    const refused = () => Promise.reject(new AppError('call/server-login'));
    const { root } = await open([], { 'calls.setServers': refused });
    await pressId(root, 'call-server-new');
    await type(root, 'Address of the server', TURN.url);
    await submit(root);
    const problemOf = (id: string) => byId(root, id).closest('.field')?.querySelector('.field-problem')?.textContent;
    expect(problemOf('call-server-user')).not.toBe('');
    expect(problemOf('call-server-url')).toBe('');
  });

  it('never show a password that is kept', async () => {
    const { root } = await open([TURN]);
    expect(root.innerHTML).not.toContain('quartz');
    expect(root.textContent).toContain('as bob');
  });

  it('are removed one by one', async () => {
    const { root, ports } = await open([STUN, TURN]);
    await press(root, 'Remove stun:stun.example.org');
    expect(ports.inputsOf('calls.setServers')).toEqual([{ servers: [TURN] }]);
  });

  it('can be made the only way, and nothing else in Settings is changed by it', async () => {
    let settings: Settings = { ...DEFAULT_SETTINGS, phrase: 'old heron' };
    const keep = (next: Settings) => {
      settings = next;
    };
    const more = { 'settings.get': () => settings, 'settings.set': keep } as Answers;
    const { root } = await open([STUN], more);
    expect(root.textContent).not.toContain('No call can begin');
    settings = { ...settings, phrase: 'grey heron' };
    await act(() => root.querySelector<HTMLInputElement>('input[type=checkbox]')?.click());
    await settle();
    expect(settings).toEqual({ ...DEFAULT_SETTINGS, phrase: 'grey heron', onlyTurn: true });
    expect(root.textContent).toContain('No call can begin');
    const named = await open([STUN, TURN], more);
    expect(named.root.querySelector<HTMLInputElement>('input[type=checkbox]')?.checked).toBe(true);
    expect(named.root.textContent).not.toContain('No call can begin');
  });

  it('have an end', async () => {
    const { root } = await open(Array.from({ length: CALL_LIMITS.servers }, () => STUN));
    expect(root.querySelector('[data-testid=call-server-new]')).toBeNull();
    expect(root.textContent).toContain('Remove one to add another');
  });
});
