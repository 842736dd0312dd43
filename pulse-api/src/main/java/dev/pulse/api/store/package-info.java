/**
 * What Pulse remembers. Systems keep their own data in {@link dev.pulse.api.store.Documents};
 * readers of history enter at {@link dev.pulse.api.store.Journal}; authors of a database adapter
 * implement {@link dev.pulse.api.store.Store}.
 */
@NullMarked
package dev.pulse.api.store;

import org.jspecify.annotations.NullMarked;
