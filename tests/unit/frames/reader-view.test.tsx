// @vitest-environment jsdom
import { describe, expect, it, vi } from 'vitest';
import { AppError } from '../../../lib/core/errors';
import { createReader } from '../../../lib/frames/reader/reader';
import { ReaderFrame } from '../../../lib/frames/reader/reader-view';
import { COVERED_GUARD, drawn, OPEN_GUARD } from './drawn';
import { FINGERPRINT, fakePorts, pending, readingOf } from './support';

async function show(reading: ReturnType<typeof readingOf> | AppError, guard = OPEN_GUARD) {
  const background = fakePorts({
    'reader.open': () => {
      if (reading instanceof AppError) throw reading;
      return { kind: 'message', outcome: { ok: true, reading } };
    },
  });
  return { ...background, ...(await drawn(<ReaderFrame reader={createReader(background.ports)} />, guard)) };
}

describe('the reader as it is drawn', () => {
  it('says the status in words before the message', async () => {
    const { root, one } = await show(readingOf());
    const text = root.textContent ?? '';
    expect(text.startsWith('Sotto: Sealed. Signed by Bob Bell, verified.')).toBe(true);
    expect(one('reader-status').dataset).toMatchObject({ sealed: 'sealed', signature: 'verified' });
  });

  it('draws no green for anything but a verified signature of a whole message [req 17] [req 19]', async () => {
    const green = async (reading: ReturnType<typeof readingOf>) =>
      (await show(reading)).root.querySelector('.status-verified');
    expect(await green(readingOf())).not.toBeNull();
    expect(await green(readingOf({ sealed: 'partial' }))).toBeNull();
    for (const status of [
      'in-use',
      'undecided',
      'refused',
      'other-address',
      'unknown-key',
      'invalid',
      'none',
    ] as const) {
      expect(await green(readingOf({ signature: { status, signerName: 'Bob verified' } }))).toBeNull();
    }
  });

  it('draws text as text: nothing in it becomes an element [req 22]', async () => {
    const { one, words } = await show(readingOf({ text: '<img src=x onerror=alert(1)> <b>bold</b>' }));
    expect(one('reader-text').children).toHaveLength(0);
    expect(words('reader-text')).toBe('<img src=x onerror=alert(1)> <b>bold</b>');
  });

  it('opens links outside, without telling where they were', async () => {
    const { one } = await show(readingOf({ text: 'see https://example.org/a' }));
    const link = one('reader-text').querySelector('a');
    expect(link?.target).toBe('_blank');
    expect(link?.rel).toBe('noopener noreferrer');
  });

  it('draws HTML in a frame without scripts and without our origin [req 22] [req 23]', async () => {
    const view = await show(readingOf({ text: undefined as never, html: '<p>Hello</p><script>alert(1)</script>' }));
    await vi.waitFor(() => expect(view.one('reader-html').getAttribute('srcdoc')).toContain('Hello'));
    const frame = view.one('reader-html');
    expect(frame.getAttribute('sandbox')).toBe('allow-popups allow-popups-to-escape-sandbox');
    expect(frame.getAttribute('srcdoc')).not.toContain('<script');
  });

  it('says how much remote content was left out [req 22]', async () => {
    const html = '<p>x</p><img src="https://tracker.example/p.png">';
    const view = await show(readingOf({ text: undefined as never, html }));
    await vi.waitFor(() => expect(view.words('reader-left-out')).toContain('1 remote content was left out'));
  });

  it('answers with the version that is shown, never with the hidden one [req 20]', async () => {
    const view = await show(readingOf({ text: 'Text version', html: '<p>HTML version</p>' }));
    await view.press('reader-reply');
    expect(JSON.stringify(view.inputs('reader.reply'))).toContain('> Text version');
    await view.press('reader-toggle-html');
    await vi.waitFor(() => expect(view.one('reader-html').getAttribute('srcdoc')).toContain('HTML version'));
    await view.press('reader-forward');
    const forwarded = JSON.stringify(view.inputs('reader.reply')[1]);
    expect(forwarded).toContain('HTML version');
    expect(forwarded).not.toContain('Text version');
  });

  it('shows what stood outside apart, named as not sealed, and never quotes it [req 19] [req 20]', async () => {
    const view = await show(readingOf({ sealed: 'partial', outsideText: 'Outer words' }));
    expect(view.words('reader-outside')).toMatch(/^Not sealed.*Outer words$/s);
    expect(view.words('reader-text')).not.toContain('Outer words');
    await view.press('reader-reply');
    expect(JSON.stringify(view.inputs('reader.reply'))).not.toContain('Outer words');
  });

  it('shows protected headers and makes their hidden characters visible [req 21] [req 24]', async () => {
    const view = await show(
      readingOf({ protectedHeaders: { subject: 'Plans\u202egnp.exe', from: 'Bob <bob@example.org>' } }),
    );
    expect(view.words('reader-subject')).toBe('Plans\ufffdgnp.exe');
    expect(view.root.textContent).toContain('Bob <bob@example.org>');
  });

  it('shows no subject where none was protected [req 21]', async () => {
    expect((await show(readingOf({ protectedHeaders: {} }))).all('reader-subject')).toHaveLength(0);
  });

  it('offers the certificate window for an undecided signer', async () => {
    const view = await show(readingOf({ signature: { status: 'undecided', fingerprint: FINGERPRINT } }));
    await view.press('reader-certificate');
    expect(view.inputs('frame.openCertificate')).toEqual([{ fingerprint: FINGERPRINT }]);
  });

  it('does nothing but say so while something lies over the frame [req 29]', async () => {
    const view = await show(readingOf(), COVERED_GUARD);
    await view.press('reader-reply');
    expect(view.commands()).not.toContain('reader.reply');
    expect(view.words('frame-unseen')).toContain('lies over this frame');
  });

  it('opens our own window to unlock', async () => {
    const view = await show(new AppError('vault/locked'));
    expect(view.root.textContent).toContain('Your keys are locked.');
    await view.press('reader-unlock');
    expect(view.inputs('frame.openWindow')).toEqual([{ window: 'unlock' }]);
  });

  it('keeps its place while it opens', async () => {
    const background = fakePorts({ 'reader.open': () => pending().promise });
    const view = await drawn(<ReaderFrame reader={createReader(background.ports)} />);
    expect(view.one('reader').dataset.step).toBe('opening');
  });

  it('previews a text file inside the frame and never as HTML', async () => {
    const content = new Blob(['<b>not bold</b>'], { type: 'text/html' });
    const view = await show(
      readingOf({
        attachments: [{ name: 'a.txt', mediaType: 'text/plain', octets: 15, content, holdsCertificate: false }],
      }),
    );
    await view.press('reader-attachment-preview');
    await vi.waitFor(() => expect(view.root.querySelector('pre')?.textContent).toBe('<b>not bold</b>'));
    expect(view.root.querySelector('pre')?.children).toHaveLength(0);
  });
});
