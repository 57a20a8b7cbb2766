/** What the clients did, as they recorded it: compact events in files that outlive the process. */
@NullMarked
package io.cacheaside.faults.history;

import org.jspecify.annotations.NullMarked;
