/**
 * The commands of the lease protocol. The scripts lie beside the classes; docs/protocol.md says
 * what each guarantees.
 */
@NullMarked
package io.cacheaside.store.redis.command;

import org.jspecify.annotations.NullMarked;
