/**
 * Looks at repositories on GitHub: what is known of them, when, and from where. Enter at {@link
 * dev.pulse.github.GitHubConnection}, through which everything here asks.
 */
@NullMarked
package dev.pulse.github;

import org.jspecify.annotations.NullMarked;
