/**
 * Measures what only this package of pulse-core may touch: the blocks of the SQLite store. Nothing
 * of it is published.
 */
@NullMarked
package dev.pulse.core.store;

import org.jspecify.annotations.NullMarked;
