/** The journal of invalidations in a database, with real JVMs. */
@org.jspecify.annotations.NullMarked
package io.cacheaside.sample.journal;
