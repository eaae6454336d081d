/** One line of JSON: a code, and counts. No id, no address, no text of anybody. */
export type Log = (code: string, counts?: Readonly<Record<string, number>>) => void;

/** Names as Prometheus shows them, behind `sotto_relay_`. */
export type Metrics = {
  count(name: CounterName, by?: number): void;
  gauge(name: GaugeName, value: number): void;
  /** Seconds. */
  observe(name: 'commit_seconds' | 'delivery_seconds' | 'login_seconds', seconds: number): void;
};
export type CounterName =
  | 'messages_total'
  | 'delivered_total'
  | 'stored_total'
  | 'expired_total'
  | 'refused_total'
  | 'logins_total'
  | 'login_failures_total'
  | 'signals_total';
export type GaugeName = 'sockets' | 'waiting';
