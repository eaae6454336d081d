import './fingerprint.css';

/** The fingerprint cut into groups of four hexadecimal digits, upper case as they are read aloud. */
export function groupsOf(fingerprint: string): readonly string[] {
  return fingerprint.toUpperCase().match(/.{1,4}/g) ?? [];
}

type FingerprintProps = {
  /** 40 digits (v4) or 64 digits (v6), always whole. */
  readonly value: string;
  readonly label: string;
  /** Large and numbered by row, for reading aloud. */
  readonly large?: boolean;
};

/** A whole fingerprint: rows of five groups (v4) or four groups (v6), the same on every device. */
export function Fingerprint({ value, label, large = false }: FingerprintProps) {
  const columns = value.length > 40 ? 'fingerprint-four' : 'fingerprint-five';
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset is for controls; this is one number in parts
    <div class={`fingerprint ${columns}${large ? ' fingerprint-large' : ''}`} role="group" aria-label={label} dir="ltr">
      {groupsOf(value).map((group, index) => (
        <span key={index}>{`${group} `}</span>
      ))}
    </div>
  );
}
