/**
 * Tells Slack. Enter at {@link dev.pulse.slack.SlackNotifier}, which posts through an incoming
 * webhook or as a bot; {@link dev.pulse.slack.SlackMessage} is for messages of your own layout.
 */
@NullMarked
package dev.pulse.slack;

import org.jspecify.annotations.NullMarked;
