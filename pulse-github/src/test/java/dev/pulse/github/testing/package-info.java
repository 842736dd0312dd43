/**
 * Tests for those who implement what this artifact asks for. They are published as its {@code
 * tests} jar; extend the contract of what you implement.
 */
@NullMarked
package dev.pulse.github.testing;

import org.jspecify.annotations.NullMarked;
