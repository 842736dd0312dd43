/**
 * Which alerts go where, when, and which are kept back: routes, silences, inhibitions and time
 * intervals, with the words and the meaning that Alertmanager has given them. Enter at {@link
 * dev.pulse.api.route.Route}.
 */
@NullMarked
package dev.pulse.api.route;

import org.jspecify.annotations.NullMarked;
