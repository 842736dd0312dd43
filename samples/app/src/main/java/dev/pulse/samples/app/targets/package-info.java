/**
 * Checks that people add, edit and switch off in the dashboard of {@code pulse serve}, beside those
 * of pulse.yaml. {@link dev.pulse.samples.app.targets.Targets} keeps them and has the routes and
 * the page; what a document means, and what is wrong with it, the reader of the file says.
 */
@NullMarked
package dev.pulse.samples.app.targets;

import org.jspecify.annotations.NullMarked;
