/** What pages of these tests have: two connections back to back, and the ways in which people write such pages. */
export const PAGE = `<!doctype html><meta charset="utf-8"><title>page</title><body><script>
const waitFor = async (what, look) => {
  for (let turn = 0; turn < 1500; turn += 1) {
    const found = await look();
    if (found) return found;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  throw new Error('waited in vain for ' + what);
};
const media = (wanted = { audio: true, video: true }) => navigator.mediaDevices.getUserMedia(wanted);
const pair = (configuration) => {
  const a = new RTCPeerConnection(configuration), b = new RTCPeerConnection(configuration);
  a.onicecandidate = ({ candidate }) => b.addIceCandidate(candidate ?? undefined).catch(() => {});
  b.onicecandidate = ({ candidate }) => a.addIceCandidate(candidate ?? undefined).catch(() => {});
  return { a, b };
};
const join = async ({ a, b }) => {
  await a.setLocalDescription();
  await b.setRemoteDescription(a.localDescription);
  await b.setLocalDescription();
  await a.setRemoteDescription(b.localDescription);
};
const shown = async (data) => {
  if (typeof data === 'string') return data;
  const octets = new Uint8Array(data instanceof Blob ? await data.arrayBuffer() : data);
  return octets.length + ' octets ' + octets.join(',');
};
const named = (run) => { try { run(); return 'no throw'; } catch (error) { return error.name; } };
const end = ({ a, b }) => { a.close(); b.close(); };
const codecs = (sdp) => [...sdp.matchAll(/a=rtpmap:\\d+ ([^/\\r]+)/g)].map(([, name]) => name.toLowerCase())
  .filter((name, at, all) => all.indexOf(name) === at).sort();
const stat = async (connection, type, kind, name) => {
  let sum = 0;
  for (const one of (await connection.getStats()).values()) if (one.type === type && one.kind === kind) sum += one[name] ?? 0;
  return sum;
};
const opened = (channel) => channel.readyState === 'open' ? channel : new Promise((resolve) => { channel.addEventListener('open', () => resolve(channel)); });
const channels = async (options, configuration) => {
  const two = pair(configuration);
  const mine = two.a.createDataChannel('talk', options);
  const theirs = options?.negotiated ? two.b.createDataChannel('talk', options)
    : new Promise((resolve) => { two.b.ondatachannel = ({ channel }) => { channel.seen = []; channel.onmessage = ({ data }) => channel.seen.push(data); resolve(channel); }; });
  await join(two);
  await opened(mine);
  const other = await theirs;
  await opened(other);
  if (options?.negotiated) { other.seen = []; other.onmessage = ({ data }) => other.seen.push(data); }
  return { ...two, mine, theirs: other };
};
</script>`;
