/**
 * What the notifiers for chats have in common: the words of a message, and how foreign texts are
 * kept from being anything but text. Enter at {@link dev.pulse.core.internal.chat.Headline} for the
 * first line, and at {@link dev.pulse.core.internal.chat.Listing} for the alerts below it.
 */
@NullMarked
package dev.pulse.core.internal.chat;

import org.jspecify.annotations.NullMarked;
