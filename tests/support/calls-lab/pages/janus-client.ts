// The Janus WebSocket protocol as far as its video room needs it.

type Message = {
  readonly janus: string;
  readonly transaction?: string;
  readonly sender?: number;
  readonly data?: { readonly id: number };
  readonly plugindata?: { readonly data: PluginData };
  readonly jsep?: RTCSessionDescriptionInit;
  readonly error?: { readonly reason: string };
};
export type Publisher = { readonly id: number; readonly display?: string };
export type PluginData = {
  readonly videoroom?: string;
  readonly id?: number;
  readonly private_id?: number;
  readonly publishers?: readonly Publisher[];
  readonly unpublished?: number | string;
  readonly leaving?: number | string;
  readonly error?: string;
};
export type Event = { readonly data: PluginData; readonly jsep?: RTCSessionDescriptionInit };

export type Handle = {
  /** Answers the event that this request leads to; requests of one handle go one after the other. */
  ask(body: object, jsep?: RTCSessionDescriptionInit): Promise<Event>;
  trickle(candidate: RTCIceCandidate | null): void;
  detach(): void;
  onEvent: (event: Event) => void;
};

/** A session of its own on one socket. */
export async function openJanus(url: string): Promise<{ attach(): Promise<Handle> }> {
  const socket = new WebSocket(url, 'janus-protocol');
  await new Promise<void>((resolve, reject) => {
    socket.onopen = () => resolve();
    socket.onerror = () => reject(new Error('no Janus'));
  });
  const answers = new Map<string, (message: Message) => void>();
  const handles = new Map<number, (event: Event) => void>();
  socket.onmessage = ({ data }) => {
    const message = JSON.parse(String(data)) as Message;
    if (message.janus === 'ack') return;
    const waiting = answers.get(message.transaction ?? '');
    if (waiting !== undefined) {
      answers.delete(message.transaction ?? '');
      return waiting(message);
    }
    if (message.plugindata !== undefined && message.sender !== undefined)
      handles.get(message.sender)?.({ data: message.plugindata.data, ...(message.jsep && { jsep: message.jsep }) });
  };
  const send = (message: object): Promise<Message> => {
    const transaction = crypto.randomUUID();
    return new Promise((resolve, reject) => {
      answers.set(transaction, (message) =>
        message.error === undefined ? resolve(message) : reject(new Error(message.error.reason)),
      );
      socket.send(JSON.stringify({ ...message, transaction }));
    });
  };
  const session_id = (await send({ janus: 'create' })).data?.id;
  setInterval(() => void send({ janus: 'keepalive', session_id }), 20_000);
  return {
    async attach() {
      const handle_id = (await send({ janus: 'attach', session_id, plugin: 'janus.plugin.videoroom' })).data?.id ?? 0;
      const about = { session_id, handle_id };
      const handle: Handle = {
        async ask(body, jsep) {
          const message = await send({ janus: 'message', ...about, body, ...(jsep && { jsep }) });
          const data = message.plugindata?.data ?? {};
          if (data.error !== undefined) throw new Error(data.error);
          return { data, ...(message.jsep && { jsep: message.jsep }) };
        },
        trickle: (candidate) =>
          void send({ janus: 'trickle', ...about, candidate: candidate?.toJSON() ?? { completed: true } }),
        detach: () => void send({ janus: 'detach', ...about }),
        onEvent: () => undefined,
      };
      handles.set(handle_id, (event) => handle.onEvent(event));
      return handle;
    },
  };
}
