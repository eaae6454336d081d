import { existsSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { runQuietly } from './child.mjs';
import { findBrowser, findProgram } from './find-browsers.mjs';

const POLICY = '/usr/sbin/policy-rc.d';
const LAB_PAGE = '/var/lib/roundcube/public_html/index.php';
const POSTGRES = '/usr/lib/postgresql';

const WANTED = [
  { here: () => findBrowser('chromium') !== undefined, packages: ['chromium'] },
  { here: () => findBrowser('firefox') !== undefined, packages: ['firefox-esr'] },
  { here: () => findProgram('gpg') !== undefined, packages: ['gnupg'], without: 'gpg: no exchange with GnuPG' },
  { here: () => findProgram('sq') !== undefined, packages: ['sq'], without: 'sq: no exchange with Sequoia' },
  { here: () => findProgram('rnp') !== undefined, packages: ['rnp'], without: 'rnp: no exchange with RNP' },
  {
    here: () => hasPostgres() && findProgram('redis-server') !== undefined,
    packages: ['postgresql', 'redis-server'],
    without: 'PostgreSQL and Redis: no test of the scaled relay',
  },
  {
    here: () => ['gcc', 'pkg-config', 'otr_modify'].every(findProgram) && existsSync('/usr/include/libotr/proto.h'),
    packages: ['gcc', 'libc6-dev', 'pkg-config', 'libgcrypt20-dev', 'libotr5-dev', 'libotr5-bin'],
    without: 'libotr with gcc: no exchange with the OTR of other programs',
  },
  {
    here: () => findProgram('prosody') !== undefined,
    packages: ['prosody'],
    without: 'Prosody: no test against a real XMPP server',
  },
  {
    here: () => ['tmux', 'profanity', 'mcabber', 'go-sendxmpp'].every(findProgram),
    packages: ['tmux', 'profanity', 'mcabber', 'go-sendxmpp'],
    without: 'profanity, mcabber and go-sendxmpp with tmux: no exchange with other XMPP programs',
  },
  { here: () => existsSync('/usr/sbin/ngircd'), packages: ['ngircd'], without: 'ngIRCd: no test in chats of IRC' },
  {
    here: () => existsSync('/usr/share/glowing-bear/index.html') && findProgram('weechat-headless') !== undefined,
    packages: ['glowing-bear', 'weechat-headless', 'weechat-plugins'],
    without: 'Glowing Bear: no test in this web chat',
  },
  {
    here: () => findProgram('janus') !== undefined,
    packages: ['janus'],
    without: 'Janus: no test of calls through a media server',
  },
  {
    here: () => existsSync('/usr/sbin/kamailio') && hasKamailioSockets(),
    packages: ['kamailio', 'kamailio-websocket-modules'],
    without: 'Kamailio with its WebSocket modules: no test of calls by SIP',
  },
  {
    here: () => findProgram('turnserver') !== undefined,
    packages: ['coturn'],
    without: 'coturn: no test of calls through a TURN server',
  },
  {
    here: () => existsSync(LAB_PAGE) && existsSync('/usr/sbin/dovecot') && existsSync('/usr/sbin/nginx'),
    install: () => runQuietly('bash', [join('tests', 'labs', 'mail', 'lab.sh'), 'install']),
    without: 'the Roundcube lab (Debian, root): no test against a real webmail',
  },
];

/** Debian keeps the programs of a server in a folder of its version, out of PATH. */
function hasPostgres() {
  const versions = existsSync(POSTGRES) ? readdirSync(POSTGRES) : [];
  return versions.some((version) => existsSync(join(POSTGRES, version, 'bin', 'postgres')));
}

/** Debian keeps them in the library folder of the machine's architecture. */
function hasKamailioSockets() {
  const folders = existsSync('/usr/lib') ? readdirSync('/usr/lib') : [];
  return folders.some((folder) => existsSync(join('/usr/lib', folder, 'kamailio/modules/websocket.so')));
}

/** On Debian as root, installs what is not here. Answers in words what stays away. */
export function installSystemPrograms() {
  const absent = () => WANTED.filter((one) => !one.here());
  if (absent().length > 0 && canInstall()) installAll(absent());
  return absent().flatMap(({ without }) => (without === undefined ? [] : [without]));
}

const canInstall = () =>
  process.env.SOTTO_NO_INSTALL === undefined &&
  process.getuid?.() === 0 &&
  existsSync('/etc/debian_version') &&
  findProgram('apt-get') !== undefined;

function installAll(wanted) {
  console.log(`installing ${wanted.map(({ packages }) => packages?.join(' ') ?? 'the mail lab').join(', ')} ...`);
  // Nothing that is installed here may start a server of its own.
  const guard = !existsSync(POLICY);
  if (guard) writeFileSync(POLICY, '#!/bin/sh\nexit 101\n', { mode: 0o755 });
  try {
    apt(['update', '-qq']);
    for (const { packages, install } of wanted) {
      if (packages === undefined) install();
      else apt(['install', '-y', '-qq', '--no-install-recommends', ...packages]);
    }
  } finally {
    if (guard) rmSync(POLICY, { force: true });
  }
}

const apt = (args) =>
  runQuietly('apt-get', ['-o', 'DPkg::Lock::Timeout=300', ...args], {
    within: 15 * 60_000,
    env: { DEBIAN_FRONTEND: 'noninteractive' },
  });
