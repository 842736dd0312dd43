/**
 * The code of the guide and of the README. Their blocks are excerpts of these files, word for word;
 * {@code MarkdownTest} compares them.
 */
@NullMarked
package dev.pulse.docs.guide;

import org.jspecify.annotations.NullMarked;
