-- CA_FENCE  KEYS: K, K:q   ARGV: 1 ms (>= time from here to the commit)  2 echo
-- {echo,1} ok | {echo,0} quarantine not stored (OOM)
-- K:q holds its own absolute deadline as its value (Redis 6.2 has no PEXPIRETIME). PTTL can be 1 ms short of the
-- truth within a script, hence the 2 ms: K is never extended and never outlives K:q. The limit on K comes before the
-- write that a full server may refuse.
local t = redis.call('TIME')
local now = t[1] * 1000 + math.floor(t[2] / 1000)
local at = now + tonumber(ARGV[1])
local h = redis.call('GETRANGE', KEYS[1], 0, 4)
if #h == 5 and string.sub(h, 1, 2) == '\202\93' then
  local p = redis.call('PTTL', KEYS[1])
  if p == -1 or now + p >= at - 2 then redis.call('PEXPIREAT', KEYS[1], at - 2) end
  if string.byte(h, 4) == 86 then
    redis.call('SETRANGE', KEYS[1], 4, string.char(bit.bor(string.byte(h, 5), 4)))
  end
end
local qe = tonumber(redis.call('GET', KEYS[2]) or -1) or -1
if qe < at then
  local r = redis.pcall('SET', KEYS[2], string.format('%.0f', at), 'PXAT', at)
  if type(r) == 'table' and r.err then return {ARGV[2], 0} end
end
return {ARGV[2], 1}
