"use strict";

const TEXTS = {
  zh: {
    title: "核验回执和全过程证明",
    lead: "本页不联网，不发送任何内容，可保存到没有网络的电脑上使用。",
    file: "回执（.tlog-proof）或全过程证明（.json）",
    keys: "账本公钥或信任策略（须从可信渠道取得，不要用对方随文件给的）",
    run: "核验",
    good: "属实：账本 {origin}（{size} 条）中有这 {count} 条事实，一字未改。",
    seen: "{name} 于 {time} 见证。",
    alone: "没有见证人签名：只证明账本自己签过名，不能证明时间。",
    not_in_log: "第 {n} 条不在账本中。",
    chain_broken: "第 {n} 条与前一条不衔接：有事实被删去或插入。",
    opened_differs: "第 {n} 条的内容与入账内容不符。",
    signature: "签名不属实，或不是这把公钥签的。",
    quorum: "见证人签名不足。",
    key: "公钥无法读取。",
    policy: "没有账本公钥。",
    entry: "回执没有带条目，请用命令行核验并给出条目文件。",
    file_bad: "文件既不是回执也不是证明。",
    closed: "内容未公开或已依法删除。",
    index: "账本第 {index} 条",
    claimed: "自称发生于 {at}",
  },
  en: {
    title: "Check a receipt or a whole life",
    lead: "This page uses no network and sends nothing. Save it and use it on a machine that has no connection.",
    file: "Receipt (.tlog-proof) or whole life (.json)",
    keys: "The log's key, or a policy (from where you trust, not from whoever gave you the file)",
    run: "Check",
    good: "True: these {count} facts stand in the log {origin} ({size} entries), word for word.",
    seen: "Witnessed by {name} at {time}.",
    alone: "No witness has signed: this shows that the log signed it, not when.",
    not_in_log: "Fact {n} is not in the log.",
    chain_broken: "Fact {n} does not follow the one before it: one was removed or put in.",
    opened_differs: "Fact {n} does not say what was logged.",
    signature: "The signature is false, or another key's.",
    quorum: "Too few witnesses have signed.",
    key: "The key cannot be read.",
    policy: "There is no log's key.",
    entry: "The receipt carries no entry: check it on the command line with the entry's file.",
    file_bad: "The file is neither a receipt nor a proof.",
    closed: "What it said is not shown here, or was lawfully erased.",
    index: "Entry {index} of the log",
    claimed: "claims to have happened at {at}",
  },
};

let tongue = navigator.language.startsWith("en") ? "en" : "zh";
const at = (id) => document.getElementById(id);
const say = (name, values = {}) => TEXTS[tongue][name].replace(/\{(\w+)\}/g, (_all, key) => values[key]);
const make = (tag, text, kind) => {
  const made = document.createElement(tag);
  if (text !== undefined) made.textContent = text;
  if (kind) made.className = kind;
  return made;
};

const speak = () => {
  document.documentElement.lang = tongue === "en" ? "en" : "zh-Hans";
  document.title = say("title");
  for (const node of document.querySelectorAll("[data-text]")) node.textContent = say(node.dataset.text);
};

const show = (result) => {
  const out = at("result");
  out.replaceChildren();
  if (result.faults.length) {
    for (const [code, n] of result.faults) out.append(make("p", say(code, { n }), "bad"));
  } else {
    out.append(make("p", say("good", { ...result.head, count: result.facts.length }), "good"));
  }
  for (const one of result.head.seen)
    out.append(make("p", say("seen", { name: one.as, time: new Date(one.time * 1000).toLocaleString() })));
  if (!result.head.seen.length) out.append(make("p", say("alone"), "soft"));
  for (const fact of result.facts) {
    const entry = JSON.parse(fact.entry), part = make("section");
    part.append(make("h2", entry.k));
    const claimed = say("claimed", { at: new Date(entry.at).toLocaleString() });
    part.append(make("p", `${say("index", { index: fact.index })}; ${claimed}`, "soft"));
    const list = make("dl");
    for (const one of fact.opened) list.append(make("dt", one.field), make("dd", one.value));
    part.append(fact.opened.length ? list : make("p", say("closed"), "soft"));
    out.append(part);
  }
};

at("form").addEventListener("submit", async (event) => {
  event.preventDefault();
  try {
    show(ledger.check(await at("file").files[0].text(), at("keys").value));
  } catch (problem) {
    const known = problem.message in TEXTS.en && problem.message !== "file";
    at("result").replaceChildren(make("p", say(known ? problem.message : "file_bad"), "bad"));
  }
});
at("tongue").addEventListener("click", () => {
  tongue = tongue === "en" ? "zh" : "en";
  speak();
});
speak();
