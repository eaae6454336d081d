import type { LinkState } from '../../../../core/chat';

/** What a person can do about the connection. `log-in`: only the password helps; trying again would be refused again. */
export type NextStep = { readonly kind: 'retry' | 'log-in'; readonly words: string };

/** The one next step, and none where nothing that is done here would help. */
export function nextStep(link: LinkState): NextStep | undefined {
  switch (link.phase) {
    case 'online':
    case 'connecting':
      return undefined;
    case 'absent':
      return { kind: 'log-in', words: 'Log in' };
    case 'offline':
      return { kind: 'retry', words: 'Try now' };
    case 'stopped':
      return afterStop(link.code);
  }
}

function afterStop(code: Extract<LinkState, { phase: 'stopped' }>['code']): NextStep | undefined {
  switch (code) {
    case 'relay/replaced':
      return { kind: 'retry', words: 'Connect here' };
    case 'relay/revoked':
    case 'relay/device-refused':
      return { kind: 'log-in', words: 'Log in again' };
    // An update helps, of Sotto or of the relay; an address that is none is not mended by asking it again.
    case 'relay/version':
    case 'relay/address':
      return undefined;
    default:
      return { kind: 'retry', words: 'Try now' };
  }
}
