/**
 * For each of the five systems the code that its author writes against Pulse, cut down to the core
 * of the system: enough to see that the API carries it, and run by a test. What a later version of
 * Pulse will bring (delivery of messages, scores, chat commands, Kubernetes, PromQL) is a small
 * interface of the sketch's own.
 */
@NullMarked
package dev.pulse.docs.sketch;

import org.jspecify.annotations.NullMarked;
