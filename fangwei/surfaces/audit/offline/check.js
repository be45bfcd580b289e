// Checks a receipt or a whole life against a log's key. Nothing is fetched and nothing is sent: the file in your hand, the key
// you brought, and arithmetic. Ed25519 (RFC 8032) and SHA-2 are written out because a file opened from a stick has no WebCrypto.
"use strict";

const ledger = (() => {
  // ---- SHA-256 and SHA-512, constants computed as the fractional parts of roots of primes ------------------------------------
  const primes = (count) => {
    const found = [];
    for (let n = 2; found.length < count; n++) if (found.every((p) => n % p)) found.push(n);
    return found.map(BigInt);
  };
  const root = (n, k) => {
    let low = 0n, high = n;
    while (low < high) {
      const middle = (low + high + 1n) >> 1n;
      if (middle ** k <= n) low = middle; else high = middle - 1n;
    }
    return low;
  };
  const fraction = (p, k, bits) => root(p << (k * bits), k) & ((1n << bits) - 1n);

  const hasher = (bits, rounds, [a1, a2, a3], [b1, b2, b3], [c1, c2, c3], [d1, d2, d3]) => {
    const size = BigInt(bits), mask = (1n << size) - 1n, bytes = bits / 8, block = bytes * 16;
    const constants = primes(rounds).map((p) => fraction(p, 3n, size));
    const start = primes(8).map((p) => fraction(p, 2n, size));
    const turn = (x, n) => ((x >> n) | (x << (size - n))) & mask;
    return (message) => {
      const length = message.length, total = Math.ceil((length + 1 + bytes * 2) / block) * block;
      const data = new Uint8Array(total);
      data.set(message);
      data[length] = 0x80;
      let tail = BigInt(length) * 8n;
      for (let i = total - 1; tail; i--, tail >>= 8n) data[i] = Number(tail & 255n);
      let state = start.slice();
      for (let at = 0; at < total; at += block) {
        const words = [];
        for (let i = 0; i < 16; i++) {
          let word = 0n;
          for (let j = 0; j < bytes; j++) word = (word << 8n) | BigInt(data[at + i * bytes + j]);
          words.push(word);
        }
        for (let i = 16; i < rounds; i++) {
          const x = words[i - 15], y = words[i - 2];
          const s0 = turn(x, c1) ^ turn(x, c2) ^ (x >> c3), s1 = turn(y, d1) ^ turn(y, d2) ^ (y >> d3);
          words.push((words[i - 16] + s0 + words[i - 7] + s1) & mask);
        }
        let [a, b, c, d, e, f, g, h] = state;
        for (let i = 0; i < rounds; i++) {
          const s1 = turn(e, b1) ^ turn(e, b2) ^ turn(e, b3), s0 = turn(a, a1) ^ turn(a, a2) ^ turn(a, a3);
          const one = h + s1 + ((e & f) ^ (~e & mask & g)) + constants[i] + words[i];
          const two = s0 + ((a & b) ^ (a & c) ^ (b & c));
          [h, g, f, e, d, c, b, a] = [g, f, e, (d + one) & mask, c, b, a, (one + two) & mask];
        }
        state = [a, b, c, d, e, f, g, h].map((x, i) => (x + state[i]) & mask);
      }
      const out = new Uint8Array(bytes * 8);
      state.forEach((word, i) => {
        for (let j = bytes - 1; j >= 0; j--, word >>= 8n) out[i * bytes + j] = Number(word & 255n);
      });
      return out;
    };
  };
  const sha256 = hasher(32, 64, [2n, 13n, 22n], [6n, 11n, 25n], [7n, 18n, 3n], [17n, 19n, 10n]);
  const sha512 = hasher(64, 80, [28n, 34n, 39n], [14n, 18n, 41n], [1n, 8n, 7n], [19n, 61n, 6n]);

  // ---- Ed25519 ------------------------------------------------------------------------------------------------------------
  const P = 2n ** 255n - 19n, L = 2n ** 252n + 27742317777372353535851937790883648493n;
  const mod = (x, m = P) => ((x % m) + m) % m;
  const power = (x, n) => {
    let out = 1n;
    for (x = mod(x); n; n >>= 1n, x = mod(x * x)) if (n & 1n) out = mod(out * x);
    return out;
  };
  const inverse = (x) => power(x, P - 2n);
  const D = mod(-121665n * inverse(121666n)), I = power(2n, (P - 1n) / 4n);
  const number = (bytes) => bytes.reduceRight((sum, byte) => (sum << 8n) | BigInt(byte), 0n);
  const point = (bytes) => {
    const whole = number(bytes), sign = whole >> 255n, y = whole & ((1n << 255n) - 1n);
    if (y >= P) return null;
    const square = mod((y * y - 1n) * inverse(D * y * y + 1n));
    let x = power(square, (P + 3n) / 8n);
    if (mod(x * x - square)) x = mod(x * I);
    if (mod(x * x - square) || (!x && sign)) return null;
    if ((x & 1n) !== sign) x = P - x;
    return [x, y, 1n, mod(x * y)];
  };
  const add = ([x1, y1, z1, t1], [x2, y2, z2, t2]) => {
    const a = mod((y1 - x1) * (y2 - x2)), b = mod((y1 + x1) * (y2 + x2)), c = mod(2n * t1 * t2 * D), d = mod(2n * z1 * z2);
    const e = b - a, f = d - c, g = d + c, h = b + a;
    return [mod(e * f), mod(g * h), mod(f * g), mod(e * h)];
  };
  const times = (n, p) => {
    let out = [0n, 1n, 1n, 0n];
    for (; n; n >>= 1n, p = add(p, p)) if (n & 1n) out = add(out, p);
    return out;
  };
  const BASE = (() => {
    const y = mod(4n * inverse(5n)), bytes = new Uint8Array(32);
    for (let i = 0, rest = y; i < 32; i++, rest >>= 8n) bytes[i] = Number(rest & 255n);
    return point(bytes);
  })();
  const same = ([x1, y1, z1], [x2, y2, z2]) => !mod(x1 * z2 - x2 * z1) && !mod(y1 * z2 - y2 * z1);
  const signed = (key, message, signature) => {
    if (key.length !== 32 || signature.length !== 64) return false;
    const a = point(key), r = point(signature.subarray(0, 32)), s = number(signature.subarray(32));
    if (!a || !r || s >= L) return false;
    const k = mod(number(sha512(join(signature.subarray(0, 32), key, message))), L);
    return same(times(s, BASE), add(r, times(k, a)));
  };

  // ---- bytes and texts ----------------------------------------------------------------------------------------------------
  const join = (...parts) => {
    const out = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
    let at = 0;
    for (const part of parts) { out.set(part, at); at += part.length; }
    return out;
  };
  const bytes = (text) => new TextEncoder().encode(text);
  const hex = (data) => Array.from(data, (byte) => byte.toString(16).padStart(2, "0")).join("");
  const unhex = (text) => {
    if (!/^([0-9a-f]{2})*$/.test(text)) throw new Error("hex");
    return Uint8Array.from(text.match(/../g) || [], (pair) => parseInt(pair, 16));
  };
  const unbase = (text) => Uint8Array.from(atob(text), (sign) => sign.charCodeAt(0));
  const equal = (a, b) => a.length === b.length && a.every((byte, i) => byte === b[i]);

  // ---- the tree (RFC 6962, RFC 9162) ---------------------------------------------------------------------------------------
  const leafHash = (entry) => sha256(join([0], entry));
  const nodeHash = (left, right) => sha256(join([1], left, right));
  const rootOf = (row) => {
    while (row.length > 1) {
      const next = [];
      for (let i = 0; i + 1 < row.length; i += 2) next.push(nodeHash(row[i], row[i + 1]));
      if (row.length % 2) next.push(row[row.length - 1]);
      row = next;
    }
    return row[0];
  };
  const included = (leaf, index, size, proof, rootHash) => {
    if (!(index < size)) return false;
    let at = BigInt(index), last = BigInt(size) - 1n, found = leaf;
    for (const sibling of proof) {
      if (!last) return false;
      if (at & 1n || at === last) {
        found = nodeHash(sibling, found);
        while (at && !(at & 1n)) { at >>= 1n; last >>= 1n; }
      } else found = nodeHash(found, sibling);
      at >>= 1n; last >>= 1n;
    }
    return !last && equal(found, rootHash);
  };

  // ---- keys, notes, policies -------------------------------------------------------------------------------------------------
  const parseKey = (text) => {
    const [, name, id, coded] = /^([^\s+]+)\+([0-9a-f]{8})\+([A-Za-z0-9+/=]+)$/.exec(text) || [];
    const data = unbase(coded || "");
    const own = hex(sha256(join(bytes(name + "\n"), data)).subarray(0, 4));
    if (data.length !== 33 || own !== id || (data[0] !== 1 && data[0] !== 4)) throw new Error("key");
    return { name, id, kind: data[0], public: data.subarray(1) };
  };
  // A list of keys, or a policy, of which the keys and the quorum are read.
  const parsePolicy = (text) => {
    const policy = { logs: [], witnesses: [], groups: [], quorum: "none" };
    for (const line of text.split("\n")) {
      const words = line.trim().split(/[ \t]+/);
      if (!words[0] || words[0].startsWith("#")) continue;
      if (words[0] === "log") policy.logs.push(parseKey(words[1]));
      else if (words[0] === "witness") policy.witnesses.push({ ...parseKey(words[2]), as: words[1] });
      else if (words[0] === "group") {
        const members = words.slice(3), least = { any: 1, all: members.length }[words[2]] || Number(words[2]);
        if (!(least >= 1)) throw new Error("policy");
        policy.groups.push({ as: words[1], least, members });
      } else if (words[0] === "quorum") policy.quorum = words[1];
      else {
        const key = parseKey(words[0]);
        if (key.kind === 1) policy.logs.push(key); else policy.witnesses.push({ ...key, as: key.name });
      }
    }
    if (!policy.logs.length) throw new Error("policy");
    return policy;
  };
  const checkNote = (note, policy) => {
    const cut = note.lastIndexOf("\n\n"), text = note.slice(0, cut + 1), lines = note.slice(cut + 2).split("\n").filter(Boolean);
    const [origin, size, coded] = text.split("\n");
    if (cut < 0 || !/^(0|[1-9][0-9]*)$/.test(size || "")) throw new Error("checkpoint");
    const seen = [];
    let byLog = false;
    for (const line of lines) {
      const [, name, body] = /^— (\S+) (\S+)$/.exec(line) || [];
      if (!name) throw new Error("checkpoint");
      const data = unbase(body), id = hex(data.subarray(0, 4)), signature = data.subarray(4);
      const log = policy.logs.find((key) => key.name === name && key.id === id && name === origin);
      const witness = policy.witnesses.find((key) => key.name === name && key.id === id);
      if (log) {
        if (!signed(log.public, bytes(text), signature)) throw new Error("signature");
        byLog = true;
      } else if (witness) {
        const time = signature.subarray(0, 8).reduce((sum, byte) => sum * 256 + byte, 0);
        const message = bytes(`cosignature/v1\ntime ${time}\n${text}`);
        if (!signed(witness.public, message, signature.subarray(8))) throw new Error("signature");
        seen.push({ as: witness.as, time });
      }
    }
    if (!byLog) throw new Error("signature");
    const reached = new Set(seen.map((one) => one.as));
    for (const group of policy.groups)
      if (group.members.filter((member) => reached.has(member)).length >= group.least) reached.add(group.as);
    if (policy.quorum !== "none" && !reached.has(policy.quorum)) throw new Error("quorum");
    return { origin, size: Number(size), root: unbase(coded), seen };
  };

  // ---- what can be checked -----------------------------------------------------------------------------------------------------
  const checkReceipt = (text, policy) => {
    const cut = text.indexOf("\n\n"), lines = text.slice(0, cut).split("\n");
    if (lines.shift() !== "c2sp.org/tlog-proof@v1") throw new Error("file");
    if (!(lines[0] || "").startsWith("extra ")) throw new Error("entry");
    const entry = unbase(lines.shift().slice(6)), index = Number(/^index (\d+)$/.exec(lines.shift())[1]);
    const head = checkNote(text.slice(cut + 2), policy);
    const faults = included(leafHash(entry), index, head.size, lines.map(unbase), head.root) ? [] : [["not_in_log", 1]];
    return { head, faults, facts: [{ index, entry: new TextDecoder().decode(entry), opened: [] }] };
  };
  const commitment = (opened) => {
    const fields = opened.slice().sort((a, b) => (codes(a.field) < codes(b.field) ? -1 : 1));
    const hashes = fields.map((one) =>
      leafHash(sha256(join(bytes("fangwei/c/v1\0"), unhex(one.salt), bytes(one.field + "\0" + one.value)))));
    return hex(rootOf(hashes));
  };
  const codes = (text) => hex(bytes(text));
  const checkLife = (text, policy) => {
    const told = JSON.parse(text);
    if (told.format !== "fangwei-life@v1") throw new Error("file");
    const head = checkNote(told.checkpoint, policy), faults = [];
    let before = "", obj = "";
    told.facts.forEach((fact, i) => {
      const leaf = leafHash(bytes(fact.entry)), entry = JSON.parse(fact.entry);
      if (!included(leaf, fact.index, head.size, fact.proof.map(unhex), head.root)) faults.push(["not_in_log", i + 1]);
      if (entry.n !== i + 1 || entry.prev !== before || (obj && obj !== entry.obj)) faults.push(["chain_broken", i + 1]);
      if (fact.opened.length && commitment(fact.opened) !== entry.c) faults.push(["opened_differs", i + 1]);
      before = hex(leaf);
      obj = entry.obj;
    });
    return { head, faults, facts: told.facts };
  };
  const check = (text, keys) => {
    const policy = parsePolicy(keys);
    return text.trimStart().startsWith("{") ? checkLife(text, policy) : checkReceipt(text, policy);
  };
  return { check, sha256, sha512, hex, bytes, signed };
})();
