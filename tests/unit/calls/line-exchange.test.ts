import { describe, expect, it } from 'vitest';
import { createLineExchange, type LineExchange, type LineOptions } from '../../../lib/calls/line/line-exchange';
import type { LineProgress, LineStep, SasMessage } from '../../../lib/calls/line/progress';
import type { CallId } from '../../../lib/core/calls';
import type { DeviceId } from '../../../lib/core/wire/ids';
import { createLineHome, type LineHome } from '../../support/calls/line-home';
import { fingerprintOf } from '../../support/media/sas';

const CALL = '0123456789abcdef0123456789abcdef' as CallId;
const ANNA = 'aa'.repeat(16) as DeviceId;
const BERT = 'bb'.repeat(16) as DeviceId;
const CERTIFICATES = { mine: fingerprintOf('anna'), theirs: fingerprintOf('bert') };
const DTLS = { mine: new Uint8Array(32).fill(1), theirs: new Uint8Array(32).fill(2) };
const turned = <T>({ mine, theirs }: { mine: T; theirs: T }) => ({ mine: theirs, theirs: mine });

const annas: LineOptions = { call: CALL, device: BERT, certificates: CERTIFICATES, dtls: DTLS, begins: true };
const berts: LineOptions = {
  call: CALL,
  device: ANNA,
  certificates: turned(CERTIFICATES),
  dtls: turned(DTLS),
  begins: false,
};

/** One side: its exchange, what it last knew, and what it has to send. */
async function sideOf(home: LineHome, options: LineOptions) {
  let exchange: LineExchange = await createLineExchange(home, options);
  let progress: LineProgress | undefined = options.progress;
  let words: LineStep['words'] = { state: 'waiting' };
  const out: SasMessage[] = [];
  const take = (step: LineStep) => {
    ({ progress, words } = step);
    out.push(...step.send);
  };
  return {
    out,
    begin: async () => take(await exchange.begin()),
    receive: async (message: SasMessage) => take(await exchange.receive(message)),
    compared: async (characters: string, same: boolean) => take(await exchange.compared(characters, same)),
    /** The background dies and comes back with what it had kept. */
    async reborn() {
      exchange = await createLineExchange(home, { ...options, ...(progress === undefined ? {} : { progress }) });
      take(await exchange.begin());
    },
    words: () => words,
    boxes: () => exchange.boxes(),
    progress: () => progress,
  };
}
type Side = Awaited<ReturnType<typeof sideOf>>;

async function pair(homes = { anna: createLineHome(), bert: createLineHome() }, rebegin = false) {
  const anna = await sideOf(homes.anna, annas);
  const bert = await sideOf(homes.bert, { ...berts, begins: rebegin });
  await anna.begin();
  await bert.begin();
  return { homes, anna, bert };
}

/** Everything that waits goes over, until nothing is left; `times` each. */
async function settle(anna: Side, bert: Side, times = 1): Promise<void> {
  while (anna.out.length + bert.out.length > 0) {
    for (const [from, to] of [
      [anna, bert],
      [bert, anna],
    ] as const) {
      const message = from.out.shift();
      if (message === undefined) continue;
      for (let time = 0; time < times; time++) await to.receive(message);
    }
  }
}

const ready = (side: Side) => {
  const words = side.words();
  if (words.state !== 'ready') throw new Error(`no words: ${JSON.stringify(words)}`);
  return words;
};

describe('the exchange of words with one device', () => {
  it.each([1, 3])('shows the same words on both sides, where each message comes %i times', async (times) => {
    const { anna, bert } = await pair();
    await settle(anna, bert, times);
    expect(ready(anna)).toEqual(ready(bert));
    expect(ready(anna)).toMatchObject({ continuity: 'new', verified: false });
    expect(anna.boxes()?.mine).toEqual(bert.boxes()?.theirs);
  });

  it('goes on with one exchange where both began', async () => {
    for (let round = 0; round < 8; round++) {
      const { anna, bert } = await pair(undefined, true);
      await settle(anna, bert);
      expect(ready(anna).characters).toBe(ready(bert).characters);
    }
  });

  it.each([0, 1, 2, 3])('begins once more where a side lost its memory after %i messages', async (after) => {
    for (const who of ['anna', 'bert'] as const) {
      const { anna, bert } = await pair();
      for (let sent = 0; sent < after; sent++) {
        const [from, to] = sent % 2 === 0 ? [anna, bert] : [bert, anna];
        const message = from.out.shift();
        if (message !== undefined) await to.receive(message);
      }
      await { anna, bert }[who].reborn();
      await settle(anna, bert);
      expect(ready(anna).characters).toBe(ready(bert).characters);
      expect(ready(anna).continuity).toBe('new');
    }
  });

  it('calls no line lost that only one side had finished when both lost their memory', async () => {
    const { anna, bert } = await pair();
    for (const [from, to] of [
      [anna, bert],
      [bert, anna],
      [anna, bert],
    ] as const) {
      await to.receive(from.out.shift() as SasMessage);
    }
    expect(bert.words().state).toBe('ready');
    bert.out.length = 0;
    await bert.reborn();
    await anna.reborn();
    await settle(anna, bert);
    expect([ready(anna).continuity, ready(bert).continuity]).toEqual(['new', 'new']);
  });

  it('gives up on both sides where a second attempt is lost too', async () => {
    const { anna, bert } = await pair();
    await anna.reborn();
    await anna.reborn();
    await settle(anna, bert);
    expect(anna.words()).toEqual({ state: 'failed', code: 'call/no-words' });
    expect(bert.words()).toEqual({ state: 'failed', code: 'call/no-words' });
    await anna.reborn();
    expect(anna.words().state).toBe('failed');
    expect(anna.out).toEqual([]);
  });

  it('never shows words after an abort, on either side, whatever comes', async () => {
    const { anna, bert } = await pair();
    const commit = anna.out.shift() as SasMessage;
    commit.octets[10] = (commit.octets[10] ?? 0) ^ 1;
    await bert.receive(commit);
    expect(bert.words().state).toBe('failed');
    await settle(anna, bert);
    expect(anna.words().state).toBe('failed');
    const late = await sideOf(createLineHome(), annas);
    await late.begin();
    for (const message of late.out) await bert.receive({ ...message, attempt: 1 });
    expect(bert.words().state).toBe('failed');
  });

  it('fails where the two mean different DTLS certificates', async () => {
    const anna = await sideOf(createLineHome(), annas);
    const other = { mine: new Uint8Array(32).fill(9), theirs: DTLS.mine };
    const bert = await sideOf(createLineHome(), { ...berts, dtls: other });
    await anna.begin();
    await settle(anna, bert);
    expect([anna.words().state, bert.words().state]).toEqual(['failed', 'failed']);
  });

  it('keeps a finished line over the death of the background, boxes too', async () => {
    const { anna, bert } = await pair();
    await settle(anna, bert);
    const before = { words: ready(anna), boxes: anna.boxes() };
    await anna.reborn();
    expect(anna.out).toEqual([]);
    expect({ words: ready(anna), boxes: anna.boxes() }).toEqual(before);
  });

  it('marks nothing for other characters than those that stand there', async () => {
    const { anna, bert, homes } = await pair();
    await settle(anna, bert);
    const kept = homes.anna.dump();
    await expect(anna.compared('yyyy', true)).rejects.toMatchObject({ code: 'call/compare-again' });
    expect(homes.anna.dump()).toEqual(kept);
    expect(ready(anna).compared).toBeUndefined();
  });

  it('continues a line in a later call, and says that it was verified', async () => {
    const first = await pair();
    await settle(first.anna, first.bert);
    await first.anna.compared(ready(first.anna).characters, true);
    await first.bert.compared(ready(first.bert).characters, true);
    const second = await pair(first.homes);
    await settle(second.anna, second.bert);
    for (const side of [second.anna, second.bert]) {
      expect(ready(side)).toMatchObject({ continuity: 'continued', verified: true });
    }
  });

  it('is not verified later where the words were said to differ, and a device without memory is told as lost', async () => {
    const first = await pair();
    await settle(first.anna, first.bert);
    await first.anna.compared(ready(first.anna).characters, false);
    expect(first.homes.anna.dump()).toEqual([]);
    const second = await pair(first.homes);
    await settle(second.anna, second.bert);
    expect(ready(second.anna)).toMatchObject({ continuity: 'new', verified: false });
    expect(ready(second.bert)).toMatchObject({ continuity: 'lost', verified: false });
  });

  it('can still be compared by a background that came after the exchange', async () => {
    const first = await pair();
    await settle(first.anna, first.bert);
    await first.anna.reborn();
    await first.anna.compared(ready(first.anna).characters, true);
    await first.bert.compared(ready(first.bert).characters, true);
    const second = await pair(first.homes);
    await settle(second.anna, second.bert);
    expect(ready(second.anna)).toMatchObject({ continuity: 'continued', verified: true });
  });

  it('keeps no secret in clear, on the disk or in session memory [req 3]', async () => {
    const { anna, bert, homes } = await pair();
    await settle(anna, bert);
    const boxes = anna.boxes();
    const seen = Buffer.from(JSON.stringify([homes.anna.dump(), anna.progress()])).toString();
    expect(boxes).toBeDefined();
    for (const key of [boxes?.mine, boxes?.theirs]) expect(seen).not.toContain(Buffer.from(key ?? []).toString('hex'));
  });
});
