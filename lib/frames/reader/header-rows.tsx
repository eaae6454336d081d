import type { Reading } from '../../core/reading';
import { ForeignText } from '../shared/foreign-text';

/** The header fields that were inside the envelope (RFC 9788). What stood outside is never shown here. [req 21] */
export function HeaderRows({ headers }: { headers: Reading['protectedHeaders'] }) {
  const { subject, ...others } = headers;
  const rows = [
    ['From', others.from],
    ['To', others.to],
    ['Cc', others.cc],
    ['Date', others.date],
  ].flatMap(([name, value]) => (value === undefined || name === undefined ? [] : [[name, value] as const]));
  if (subject === undefined && rows.length === 0) return null;
  return (
    <header class="reader-headers">
      {subject !== undefined && (
        <h1 class="reader-subject" data-testid="reader-subject">
          <ForeignText text={subject} />
        </h1>
      )}
      {rows.length > 0 && (
        <dl>
          {rows.map(([name, value]) => (
            <div key={name}>
              <dt>{name}</dt>
              <dd>
                <ForeignText text={value} length={1_000} />
              </dd>
            </div>
          ))}
        </dl>
      )}
    </header>
  );
}
