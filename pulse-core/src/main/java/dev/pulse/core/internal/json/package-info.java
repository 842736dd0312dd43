/**
 * Values of Java as JSON and back. Enter at {@link dev.pulse.core.internal.json.JsonDocuments},
 * which gives documents their types.
 */
@NullMarked
package dev.pulse.core.internal.json;

import org.jspecify.annotations.NullMarked;
