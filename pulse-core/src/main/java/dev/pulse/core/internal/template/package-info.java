/**
 * Texts with places that are filled in: annotations of rules, bodies of notifiers. Enter at {@link
 * dev.pulse.core.internal.template.Template}.
 */
@NullMarked
package dev.pulse.core.internal.template;

import org.jspecify.annotations.NullMarked;
