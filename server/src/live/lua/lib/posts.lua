-- Publishes several messages to a node as one text. In the hot path, so the text is collected in pieces and joined once:
-- Lua reads every string that it creates from beginning to end.

-- `pieces_for`: node → pieces of its text. `nodes`: those nodes, in the order of their first message.
local pieces_for, nodes = {}, {}

local function post(node, receiver, id, seq, entry)
  local pieces = pieces_for[node]
  if not pieces then
    pieces, nodes[#nodes + 1] = {}, node
    pieces_for[node] = pieces
  end
  local n = #pieces
  pieces[n + 1], pieces[n + 2], pieces[n + 3], pieces[n + 4] =
    n > 0 and '\n' or '', receiver, '\nmessage:posted\n{"conversationId":"', id
  pieces[n + 5], pieces[n + 6], pieces[n + 7], pieces[n + 8], pieces[n + 9] =
    '","message":{"seq":', seq, ',', entry, '}'
end

local function publish_posts()
  for _, node in ipairs(nodes) do
    tell_line(node, table.concat(pieces_for[node]))
  end
end
