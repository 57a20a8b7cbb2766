package kotlinx.coroutines;

/** Stands for that of Kotlin's coroutines. */
public interface Job {}
