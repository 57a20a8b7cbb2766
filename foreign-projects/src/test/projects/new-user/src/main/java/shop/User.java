package shop;

import lombok.Value;

@Value
class User {
  long id;
  String name;
}
