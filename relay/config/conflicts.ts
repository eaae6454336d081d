import { type FlagKey, flagName, type Values, variable } from './flags';
import { isLoopback } from './loopback';

const either = (key: FlagKey): string => `--${flagName(key)} or ${variable(key)}`;

const SCALED: readonly FlagKey[] = ['postgresUrl', 'redisUrl', 'redisVolatileUrl', 'opaqueSetup'];

/** What does not go together, a sentence each. */
export function conflicts(values: Values): readonly string[] {
  const problems: string[] = [];
  if ((values.tlsCertificate === undefined) !== (values.tlsKey === undefined)) {
    problems.push('TLS needs both --tls-certificate and --tls-key.');
  }
  if (values.tlsCertificate === undefined && !values.behindProxy && !isLoopback(values.host)) {
    problems.push(
      `Others could reach ${values.host} without TLS. Give --tls-certificate and --tls-key, or --behind-proxy where a proxy does TLS.`,
    );
  }
  if (values.metricsPort === values.port && values.port !== 0 && values.metricsHost === values.host) {
    problems.push('--metrics-port is the port of the relay itself. Choose another, or leave it away.');
  }
  if (values.payloadOctets > values.mailboxOctets) {
    problems.push('--payload-octets is larger than --mailbox-octets: no such message could wait for its device.');
  }
  if (values.store === 'scaled') {
    for (const key of SCALED.filter((one) => values[one] === undefined)) {
      problems.push(`--store scaled needs ${either(key)}.`);
    }
  }
  return problems;
}
