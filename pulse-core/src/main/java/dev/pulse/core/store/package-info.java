/**
 * Where Pulse remembers: in one SQLite file, in a schema of a PostgreSQL, or in memory. Enter at
 * {@link dev.pulse.core.store.Stores}; another database is an implementation of {@link
 * dev.pulse.api.store.Store}.
 */
@NullMarked
package dev.pulse.core.store;

import org.jspecify.annotations.NullMarked;
