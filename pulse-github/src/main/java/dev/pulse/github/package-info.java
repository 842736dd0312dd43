/** Looks at repositories on GitHub: what is known of them, when, and from where. */
@NullMarked
package dev.pulse.github;

import org.jspecify.annotations.NullMarked;
