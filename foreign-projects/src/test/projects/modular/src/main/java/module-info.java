module shop {
  requires io.cacheaside.aspects;
}
