import type { OutgoingEnvelope } from '../core/compose';
import type { ComposeForm, Holds } from '../sites/mail/site';
import { DONE, failed, type PageAnswer } from './bus';

/**
 * Hands one envelope to the page and has it sent, if and only if what the page will post is the envelope.
 * `mail/changed-by-page`: nothing was sent. `mail/send-failed`: the webmail did not say that it took it.
 */
export async function deliver(form: Pick<ComposeForm, 'prepare'>, envelope: OutgoingEnvelope): Promise<PageAnswer> {
  const prepared = await form.prepare(envelope);
  if (prepared === undefined) return failed('mail/send-failed');
  if (!(await holdsEnvelope(prepared.holds, envelope))) return failed('mail/changed-by-page');
  return (await prepared.send()) ? DONE : failed('mail/send-failed');
}

/** Octet by octet, but for line ends, which every form writes in its own way (HTML, 4.10.22). */
export async function holdsEnvelope(holds: Holds, envelope: OutgoingEnvelope): Promise<boolean> {
  const armor = unixLines(await envelope.armored.text());
  const [sealed, text] = envelope.format === 'pgp-mime' ? [armor, ''] : ['', armor];
  return (
    sameAddresses(holds.to, envelope.to) &&
    sameAddresses(holds.cc, envelope.cc) &&
    sameAddresses(holds.bcc, envelope.bcc) &&
    holds.subject === envelope.subject &&
    unixLines(holds.sealed) === sealed &&
    unixLines(holds.text) === text
  );
}

const unixLines = (text: string): string => text.replaceAll('\r\n', '\n').trimEnd();

const sameAddresses = (page: readonly string[], wanted: readonly string[]): boolean =>
  page.length === wanted.length && page.every((address, at) => address.toLowerCase() === bare(wanted[at] ?? ''));

const bare = (entry: string): string => (/<([^<>]*)>\s*$/.exec(entry)?.[1] ?? entry).trim().toLowerCase();
