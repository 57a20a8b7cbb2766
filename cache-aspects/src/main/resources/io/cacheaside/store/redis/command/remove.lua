-- CA_REMOVE  KEYS: K, up to 1,000 of them   ARGV: 1 echo      {echo,n} with the number of those that were there
-- An invalidation without a quarantine. A plain UNLINK or DEL is as good for the key, but its answer proves nothing.
return {ARGV[1], redis.call('UNLINK', unpack(KEYS))}
