// A dynamic provider that keeps what a set keeps and does nothing beside: the measure for what a set does.
const { randomUUID } = require("node:crypto");

const completed = (policy) => ({
  patternType: "DOMAIN",
  isRegex: false,
  isAcceptableSender: false,
  isExemptRecipient: false,
  verifySender: true,
  ...policy,
});
const each = (record, make) => Object.fromEntries(Object.entries(record).map(([name, value]) => [name, make(value)]));

module.exports = {
  check: async (olds, news) => ({ inputs: { ...news, policies: each(news.policies, completed) } }),
  // The engine compares by itself.
  diff: async () => ({}),
  create: async (inputs) => ({ id: "bare", outs: { ...inputs, ids: each(inputs.policies, () => randomUUID()) } }),
  read: async (id, props) => ({ id, props, inputs: { policies: props.policies } }),
  update: async (id, olds, news) => ({ outs: { ...news, ids: olds.ids } }),
  delete: async () => undefined,
};
