-- What is written as it was made out. On the ledger.

-- Each write from this argument on: how many words, then the command, its key without the root, and its arguments.
local function apply(first)
  local i = first
  while ARGV[i] do
    local last = i + ARGV[i]
    redis.call(ARGV[i + 1], key(ARGV[i + 2]), unpack(ARGV, i + 3, last))
    i = last + 1
  end
end
