package dev.pulse.discord;

import dev.pulse.api.notify.Notification;
import dev.pulse.api.notify.NotifyException;
import dev.pulse.core.internal.json.JsonTree;
import dev.pulse.core.internal.notify.HttpAnswer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What Discord answered: a success, or a refusal that stays, with a code that says why. */
record DiscordAnswer(HttpAnswer http, int code, Map<?, ?> fields) {
  private static final Logger log = LoggerFactory.getLogger(DiscordAnswer.class);
  private static final int UNKNOWN_CHANNEL = 10003;
  private static final int THREAD_EXISTS = 160004;

  /**
   * There is nothing left to edit, or not by us: unknown message, somebody else's message, edited
   * too often.
   */
  private static final Set<Integer> NOT_EDITABLE = Set.of(10003, 10008, 50001, 50005, 30046);

  /**
   * There can be no thread: no access, no permission, not in such a channel, archived, too many.
   */
  private static final Set<Integer> NO_THREAD = Set.of(50001, 50013, 50024, 50083, 160005, 160006);

  static DiscordAnswer of(HttpAnswer http) {
    Map<?, ?> fields = JsonTree.object(http.body()).orElse(Map.of());
    int code = fields.get("code") instanceof Double number ? number.intValue() : 0;
    return new DiscordAnswer(http, http.isSuccess() ? 0 : code, fields);
  }

  boolean isNotEditable() {
    return NOT_EDITABLE.contains(code);
  }

  boolean hasNoSuchChannel() {
    return code == UNKNOWN_CHANNEL;
  }

  boolean hasThreadAlready() {
    return code == THREAD_EXISTS;
  }

  boolean allowsNoThread() {
    return NO_THREAD.contains(code);
  }

  /** Whether it was taken without a word about what became of it. */
  boolean isWithoutContent() {
    return http.status() == 204;
  }

  boolean isWhole() {
    return http.isWhole();
  }

  /** Who wrote the message that this is; empty when it does not say. */
  Optional<String> author() {
    return fields.get("author") instanceof Map<?, ?> author
        ? JsonTree.text(author, "id")
        : Optional.empty();
  }

  /** The messages that a success is a list of, in no order to rely upon. */
  List<Map<?, ?>> messages() {
    var messages = new ArrayList<Map<?, ?>>();
    if (http.isSuccess()) {
      var list = JsonTree.object("{\"list\":" + http.body() + "}").orElse(Map.of()).get("list");
      for (var entry : list instanceof List<?> all ? all : List.of()) {
        if (entry instanceof Map<?, ?> message) {
          messages.add(message);
        }
      }
    }
    return messages;
  }

  /** An id that a success must have. */
  String id(String member) {
    return JsonTree.text(fields, member)
        .filter(id -> id.matches("[0-9]{1,20}"))
        .orElseThrow(
            () ->
                NotifyException.passing(
                    "Discord answered "
                        + http.status()
                        + " without \""
                        + member
                        + "\": "
                        + http.excerpt(),
                    null));
  }

  /** This answer, which must be a success. */
  DiscordAnswer orThrow() {
    if (http.isSuccess()) {
      return this;
    }
    throw NotifyException.lasting(http.refusal().getMessage() + hint(), null);
  }

  boolean isSuccess() {
    return http.isSuccess();
  }

  /** Says that a picture was refused, without which the message is one all the same. */
  void logLeftOut(Notification notification) {
    log.warn(
        "Discord refused a picture of message {}, which goes without it: {}",
        notification.id(),
        http.refusal().getMessage() + hint());
  }

  private String hint() {
    return switch (code) {
      case UNKNOWN_CHANNEL -> "; is it the id of a channel?";
      case 10015 -> "; the webhook was deleted";
      case 50001 -> "; the bot must be able to see the channel";
      case 50013 ->
          "; the bot needs the permissions to send messages, in threads too, and to embed links";
      default -> "";
    };
  }
}
