/**
 * Holds the documents to what they say: their code is compiled, their configuration is read, their
 * commands and routes exist, their links lead somewhere.
 */
@NullMarked
package dev.pulse.docs;

import org.jspecify.annotations.NullMarked;
