/**
 * One small language for what must hold: on the result of a check today, in other places later.
 * Enter at {@link dev.pulse.core.condition.Conditions}, which gives them to a check.
 */
@NullMarked
package dev.pulse.core.condition;

import org.jspecify.annotations.NullMarked;
