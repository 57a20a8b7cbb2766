package shop;

import io.cacheaside.annotation.CacheAside;
import org.mapstruct.Mapper;
import org.mapstruct.factory.Mappers;

@Mapper
abstract class UserMapper {
  static final UserMapper INSTANCE = Mappers.getMapper(UserMapper.class);
  int loads;

  abstract User toUser(UserRow row);

  @CacheAside(key = "user:{id}", ttl = "5m")
  User find(long id) {
    loads++;
    return toUser(new UserRow(id, "Ada"));
  }
}
