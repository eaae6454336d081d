// @vitest-environment jsdom
import { afterEach, describe, expect, it } from 'vitest';
import { parseOrigin } from '../../../lib/core/parse';
import type { TabState } from '../../../lib/core/site-state';
import { Popup } from '../../../lib/windows/popup/popup';
import { pageCallOf } from '../../support/windows/calls';
import { draw, erase, press } from '../../support/windows/draw';
import { createFakePorts } from '../../support/windows/fake-ports';
import { pick, popupAnswers } from '../../support/windows/popup';

afterEach(erase);

const origin = parseOrigin('https://chat.example.org');
const MAIL = { uses: ['mail'], mode: 'sealed' } as const;
const CALL = { 'pageCall.view': () => pageCallOf({}) };

describe('a site that is used for chat', () => {
  const chat = (mode: 'sealed' | 'convenience'): TabState => ({
    state: 'ready',
    origin,
    site: 'chat',
    uses: ['chat'],
    mode,
  });

  it('is granted as one where the person says so, before the browser asks', async () => {
    const ports = createFakePorts(popupAnswers('unlocked', { state: 'not-granted', origin }));
    const root = await draw(<Popup />, ports);
    await pick(root, 'Chat');
    await press(root, 'Use Sotto on');
    expect(ports.inputsOf('sites.expectGrant')).toEqual([{ origin, tabId: 7, uses: ['chat'] }]);
    expect(ports.inputsOf('sites.grant')).toEqual([{ origin, tabId: 7, uses: ['chat'] }]);
  });

  it('says what the page can read, and is sealed until the person chooses otherwise', async () => {
    const ports = createFakePorts(popupAnswers('unlocked', chat('sealed'), { 'sites.setUse': () => undefined }));
    const root = await draw(<Popup />, ports);
    expect(root.textContent).toContain('the page sees only sealed text');
    expect(root.textContent).toContain('The page can read all of it, and could pass it on');
    await pick(root, 'Convenience');
    expect(ports.inputsOf('sites.setUse')).toEqual([{ origin, uses: ['chat'], mode: 'convenience' }]);
  });

  it('says so at once where the page can read what is written', async () => {
    const root = await draw(<Popup />, createFakePorts(popupAnswers('unlocked', chat('convenience'))));
    expect(root.textContent).toContain('the page can read what you write');
    expect(root.textContent).not.toContain('the page sees only sealed text');
  });

  it('is used for calls, too, where the person says so, and for one of the two alone after that', async () => {
    const setUse = { 'sites.setUse': () => undefined };
    const ports = createFakePorts(popupAnswers('unlocked', chat('convenience'), setUse));
    await pick(await draw(<Popup />, ports), 'Chat and calls');
    expect(ports.inputsOf('sites.setUse')).toEqual([{ origin, uses: ['chat', 'call'], mode: 'convenience' }]);
    erase();
    const both: TabState = { state: 'ready', origin, site: 'chat', uses: ['chat', 'call'], mode: 'sealed' };
    const seen = createFakePorts(popupAnswers('unlocked', { ...both, seesCalls: true }, { ...setUse, ...CALL }));
    const root = await draw(<Popup />, seen);
    expect(root.textContent).toContain('Sotto sees the calls of this page, too.');
    expect(root.textContent).toContain('This call');
    expect(root.textContent).toContain('Used for: Chat and calls, sealed');
    await pick(root, 'Calls');
    expect(seen.inputsOf('sites.setUse')).toEqual([{ origin, uses: ['call'], mode: 'sealed' }]);
    erase();
    const early = await draw(<Popup />, createFakePorts(popupAnswers('unlocked', both)));
    expect(early.textContent).toContain('Reload the page before you call');
    expect(early.textContent).not.toContain('This call');
  });

  it('is made one of a site that was granted for mail', async () => {
    const ready: TabState = { state: 'granted', origin, site: undefined, ...MAIL };
    const ports = createFakePorts(popupAnswers('unlocked', ready, { 'sites.setUse': () => undefined }));
    const root = await draw(<Popup />, ports);
    await pick(root, 'Chat');
    expect(ports.inputsOf('sites.setUse')).toEqual([{ origin, uses: ['chat'], mode: 'sealed' }]);
  });
});
