/**
 * Compression of payloads, by region. What compressed a payload stands in its record, so that
 * readers need no setting, and regions and versions can change theirs at any time.
 */
@NullMarked
package io.cacheaside.compression;

import org.jspecify.annotations.NullMarked;
