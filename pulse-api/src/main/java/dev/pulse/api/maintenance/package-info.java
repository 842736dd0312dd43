/**
 * Work on targets that was announced: what is seen of them meanwhile is recorded, but is neither
 * their fault nor normal. Announced to Pulse when it is built.
 */
@NullMarked
package dev.pulse.api.maintenance;

import org.jspecify.annotations.NullMarked;
