import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findProgram } from '../../../scripts/lib/find-browsers.mjs';
import { takesConnections } from '../chats-lab/irc-server';
import { createLabServer, freePort } from '../relay/lab/server';

/** VP8 alone; and one whose media Janus writes to files, VP8 or VP9. */
export const ROOMS = { plain: 1234, recorded: 1236 } as const;

/** A real SFU on loopback. */
export type Janus = {
  /** Where its WebSocket is: `ws://127.0.0.1:port`. */
  readonly url: string;
  /** Every file that it recorded until now. */
  recordings(): readonly string[];
  /** Stops it and deletes what it kept. */
  stop(): Promise<void>;
};

export const janusMissing = (): string | undefined =>
  findProgram('janus') === undefined ? 'no Janus here' : undefined;

export async function startJanus(): Promise<Janus> {
  const folder = mkdtempSync(join(tmpdir(), 'sotto-janus-'));
  const port = await freePort();
  const recordings = join(folder, 'rec');
  mkdirSync(recordings);
  for (const [name, text] of Object.entries(configuration(folder, port))) writeFileSync(join(folder, name), text);
  const server = createLabServer({
    url: `ws://127.0.0.1:${port}`,
    program: 'janus',
    parameters: ['-F', folder, '-C', join(folder, 'janus.jcfg')],
    folder,
    stopSignal: 'SIGTERM',
    ready: () => takesConnections(port),
  });
  await server.start();
  return {
    url: server.url,
    recordings: () =>
      readdirSync(recordings)
        .filter((name) => name.endsWith('.mjr'))
        .map((name) => join(recordings, name)),
    async stop() {
      await server.kill();
      rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}

/** Debian keeps its parts in the library folder of the machine's architecture. */
function partsFolder(): string {
  const found = readdirSync('/usr/lib').find((name) => existsSync(join('/usr/lib', name, 'janus/plugins')));
  if (found === undefined) throw new Error('Janus has no plugins here');
  return join('/usr/lib', found, 'janus');
}

function configuration(folder: string, port: number): Readonly<Record<string, string>> {
  const parts = partsFolder();
  // The video room and the WebSocket alone.
  const others = (kind: 'plugins' | 'transports', keep: string) =>
    readdirSync(join(parts, kind))
      .filter((name) => name.endsWith('.so') && !name.includes(keep))
      .join(',');
  const room = (description: string, codecs: string, recorded: boolean) =>
    `description = "${description}" publishers = 6 bitrate = 1000000 videocodec = "${codecs}" audiocodec = "opus" ` +
    `notify_joining = true record = ${recorded} ${recorded ? `rec_dir = "${folder}/rec"` : ''}`;
  return {
    'janus.jcfg': `general: {
 configs_folder = "${folder}"
 plugins_folder = "${parts}/plugins"
 transports_folder = "${parts}/transports"
 events_folder = "${parts}/events"
 loggers_folder = "${parts}/loggers"
 interface = "127.0.0.1"
 debug_level = 3
 token_auth = false
}
nat: { full_trickle = true  ice_enforce_list = "127.0.0.1,lo" }
plugins: { disable = "${others('plugins', 'videoroom')}" }
transports: { disable = "${others('transports', 'websockets')}" }
events: { broadcast = false }
`,
    'janus.transport.websockets.jcfg': `general: { json = "compact" ws = true ws_port = ${port} ws_ip = "127.0.0.1" wss = false }
admin: { admin_ws = false }
`,
    'janus.plugin.videoroom.jcfg': `general: {}
room-${ROOMS.plain}: { ${room('lab', 'vp8', false)} }
room-${ROOMS.recorded}: { ${room('recorded', 'vp8,vp9', true)} }
`,
  };
}
