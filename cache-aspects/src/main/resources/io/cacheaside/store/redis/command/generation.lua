-- CA_GENERATION  KEYS: generation key   ARGV: 1 '1' clear | '0' get or create   2 two random bytes  3 echo
-- {echo, 8 bytes}
-- Six bytes of milliseconds, always more than before, and two random ones: unique even if the key was lost and the
-- clock stepped back. It never expires: an absent generation makes the whole region a miss.
local g = redis.call('GET', KEYS[1])
if g and #g == 8 and ARGV[1] == '0' then return {ARGV[3], g} end
if g and #g ~= 8 then return redis.error_reply('WRONGTYPE the generation key holds ' .. #g .. ' bytes, not 8') end
local t = redis.call('TIME')
local ms = t[1] * 1000 + math.floor(t[2] / 1000)
if g then
  local old = struct.unpack('>I6', string.sub(g, 1, 6))
  if old >= ms then ms = old + 1 end
end
g = struct.pack('>I6', ms) .. ARGV[2]
redis.call('SET', KEYS[1], g)
return {ARGV[3], g}
