-- Applies prepared writes. On the ledger.

-- Runs the writes in ARGV from index `first` on. Each is: its number of words, then the command, the key without the
-- root, and the arguments.
local function apply(first)
  local i = first
  while ARGV[i] do
    local last = i + ARGV[i]
    redis.call(ARGV[i + 1], key(ARGV[i + 2]), unpack(ARGV, i + 3, last))
    i = last + 1
  end
end
