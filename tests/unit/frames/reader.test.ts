import { describe, expect, it } from 'vitest';
import { AppError } from '../../../lib/core/errors';
import { createReader } from '../../../lib/frames/reader/reader';
import { FINGERPRINT, fakePorts, pending, readingOf, settle, TICKET } from './support';

const message = (change: Parameters<typeof readingOf>[0] = {}) => ({
  kind: 'message',
  outcome: { ok: true, reading: readingOf(change) },
});

async function setUp(open: () => unknown) {
  const vault = { phase: 'unlocked' };
  const background = fakePorts({ 'reader.open': open, 'vault.state': () => vault });
  const reader = createReader(background.ports);
  await reader.open();
  return { ...background, reader, vault, step: () => reader.state.get().step };
}

describe('the reader', () => {
  it('shows the message of its ticket', async () => {
    const { reader, inputs } = await setUp(() => message());
    expect(inputs('reader.open')).toEqual([{ ticket: TICKET }]);
    expect(reader.state.get()).toMatchObject({ step: 'message', reading: { text: 'See you at nine.' } });
  });

  it('asks to unlock and goes on by itself once the keys are open [req 4]', async () => {
    const vaultIs: { locked: boolean } = { locked: true };
    const { hear, vault, step } = await setUp(() =>
      vaultIs.locked ? { kind: 'message', outcome: { ok: false, code: 'vault/locked' } } : message(),
    );
    expect(step()).toBe('locked');
    vaultIs.locked = false;
    vault.phase = 'unlocked';
    await hear('vault');
    expect(step()).toBe('message');
  });

  it('takes the message away when the keys lock, and nothing of it stays [req 4]', async () => {
    const { reader, hear, vault } = await setUp(() => message());
    vault.phase = 'locked';
    await hear('vault');
    expect(reader.state.get()).toEqual({ step: 'locked' });
  });

  it('does not show a message that was opened before the keys locked [req 4]', async () => {
    const slow = pending<unknown>();
    const answers = [message(), slow.promise];
    const { reader, hear, vault } = await setUp(() => answers.shift());
    await hear('contacts');
    vault.phase = 'locked';
    await hear('vault');
    slow.resolve(message({ text: 'Late' }));
    await settle();
    expect(reader.state.get()).toEqual({ step: 'locked' });
  });

  it('says why a message cannot be opened', async () => {
    const failing = await setUp(() => ({ kind: 'message', outcome: { ok: false, code: 'mail/tampered' } }));
    expect(failing.reader.state.get()).toEqual({ step: 'failed', code: 'mail/tampered' });
    const thrown = await setUp(() => {
      throw new AppError('ticket/used');
    });
    expect(thrown.reader.state.get()).toEqual({ step: 'failed', code: 'ticket/used' });
  });

  it('asks again after a decision, because the status may have changed', async () => {
    const answers = [message({ signature: { status: 'undecided' } }), message()];
    const { reader, hear } = await setUp(() => answers.shift());
    await hear('contacts');
    expect(reader.state.get()).toMatchObject({ reading: { signature: { status: 'verified' } } });
  });

  it('answers with the drawn text and the protected subject alone [req 20] [req 21]', async () => {
    const { reader, inputs } = await setUp(() => message({ html: '<p>never drawn</p>', outsideText: 'outside' }));
    await reader.reply('reply', 'See you at nine.');
    const [input] = inputs('reader.reply') as { quoted: string; subject: string }[];
    expect(input?.quoted).toContain('> See you at nine.');
    expect(input?.quoted).not.toMatch(/never drawn|outside/);
    expect(input?.subject).toBe('Plans');
  });

  it('names no subject in an answer where none was protected [req 21]', async () => {
    const { reader, inputs } = await setUp(() => message({ protectedHeaders: {} }));
    await reader.reply('reply', 'x');
    expect(inputs('reader.reply')[0]).not.toHaveProperty('subject');
  });

  it('offers a certificate and opens our window for it', async () => {
    const offer = { ok: true, fingerprint: FINGERPRINT, name: 'Bob', decision: 'unknown' };
    const { reader, inputs, step } = await setUp(() => ({ kind: 'certificate', outcome: offer }));
    expect(step()).toBe('certificate');
    await reader.lookAtOffer();
    expect(inputs('frame.openCertificate')).toEqual([{ fingerprint: FINGERPRINT }]);
  });

  it('hands an attached certificate over only when it is asked to', async () => {
    const { reader, answers, commands, inputs } = await setUp(() => message());
    answers['reader.offerAttachedCertificate'] = () => ({ ok: true, fingerprint: FINGERPRINT, news: 'new' });
    expect(commands()).not.toContain('reader.offerAttachedCertificate');
    const file = {
      name: 'key.asc',
      mediaType: 'application/pgp-keys',
      octets: 3,
      content: new Blob(['abc']),
      holdsCertificate: true,
    };
    await reader.lookAtAttached(file);
    expect(inputs('frame.openCertificate')).toEqual([{ fingerprint: FINGERPRINT }]);
  });

  it('says why an attached certificate cannot be used, with the message still in place', async () => {
    const { reader, answers } = await setUp(() => message());
    answers['reader.offerAttachedCertificate'] = () => ({ ok: false, code: 'key/damaged' });
    const file = { name: 'key.asc', mediaType: 'x/y', octets: 3, content: new Blob(['abc']), holdsCertificate: true };
    await reader.lookAtAttached(file);
    expect(reader.state.get()).toMatchObject({ step: 'message', problem: 'key/damaged' });
  });
});
