package io.cacheaside.codec;

import io.cacheaside.spi.Codec;
import java.lang.reflect.Type;

/**
 * A codec that writes values with Kryo, compactly and without trusting what it reads.
 *
 * <p>A cached method's declared return type decides what can be written and read: every class
 * reachable from it through fields, components, type arguments and permitted subclasses. {@link
 * #forType} refuses types that leave a class open (see {@link KryoCodecOptions#allow}). Where a
 * class that is not final is declared, exactly that class may stand.
 *
 * <p>What is written are components and fields, not what accessors return; static and transient
 * fields are not written. Constructors of records run when a value is read. Of other classes, the
 * one without parameters runs if there is one, so that transient fields get their initial values;
 * otherwise none, and classes with transient fields that would stay empty are refused. So are those
 * with {@code readResolve}, {@code writeReplace}, {@code readObject}, {@code writeObject} or {@code
 * readExternal}. A singleton (one private constructor without parameters, one static final field of
 * the class itself, no state of its own) comes back as itself, such as an {@code object} of Kotlin;
 * so do the static final fields of a class whose constructors are private and that has no {@code
 * equals}. Two other references to the same object become two objects; a cycle cannot be written.
 *
 * <p>Collections of {@code java.util} come back equal. {@code ArrayList}, {@code LinkedList},
 * {@code CopyOnWriteArrayList}, {@code ArrayDeque}, {@code HashSet}, {@code LinkedHashSet}, {@code
 * TreeSet}, {@code EnumSet}, {@code HashMap}, {@code LinkedHashMap}, {@code TreeMap}, {@code
 * EnumMap}, {@code ConcurrentHashMap} and its key set keep their class (a {@code LinkedHashMap} its
 * insertion order), {@code List.of}, {@code Set.of}, {@code Map.of} and {@code Arrays.asList} their
 * kind. Other unmodifiable collections, empty ones and singletons among them, come back as an
 * unmodifiable view of the same kind. All the rest, such as sublists, key sets and synchronized
 * wrappers, comes back as a plain {@code ArrayList}, {@code LinkedHashSet}, {@code TreeSet}, {@code
 * LinkedHashMap} or {@code TreeMap}. So do those of Guava, Kotlin and Hibernate, the unmodifiable
 * ones as such; what Hibernate has not loaded is refused. Sorted ones must be in natural order, its
 * reverse or {@link String#CASE_INSENSITIVE_ORDER}.
 *
 * <p>Kryo's use of {@code sun.misc.Unsafe} is switched off, provided that this class is the first
 * to touch its copy of Kryo, and the system property it takes is restored. Nothing depends on that:
 * all access to fields is this package's own, through method handles, which check types.
 *
 * <p>Threadsafe.
 */
public final class KryoCodec implements Codec {
  private final KryoCodecOptions options;
  private final AllowList allowed;
  private final CoderPool pool;

  /**
   * Creates a codec.
   *
   * @throws IllegalArgumentException if an entry of {@link KryoCodecOptions#allow} is malformed or
   *     matches no class; with a line for each
   */
  public KryoCodec(KryoCodecOptions options) {
    this.options = options;
    this.allowed = AllowList.of(options.allow());
    this.pool = new CoderPool(options.poolSize(), options.maxPayloadBytes());
  }

  /** Returns 1. */
  @Override
  public int id() {
    return 1;
  }

  /** Returns {@link KryoCodecOptions#maxPayloadBytes}. */
  @Override
  public int maxPayloadBytes() {
    return options.maxPayloadBytes();
  }

  @Override
  public TypeCodec forType(Type type) {
    TypePlanner.Plan plan = TypePlanner.plan(type, allowed);
    return new KryoTypeCodec(plan, pool, options.maxPayloadBytes());
  }
}
