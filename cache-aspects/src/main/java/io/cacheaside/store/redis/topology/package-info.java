/** Who the server of the moment is: by its address, by Sentinels, by the slots of a Cluster. */
@NullMarked
package io.cacheaside.store.redis.topology;

import org.jspecify.annotations.NullMarked;
