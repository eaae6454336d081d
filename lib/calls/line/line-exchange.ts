import type { Fingerprint } from '../../core/brand';
import type { CallId } from '../../core/calls';
import { AppError } from '../../core/errors';
import { fromHex, toHex } from '../../core/wire/hex';
import type { DeviceId } from '../../core/wire/ids';
import { type Agreement, x25519Agreement } from '../../media/agreement';
import type { Line } from '../../media/line';
import type { CallContext } from '../../media/sas-keys';
import type { CallRows, CallVault } from '../ports';
import { type KeptLine, keptLineOf, readKeptLine, writeKeptLine } from './kept-line';
import { type LineProgress, type LineStep, NO_PROGRESS, type SasMessage } from './progress';
import { createRetainedRows } from './retained-rows';
import { createSasRun, type RunStep } from './sas-run';
import { wordsOfLine } from './words';

export type LinePorts = {
  readonly rows: CallRows;
  readonly vault: CallVault;
  readonly random: (octets: number) => Uint8Array;
  /** Another X25519 (tests). */
  readonly agreement?: Agreement;
};

export type LineOptions = {
  readonly call: CallId;
  /** The other device: what was kept of calls with it says whether this line continues. */
  readonly device: DeviceId;
  readonly certificates: { readonly mine: Fingerprint; readonly theirs: Fingerprint };
  /** Digests of the DTLS certificates; left out where the media end at a server. */
  readonly dtls?: { readonly mine: Uint8Array; readonly theirs: Uint8Array };
  /** One of the two sides commits first: by a rule that both know. */
  readonly begins: boolean;
  /** What was kept, where a background before this one had begun. */
  readonly progress?: LineProgress;
};

/** The exchange with one device in one call, and what comes of it. Ask for one thing at a time. Throws `vault/locked`. */
export type LineExchange = {
  /** First of all, and once. */
  begin(): Promise<LineStep>;
  receive(message: SasMessage): Promise<LineStep>;
  /** What the people said of the words. Throws `call/compare-again` where these are not the words that stand now. */
  compared(characters: string, same: boolean): Promise<LineStep>;
  /** Keys for what the two announce to each other (`sealAnnouncement`, `openAnnouncement`); once the line is there. */
  boxes(): Line['boxes'] | undefined;
};

const NOTHING = new Uint8Array(0);

function contextOf({ call, certificates, dtls }: LineOptions, iBegin: boolean): CallContext {
  const mine = { certificate: certificates.mine, digest: dtls?.mine ?? NOTHING };
  const theirs = { certificate: certificates.theirs, digest: dtls?.theirs ?? NOTHING };
  const [initiator, responder] = iBegin ? [mine, theirs] : [theirs, mine];
  return {
    call: fromHex(call),
    initiatorCertificate: initiator.certificate,
    responderCertificate: responder.certificate,
    initiatorDtls: initiator.digest,
    responderDtls: responder.digest,
  };
}

export async function createLineExchange(ports: LinePorts, options: LineOptions): Promise<LineExchange> {
  const { vault, random } = ports;
  const { call, device } = options;
  const retained = createRetainedRows(ports);
  const context = `call line ${call} ${device}`;
  let progress = options.progress ?? NO_PROGRESS;
  // Who lost an exchange begins the next one, whoever began that.
  const lost = progress.state === 'begun';

  const openKept = async (): Promise<KeptLine | undefined> => {
    if (progress.state !== 'done' || progress.kept === undefined) return undefined;
    return readKeptLine(await vault.open(fromHex(progress.kept), context));
  };
  let line = await openKept();
  // A second attempt is recognised by what was kept before the first: the other side may not have finished that one.
  const before = line === undefined ? await retained.get(device) : line.before;
  const run = createSasRun({
    contextOf: (iBegin) => contextOf(options, iBegin),
    retained: before,
    random,
    agreement: ports.agreement ?? x25519Agreement,
    begins: lost || (options.begins && progress.state === 'waiting'),
    attempt: progress.attempt + (lost ? 1 : 0),
    state: lost ? 'waiting' : progress.state,
  });

  const stepOf = (send: readonly SasMessage[]): LineStep => ({ progress, words: wordsOfLine(progress, line), send });
  const take = async ({ attempt, state, send, line: finished }: RunStep): Promise<LineStep> => {
    if (finished !== undefined) {
      const kept = keptLineOf(finished);
      const octets = writeKeptLine(kept);
      const sealed = toHex(await vault.seal(octets, context));
      octets.fill(0);
      await retained.set(device, finished.remember('not compared'));
      line = kept;
      progress = { attempt, state, kept: sealed };
      return stepOf(send);
    }
    if (state !== progress.state || attempt !== progress.attempt) {
      line = undefined;
      progress = { attempt, state };
    }
    return stepOf(send);
  };

  return {
    begin: () => take(run.begin()),
    receive: (message) => take(run.receive(message)),
    async compared(characters, same) {
      const words = wordsOfLine(progress, line);
      if (line === undefined || words.state !== 'ready' || words.characters !== characters) {
        throw new AppError('call/compare-again');
      }
      await retained.set(device, same ? line.same : line.before);
      progress = { ...progress, compared: same ? 'same' : 'different' };
      return stepOf([]);
    },
    boxes: () => line?.boxes,
  };
}
