/**
 * Tells Discord. Enter at {@link dev.pulse.discord.DiscordNotifier}, which posts through a webhook
 * or as a bot; {@link dev.pulse.discord.DiscordMessage} is for messages of your own layout.
 */
@NullMarked
package dev.pulse.discord;

import org.jspecify.annotations.NullMarked;
