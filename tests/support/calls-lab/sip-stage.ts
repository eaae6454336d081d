import { afterAll, beforeAll } from 'vitest';
import { openChatRelay, type Talker } from '../e2e/talkers';
import { castCallers } from './callers';
import { type Kamailio, startKamailio } from './kamailio';
import { type CallPageServer, startCallPages } from './page-server';

export type SipStage = {
  readonly pages: CallPageServer;
  readonly kamailio: Kamailio;
  readonly anna: Talker;
  readonly bert: Talker;
};

/** Anna in Chromium and Bert in Firefox, for all tests of a `describe`, with web phones and their server. */
export function useSipStage(): () => SipStage {
  let stage: SipStage | undefined;
  let servers: readonly (() => unknown)[] = [];
  const current = (): SipStage => {
    if (stage === undefined) throw new Error('there is no stage yet');
    return stage;
  };
  beforeAll(async () => {
    const [relay, pages, kamailio] = await Promise.all([openChatRelay(), startCallPages(), startKamailio()]);
    servers = [relay.destroy, pages.close, kamailio.stop];
    const cast = [
      ['chromium', 'anna'],
      ['firefox', 'bert'],
    ] as const;
    const [anna, bert] = (await castCallers(cast, relay, pages)) as [Talker, Talker];
    stage = { pages, kamailio, anna, bert };
  }, 180_000);
  afterAll(async () => {
    await Promise.allSettled([stage?.anna.close(), stage?.bert.close()]);
    await Promise.allSettled(servers.map((end) => end()));
  }, 60_000);
  return current;
}
