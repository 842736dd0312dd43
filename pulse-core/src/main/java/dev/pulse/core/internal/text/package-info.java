/**
 * Texts that strangers wrote. Enter at {@link dev.pulse.core.internal.text.ForeignText}, which
 * makes them fit to be shown.
 */
@NullMarked
package dev.pulse.core.internal.text;

import org.jspecify.annotations.NullMarked;
