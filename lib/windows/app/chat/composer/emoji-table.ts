/** Emoji of the person's own system, with the words one looks them up by. */
export type Emoji = readonly [character: string, names: string];

const line = (text: string): readonly Emoji[] =>
  text.split(',').map((entry) => {
    const [character = '', ...names] = entry.trim().split(' ');
    return [character, names.join(' ')] as const;
  });

export const EMOJI_GROUPS: ReadonlyArray<{ readonly name: string; readonly emoji: readonly Emoji[] }> = [
  {
    name: 'Faces',
    emoji: line(
      '🙂 smile slight, 😀 grin happy, 😄 laugh happy eyes, 😁 beam teeth, 😅 sweat laugh, 😂 tears joy laugh, 🤣 rolling floor laugh, 😊 blush smile, 😇 angel halo, 🙃 upside down, 😉 wink, 😌 relieved calm, 😍 love heart eyes, 🥰 love hearts, 😘 kiss, 😋 yum tongue, 😜 wink tongue joke, 🤪 silly crazy, 🤔 think hmm, 🤨 eyebrow doubt, 😐 neutral, 😑 expressionless, 😶 no mouth silent, 🙄 eyes roll, 😏 smirk, 😬 grimace awkward, 🤐 zipper secret, 🤫 quiet hush, 🤗 hug, 🤭 giggle hand, 😴 sleep, 😪 sleepy tired, 😮 wow open mouth, 😯 surprised, 😲 astonished, 😳 flushed, 🥺 plead, 😢 cry sad, 😭 sob cry, 😞 disappointed sad, 😔 pensive sad, 😟 worried, 😕 confused, 🙁 frown sad, 😣 struggle, 😩 weary tired, 😤 huff, 😠 angry, 😡 rage angry, 🤯 mind blown, 😱 scream fear, 😨 fear, 😰 anxious sweat, 😓 sweat, 🤒 ill fever, 🤕 hurt bandage, 🤢 sick nausea, 🥳 party celebrate, 😎 cool sunglasses, 🤓 nerd glasses, 🧐 monocle inspect, 🤖 robot, 👻 ghost, 💀 skull',
    ),
  },
  {
    name: 'Hands and hearts',
    emoji: line(
      '👍 thumbs up yes good, 👎 thumbs down no bad, 👌 ok fine, 🤞 fingers crossed luck, ✌️ victory peace, 🤙 call me, 👋 wave hello bye, 👏 clap applause, 🙌 hands up hooray, 🙏 please thanks pray, 🤝 handshake deal, 💪 strong muscle, ✋ hand stop high five, 👉 point right, 👈 point left, 👆 point up, 👇 point down, 🤷 shrug, 🤦 facepalm, 👀 eyes look, 🧠 brain, ❤️ heart red love, 🧡 heart orange, 💛 heart yellow, 💚 heart green, 💙 heart blue, 💜 heart purple, 🖤 heart black, 💔 broken heart, 💯 hundred, 💥 boom, ✨ sparkles, 🔥 fire hot, 🎉 party tada celebrate, 🎂 cake birthday, 🎁 gift present',
    ),
  },
  {
    name: 'Things and signs',
    emoji: line(
      '✅ check done yes, ❌ cross no wrong, ❓ question, ❗ exclamation important, ⚠️ warning, ⏳ hourglass wait time, ⏰ alarm clock, 📅 calendar date, 📌 pin, 📎 paperclip file, 📷 camera photo, 📞 telephone call, 💻 computer laptop, 📱 mobile phone, 🔑 key, 🔒 lock closed, 🔓 lock open, ✉️ mail letter, 📝 note write, 📖 book read, 💡 idea light, 🔍 search look, 🛠️ tools repair, 💰 money, 🏠 house home, 🏢 office work, 🚗 car, 🚆 train, ✈️ plane flight, 🚲 bicycle, ☕ coffee, 🍵 tea, 🍺 beer, 🍷 wine, 🍕 pizza, 🍎 apple, 🌍 world earth, ☀️ sun, 🌧️ rain, ❄️ snow, 🌙 moon night, ⭐ star, 🌈 rainbow, 🌱 plant, 🌸 flower, 🐶 dog, 🐱 cat, 🐝 bee, ⚽ football, 🎵 music note, 🏁 finish flag',
    ),
  },
];

/** Those of which every word that was typed begins a name. */
export function findEmoji(query: string): readonly Emoji[] {
  const wanted = query.toLowerCase().split(/\s+/).filter(Boolean);
  return EMOJI_GROUPS.flatMap(({ emoji }) => emoji).filter(([, names]) =>
    wanted.every((word) => names.split(' ').some((name) => name.startsWith(word))),
  );
}
