'use strict';

const dns = require('node:dns');
const { isIP } = require('node:net');

// Loaded before a lab's program: it asks nobody outside this machine, for updates or anything else. The code is one
// that `got` does not try again.
const { lookup } = dns;
dns.lookup = (name, options, done) => {
  if (isIP(name) !== 0 || name === 'localhost') return lookup(name, options, done);
  const answer = typeof options === 'function' ? options : done;
  const refusal = Object.assign(new Error(`${name} is outside`), { code: 'EACCES' });
  process.nextTick(answer, refusal);
};
