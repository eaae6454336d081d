/** The window of a call of ours. */
export function CallWindow() {
  return <main />;
}
