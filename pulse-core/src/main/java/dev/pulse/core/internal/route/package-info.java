/**
 * Which alerts are told to whom, when, and why some are kept back: a state machine without a clock,
 * threads or a store of its own. Enter at {@link dev.pulse.core.internal.route.Router}.
 */
@NullMarked
package dev.pulse.core.internal.route;

import org.jspecify.annotations.NullMarked;
