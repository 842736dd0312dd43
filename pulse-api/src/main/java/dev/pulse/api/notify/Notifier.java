package dev.pulse.api.notify;

/**
 * Delivers one message to one place: a chat, a mailbox, a pager. Stateless, and without retries of
 * its own: Pulse keeps messages until they are delivered, in order, also over a restart, and tries
 * again with growing delays.
 *
 * <pre>{@code
 * Notifier horn = notification -> {
 *   if (notification.kind() == Notification.Kind.FIRST) horn();
 *   return Receipt.none();
 * };
 * }</pre>
 *
 * <p>A message may arrive a second time, when Pulse or the network went down in the very moment of
 * its delivery; it has the same {@link Notification#id()} then.
 *
 * <p>Implementations are thread-safe and react to interruption: a channel bounds the time of each
 * delivery. What they throw, and their {@code toString}, must not contain secrets, nor a URL that
 * is one.
 */
@FunctionalInterface
public interface Notifier {
  /**
   * Delivers a message.
   *
   * @return what is needed to find the message again, see {@link Notification#continues()}: for one
   *     that continues another the receipt of that one, unless it begins anew
   * @throws NotifyException when it was not delivered; says whether trying again can help
   * @throws Exception anything else counts as a failure that may go away
   */
  Receipt send(Notification notification) throws Exception;
}
