import { type ComponentChildren, Fragment } from 'preact';
import './facts.css';

export type Fact = { readonly name: string; readonly value: ComponentChildren };

/** Names and values of one thing: two columns, one when narrow. */
export function Facts({ facts }: { readonly facts: readonly Fact[] }) {
  return (
    <dl class="facts">
      {facts.map(({ name, value }) => (
        <Fragment key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </Fragment>
      ))}
    </dl>
  );
}
