import { Waiting } from '../../../../components/empty';
import { sentenceFor } from '../../../core/errors';
import { usePorts } from '../../ports';
import { Problem } from '../../problem';
import { useAsk } from '../../use-ask';
import { momentWords } from '../../words';

/** Codes and counts, with their sentences: no address, no subject, no text was ever noted. */
export function EventLog() {
  const { call } = usePorts();
  const log = useAsk(() => call('log.list'), []);
  if (log.state === 'loading') return <Waiting lines={2} />;
  if (log.state === 'failed') return <Problem code={log.code} again={log.again} />;
  if (log.value.length === 0) return <p class="soft">Nothing failed since the browser started.</p>;
  return (
    <ul class="lines">
      {[...log.value]
        .sort((left, right) => right.at - left.at)
        .slice(0, 100)
        .map(({ at, code, where, count }) => (
          <li key={`${at} ${code} ${where}`} class="log-line">
            <p>
              {sentenceFor(code)}
              {count > 1 && <span class="soft"> {count} times.</span>}
            </p>
            <p class="small soft">
              {momentWords(at)} <span class="mono">{code}</span> <span class="mono">{where}</span>
            </p>
          </li>
        ))}
    </ul>
  );
}
