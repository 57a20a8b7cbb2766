package kotlin.jvm;

/** Stands for Kotlin's: the overloads that its compiler makes have it, too. */
public @interface JvmOverloads {}
