/**
 * Collectors fetch and never judge. Enter at {@link dev.pulse.api.collect.Collector}; what it
 * returns are {@link dev.pulse.api.collect.Samples}.
 */
@NullMarked
package dev.pulse.api.collect;

import org.jspecify.annotations.NullMarked;
