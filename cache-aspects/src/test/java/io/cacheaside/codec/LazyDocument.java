package io.cacheaside.codec;

import jakarta.persistence.Basic;
import jakarta.persistence.Entity;
import jakarta.persistence.FetchType;
import jakarta.persistence.Id;
import java.util.function.Supplier;

/** An entity with an attribute that only bytecode enhancement can load later. */
@Entity
public class LazyDocument implements Supplier<String> {
  @Id long id;

  @Basic(fetch = FetchType.LAZY)
  String text = "";

  @Override
  public String get() {
    return text;
  }
}
