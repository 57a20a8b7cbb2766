package kotlin.sequences;

/** Stands for Kotlin's. */
@SuppressWarnings("unused")
public interface Sequence<T> {}
