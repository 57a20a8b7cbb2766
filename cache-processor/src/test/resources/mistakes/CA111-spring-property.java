package shop;

import io.cacheaside.annotation.CacheAside;

class Users {
  @CacheAside(key = "user:{id}", ttl = "${ttl}", negativeTtl = "#{times.absent}")
  String find(long id) {
    return "Ann";
  }
}

// error 6:40 CA111 @CacheAside ttl "${ttl}" is not a duration, but a constant has to stand there; write for example "5m", and configure others by the settings region.<name>.ttl and region.<name>.negative-ttl
// error 6:64 CA111 @CacheAside negativeTtl "#{times.absent}" is not a duration, but a constant has to stand there; write for example "5m", and configure others by the settings region.<name>.ttl and region.<name>.negative-ttl
