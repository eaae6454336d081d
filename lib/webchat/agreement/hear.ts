import { storedChannel } from '../../channel/channel';
import { CHANNEL_LIMITS } from '../../channel/limits';
import type { Outcome, Received } from '../../channel/outcomes';
import { readPayload as readPacket } from '../../channel/payload';
import { receive } from '../../channel/receive';
import { readContent } from '../../chat/content';
import { AppError } from '../../core/errors';
import type { LineView } from '../../core/webchat';
import { notOpened } from '../showing';
import { settleOwed } from './owed';
import { storedPeer } from './peer';
import { lineOfFailure } from './refusals';
import { type AgreementPorts, channelPorts, type Work, withState } from './work';

/** What became of a text: `opened` where the channel went on. */
export type Heard = {
  readonly work: Work;
  readonly line: LineView;
  readonly opened?: Extract<Outcome, { kind: 'message' | 'empty' | 'ended' }>;
};

/** What a person may change: their certificate, my key. The text stays, and is opened later. */
const MENDABLE = /^(?:contact|key|chat)\//;

/** A packet of this channel's peer, whose certificate is accepted. What is owed for it waits to go out. */
export async function hear(work: Work, channel: Uint8Array, packet: Uint8Array, ports: AgreementPorts): Promise<Heard> {
  const device = work.state.device ?? new Uint8Array();
  let received: Received;
  try {
    received = await receive({ channel, device, payload: packet }, channelPorts(ports));
  } catch (error) {
    if (error instanceof AppError && MENDABLE.test(error.code)) return { work, line: notOpened(error.code, true) };
    throw error;
  }
  const { outcome } = received;
  const next = withState(work, {
    ...(received.channel === undefined ? {} : { channel: received.channel }),
    ...(received.device === undefined ? {} : { device: received.device }),
  });
  if (outcome.kind === 'message' || outcome.kind === 'empty' || outcome.kind === 'ended') {
    const line = await lineOf(next, outcome, packet, ports);
    return { work: await goOn(next, outcome, ports), line, opened: outcome };
  }
  const line = lineOfFailure(outcome);
  if (outcome.kind === 'rolled-back') return { work: withState(next, { problem: 'webchat/lost' }), line };
  return { work: outcome.kind === 'duplicate' ? await settleOwed(next, ports) : next, line };
}

async function goOn(work: Work, outcome: NonNullable<Heard['opened']>, ports: AgreementPorts): Promise<Work> {
  const { channel } = work.state;
  if (outcome.kind === 'ended') {
    const isOver = channel !== undefined && storedChannel.read(channel).sessions.length === 0;
    return isOver ? withState(work, { endedBy: 'them', problem: undefined, missing: 0, answers: [] }) : work;
  }
  const missing = Math.max(0, work.state.missing + outcome.order.missing - (outcome.order.late ? 1 : 0));
  return settleOwed(withState(work, { missing, problem: undefined }), ports);
}

async function lineOf(
  { state }: Work,
  outcome: NonNullable<Heard['opened']>,
  packet: Uint8Array,
  ports: AgreementPorts,
): Promise<LineView> {
  const who = state.channel && storedChannel.read(state.channel).peer.certificate;
  const peer = who && (await storedPeer(ports, who));
  if (outcome.kind !== 'message') {
    const step = outcome.kind === 'ended' ? 'end' : isOpening(packet) ? 'opening' : 'answer';
    return { kind: 'step', step, mine: false, ...(peer ? { peer } : {}) };
  }
  const said = readText(outcome.content);
  if (said === undefined) return notOpened('chat/newer-version');
  const ahead = said.at > ports.now() + CHANNEL_LIMITS.clockMs;
  return {
    kind: 'text',
    ...said,
    mine: false,
    ...(peer ? { from: peer } : {}),
    way: 'channel',
    ...(ahead ? { problem: 'webchat/time' as const } : {}),
  };
}

function isOpening(packet: Uint8Array): boolean {
  const outer = readPacket(packet);
  return typeof outer !== 'string' && outer.route.form === 'opening';
}

/** `undefined` for what a later version says. */
function readText(octets: Uint8Array): { readonly text: string; readonly at: number } | undefined {
  try {
    const content = readContent(octets);
    return content.kind === 'text' ? { text: content.text, at: content.at } : undefined;
  } catch {
    return undefined;
  }
}
