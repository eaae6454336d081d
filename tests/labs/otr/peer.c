/*
 * A person who uses the real libotr, for tests: one command a line on stdin, its effects on stdout, then a line ".".
 * Fields are separated by tabs. Only libotr's public interface (its headers) is used.
 *
 *   peer NAME CONTACT FOLDER FRAGMENT VERSIONS
 *     FOLDER keeps NAME's key and instance tag; FRAGMENT is the longest text, 0 for any; VERSIONS is "3", "2" or "23".
 *
 *   Q                     asks for a private conversation
 *   W text                a text from the network
 *   S text                says something
 *   T tag text            says something to one instance of the contact (hex)
 *   M question secret     compares a secret; the question may be empty
 *   R secret              answers a comparison
 *   A                     aborts a comparison
 *   K use details         announces the extra symmetric key
 *   E                     ends the private conversation
 *
 *   w text                a text for the network       p text   shown, was private       u text   shown, was in clear
 *   i name=value ...      anything else
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <libotr/proto.h>
#include <libotr/privkey.h>
#include <libotr/message.h>

static const char *PROTOCOL = "stdio";
static OtrlUserState user;
static OtrlMessageAppOps ops;
static const char *name, *contact;
static char key_file[1024], tag_file[1024];
static int fragment;
static OtrlPolicy versions;

static void print_hex(const unsigned char *octets, size_t length) {
  for (size_t at = 0; at < length; at++) printf("%02x", octets[at]);
}

static void print_line(const char *kind, const char *text) {
  printf("%s\t", kind);
  for (; *text; text++) putchar(*text == '\n' ? ' ' : *text);
  putchar('\n');
}

static OtrlPolicy on_policy(void *data, ConnContext *context) {
  return versions | OTRL_POLICY_WHITESPACE_START_AKE | OTRL_POLICY_ERROR_START_AKE;
}

static void on_create_key(void *data, const char *account, const char *protocol) {
  otrl_privkey_generate(user, key_file, account, protocol);
}

static void on_create_tag(void *data, const char *account, const char *protocol) {
  otrl_instag_generate(user, tag_file, account, protocol);
}

static int on_is_logged_in(void *data, const char *account, const char *protocol, const char *recipient) { return 1; }

static void on_inject(void *data, const char *account, const char *protocol, const char *recipient, const char *text) {
  print_line("w", text);
}

static void on_update(void *data) {}

static void on_fingerprint(void *data, OtrlUserState state, const char *account, const char *protocol,
                           const char *username, unsigned char fingerprint[20]) {}

static void print_state(const char *state, ConnContext *context) {
  char human[OTRL_PRIVKEY_FPRINT_HUMAN_LEN] = "";
  if (context->active_fingerprint) otrl_privkey_hash_to_human(human, context->active_fingerprint->fingerprint);
  printf("i\tstate=%s\tversion=%d\tours=%08x\ttheirs=%08x\tfingerprint=%s\thalf=%s\tsession=", state,
         context->protocol_version, context->our_instance, context->their_instance, human,
         context->sessionid_half == OTRL_SESSIONID_FIRST_HALF_BOLD ? "first" : "second");
  print_hex(context->sessionid, context->sessionid_len);
  putchar('\n');
}

static void on_secure(void *data, ConnContext *context) { print_state("secure", context); }
static void on_insecure(void *data, ConnContext *context) { print_state("insecure", context); }
static void on_still_secure(void *data, ConnContext *context, int is_reply) { print_state("renewed", context); }
static int on_max_size(void *data, ConnContext *context) { return fragment; }
static const char *on_error(void *data, ConnContext *context, OtrlErrorCode code) { return "cannot read this"; }
static void on_error_free(void *data, const char *text) {}

static void on_extra_key(void *data, ConnContext *context, unsigned int use, const unsigned char *details,
                         size_t length, const unsigned char *key) {
  printf("i\tuse=%u\tdetails=%.*s\tkey=", use, (int)length, (const char *)details);
  print_hex(key, OTRL_EXTRAKEY_BYTES);
  putchar('\n');
}

static void on_smp(void *data, OtrlSMPEvent event, ConnContext *context, unsigned short percent, char *question) {
  const char *words = "other";
  switch (event) {
    case OTRL_SMPEVENT_ASK_FOR_SECRET:
    case OTRL_SMPEVENT_ASK_FOR_ANSWER: words = "asked"; break;
    case OTRL_SMPEVENT_SUCCESS: words = "same"; break;
    case OTRL_SMPEVENT_FAILURE: words = "different"; break;
    case OTRL_SMPEVENT_ABORT: words = "aborted"; break;
    case OTRL_SMPEVENT_CHEATED:
    case OTRL_SMPEVENT_ERROR:
      words = "cheated";
      otrl_message_abort_smp(user, &ops, NULL, context);
      break;
    default: break;
  }
  printf("i\tsmp=%s\tpercent=%d\tquestion=%s\n", words, percent, question ? question : "");
}

static void on_event(void *data, OtrlMessageEvent event, ConnContext *context, const char *text, gcry_error_t error) {
  if (event == OTRL_MSGEVENT_RCVDMSG_UNENCRYPTED) print_line("u", text);
  else printf("i\tevent=%d\n", (int)event);
}

static ConnContext *find_context(otrl_instag_t tag) {
  return otrl_context_find(user, contact, name, PROTOCOL, tag, 1, NULL, NULL, NULL);
}

static void say(otrl_instag_t tag, const char *text) {
  char *sealed = NULL;
  gcry_error_t error = otrl_message_sending(user, &ops, NULL, name, PROTOCOL, contact, tag, text, NULL, &sealed,
                                            OTRL_FRAGMENT_SEND_ALL, NULL, NULL, NULL);
  if (error) printf("i\terror=%s\n", gcry_strerror(error));
  /* What libotr leaves alone goes out as it is. */
  else if (!sealed) print_line("w", text);
  otrl_message_free(sealed);
}

static void hear(const char *text) {
  char *clear = NULL;
  OtrlTLV *records = NULL;
  ConnContext *context = NULL;
  int ignored = otrl_message_receiving(user, &ops, NULL, name, PROTOCOL, contact, text, &clear, &records, &context,
                                       NULL, NULL);
  OtrlMessageType type = otrl_proto_message_type(text);
  int is_clear = type == OTRL_MSGTYPE_NOTOTR || type == OTRL_MSGTYPE_TAGGEDPLAINTEXT;
  if (!ignored) print_line(is_clear ? "u" : "p", clear ? clear : text);
  if (otrl_tlv_find(records, OTRL_TLV_DISCONNECTED)) printf("i\tstate=finished\n");
  otrl_message_free(clear);
  otrl_tlv_free(records);
}

static void compare(const char *question, const char *secret) {
  const unsigned char *octets = (const unsigned char *)secret;
  ConnContext *context = find_context(OTRL_INSTAG_BEST);
  if (*question) otrl_message_initiate_smp_q(user, &ops, NULL, context, question, octets, strlen(secret));
  else otrl_message_initiate_smp(user, &ops, NULL, context, octets, strlen(secret));
}

static void announce(unsigned int use, const char *details) {
  unsigned char key[OTRL_EXTRAKEY_BYTES];
  otrl_message_symkey(user, &ops, NULL, find_context(OTRL_INSTAG_BEST), use, (const unsigned char *)details,
                      strlen(details), key);
  on_extra_key(NULL, NULL, use, (const unsigned char *)details, strlen(details), key);
}

static void run(const char *command, char *first, char *second) {
  switch (*command) {
    case 'Q': {
      char *query = otrl_proto_default_query_msg(name, versions);
      print_line("w", query);
      free(query);
      break;
    }
    case 'W': hear(first); break;
    case 'S': say(OTRL_INSTAG_BEST, first); break;
    case 'T': say((otrl_instag_t)strtoul(first, NULL, 16), second); break;
    case 'M': compare(first, second); break;
    case 'R':
      otrl_message_respond_smp(user, &ops, NULL, find_context(OTRL_INSTAG_BEST), (unsigned char *)first,
                               strlen(first));
      break;
    case 'A': otrl_message_abort_smp(user, &ops, NULL, find_context(OTRL_INSTAG_BEST)); break;
    case 'K': announce((unsigned int)strtoul(first, NULL, 10), second); break;
    case 'E': otrl_message_disconnect_all_instances(user, &ops, NULL, name, PROTOCOL, contact); break;
    default: printf("i\terror=unknown command\n");
  }
}

static void set_up(void) {
  ops.policy = on_policy;
  ops.create_privkey = on_create_key;
  ops.create_instag = on_create_tag;
  ops.is_logged_in = on_is_logged_in;
  ops.inject_message = on_inject;
  ops.update_context_list = on_update;
  ops.new_fingerprint = on_fingerprint;
  ops.write_fingerprints = on_update;
  ops.gone_secure = on_secure;
  ops.gone_insecure = on_insecure;
  ops.still_secure = on_still_secure;
  ops.max_message_size = on_max_size;
  ops.otr_error_message = on_error;
  ops.otr_error_message_free = on_error_free;
  ops.received_symkey = on_extra_key;
  ops.handle_smp_event = on_smp;
  ops.handle_msg_event = on_event;
}

int main(int count, char **values) {
  if (count != 6) return 2;
  name = values[1];
  contact = values[2];
  snprintf(key_file, sizeof key_file, "%s/%s.key", values[3], name);
  snprintf(tag_file, sizeof tag_file, "%s/%s.tag", values[3], name);
  fragment = atoi(values[4]);
  if (strchr(values[5], '2')) versions |= OTRL_POLICY_ALLOW_V2;
  if (strchr(values[5], '3')) versions |= OTRL_POLICY_ALLOW_V3;
  /* Keys of a test need no entropy of the machine. */
  gcry_control(GCRYCTL_ENABLE_QUICK_RANDOM, 0);
  OTRL_INIT;
  user = otrl_userstate_create();
  set_up();
  if (otrl_privkey_read(user, key_file)) otrl_privkey_generate(user, key_file, name, PROTOCOL);
  if (otrl_instag_read(user, tag_file)) otrl_instag_generate(user, tag_file, name, PROTOCOL);

  char human[OTRL_PRIVKEY_FPRINT_HUMAN_LEN] = "";
  otrl_privkey_fingerprint(user, human, name, PROTOCOL);
  printf("i\tlibotr=%s\tfingerprint=%s\n.\n", otrl_version(), human);
  fflush(stdout);

  char *line = NULL;
  size_t room = 0;
  while (getline(&line, &room, stdin) > 0) {
    line[strcspn(line, "\n")] = 0;
    char *rest = line;
    const char *command = strsep(&rest, "\t");
    char *first = rest ? rest : "";
    char *second = "";
    if (strchr("TMK", *command) && rest) {
      first = strsep(&rest, "\t");
      second = rest ? rest : "";
    }
    run(command, first, second);
    printf(".\n");
    fflush(stdout);
  }
  return 0;
}
