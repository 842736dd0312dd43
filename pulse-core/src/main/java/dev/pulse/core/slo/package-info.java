/**
 * Objectives that are judged while there is still time to act. Enter at {@link
 * dev.pulse.core.slo.SloCheck}, which runs as a check and looks at the history of another one.
 */
@NullMarked
package dev.pulse.core.slo;

import org.jspecify.annotations.NullMarked;
