package kotlin.coroutines;

/** Stands for Kotlin's: javac sees it as the last parameter of a suspend function. */
@SuppressWarnings("unused")
public interface Continuation<T> {}
