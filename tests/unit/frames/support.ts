import type { CommandName } from '../../../lib/bus/protocol';
import type { ComposerOpening } from '../../../lib/bus/views';
import type { DraftId, EmailAddress, Fingerprint, TicketId } from '../../../lib/core/brand';
import type { Draft, RecipientState } from '../../../lib/core/compose';
import type { Reading } from '../../../lib/core/reading';
import type { FramePorts } from '../../../lib/frames/shared/ports';

export const TICKET = '0123456789abcdef0123456789abcdef' as TicketId;
export const BOB = 'bob@example.org' as EmailAddress;
export const FINGERPRINT = 'a'.repeat(40) as Fingerprint;

type Answer = (input: never, options: { onProgress?: (progress: unknown) => void; signal?: AbortSignal }) => unknown;

/** A background that answers what a test says, a clock that a test moves, and a record of what was asked. */
export function fakePorts(answers: Partial<Record<CommandName, Answer>>) {
  const asked: { name: CommandName; input: unknown }[] = [];
  const listeners = new Set<(event: never) => void>();
  const timers: { at: number; work: () => void }[] = [];
  let time = 1_000;
  const ports: FramePorts = {
    ticket: TICKET,
    call: (async (name: CommandName, input: never, options: never) => {
      asked.push({ name, input });
      return answers[name]?.(input, options ?? {});
    }) as FramePorts['call'],
    onBusEvent: (listener) => {
      listeners.add(listener as never);
      return () => listeners.delete(listener as never);
    },
    now: () => time,
    later: (work, afterMs) => {
      const timer = { at: time + afterMs, work };
      timers.push(timer);
      return () => {
        const at = timers.indexOf(timer);
        if (at >= 0) timers.splice(at, 1);
      };
    },
  };
  return {
    ports,
    answers,
    asked,
    commands: () => asked.map(({ name }) => name),
    inputs: (wanted: CommandName) => asked.filter(({ name }) => name === wanted).map(({ input }) => input),
    /** Moves the clock and runs what is due, in order. */
    async pass(milliseconds: number) {
      const until = time + milliseconds;
      for (;;) {
        const due = timers.filter(({ at }) => at <= until).sort((a, b) => a.at - b.at)[0];
        if (due === undefined) break;
        timers.splice(timers.indexOf(due), 1);
        time = Math.max(time, due.at);
        due.work();
        await settle();
      }
      time = until;
      await settle();
    },
    async hear(event: string) {
      for (const listener of [...listeners]) listener(event as never);
      await settle();
    },
  };
}

/** Lets every promise that can go on go on. */
export async function settle(): Promise<void> {
  for (let turn = 0; turn < 30; turn++) await Promise.resolve();
}

/** A promise that a test decides. */
export function pending<T = undefined>() {
  let resolve: (value: T) => void = () => undefined;
  let reject: (error: unknown) => void = () => undefined;
  const promise = new Promise<T>((yes, no) => {
    resolve = yes;
    reject = no;
  });
  return { promise, resolve, reject };
}

export const draftOf = (change: Partial<Draft> = {}): Draft => ({
  id: 'd'.repeat(32) as DraftId,
  origin: 'https://mail.example.org',
  from: 'anna@example.org' as EmailAddress,
  to: [BOB],
  cc: [],
  bcc: [],
  subject: 'Plans',
  text: 'See you at nine.',
  attachments: [],
  format: 'pgp-mime',
  changedAt: 1,
  copiesSent: [],
  ...change,
});

export const bobIs = (state: RecipientState['state'], fingerprint = true): RecipientState => ({
  address: BOB,
  state,
  name: 'Bob',
  ...(fingerprint ? { fingerprint: FINGERPRINT } : {}),
});

export const openingOf = (change: Partial<ComposerOpening> = {}): ComposerOpening => ({
  draft: draftOf(),
  phrase: 'blue herons',
  recipients: [bobIs('verified')],
  unsent: [],
  formats: ['pgp-mime'],
  canSign: true,
  ...change,
});

export const readingOf = (change: Partial<Reading> = {}): Reading => ({
  sealed: 'sealed',
  signature: { status: 'verified', signerName: 'Bob Bell', signerEmail: BOB, fingerprint: FINGERPRINT },
  protectedHeaders: { subject: 'Plans' },
  from: BOB,
  text: 'See you at nine.',
  attachments: [],
  ...change,
});
