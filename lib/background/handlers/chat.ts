import type { CHAT_PROTOCOL } from '../../bus/chat-protocol';
import type { Handlers } from '../../bus/server';
import type { Deps } from '../deps';

type ChatHandlers = Pick<Handlers, keyof typeof CHAT_PROTOCOL>;

/** Commands of chat, which only our windows may give. Each use of them keeps the keys open. */
export function chatHandlers({ chat, autoLock }: Deps): ChatHandlers {
  const { account, conversations, noTrace } = chat;
  const used = async <T>(work: Promise<T>): Promise<T> => {
    const [result] = await Promise.all([work, autoLock.touch()]);
    return result;
  };
  return {
    'relay.status': () => account.status(),
    'relay.register': (wanted) => used(account.register(wanted)),
    'relay.logIn': (wanted) => used(account.logIn(wanted)),
    'relay.changePassword': ({ current, next }) => used(account.changePassword(current, next)),
    'relay.deleteAccount': ({ password }) => used(account.deleteAccount(password)),
    'relay.logOut': () => account.logOut(),
    'relay.retry': () => account.retry(),

    'chat.list': () => conversations.list(),
    'chat.start': ({ address }) => used(conversations.start(address)),
    'chat.view': ({ id }) => conversations.view(id),
    'chat.history': ({ id, before, limit }) => conversations.history(id, before, limit),
    'chat.send': ({ id, message, ...rest }) => used(conversations.send(id, { id: message, ...rest })),
    'chat.sendFile': ({ id, message, ...file }, { signal, report }) =>
      used(
        conversations.sendFile(
          id,
          { id: message, ...file },
          { signal, onProgress: (fraction) => report({ step: 'sealing', fraction }) },
        ),
      ),
    'chat.sendAgain': ({ id, message }) => used(conversations.sendAgain(id, message)),
    'chat.cancel': ({ id, message }) => conversations.cancel(id, message),
    'chat.loadFile': ({ id, message }) => used(conversations.loadFile(id, message)),
    'chat.openFile': ({ id, message }, { signal, report }) =>
      used(
        conversations.openFile(id, message, {
          signal,
          onProgress: (fraction) => report({ step: 'placing', fraction }),
        }),
      ),
    'chat.read': ({ id, place }) => conversations.read(id, place),
    'chat.saveDraft': ({ id, text }) => used(conversations.saveDraft(id, text)),
    'chat.typing': ({ id, on }) => conversations.typing(id, on),
    'chat.search': ({ query }) => used(conversations.search(query)),
    'chat.compared': ({ id, comparison, same }) => used(conversations.compared(id, comparison, same)),
    'chat.acceptDevice': ({ id }) => used(conversations.acceptDevice(id)),
    'chat.end': ({ id }) => used(conversations.end(id)),
    'chat.remove': ({ id }) => used(conversations.remove(id)),

    'noTrace.view': ({ id }) => noTrace.view(id),
    'noTrace.ask': ({ id }) => used(noTrace.ask(id)),
    'noTrace.answer': ({ id, agree }) => used(noTrace.answer(id, agree)),
    'noTrace.send': ({ id, message, text }) => used(noTrace.send(id, { id: message, text })),
    'noTrace.compare': ({ id, secret, question }) => used(noTrace.compare(id, secret, question)),
    'noTrace.end': ({ id }) => noTrace.end(id),
  };
}
