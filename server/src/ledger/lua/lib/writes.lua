-- Applies prepared writes. On the ledger.

-- Each write is a list: the command, the key without the root, and the arguments.
local function apply(writes)
  for _, words in ipairs(writes) do
    redis.call(words[1], key(words[2]), unpack(words, 3))
  end
end
