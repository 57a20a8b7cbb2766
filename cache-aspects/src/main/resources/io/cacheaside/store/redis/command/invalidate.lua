-- CA_INVALIDATE  KEYS: K, K:q   ARGV: 1 settleMs (> 0; without it CA_REMOVE does)  2 echo
-- {echo,1} removed | {echo,0} was absent
-- The delete comes before the write that a full server may refuse; a quarantine that is there is never shortened.
local n = redis.call('UNLINK', KEYS[1])
local t = redis.call('TIME')
local at = t[1] * 1000 + math.floor(t[2] / 1000) + tonumber(ARGV[1])
local qe = tonumber(redis.call('GET', KEYS[2]) or -1) or -1
if qe < at then
  redis.call('SET', KEYS[2], string.format('%.0f', at), 'PXAT', at)
end
return {ARGV[2], n}
